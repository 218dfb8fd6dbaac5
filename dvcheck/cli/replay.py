"""`dvcheck assess --receipt`: check that the answers in a report still give its result."""

from pathlib import Path

from dvcheck.actions.reports import work_again
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report.json import report as report_json
from dvcheck.report.json.parts import stamp
from dvcheck.report.json.receipt import Replay


def receipt(workspace: Workspace, path: Path, format: Format) -> None:
    """Assess a receipt again and print what differs. Exit with 1 if something does."""
    found = work_again(path)
    if format is Format.JSON:
        printer.print_json(report_json.replay(found))
    else:
        console = printer.console(workspace)
        for line in _lines(found):
            console.print(line)
    if not found.same:
        raise SystemExit(Exit.CHECK_FAILED)


def not_one() -> DvcheckError:
    """Return the error for no file to assess, or too many."""
    return DvcheckError(
        phrase("assess takes one file"),
        hint=phrase(
            "Give FILE, or --receipt FILE with a report's JSON, or --batch FILE with a case in each line."
        ),
        code=Exit.USAGE,
    )


def only_with_batch() -> DvcheckError:
    """Return the error for an option without `--batch`."""
    return DvcheckError(
        phrase("--jobs and -o go with --batch FILE"),
        hint=phrase("One assessment is printed: redirect it with > FILE."),
        code=Exit.USAGE,
    )


def _lines(found: Replay) -> list[str]:
    result = found.result
    if found.same:
        said = phrase(
            "The same: {obligations} obligations, {findings} findings of case {case}, assessed again as of "
            "{assessed}.",
            obligations=len(result.obligations),
            findings=len(result.findings),
            case=report_json.case_of(found),
            assessed=stamp(result.receipt.assessed),
        )
    else:
        said = phrase(
            "NOT the same, {n} differ: {obligations} obligations, {findings} findings of case {case}, "
            "assessed again as of {assessed}.",
            n=len(found.differences),
            obligations=len(result.obligations),
            findings=len(result.findings),
            case=report_json.case_of(found),
            assessed=stamp(result.receipt.assessed),
        )
    return [
        said,
        *found.differences,
        phrase("Under the pack in the receipt: {digest}", digest=result.receipt.digest),
        phrase(
            "A receipt does not check what else the report says of the case: its number, times and notes."
        ),
    ]

"""`dvcheck assess --receipt`: says whether a report's result follows again from the receipt in it."""

from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.actions.reports import work_again
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report.json import report as report_json
from dvcheck.report.json.parts import stamp
from dvcheck.report.json.receipt import Replay


def receipt(desk: Desk, path: Path, format: Format) -> None:
    """Say whether the same follows again, and what differs where it does not: then it ends with 1."""
    found = work_again(path)
    if format is Format.JSON:
        printer.print_json(report_json.replay(found))
    else:
        console = printer.console(desk)
        for line in _lines(found):
            console.print(line)
    if not found.same:
        raise SystemExit(Exit.CHECK_FAILED)


def not_one() -> DvcheckError:
    """That there is nothing to assess, or too much."""
    return DvcheckError(
        phrase("assess takes one file"),
        hint=phrase(
            "Give FILE, or --receipt FILE with a report's JSON, or --batch FILE with a case in each line."
        ),
        code=Exit.USAGE,
    )


def only_with_batch() -> DvcheckError:
    """That an option is of no use here."""
    return DvcheckError(
        phrase("--jobs and -o go with --batch FILE"),
        hint=phrase("One assessment is printed: redirect it with > FILE."),
        code=Exit.USAGE,
    )


def _lines(found: Replay) -> list[str]:
    result = found.result
    if found.same:
        said = phrase(
            "The same: {obligations} obligations, {findings} findings of case {case}, worked out again as of "
            "{assessed}.",
            obligations=len(result.obligations),
            findings=len(result.findings),
            case=report_json.case_of(found),
            assessed=stamp(result.receipt.assessed),
        )
    else:
        said = phrase(
            "NOT the same, {n} differ: {obligations} obligations, {findings} findings of case {case}, worked "
            "out again as of {assessed}.",
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
            "What the report says of the case beside this (number, times, notes) is not checked by a receipt."
        ),
    ]

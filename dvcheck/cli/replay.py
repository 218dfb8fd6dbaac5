"""`dvcheck assess --receipt`: says whether a report's result follows again from the receipt in it."""

from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.actions.reports import work_again
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.report.json import stamp
from dvcheck.report.receipt import Replay
from dvcheck.report.report_json import case_of, replay_json


def receipt(desk: Desk, path: Path, format: Format) -> None:
    """Say whether the same follows again, and what differs where it does not: then it ends with 1."""
    found = work_again(path)
    if format is Format.JSON:
        printer.print_json(replay_json(found))
    else:
        console = printer.console(desk)
        for line in _lines(found):
            console.print(line)
    if not found.same:
        raise SystemExit(Exit.CHECK_FAILED)


def not_one() -> DvcheckError:
    """That there is nothing to assess, or too much."""
    return DvcheckError(
        "assess takes one file",
        hint="Give FILE, or --receipt FILE with a report's JSON, or --batch FILE with a case in each line.",
        code=Exit.USAGE,
    )


def only_with_batch() -> DvcheckError:
    """That an option is of no use here."""
    return DvcheckError(
        "--jobs and -o go with --batch FILE",
        hint="One assessment is printed: redirect it with > FILE.",
        code=Exit.USAGE,
    )


def _lines(found: Replay) -> list[str]:
    result = found.result
    said = "The same" if found.same else f"NOT the same, {len(found.differences)} differ"
    counted = f"{len(result.obligations)} obligations, {len(result.findings)} findings"
    again = f"worked out again as of {stamp(result.receipt.assessed)}"
    return [
        f"{said}: {counted} of case {case_of(found)}, {again}.",
        *found.differences,
        f"Under the pack in the receipt: {result.receipt.digest}",
        "What the report says of the case beside this (number, times, notes) is not checked by a receipt.",
    ]

"""`dvcheck assess --receipt`: works a report's result out again from the receipt in it."""

from pathlib import Path

from dvcheck.actions.desk import Desk, file_name
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.library import read_stream
from dvcheck.report.json import SCHEMA, stamp
from dvcheck.report.receipt import MAX_BYTES, Replay, bad, replay


def receipt(desk: Desk, path: Path, format: Format) -> None:
    """Say whether the same follows again, and what differs where it does not: then it ends with 1."""
    found = replay(_content(path), file_name(path))
    if format is Format.JSON:
        print_json(
            {
                "schema": SCHEMA,
                "case": _case(found),
                "digest": found.result.receipt.digest,
                "assessed": stamp(found.result.receipt.assessed),
                "same": found.same,
                "differences": found.differences,
            }
        )
    else:
        console = printer.console(desk)
        for line in _lines(found):
            console.print(line)
    if not found.same:
        raise SystemExit(Exit.CHECK_FAILED)


def not_one() -> DvcheckError:
    """That there is nothing to assess, or too much."""
    return DvcheckError(
        "assess takes one file", hint="Give FILE, or --receipt FILE with a report's JSON.", code=Exit.USAGE
    )


def _content(path: Path) -> bytes:
    """The file, or as much of it as shows that it is too long."""
    try:
        return read_stream(path, MAX_BYTES + 1)
    except OSError as error:
        raise bad(file_name(path), error.strerror or str(error)) from None


def _lines(found: Replay) -> list[str]:
    result = found.result
    said = "The same" if found.same else f"NOT the same, {len(found.differences)} differ"
    counted = f"{len(result.obligations)} obligations, {len(result.findings)} findings"
    return [
        f"{said}: {counted} of case {_case(found)}, worked out again as of {stamp(result.receipt.assessed)}.",
        *found.differences,
        f"Under the pack in the receipt: {result.receipt.digest}",
        "What the report says of the case beside this (number, times, notes) is not checked by a receipt.",
    ]


def _case(found: Replay) -> str:
    return str((found.result.case or {}).get("id"))

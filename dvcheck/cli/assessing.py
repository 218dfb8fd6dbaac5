"""`dvcheck assess FILE`: print the assessment of the answers in a file."""

from pathlib import Path

from dvcheck.actions.assess import Assessed, assess_file
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.report.json import assessment as report


def answers(
    desk: Desk, path: Path, checklist: str, format: Format, *, everything: bool, sensitive: bool
) -> None:
    """Print what follows from the answers in a file."""
    found = assess_file(desk, path, checklist)
    if format is Format.JSON:
        printer.print_json(_json(found, everything=everything, sensitive=sensitive))
    else:
        _print(desk, found, everything=everything)


def _json(found: Assessed, *, everything: bool, sensitive: bool) -> dict[str, object]:
    return report.document(
        found.pack,
        found.assessment,
        case=None,
        today=found.at.date(),
        everything=everything,
        sensitive=sensitive,
    )


def _print(desk: Desk, found: Assessed, *, everything: bool) -> None:
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    printer.page(
        desk,
        lambda width: [
            *([case_screen.not_triggered(found.assessment, width)] if everything else []),
            summary_screen.summary(found.pack, found.assessment, case=None, now=found.at, width=width),
        ],
    )

"""`dvcheck assess FILE`: print the assessment of the answers in a file."""

from pathlib import Path

from dvcheck.actions.assess import FileAssessment, assess_file
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.report.json import assessment as report


def answers(
    workspace: Workspace, path: Path, checklist: str, format: Format, *, everything: bool, sensitive: bool
) -> None:
    """Print what follows from the answers in a file."""
    found = assess_file(workspace, path, checklist)
    if format is Format.JSON:
        printer.print_json(_json(found, everything=everything, sensitive=sensitive))
    else:
        _print(workspace, found, everything=everything)


def _json(found: FileAssessment, *, everything: bool, sensitive: bool) -> dict[str, object]:
    return report.document(
        found.pack,
        found.assessment,
        case=None,
        today=found.at.date(),
        everything=everything,
        sensitive=sensitive,
    )


def _print(workspace: Workspace, found: FileAssessment, *, everything: bool) -> None:
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    printer.page(
        workspace,
        lambda width: [
            *([case_screen.not_triggered(found.assessment, width)] if everything else []),
            summary_screen.summary(found.pack, found.assessment, case=None, now=found.at, width=width),
        ],
    )

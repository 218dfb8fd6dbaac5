"""`dvcheck train`: practice on a scenario, its grade and its rubric."""

from pathlib import Path

from dvcheck.actions import training
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report.json import grade as grade_json


def run(
    workspace: Workspace, name: str | None, answers: Path | None, format: Format, *, rubric: bool
) -> None:
    """Grade the answers of a file, or show a rubric."""
    if name is None or (answers is None) == (not rubric):
        raise DvcheckError(
            phrase("train takes a scenario, and --answers FILE or --rubric"),
            hint=phrase("To see the scenarios, run dvcheck demo."),
            code=Exit.USAGE,
        )
    if answers is not None:
        _grade(workspace, name, answers, format)
    else:
        _rubric(workspace, name, format)


def _grade(workspace: Workspace, name: str, answers: Path, format: Format) -> None:
    found = training.grade_file(workspace, name, answers)
    if format is Format.JSON:
        printer.print_json(grade_json.document(found.pack, found.grade))
        return
    from dvcheck.screens import debrief

    printer.result(workspace, lambda width: debrief.debrief(found.grade), debrief.debrief_aloud(found.grade))


def _rubric(workspace: Workspace, name: str, format: Format) -> None:
    found = training.rubric_of(workspace, name)
    if format is Format.JSON:
        printer.print_json(grade_json.rubric_document(found.pack, found.rubric))
        return
    from dvcheck.screens import debrief

    printer.result(workspace, lambda width: debrief.rubric(found.rubric), debrief.rubric_aloud(found.rubric))

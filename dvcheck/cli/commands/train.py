"""`dvcheck train`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption


@command("plain", "quiet", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A scenario: its id or the start of it."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Grade the answers in this YAML file."),
    ] = None,
    rubric: Annotated[bool, typer.Option("--rubric", help="Show what gives and costs points.")] = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Show the goals and the instructor's notes.")
    ] = False,
    clock: Annotated[bool, typer.Option("--clock", help="Show how long practice has taken.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import training

    wanted = training.Wanted(scenario, answers, format, rubric=rubric, notes=notes, clock=clock)
    training.run(workspace, wanted)

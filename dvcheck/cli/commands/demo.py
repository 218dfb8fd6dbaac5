"""`dvcheck demo`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "pack")
def run(
    workspace: Workspace,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A scenario: its id or the start of it."),
    ] = None,
    speed: Annotated[float, typer.Option("--speed", min=0.1, max=100, help="2 plays twice as fast.")] = 1,
    step: Annotated[bool, typer.Option("--step", help="Wait for a key before each answer.")] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Before each answer, ask the class what it would do.")
    ] = False,
    projector: Annotated[
        bool, typer.Option("--projector", help="Show bold text in high contrast, for a projector.")
    ] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Show the notes for the instructor.")] = False,
    record: Annotated[
        Path | None,
        typer.Option("--record", metavar="FILE", help="Record it: a .cast and an .svg, or an .svg."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
) -> None:
    from dvcheck.cli import play_scenario

    how = play_scenario.DemoOptions(speed=speed, step=step, ask=ask, projector=projector, notes=notes)
    if record is None:
        play_scenario.run(workspace, scenario, how, force=force)
        return
    from dvcheck.cli import record_scenario

    record_scenario.run(workspace, scenario, how, record, force=force)

"""`dvcheck demo`."""

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
) -> None:
    from dvcheck.cli import play_scenario

    play_scenario.run(workspace, scenario, speed, by_hand=step)

"""`dvcheck scenario new`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Force, Output, ScenarioLevel


@command("plain", "quiet", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of the scenario, and of its file.")],
    checklist: Annotated[
        str | None, typer.Option("--checklist", metavar="NAME", help="The checklist to work the call in.")
    ] = None,
    level: Annotated[
        ScenarioLevel, typer.Option("--level", help="Who the scenario is for.")
    ] = ScenarioLevel.RECRUIT,
    output: Output = None,
    force: Force = False,
) -> None:
    from dvcheck.cli import drafting

    drafting.run(workspace, name, checklist, level.value, output, force=force)

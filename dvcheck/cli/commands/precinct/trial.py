"""`dvcheck precinct try`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.language import phrase


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    once: Annotated[bool, typer.Option("--once", help="Print the board once, and end.")] = False,
    web: Annotated[bool, typer.Option("--web", help="Show it in a browser on this computer.")] = False,
    opens: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
) -> None:
    if once and web:
        raise typer.BadParameter(phrase("--web goes without --once"))
    if opens and not web:
        raise typer.BadParameter(phrase("--open goes with --web"))
    from dvcheck.cli import precinct_trial

    precinct_trial.run(workspace, once=once, web=web, opens=opens)

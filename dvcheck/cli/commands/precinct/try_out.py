"""`dvcheck precinct try`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    once: Annotated[bool, typer.Option("--once", help="Print the board once, and end.")] = False,
) -> None:
    from dvcheck.cli import precinct

    precinct.try_out(workspace, once=once)

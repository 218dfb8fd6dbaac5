"""`dvcheck board`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    once: Annotated[bool, typer.Option("--once", help="Print it once.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if a duty or a walk is open.")] = False,
) -> None:
    from dvcheck.cli import board

    board.run(workspace, once=once, check=check)

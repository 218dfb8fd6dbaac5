"""`dvcheck push`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read what waits and say what would be sent. Send nothing.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Ask what the precinct has, since when, and what waits.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing if all is well: for a timer.")] = False,
) -> None:
    from dvcheck.cli import pushing

    pushing.run(workspace, dry_run=dry_run, status=status, quiet=quiet)

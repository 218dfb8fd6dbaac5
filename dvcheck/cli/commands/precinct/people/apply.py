"""`dvcheck precinct people apply`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Dsn


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: login,agency,officer,precinct,role.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change. Change nothing.")
    ] = False,
    dsn: Dsn = None,
) -> None:
    from dvcheck.cli import precinct_setup

    precinct_setup.apply_people(workspace, file, dsn, only_look=dry_run)

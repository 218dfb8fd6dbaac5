"""`dvcheck precinct people`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: login,agency,officer,precinct,role.")],
) -> None:
    from dvcheck.cli import precinct

    precinct.people(workspace, file)

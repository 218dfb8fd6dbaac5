"""`dvcheck precinct verify`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    journal: Annotated[str | None, typer.Argument(metavar="[JOURNAL]", help="The id of one.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="CSV of known heads: journal,seq,hash.")
    ] = None,
) -> None:
    from dvcheck.cli import precinct

    precinct.verify(workspace, journal, against)

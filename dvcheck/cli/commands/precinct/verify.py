"""`dvcheck precinct verify`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    journal: Annotated[
        str | None, typer.Argument(metavar="[JOURNAL]", help="One journal, by its id.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Compare with a CSV: journal,seq,hash."),
    ] = None,
    assess: Annotated[
        bool, typer.Option("--assess", help="Compute the board again. It reads answers.")
    ] = False,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why you read answers. It is recorded first."),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import precinct_audit

    as_json = format is Format.JSON
    precinct_audit.verify(workspace, journal, against, reason, recompute=assess, as_json=as_json)

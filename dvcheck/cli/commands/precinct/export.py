"""`dvcheck precinct export`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Force, Output


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="What the export is for. It is recorded first.")
    ],
    output: Output = None,
    force: Force = False,
    name_officers: Annotated[
        bool, typer.Option("--name-officers", help="Name the officers and the cases. Needs --order.")
    ] = False,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="TEXT", help="The complaint or court order that names them."),
    ] = None,
) -> None:
    from dvcheck.cli import precinct_records

    precinct_records.export(workspace, output, reason, order, named=name_officers, force=force)

"""`dvcheck shift handover`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.handing_over import handover_format, write_handover
from dvcheck.cli.options import Force, Output, ReportFormat


@command("pack", "home")
def run(
    workspace: Workspace,
    back: Annotated[
        int,
        typer.Option(
            "--back", metavar="N", min=0, help="The shift N before the last one.", show_default=False
        ),
    ] = 0,
    format: Annotated[
        ReportFormat | None,
        typer.Option("--format", help="The format, if not by the suffix of FILE."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    written_as = handover_format(workspace, output, format, force=force)
    write_handover(workspace, output, written_as, back=back, force=force)

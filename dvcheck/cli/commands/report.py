"""`dvcheck report`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.cli.options import Force, IncludeSensitive, OneCase, Output, ReportFormat
from dvcheck.cli.reporting import document_of, report_format


@command("pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    format: Annotated[
        ReportFormat | None,
        typer.Option("--format", help="The format, if not by the suffix of FILE."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="ID", help="Fill in this form of the checklists instead."),
    ] = None,
    output: Output = None,
    force: Force = False,
    include_sensitive: IncludeSensitive = False,
) -> None:
    require_free(output, workspace=workspace, force=force)
    written_as = report_format(output, format, form)
    document = document_of(workspace, case, form, written_as, sensitive=include_sensitive)
    deliver_document(document, output, workspace=workspace, force=force)

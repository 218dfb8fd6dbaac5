"""`dvcheck report`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.deliver import require_free
from dvcheck.cli.options import Force, IncludeSensitive, OneCase, Output, ReportFormat
from dvcheck.cli.reporting import copy_line, document_of, refuse_beside_copy, report_format, write_report


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
    opens: Annotated[bool, typer.Option("--open", help="Open it with the system's own program.")] = False,
    copies: Annotated[
        bool, typer.Option("--copy", help="Copy the form of one line to the clipboard.")
    ] = False,
    include_sensitive: IncludeSensitive = False,
) -> None:
    if copies:
        refuse_beside_copy(output, format, opens=opens)
        copy_line(workspace, case, form, sensitive=include_sensitive)
        return
    require_free(output, workspace=workspace, force=force)
    written_as = report_format(output, format, form, opens=opens)
    document = document_of(workspace, case, form, written_as, sensitive=include_sensitive)
    write_report(document, output, written_as, workspace=workspace, force=force, opens=opens)

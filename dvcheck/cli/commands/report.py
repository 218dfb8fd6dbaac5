"""`dvcheck report`."""

from typing import Annotated

import typer

from dvcheck.actions import reports
from dvcheck.actions.reports import ReportedCase
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import IncludeSensitive, OneCase, Output, ReportFormat, of_sheet
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.render import render


@command("pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    format: Annotated[ReportFormat, typer.Option("--format", help="The format.")] = ReportFormat.MARKDOWN,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="ID", help="Fill in this form of the checklists instead."),
    ] = None,
    output: Output = None,
    include_sensitive: IncludeSensitive = False,
) -> None:
    if form is not None:
        filled = reports.fill(workspace, case, form, format.value, now(), sensitive=include_sensitive)
        if filled.left_blank:
            beside.say(
                phrase(
                    "Left blank because sensitive: {left_blank} (--include-sensitive)",
                    left_blank=", ".join(filled.left_blank),
                )
            )
        content = filled.content
        document = f"{content}\n" if isinstance(content, str) else render(content, of_sheet(format))
        deliver(document, output, workspace=workspace)
    else:
        found = reports.report(workspace, case, now())
        deliver(_document(found, format, sensitive=include_sensitive), output, workspace=workspace)


def _document(found: ReportedCase, format: ReportFormat, *, sensitive: bool) -> str | bytes:
    """Return the worksheet of a case, or its result with the receipt."""
    if format is ReportFormat.JSON:
        return reports.as_json(found, sensitive=sensitive)
    return render(reports.as_sheet(found, sensitive=sensitive), of_sheet(format))

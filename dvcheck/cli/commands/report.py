"""`dvcheck report`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    IncludeSensitive,
    OneCase,
    Output,
    ReportFormat,
)


@command("pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    format: Annotated[
        ReportFormat, typer.Option("--format", help="What it is written as.")
    ] = ReportFormat.MARKDOWN,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="ID", help="A form of the checklists, filled from the case."),
    ] = None,
    output: Output = None,
    include_sensitive: IncludeSensitive = False,
) -> None:
    from dvcheck.cli import report

    if form is not None:
        from dvcheck.cli import forms

        forms.fill(desk, case, form, format, output, include_sensitive=include_sensitive)
    else:
        report.report(desk, case, format, output, include_sensitive=include_sensitive)

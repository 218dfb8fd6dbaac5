"""`dvcheck report`."""

from typing import Annotated, assert_never

import typer

from dvcheck.actions import reports
from dvcheck.actions.desk import Desk
from dvcheck.actions.reports import Reported
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import IncludeSensitive, OneCase, Output, ReportFormat
from dvcheck.record.clock import now
from dvcheck.report.json.text import indented, inert
from dvcheck.report.sheet import Sheet
from dvcheck.report.worksheet import worksheet


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
    at = now()
    if form is not None:
        filled = reports.fill(desk, case, form, format.value, at, sensitive=include_sensitive)
        if filled.left_blank:
            printer.say_beside(
                f"Left blank, as sensitive: {', '.join(filled.left_blank)} (--include-sensitive)"
            )
        content = filled.content
        deliver(
            f"{content}\n" if isinstance(content, str) else _rendered(content, format), output, home=desk.home
        )
        return
    found = reports.report(desk, case, at)
    deliver(_document(found, format, sensitive=include_sensitive), output, home=desk.home)


def _document(found: Reported, format: ReportFormat, *, sensitive: bool) -> str | bytes:
    """The worksheet of a case, or its result with the receipt."""
    if format is ReportFormat.JSON:
        return _json(found, sensitive=sensitive)
    sheet = worksheet(
        found.pack, found.assessment, found.case, found.leftover, now=found.at, sensitive=sensitive
    )
    return _rendered(sheet, format)


def _json(found: Reported, *, sensitive: bool) -> str:
    from dvcheck.report.json import report as report_json

    document = report_json.document(
        found.case,
        found.pack,
        found.assessment,
        found.leftover,
        archive=found.archive,
        at=found.at,
        sensitive=sensitive,
    )
    return f"{inert(indented(document))}\n"


def _rendered(sheet: Sheet, format: ReportFormat) -> str | bytes:
    """A document in a format other than JSON, which no sheet is asked for in."""
    from dvcheck.report import html, markdown

    match format:
        case ReportFormat.MARKDOWN:
            return markdown.render(sheet)
        case ReportFormat.HTML:
            return html.render(sheet)
        case ReportFormat.PDF:
            from dvcheck.report import pdf

            return pdf.render(sheet)
        case ReportFormat.JSON:
            raise ValueError("JSON is not made of a sheet")
    assert_never(format)

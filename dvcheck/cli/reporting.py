"""The document that `dvcheck report` writes, and its format."""

from pathlib import Path

from dvcheck.actions import reports
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside
from dvcheck.cli.options import ReportFormat, of_sheet
from dvcheck.cli.suffix import format_of
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.render import render

_OF_WORKSHEET = (ReportFormat.MARKDOWN, ReportFormat.HTML, ReportFormat.PDF, ReportFormat.JSON)


def report_format(output: Path | None, given: ReportFormat | None, form: str | None) -> ReportFormat:
    """Return the format of the worksheet, or of a form. See `format_of`."""
    known = tuple(ReportFormat) if form is not None else _OF_WORKSHEET
    return format_of(output, given, known=known, default=ReportFormat.MARKDOWN)


def document_of(
    workspace: Workspace, case: str, form: str | None, format: ReportFormat, *, sensitive: bool
) -> str | bytes:
    """Return the worksheet of a case, or a form filled from it."""
    if form is None:
        return _worksheet(workspace, case, format, sensitive=sensitive)
    return _form(workspace, case, form, format, sensitive=sensitive)


def _form(
    workspace: Workspace, case: str, form: str, format: ReportFormat, *, sensitive: bool
) -> str | bytes:
    """Return a filled form. Say on standard error what is left blank."""
    filled = reports.fill(workspace, case, form, format.value, now(), sensitive=sensitive)
    if filled.left_blank:
        beside.say(
            phrase(
                "Left blank because sensitive: {left_blank} (--include-sensitive)",
                left_blank=", ".join(filled.left_blank),
            )
        )
    content = filled.content
    return f"{content}\n" if isinstance(content, str) else render(content, of_sheet(format))


def _worksheet(workspace: Workspace, case: str, format: ReportFormat, *, sensitive: bool) -> str | bytes:
    """Return the worksheet of a case, or its result with the receipt."""
    reports.refuse_text(format.value)
    found = reports.report(workspace, case, now())
    if format is ReportFormat.JSON:
        return reports.as_json(found, sensitive=sensitive)
    return render(reports.as_sheet(found, sensitive=sensitive), of_sheet(format))

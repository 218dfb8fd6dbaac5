"""The document that `dvcheck report` writes, opens or copies."""

from pathlib import Path
from typing import NamedTuple

from dvcheck.actions import reports
from dvcheck.actions.journal_file import is_encrypted
from dvcheck.actions.own_reports import own_report
from dvcheck.actions.reports import FilledForm
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside
from dvcheck.cli.clipboard import copy
from dvcheck.cli.deliver import deliver, deliver_document
from dvcheck.cli.opening import open_file
from dvcheck.cli.options import ReportFormat, of_sheet
from dvcheck.cli.suffix import format_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.library import is_stream
from dvcheck.record.clock import now
from dvcheck.report.render import render

_OF_WORKSHEET = (ReportFormat.MARKDOWN, ReportFormat.HTML, ReportFormat.PDF, ReportFormat.JSON)


class WrittenReport(NamedTuple):
    """A report as it is written, with the id of its case, and that of its form if it is one."""

    content: str | bytes
    case: str
    form: str = ""


def report_format(
    output: Path | None, given: ReportFormat | None, form: str | None, *, opens: bool
) -> ReportFormat:
    """Return the format of the worksheet, or of a form. See `format_of`. A browser opens HTML."""
    if opens and output is not None and is_stream(output):
        raise DvcheckError(
            phrase("standard output cannot be opened"),
            hint=phrase("Name a file with -o FILE, or leave out -o."),
            code=Exit.USAGE,
        )
    known = tuple(ReportFormat) if form is not None else _OF_WORKSHEET
    default = ReportFormat.HTML if opens and output is None else ReportFormat.MARKDOWN
    return format_of(output, given, known=known, default=default)


def document_of(
    workspace: Workspace, case: str, form: str | None, format: ReportFormat, *, sensitive: bool
) -> WrittenReport:
    """Return the worksheet of a case, or a form filled from it."""
    if form is None:
        return _worksheet(workspace, case, format, sensitive=sensitive)
    filled = reports.fill(workspace, case, form, format.value, now(), sensitive=sensitive)
    _say_left_blank(filled)
    content = filled.content
    written = f"{content}\n" if isinstance(content, str) else render(content, of_sheet(format))
    return WrittenReport(written, filled.case, filled.form)


def _worksheet(workspace: Workspace, case: str, format: ReportFormat, *, sensitive: bool) -> WrittenReport:
    """Return the worksheet of a case, or its result with the receipt."""
    reports.refuse_text(format.value)
    found = reports.report(workspace, case, now())
    if format is ReportFormat.JSON:
        return WrittenReport(reports.as_json(found, sensitive=sensitive), found.case.id)
    return WrittenReport(
        render(reports.as_sheet(found, sensitive=sensitive), of_sheet(format)), found.case.id
    )


def write_report(
    document: WrittenReport,
    output: Path | None,
    format: ReportFormat,
    *,
    workspace: Workspace,
    force: bool,
    opens: bool,
) -> None:
    """Write a document. If it `opens`, open it; without a file, it goes into dvcheck's own folder."""
    if opens and output is None:
        output, force = own_report(workspace.home, document.case, document.form, format.value), True
    deliver_document(document.content, output, workspace=workspace, force=force)
    if output is None or is_stream(output):
        return
    if is_encrypted(workspace):
        beside.say(phrase("The journal is encrypted. This file is not."))
    if opens:
        open_file(output)


def copy_line(workspace: Workspace, case: str, form: str | None, *, sensitive: bool) -> None:
    """Print the form of one line and copy it to the clipboard. Say what was done on standard error.

    DvcheckError with Exit.OUTPUT if there is no clipboard.
    """
    filled = reports.fill_line(workspace, case, form, now(), sensitive=sensitive)
    _say_left_blank(filled)
    line = str(filled.content)
    deliver(f"{line}\n", None, workspace=workspace)
    match copy(line):
        case "copied":
            beside.say(phrase("Copied to the clipboard."))
        case "sent":
            beside.say(
                phrase(
                    "Sent to your terminal's clipboard. If it does not paste, copy the line above by hand."
                )
            )
        case "nowhere":
            raise DvcheckError(
                phrase("no clipboard was found here"),
                hint=phrase("Copy the line above by hand."),
                code=Exit.OUTPUT,
            )


def refuse_beside_copy(output: Path | None, format: ReportFormat | None, *, opens: bool) -> None:
    """Raise DvcheckError with Exit.USAGE if an option does not go with --copy."""
    if output is not None or format is not None or opens:
        raise DvcheckError(
            phrase("--copy takes one line to the clipboard, and writes no file"),
            hint=phrase("Leave out --copy, or leave out --output, --format and --open."),
            code=Exit.USAGE,
        )


def _say_left_blank(filled: FilledForm) -> None:
    if filled.left_blank:
        beside.say(
            phrase(
                "Left blank because sensitive: {left_blank} (--include-sensitive)",
                left_blank=", ".join(filled.left_blank),
            )
        )

"""The hand-over as a document, for `shift handover` and `shift end`."""

from pathlib import Path

from dvcheck.actions import past_handover
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.workspace import Workspace
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.cli.options import ReportFormat, of_sheet
from dvcheck.cli.suffix import format_of
from dvcheck.record.clock import now
from dvcheck.report.handover import ShiftHandOver
from dvcheck.report.json import handover as handover_json
from dvcheck.report.json.text import indented, inert
from dvcheck.report.render import render

_KNOWN = (ReportFormat.MARKDOWN, ReportFormat.HTML, ReportFormat.PDF, ReportFormat.JSON)


def handover_format(
    workspace: Workspace, output: Path | None, given: ReportFormat | None, *, force: bool
) -> ReportFormat:
    """Return the format, before any work. DvcheckError if the file or its suffix cannot be used."""
    format = format_of(output, given, known=_KNOWN, default=ReportFormat.MARKDOWN)
    require_free(output, workspace=workspace, force=force)
    return format


def write_handover(
    workspace: Workspace, output: Path | None, format: ReportFormat, *, back: int, force: bool
) -> None:
    """Write the hand-over of a shift. DvcheckError with Exit.JOURNAL afterwards if a case is missing."""
    found = past_handover.hand_over(workspace, back, now())
    deliver_document(_document(found, format), output, workspace=workspace, force=force)
    require_all_read(found.problems)


def _document(found: ShiftHandOver, format: ReportFormat) -> str | bytes:
    if format is ReportFormat.JSON:
        return f"{inert(indented(handover_json.document(found)))}\n"
    return render(past_handover.as_sheet(found), of_sheet(format))

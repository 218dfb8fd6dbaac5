"""What is handed in: `dvcheck report`."""

from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import ReportFormat
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.cases import find_case
from dvcheck.record.clock import now
from dvcheck.report.case_json import recorded_json
from dvcheck.report.json_text import inert
from dvcheck.report.sheet import Sheet
from dvcheck.report.worksheet import worksheet
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Leftover


def report(
    desk: Desk, name: str, format: ReportFormat, output: Path | None, *, include_sensitive: bool
) -> None:
    """The worksheet of a case, or its result with the receipt, to a file or to standard output."""
    at = now()
    with desk.recorded() as journal:
        case = find_case(journal, name)
        pack = desk.pack_of(case, journal)
        archive = desk.archive_of(case, journal)
        assessment = desk.assess(case, pack, at)
        leftover = desk.leftover(case, pack, assessment, journal)
    if format is ReportFormat.JSON:
        found = _document(case, pack, assessment, leftover, archive, at, sensitive=include_sensitive)
        text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
        deliver(f"{inert(text)}\n", output, home=desk.home)
        return
    sheet = worksheet(pack, assessment, case, leftover, now=at, sensitive=include_sensitive)
    deliver(rendered(sheet, format), output, home=desk.home)


def rendered(sheet: Sheet, format: ReportFormat) -> str | bytes:
    """A document in a format other than JSON."""
    from dvcheck.report import html, markdown

    if format is ReportFormat.PDF:
        from dvcheck.report import pdf

        return pdf.render(sheet)
    return html.render(sheet) if format is ReportFormat.HTML else markdown.render(sheet)


def _document(
    case: Case,
    pack: Pack,
    assessment: Assessment,
    leftover: tuple[Leftover, ...],
    archive: bytes,
    at: datetime,
    *,
    sensitive: bool,
) -> dict[str, object]:
    """The JSON that `show` prints, with the receipt it follows from."""
    from dvcheck.report.json import document
    from dvcheck.report.receipt import receipt

    facts = recorded_json(case, pack, sensitive=sensitive, leftover=leftover)
    given = receipt(
        assessment,
        archive,
        digest=pack.digest,
        checklists=case.checklists,
        marks=case.marks,
        shift_ends=case.shift_ends,
        assessed=at,
        sensitive=sensitive,
    )
    found = document(pack, assessment, case=facts, today=at.date(), sensitive=sensitive)
    return {**found, "receipt": given}

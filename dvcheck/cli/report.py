"""What is handed in: `dvcheck report`."""

from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.cli.options import ReportFormat
from dvcheck.cli.output import deliver
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case, find_case
from dvcheck.record.clock import now
from dvcheck.record.journal import code
from dvcheck.report.case_json import recorded_json
from dvcheck.report.json_text import inert
from dvcheck.report.sheet import Sheet
from dvcheck.report.worksheet import CaseFacts, Said, worksheet
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Leftover
from dvcheck.terminal import beside


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
    facts = facts_of(case, pack, leftover, sensitive=include_sensitive)
    sheet = worksheet(pack, assessment, facts, now=at, sensitive=include_sensitive)
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


def facts_of(case: Case, pack: Pack, leftover: tuple[Leftover, ...] = (), *, sensitive: bool) -> CaseFacts:
    """What a worksheet says of a case beside its assessment; nothing of sensitive questions by default."""
    closed = case.closed
    return CaseFacts(
        id=case.id,
        number=case.number,
        officer=case.officer,
        opened=case.opened,
        shift_ends=case.shift_ends,
        closed=Said(at=closed.at, text=closed.reason) if closed is not None else None,
        checklists=case.checklists,
        head=code(case.head),
        recorded=tuple(Said(at=at, text=text) for at, text in beside.events(case, pack)),
        entries=tuple(beside.entries(case, pack, sensitive=sensitive)),
        leftover=leftover,
    )

"""What is handed in: `dvcheck report`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck.cli.desk import Desk, inert, recorded_json
from dvcheck.cli.options import ReportFormat
from dvcheck.cli.output import deliver
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case, EntryMark, find_case
from dvcheck.record.clock import now
from dvcheck.record.journal import Journal, code
from dvcheck.report.sheet import Sheet
from dvcheck.report.worksheet import CaseFacts, Said, worksheet
from dvcheck.rules.assess import Assessment
from dvcheck.terminal.countdown import how_long, how_moved, length


def report(
    desk: Desk, name: str, format: ReportFormat, output: Path | None, *, include_sensitive: bool
) -> None:
    """The worksheet of a case, or its result with the receipt, to a file or to standard output."""
    at = now()
    with desk.recorded() as journal:
        case = find_case(journal, name)
        pack = desk.pack_of(case, journal)
        archive = _archive(desk, case, journal)
    assessment = desk.assess(case, pack, at)
    if format is ReportFormat.JSON:
        found = _document(case, pack, assessment, archive, at, sensitive=include_sensitive)
        text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
        deliver(f"{inert(text)}\n", output)
        return
    facts = facts_of(case, pack, sensitive=include_sensitive)
    sheet = worksheet(pack, assessment, facts, now=at, sensitive=include_sensitive)
    deliver(rendered(sheet, format), output)


def rendered(sheet: Sheet, format: ReportFormat) -> str | bytes:
    """A document in a format other than JSON."""
    from dvcheck.report import html, markdown

    if format is ReportFormat.PDF:
        from dvcheck.report import pdf

        return pdf.render(sheet)
    return html.render(sheet) if format is ReportFormat.HTML else markdown.render(sheet)


def _archive(desk: Desk, case: Case, journal: Journal) -> bytes:
    """The pack that `desk.pack_of` gives for a case, in one piece."""
    if case.pack_digest == desk.source.digest:
        return desk.source.archive()
    return journal.pack(case.pack_digest) or b""


def _document(
    case: Case, pack: Pack, assessment: Assessment, archive: bytes, at: datetime, *, sensitive: bool
) -> dict[str, object]:
    """The JSON that `show` prints, with the receipt it follows from."""
    from dvcheck.report.json import document
    from dvcheck.report.receipt import receipt

    facts = recorded_json(case, pack, sensitive=sensitive)
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


def facts_of(case: Case, pack: Pack, *, sensitive: bool) -> CaseFacts:
    """What a worksheet says of a case beside its assessment; nothing of sensitive questions by default."""
    kept_back = set() if sensitive else {q.id for q in pack.questions() if q.sensitive}
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
        recorded=tuple(sorted(_recorded(case, pack, kept_back), key=lambda said: said.at)),
        entries=tuple(_entries(case, pack, kept_back)),
    )


def _recorded(case: Case, pack: Pack, kept_back: set[str]) -> Iterator[Said]:
    """Notes, moves of the clock and timers, in words."""
    names = {q.id: q.name for q in pack.questions()}
    for remark in case.remarks:
        yield Said(at=remark.at, text=remark.text)
    for move in case.clock_moves:
        yield Said(at=move.at, text=f"Noted: {how_moved(move)}")
    for name, timer in case.timers.items():
        if name not in kept_back:
            state = "runs" if timer.runs else how_long(timer)
            limit = f"limit {length(round(timer.limit.total_seconds()))}"
            yield Said(at=timer.started, text=f"{names.get(name, name)}: {state}, {limit}")
    for again in case.restarts:
        if again.timer not in kept_back:
            ran = length(round(again.ran.total_seconds()))
            yield Said(
                at=again.at, text=f"{names.get(again.timer, again.timer)}: start said anew, after {ran}"
            )


def _entries(case: Case, pack: Pack, kept_back: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was taken of the lists of a case, what stays, and what nobody marked while a timer ran."""
    marks = {key: mark for key, mark in case.entry_marks.items() if key[0] not in kept_back}
    named: dict[EntryMark, str] = {"taken": "Taken", "stays": "Stays"}
    for mark, heading in named.items():
        found = tuple(entry for (_, entry), given in marks.items() if given == mark)
        if found:
            yield heading, found
    ticked = [q.limit.ticks for q in pack.questions() if q.limit is not None and q.id in case.timers]
    for name in ticked:
        answer = case.answers.get(name)
        if answer is not None and isinstance(answer.value, tuple) and name not in kept_back:
            left = tuple(entry for entry in answer.value if (name, entry) not in marks)
            if left:
                yield "Not marked", left

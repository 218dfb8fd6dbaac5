"""The hand-over of a shift as a document: what was done, not feasible, undecided and open, by case."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from dvcheck import __version__
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, sections_of
from dvcheck.record.case import Case, Remark
from dvcheck.record.chain import code
from dvcheck.record.past_shifts import WorkedShift
from dvcheck.report.sheet import Cell, Chapter, Column, FactList, Group, Lines, Part, Sheet, Table
from dvcheck.report.worksheet import directive_lines
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.urgency import most_urgent_first
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.counts import not_asked
from dvcheck.wording.recorded import running
from dvcheck.wording.times import date_and_time, paper_time


class HandedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it was at the end of a shift."""

    case: Case
    pack: Pack
    assessment: Assessment
    unasked: int
    """How many of its questions were not asked."""
    remarks: tuple[Remark, ...]
    """The notes taken in the shift."""


class ShiftHandOver(msgspec.Struct, frozen=True, kw_only=True):
    """The hand-over of one shift."""

    worked: WorkedShift
    at: datetime
    """The time it shows: the end of the shift, or now if the shift runs."""
    zone: str
    cases: tuple[HandedCase, ...]
    """Those with something open first, then the older first."""
    purged: tuple[str, ...]
    """The ids of cases of the shift whose content was erased since."""
    problems: tuple[DvcheckError, ...]
    """What is wrong with the cases that cannot be read."""


def sheet(found: ShiftHandOver) -> Sheet:
    """Return the hand-over as a document."""
    zone, packs = ZoneInfo(found.zone), {one.pack.digest: one.pack for one in found.cases}
    shift = found.worked.shift
    span = phrase(
        "Hand-over: {began} to {ends}",
        began=date_and_time(shift.began, zone),
        ends=paper_time(shift.ends, shift.began, zone),
    )
    aids = [_aid(pack) for pack in packs.values()]
    documents = [line for pack in packs.values() for line in directive_lines(pack, found.at.date())]
    chapters = [_shift(found, zone)]
    chapters += [_case(one, found, zone) for one in found.cases]
    chapters += [_left_out(found)] if found.purged or found.problems else []
    chapters += [_codes()] if found.cases else []
    return Sheet(
        title=span,
        lead=tuple(dict.fromkeys((how_it_ended(found), *aids, *documents))),
        chapters=tuple(chapters),
        mark=span,
        made=found.at,
    )


def _aid(pack: Pack) -> str:
    return phrase(
        "An aid, never an authority: {document} and your judgment decide.",
        document=pack.policy.terms.the_document,
    )


def how_it_ended(found: ShiftHandOver) -> str:
    """Say what became of the shift, and which time the hand-over shows."""
    time = date_and_time(found.at, ZoneInfo(found.zone))
    if found.worked.settled:
        return phrase("The shift was ended {time}. This is how its cases were then.", time=time)
    if found.worked.closed is not None:
        return phrase(
            "The shift was never ended. This is how its cases were when the next one began, {time}.",
            time=time,
        )
    return phrase("The shift is not ended. This is how its cases are now, {time}.", time=time)


def _shift(found: ShiftHandOver, zone: ZoneInfo) -> Chapter:
    rows: list[tuple[str, Cell]] = []
    if found.worked.shift.officer:
        rows.append((phrase("Officer"), (found.worked.shift.officer,)))
    owed = sum(len(one.assessment.outstanding) for one in found.cases)
    rows += [
        (phrase("Cases"), (str(len(found.cases)),)),
        (phrase("Required, open"), (str(owed),)),
        (
            phrase("As of"),
            (phrase("{time}, dvcheck {version}", time=date_and_time(found.at, zone), version=__version__),),
        ),
    ]
    return Chapter(title=phrase("Shift"), parts=(FactList(rows=tuple(rows), brief=True),))


def _case(one: HandedCase, found: ShiftHandOver, zone: ZoneInfo) -> Chapter:
    """Return the chapter of one case."""
    case = one.case
    titles = ", ".join(one.pack.checklist(name).title for name in case.checklists)
    rows: list[tuple[str, Cell]] = [
        (phrase("Opened"), (date_and_time(case.opened, zone),)),
        (phrase("Checklists"), (titles,)),
        (phrase("Code of its record"), (code(case.head),)),
    ]
    if case.officer:
        rows.append((phrase("Officer"), (case.officer,)))
    if case.closed is not None:
        said = filter(None, (date_and_time(case.closed.at, zone), case.closed.reason))
        rows.append((phrase("Closed"), tuple(said)))
    if one.unasked:
        rows.append((phrase("Unfinished walk"), (not_asked(one.unasked),)))
    rows += [(phrase("Clock"), (said,)) for said in running(case, one.pack, found.at, zone)]
    rows += [(paper_time(note.at, found.worked.shift.began, zone), (note.text,)) for note in one.remarks]
    parts: list[Part] = [FactList(rows=tuple(rows), brief=True)]
    groups = tuple(_groups(one, found, zone))
    columns = (
        Column(phrase("Word"), 0),
        Column(phrase("Duty"), 5),
        Column(phrase("By when, or why"), 3),
        Column(phrase("Section"), 2),
    )
    if groups:
        parts.append(Table(columns=columns, groups=groups))
    else:
        parts.append(Lines(lines=(phrase("Nothing was owed."),)))
    name = f"{case.id} {case.number}" if case.number else case.id
    return Chapter(title=phrase("Case {case}", case=name), parts=tuple(parts))


def parted(one: Assessment) -> dict[str, tuple[Duty, ...]]:
    """Return the duties of a case that a hand-over shows, by what became of them."""
    return {
        "open": one.outstanding,
        "undecided": one.undecided(),
        "not_feasible": one.with_status("not-feasible"),
        "done": one.with_status("done"),
    }


def _groups(one: HandedCase, found: ShiftHandOver, zone: ZoneInfo) -> Iterator[Group]:
    """Yield the duties of a case by what became of them, each group with its number."""
    began = found.worked.shift.began

    def clock(at: datetime) -> str:
        return paper_time(at, began, zone)

    def due(duty: Duty) -> str:
        return deadline.with_time(duty.deadline, clock)

    def decided_by(duty: Duty) -> str:
        return wording.decided_by(duty, one.assessment)

    def reason(duty: Duty) -> str:
        return duty.mark.reason if duty.mark is not None else ""

    def marked(duty: Duty) -> str:
        is_marked = duty.mark is not None and duty.mark.status == duty.status
        return clock(duty.mark.at) if duty.mark is not None and is_marked else phrase("by answer")

    duties = parted(one.assessment)
    for title, members, said in (
        (phrase("Still open"), duties["open"], due),
        (phrase("Undecided"), duties["undecided"], decided_by),
        (phrase("Not feasible"), duties["not_feasible"], reason),
        (phrase("Done"), duties["done"], marked),
    ):
        if members:
            yield Group(title=f"{title} ({len(members)})", rows=tuple(_rows(one, members, said)))


def _rows(one: HandedCase, duties: Sequence[Duty], said: Callable[[Duty], str]) -> Iterator[tuple[Cell, ...]]:
    for duty in most_urgent_first(duties):
        o = duty.obligation
        below = (wording.carried_over_line(duty), wording.in_place_of(duty, one.assessment))
        yield (o.word,), (o.text, *filter(None, below)), (said(duty),), (sections_of(o.cites),)


def _left_out(found: ShiftHandOver) -> Chapter:
    lines = [
        phrase("Case {case} was purged since: its content is erased.", case=case) for case in found.purged
    ]
    lines += [problem.message for problem in found.problems]
    return Chapter(title=phrase("Not shown"), parts=(Lines(lines=tuple(lines)),))


def _codes() -> Chapter:
    """Say what the codes of the cases are for."""
    lines = (
        phrase("The code of a case names the last entry of its record at that time, such as 9F2C-41B7."),
        phrase(
            "It shows later that no entry up to there was changed or removed. To check: "
            "dvcheck journal verify --head CODE"
        ),
    )
    return Chapter(title=phrase("The codes"), parts=(Lines(lines=lines),))

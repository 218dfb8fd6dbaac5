"""The board of a precinct: a line made of a case, and the rows of a list made of a line."""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import Obligation, Pack, Question
from dvcheck.record.board_line import MOST_ENTRIES, BoardLine, CaseOnBoard, Detail, DutyOnBoard
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.report.owed import Officer, OwedRow, Unfinished
from dvcheck.rules.answer import Mark
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.entries import lists_of, obligation_for
from dvcheck.rules.outline import Entry
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.other_walk import OtherWalk, other_walks


def board_line(
    case: Case,
    pack: Pack,
    assessment: Assessment,
    *,
    seq: int,
    last_at: datetime,
    opening: bytes,
    unasked: int,
) -> BoardLine:
    """Return the line of a case."""
    closed = case.closed is not None
    open_duties = [(n, duty) for n, duty in enumerate(assessment.duties) if duty.outstanding and not closed]
    times = [duty.deadline.at for _, duty in open_duties if duty.deadline.at is not None]
    walks = () if closed else tuple(walk.checklist for walk in other_walks(pack, assessment))
    earliest = case.take_overs[0].opening if case.take_overs else opening
    return BoardLine(
        case_id=case.id,
        number=case.number,
        seq=seq,
        hash=case.head.hex(),
        pack=pack.digest,
        opened_at=case.opened,
        last_at=last_at,
        state="handed-over" if case.is_handed_over else "closed" if closed else "open",
        unasked=0 if closed else unasked + len(walks),
        open_required=len(open_duties),
        undetermined=0 if closed else len(assessment.undecided()),
        due_at=min(times, default=None),
        opening=earliest.hex(),
        detail=Detail(
            checklist=case.checklists[-1] if case.checklists else "",
            duties=tuple(_duty(n, duty) for n, duty in open_duties),
            to_walk=walks,
        ),
    )


def _duty(order: int, duty: Duty) -> DutyOnBoard:
    return DutyOnBoard(
        id=duty.id,
        order=order,
        deadline=duty.deadline,
        carried_over=bool(duty.carried_over),
        leads=duty.leads,
        instead_of=duty.instead_of,
        entry=min(duty.entry.number, MOST_ENTRIES) if duty.entry is not None else 0,
    )


def case_of(found: CaseOnBoard) -> CaseLine:
    """Return the case of a line as lists name it."""
    line = found.line
    return CaseLine(
        id=line.case_id,
        number=line.number,
        opened=line.opened_at,
        code=code(bytes.fromhex(line.hash)),
        checklist=line.detail.checklist,
    )


def officer_of(found: CaseOnBoard) -> Officer:
    return Officer(name=found.officer, home=found.precinct)


def rows(found: CaseOnBoard, pack: Pack, at: datetime) -> Iterator[OwedRow]:
    """Yield a row for each duty of a line. A duty that the pack does not have is left out."""
    known = {item.id: item for item in pack.items() if isinstance(item, Obligation)}
    lists = lists_of(pack)
    questions = {question.id: question for question in pack.questions()}
    for one in found.line.detail.duties:
        obligation = known.get(one.id)
        if obligation is None:
            continue
        entry = _entry_of(one, questions.get(lists.get(one.id, "")), found.line.opened_at)
        if entry is not None:
            obligation = obligation_for(obligation, entry)
        due = one.deadline
        overdue = due.at is not None and at >= due.at
        duty = Duty(
            obligation=obligation,
            status="open",
            deadline=replace(due, overdue=overdue),
            leads=one.leads,
            instead_of=one.instead_of,
            entry=entry,
            mark=_mark_of(one, found.line.last_at),
        )
        yield OwedRow(
            case=case_of(found),
            pack=pack,
            duty=duty,
            order=one.order,
            because=(),
            why="",
            officer=officer_of(found),
        )


def _entry_of(duty: DutyOnBoard, question: Question | None, since: datetime) -> Entry | None:
    """Return the list entry that a duty is owed for, by its number; None if it is owed once."""
    if question is None or not duty.entry:
        return None
    return Entry(
        list=question.id,
        id=str(duty.entry),
        name="",
        number=duty.entry,
        since=since,
        first=False,
        sensitive=True,
        label=question.name,
    )


def _mark_of(duty: DutyOnBoard, at: datetime) -> Mark | None:
    """Return the mark of a duty that stays open past the end of the shift; None for others."""
    if not duty.carried_over:
        return None
    return Mark(status="carried-over", at=at, reason=phrase("the officer has the reason"))


def unfinished(found: CaseOnBoard, pack: Pack) -> Unfinished | None:
    """Return what is left of the walks of a line; None if nothing is."""
    line = found.line
    titles = {checklist.id: checklist.title for checklist in pack.checklists}
    walks = tuple(
        OtherWalk(checklist=name, title=titles[name], because="")
        for name in line.detail.to_walk
        if name in titles
    )
    if not line.unasked:
        return None
    return Unfinished(
        case=case_of(found),
        unasked=line.unasked - len(line.detail.to_walk),
        to_walk=walks,
        officer=officer_of(found),
    )

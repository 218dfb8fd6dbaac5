"""A line of the precinct's board: what one case owes, as the laptop assessed it, and back again.

The texts of duties are not sent. Whoever shows the line takes them from the pack of the case.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from dvcheck.pack.model import Obligation, Pack
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.record.events import utc_text
from dvcheck.report.owed import Officer, OwedRow, Unfinished
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.deadline import Deadline
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.other_walk import OtherWalk, other_walks


class DutyLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A required open duty."""

    id: str
    order: int
    """Its place among the duties of its case, in the order of the pack."""
    deadline: Deadline
    carried_over: bool = False
    leads: int = 0
    instead_of: str | None = None


class Detail(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a line says beyond its columns."""

    checklist: str
    """The checklist that the case is resumed with."""
    duties: tuple[DutyLine, ...] = ()
    to_walk: tuple[str, ...] = ()
    """The checklists that the case is sent to and has not had."""


class BoardLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the board. Its columns are those of the table `case_now`."""

    case_id: str
    number: str | None
    seq: int
    """The number of the last entry of the case, up to which it was assessed."""
    hash: str
    pack: str
    opened_at: datetime
    last_at: datetime
    state: str
    unasked: int
    open_required: int
    undetermined: int
    due_at: datetime | None
    opening: str
    """The hash of the entry that opened the case, wherever that was."""
    detail: Detail


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


def purged_line(line: BoardLine) -> BoardLine:
    """Return the line of a case that was purged on the laptop: that it is gone, and nothing else."""
    return msgspec.structs.replace(
        line, number=None, state="purged", unasked=0, open_required=0, undetermined=0, due_at=None,
        detail=Detail(checklist=""),
    )  # fmt: skip


def _duty(order: int, duty: Duty) -> DutyLine:
    return DutyLine(
        id=duty.id,
        order=order,
        deadline=duty.deadline,
        carried_over=bool(duty.carried_over),
        leads=duty.leads,
        instead_of=duty.instead_of,
    )


def as_json(line: BoardLine) -> Mapping[str, object]:
    """Return a line as `push` sends it."""
    found: dict[str, object] = msgspec.to_builtins(line, builtin_types=(datetime,))
    times = {name: utc_text(value) for name, value in found.items() if isinstance(value, datetime)}
    return {**found, **times, "detail": msgspec.to_builtins(line.detail)}


# --- shown ----------------------------------------------------------------------------------------------------


class CaseOnBoard(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the board as the precinct has it."""

    officer: Officer
    line: BoardLine

    @property
    def case(self) -> CaseLine:
        line = self.line
        return CaseLine(
            id=line.case_id,
            number=line.number,
            opened=line.opened_at,
            code=code(bytes.fromhex(line.hash)),
            checklist=line.detail.checklist,
        )


def rows(found: CaseOnBoard, pack: Pack, at: datetime) -> Iterator[OwedRow]:
    """Yield a row for each duty of a line. A duty that the pack does not have is left out."""
    known = {item.id: item for item in pack.items() if isinstance(item, Obligation)}
    for one in found.line.detail.duties:
        obligation = known.get(one.id)
        if obligation is None:
            continue
        due = one.deadline
        overdue = due.at is not None and at >= due.at
        duty = Duty(
            obligation=obligation,
            status="open",
            deadline=msgspec.structs.replace(due, overdue=overdue),
            leads=one.leads,
            instead_of=one.instead_of,
        )
        yield OwedRow(
            case=found.case, pack=pack, duty=duty, order=one.order, because=(), why="", officer=found.officer
        )


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
        case=found.case, unasked=line.unasked - len(line.detail.to_walk), to_walk=walks, officer=found.officer
    )

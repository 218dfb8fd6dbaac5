"""A case, folded from its events; pure but for the functions that find cases, which read a journal.

| kind              | body                                         | what it says                        |
| ----------------- | -------------------------------------------- | ----------------------------------- |
| case-opened       | number (or null), zone, pack, dvcheck, officer | the case's first event            |
| case-numbered     | number                                       | its CAD or GO number is another     |
| checklist-started | checklist                                    | a checklist was begun or resumed    |
| answered          | question, value (a string or a list of them) | an answer, replacing an earlier one |
| marked            | obligation, status, reason                   | done, not-feasible, carried-over, open |
| shift-ends        | at (ISO 8601)                                | when the shift ends                 |
| timer-started     | timer, limit, ago (seconds)                  | a timer was started, or started over |
| timer-seen        | timer                                        | it still ran at this time           |
| timer-ended       | timer, ran (seconds)                         | it was ended, after so long         |
| clock-moved       | seconds, ran (seconds by timer)              | the computer's clock was set by so much |
| entry-marked      | question, entry, mark (taken, stays, open)   | what became of one entry of a list  |
| noted             | text                                         | a free note                         |
| case-closed       | reason, open (a list of obligations)         | closed, with these still open       |
| case-reopened     |                                              | to be worked on again               |
| case-repacked     | pack, was (digests), zone, dvcheck           | worked under another pack from now on |
| case-purged       | entries, digest                              | what it said is gone: `Journal.purge` |

A later event wins over an earlier one, and a field or kind this version does not know (a newer one wrote
it) stays in the journal and counts for nothing here. `pack` is the content digest of the pack the case is
worked under, `zone` the IANA name of the time zone it was worked in, `dvcheck` the version that opened it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.pack.kinds import Value
from dvcheck.pack.model import ENDED, RUNNING
from dvcheck.record import case_index
from dvcheck.record.case_index import Row, Told, key_of
from dvcheck.record.clock import Timer
from dvcheck.record.journal import Entry, Event, Journal, utc_text
from dvcheck.rules.answer import Answer, Mark
from dvcheck.text import clean, one_line

CASE_OPENED = case_index.CASE_OPENED
CASE_NUMBERED = case_index.CASE_NUMBERED
CHECKLIST_STARTED = "checklist-started"
ANSWERED = "answered"
MARKED = "marked"
SHIFT_ENDS = "shift-ends"
TIMER_STARTED = "timer-started"
TIMER_SEEN = "timer-seen"
TIMER_ENDED = "timer-ended"
CLOCK_MOVED = "clock-moved"
ENTRY_MARKED = "entry-marked"
NOTED = "noted"
CASE_CLOSED = case_index.CASE_CLOSED
CASE_REOPENED = case_index.CASE_REOPENED
CASE_REPACKED = "case-repacked"

SHIFT = case_index.SHIFT
"""In place of a case in the events that are about the shift: see record/shift.py."""
NOT_CASES = case_index.NOT_CASES
"""What stands in place of a case where an event is of none."""

Status = Literal["done", "not-feasible", "carried-over", "open"]
EntryMark = Literal["taken", "stays", "open"]

_MOST_NAMED = 10
"""How many cases that one name fits are named."""
_NEWEST = 2**63 - 1


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A free note, and when it was taken (aware, UTC)."""

    text: str
    at: datetime


class Restart(msgspec.Struct, frozen=True, kw_only=True):
    """A timer was started anew at `at`, after it had run for so long already: that start is void."""

    timer: str
    ran: timedelta
    at: datetime


class ClockMove(msgspec.Struct, frozen=True, kw_only=True):
    """The computer's clock was set by so much, noticed at `at` by the new time."""

    by: timedelta
    at: datetime
    timed: bool
    """Whether a timer ran then."""


class Repack(msgspec.Struct, frozen=True, kw_only=True):
    """The case was moved to the pack of digest `pack` at `at` (aware, UTC); until then it had `was`."""

    pack: str
    was: str
    at: datetime


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """When a case was closed (aware, UTC), why where something required was open, and which."""

    at: datetime
    reason: str
    open: tuple[str, ...]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What the journal says of one case now. Times are aware and in UTC.

    `checklists` is in the order first started; `head` is the hash of the last event folded.
    """

    id: str
    number: str | None
    opened: datetime
    zone: str
    pack_digest: str
    checklists: tuple[str, ...]
    answers: Mapping[str, Answer]
    marks: Mapping[str, Mark]
    shift_ends: datetime | None
    head: bytes
    timers: Mapping[str, Timer] = {}
    entry_marks: Mapping[tuple[str, str], EntryMark] = {}
    """What became of an entry of a list: by the question and the entry. Those that are open are left out."""
    remarks: tuple[Remark, ...] = ()
    clock_moves: tuple[ClockMove, ...] = ()
    restarts: tuple[Restart, ...] = ()
    officer: str | None = None
    """The id of the officer who opened it, where one was set."""
    closed: Closing | None = None
    repacks: tuple[Repack, ...] = ()


def case_opened(
    *, number: str | None, zone: str, pack: str, dvcheck: str, officer: str | None = None
) -> Entry:
    """The entry a case begins with; see the table above for its fields."""
    body = {"number": number, "zone": zone, "pack": pack, "dvcheck": dvcheck}
    return CASE_OPENED, body if officer is None else {**body, "officer": officer}


def numbered(number: str) -> Entry:
    """The CAD or GO number of the case is this one."""
    return CASE_NUMBERED, {"number": number}


def checklist_started(checklist: str) -> Entry:
    """The officer began or resumed `checklist`."""
    return CHECKLIST_STARTED, {"checklist": checklist}


def answered(question: str, value: Value) -> Entry:
    """The officer answered `question`, or changed the answer."""
    return ANSWERED, {"question": question, "value": value}


def marked(obligation: str, status: Status, reason: str = "") -> Entry:
    """The officer marked `obligation`; `open` takes an earlier mark back."""
    return MARKED, {"obligation": obligation, "status": status, "reason": reason}


def shift_ends(at: datetime) -> Entry:
    """The shift ends at `at`, which must be aware: a naive time is a ValueError."""
    return SHIFT_ENDS, {"at": utc_text(at)}


def timer_started(timer: str, limit: int, ago: int = 0) -> Entry:
    """`timer` was started `ago` seconds before now, with a limit in seconds; an earlier start is void."""
    return TIMER_STARTED, {"timer": timer, "limit": limit, "ago": ago}


def timer_seen(timer: str) -> Entry:
    """`timer` runs still: what it has run for is not lost, whatever becomes of the computer's clock."""
    return TIMER_SEEN, {"timer": timer}


def timer_ended(timer: str, ran: int) -> Entry:
    """`timer` was ended after `ran` seconds."""
    return TIMER_ENDED, {"timer": timer, "ran": ran}


def clock_moved(by: timedelta, ran: Mapping[str, timedelta]) -> Entry:
    """The computer's clock was set by so much, at a moment when these timers had run for so long."""
    seconds = {name: round(time.total_seconds(), 3) for name, time in ran.items()}
    return CLOCK_MOVED, {"seconds": round(by.total_seconds()), "ran": seconds}


def entry_marked(question: str, entry: str, mark: EntryMark) -> Entry:
    """What became of one entry of a list."""
    return ENTRY_MARKED, {"question": question, "entry": entry, "mark": mark}


def noted(text: str) -> Entry:
    """A free note."""
    return NOTED, {"text": text}


def closed(reason: str, open: Iterable[str]) -> Entry:
    """The case is closed, with these required obligations open, for a reason where there are any."""
    return CASE_CLOSED, {"reason": reason, "open": list(open)}


def reopened() -> Entry:
    """The case is worked on again."""
    return CASE_REOPENED, {}


def repacked(*, pack: str, was: str, zone: str, dvcheck: str) -> Entry:
    """The case is worked under another pack from now on; see the table above for the fields."""
    return CASE_REPACKED, {"pack": pack, "was": was, "zone": zone, "dvcheck": dvcheck}


class _CaseOpened(msgspec.Struct, frozen=True):
    number: str | None
    zone: str
    pack: str
    officer: str | None = None


class _CaseNumbered(msgspec.Struct, frozen=True):
    number: str


class _ChecklistStarted(msgspec.Struct, frozen=True):
    checklist: str


class _Answered(msgspec.Struct, frozen=True):
    question: str
    value: str | tuple[str, ...]


class _Marked(msgspec.Struct, frozen=True):
    obligation: str
    status: Status
    reason: str = ""


class _ShiftEnds(msgspec.Struct, frozen=True):
    at: Annotated[datetime, msgspec.Meta(tz=True)]


_Seconds = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class _TimerStarted(msgspec.Struct, frozen=True):
    timer: str
    limit: _Seconds
    ago: _Seconds = 0


class _TimerSeen(msgspec.Struct, frozen=True):
    timer: str


class _TimerEnded(msgspec.Struct, frozen=True):
    timer: str
    ran: _Seconds


class _ClockMoved(msgspec.Struct, frozen=True):
    seconds: Annotated[int, msgspec.Meta(ge=-400_000_000_000, le=400_000_000_000)]
    ran: Mapping[str, Annotated[float, msgspec.Meta(ge=0, le=1_000_000_000)]]


class _EntryMarked(msgspec.Struct, frozen=True):
    question: str
    entry: str
    mark: EntryMark


class _Noted(msgspec.Struct, frozen=True):
    text: str


class _CaseClosed(msgspec.Struct, frozen=True):
    reason: str = ""
    open: tuple[str, ...] = ()


class _CaseReopened(msgspec.Struct, frozen=True):
    pass


class _CaseRepacked(msgspec.Struct, frozen=True):
    pack: str
    zone: str


_Body = (
    _CaseOpened
    | _CaseNumbered
    | _ChecklistStarted
    | _Answered
    | _Marked
    | _ShiftEnds
    | _TimerStarted
    | _TimerSeen
    | _TimerEnded
    | _ClockMoved
    | _EntryMarked
    | _Noted
    | _CaseClosed
    | _CaseReopened
    | _CaseRepacked
)

_BODIES: dict[str, type[_Body]] = {
    CASE_OPENED: _CaseOpened,
    CASE_NUMBERED: _CaseNumbered,
    CHECKLIST_STARTED: _ChecklistStarted,
    ANSWERED: _Answered,
    MARKED: _Marked,
    SHIFT_ENDS: _ShiftEnds,
    TIMER_STARTED: _TimerStarted,
    TIMER_SEEN: _TimerSeen,
    TIMER_ENDED: _TimerEnded,
    CLOCK_MOVED: _ClockMoved,
    ENTRY_MARKED: _EntryMarked,
    NOTED: _Noted,
    CASE_CLOSED: _CaseClosed,
    CASE_REOPENED: _CaseReopened,
    CASE_REPACKED: _CaseRepacked,
}


def fold(events: Sequence[Event]) -> Case:
    """The case that `events`, all of one case and in their order, amount to.

    DvcheckError with Exit.JOURNAL where the first is not its opening, or a body is not of its kind's shape.
    """
    opening: _CaseOpened | None = None
    checklists: dict[str, None] = {}
    answers: dict[str, Answer] = {}
    marks: dict[str, Mark] = {}
    number: str | None = None
    shift_ends: datetime | None = None
    closing: Closing | None = None
    repacks: list[Repack] = []
    pack = zone = ""
    watched = _Watched()
    for event in events:
        body = _body(event)
        if opening is None and not isinstance(body, _CaseOpened):
            break
        try:
            match body:
                case _CaseOpened():
                    opening = body
                    number, pack, zone = body.number, body.pack, body.zone
                case _CaseNumbered():
                    number = body.number
                case _ChecklistStarted():
                    checklists.setdefault(body.checklist)
                case _Answered():
                    answers[body.question] = Answer(value=body.value, at=event.at)
                    watched.timers.pop(body.question, None)
                case _Marked(status="done" | "not-feasible" | "carried-over" as status):
                    marks[body.obligation] = Mark(status=status, at=event.at, reason=body.reason)
                case _Marked():
                    marks.pop(body.obligation, None)
                case _ShiftEnds():
                    shift_ends = body.at.astimezone(UTC)
                case _CaseClosed():
                    closing = Closing(at=event.at, reason=body.reason, open=body.open)
                case _CaseReopened():
                    closing = None
                case _CaseRepacked():
                    repacks.append(Repack(pack=body.pack, was=pack, at=event.at))
                    pack, zone = body.pack, body.zone
                case _:
                    watched.take(body, event)
        except OverflowError as error:
            raise _unreadable(f"entry {event.seq} cannot be read ({error})", [event]) from error
    if opening is None:
        raise _unreadable("the journal does not hold how this case was opened", events)
    for name, timer in watched.timers.items():
        value, at = (RUNNING, timer.started) if timer.runs else (ENDED, watched.ends[name])
        answers[name] = Answer(value=value, at=at)
    return Case(
        id=events[0].case,
        number=number,
        opened=events[0].at,
        zone=zone,
        pack_digest=pack,
        checklists=tuple(checklists),
        answers=answers,
        marks=marks,
        shift_ends=shift_ends,
        head=events[-1].hash,
        timers=watched.timers,
        entry_marks=watched.entry_marks,
        remarks=tuple(watched.remarks),
        clock_moves=tuple(watched.moves),
        restarts=tuple(watched.restarts),
        officer=opening.officer,
        closed=closing,
        repacks=tuple(repacks),
    )


class _Watched:
    """What a fold has of timers, of what became of the entries of a list, and of notes."""

    def __init__(self) -> None:
        self.timers: dict[str, Timer] = {}
        self.ends: dict[str, datetime] = {}
        self.entry_marks: dict[tuple[str, str], EntryMark] = {}
        self.remarks: list[Remark] = []
        self.moves: list[ClockMove] = []
        self.restarts: list[Restart] = []

    def take(self, body: _Body | None, event: Event) -> None:
        match body:
            case _TimerStarted():
                ago = timedelta(seconds=body.ago)
                before = self.timers.get(body.timer)
                if before is not None:
                    ran = before.ended or max(before.seen, event.at - before.started)
                    self.restarts.append(Restart(timer=body.timer, ran=ran, at=event.at))
                self.timers[body.timer] = Timer(
                    started=event.at - ago, limit=timedelta(seconds=body.limit), seen=ago
                )
            case _TimerEnded() if body.timer in self.timers and self.timers[body.timer].runs:
                ran = timedelta(seconds=body.ran)
                self.timers[body.timer] = replace(self.timers[body.timer], seen=ran, ended=ran)
                self.ends[body.timer] = event.at
            case _ClockMoved():
                by = timedelta(seconds=body.seconds)
                self.moves.append(ClockMove(by=by, at=event.at, timed=bool(body.ran)))
                for name, seconds in body.ran.items():
                    if name in self.timers and self.timers[name].runs:
                        ran = timedelta(seconds=seconds)
                        self.timers[name] = replace(self.timers[name], started=event.at - ran)
            case _EntryMarked(mark="open"):
                self.entry_marks.pop((body.question, body.entry), None)
            case _EntryMarked():
                self.entry_marks[body.question, body.entry] = body.mark
            case _Noted():
                self.remarks.append(Remark(text=body.text, at=event.at))
        for name, timer in self.timers.items():
            if timer.runs:
                self.timers[name] = replace(timer, seen=max(timer.seen, event.at - timer.started))


def find_case(journal: Journal, wanted: str, *, or_else: str = "") -> Case:
    """The case an officer means by `wanted`: its id, its CAD or GO number, or the only id starting so.

    An id counts with or without `c-`, in upper or lower case, and with O, I and L read as 0, 1 and 1. A
    whole id or number goes before a prefix, and of one number an open case before closed ones.
    DvcheckError with Exit.USAGE where none or several fit; `or_else` is then what else to do.
    """
    text = one_line(wanted.strip())  # a number is recorded so
    found = _meant(journal, text)
    if not found and journal.holds(f"c-{key_of(text)}") and journal.doubt_cases():
        found = _meant(journal, text)
    if len(found) == 1:
        case = _checked(journal, found[0])
        if case is not None:
            return case
        found = _meant(journal, text)  # now by the entries themselves
    if not found:
        damaged = ", ".join(row.id for row in journal.case_rows(case_index.UNREAD))
        unread = f"; of these the number cannot be read: {clean(damaged)}" if damaged else ""
        listed = "\n".join(filter(None, [or_else, own_line("Those there are:", on_journal("cases"))]))
        raise DvcheckError(f'no case "{clean(text)}"{unread}', hint=listed, code=Exit.USAGE)
    if len(found) > 1:
        names = ", ".join(clean(row.id) for row in found[:_MOST_NAMED])
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        raise DvcheckError(
            f'"{clean(text)}" fits more than one case: {names}{more}',
            hint=own_line("Name one by its whole id. They are listed by:", on_journal("cases")),
            code=Exit.USAGE,
        )
    return _read(journal, found[0])


def _meant(journal: Journal, text: str) -> list[Row]:
    """The cases that `text` fits best, by the table of cases, in the order they were opened."""
    key = key_of(text)
    by_number = journal.case_rows(case_index.BY_NUMBER, text) if text else []
    rows = {row.opened: row for row in (*journal.case_rows(case_index.BY_KEY, key), *by_number)}
    found = [rows[opened] for opened in sorted(rows)]
    if len(found) > 1:  # of one number the closed ones are over
        found = [row for row in found if row.state == "open"] or found
    if not found and key:
        starting = journal.case_rows(case_index.STARTING, key, key)
        found = [row for row in starting if row.state != "purged"] or starting
    return found


def _checked(journal: Journal, row: Row) -> Case | None:
    """The case of a row; None where its entries do not bear the row out, and others may be meant."""
    try:
        events = journal.events(row.id)
        told = case_index.row_of(row.id, ((e.seq, Told(e.kind, e.body)) for e in events))
    except DvcheckError:
        if journal.doubt_cases():
            return None
        raise
    if told != row and journal.doubt_cases():
        return None
    return _read(journal, row, events)


def _read(journal: Journal, row: Row, events: Sequence[Event] | None = None) -> Case:
    """The case of a row. DvcheckError with Exit.USAGE where it was purged."""
    if row.state == "purged":
        raise was_purged(row.id)
    return fold(events if events is not None else journal.events(row.id))


Read = Case | DvcheckError
"""A case, or what is wrong with one that cannot be read."""
Found = tuple[list[Case], list[DvcheckError]]
"""Cases, the one opened last first; and what is wrong with any that cannot be read."""


def each_case(journal: Journal) -> Iterator[Read]:
    """Every case of the journal that was not purged, one at a time, the one opened last first."""
    return _each(journal, case_index.NOT_PURGED)


def each_open(journal: Journal) -> Iterator[Read]:
    """Every case that is neither closed nor purged, one at a time. The entries of others are not read."""
    return _each(journal, case_index.OF_STATE, "open")


def all_cases(journal: Journal) -> Found:
    """Every case of the journal that was not purged."""
    return _parted(each_case(journal))


def open_cases(journal: Journal) -> Found:
    """Every case of the journal that is neither closed nor purged. The entries of the others are not read."""
    return _parted(each_open(journal))


def open_case_of(journal: Journal, number: str) -> str | None:
    """The id of an open case with this CAD or GO number; None where there is none."""
    rows = journal.case_rows(case_index.BY_NUMBER, number)
    return next((row.id for row in rows if row.state == "open"), None)


def _each(journal: Journal, query: str, *state: str) -> Iterator[Read]:
    before = _NEWEST
    while rows := journal.case_rows(query, *state, before):
        for row in rows:
            try:
                yield fold(journal.events(row.id))
            except DvcheckError as error:
                yield error
        before = rows[-1].opened


def _parted(cases: Iterable[Read]) -> Found:
    found: list[Case] = []
    problems: list[DvcheckError] = []
    for case in cases:
        if isinstance(case, DvcheckError):
            problems.append(case)
        else:
            found.append(case)
    return found, problems


def recent_packs(journal: Journal) -> list[str]:
    """The digests of the packs that cases were opened under or moved to, the one used last first."""
    events = [e for kind in (CASE_OPENED, CASE_REPACKED) for e in journal.events_of_kind(kind)[0]]
    named = (e.body.get("pack") for e in sorted(events, key=lambda e: e.seq, reverse=True))
    digests = [digest for digest in named if isinstance(digest, str)]
    return list(dict.fromkeys([*digests, *reversed(journal.pack_digests())]))


def was_purged(case: str) -> DvcheckError:
    """That a case was purged."""
    return DvcheckError(f"case {clean(case)} was purged: what it said is gone", code=Exit.USAGE)


def refuse_closed(case: Case) -> None:
    """DvcheckError with Exit.USAGE where a case is closed."""
    if case.closed is not None:
        raise DvcheckError(
            f"case {clean(case.id)} is closed",
            hint=own_line("Open it again:", on_journal("close", case.id, "--reopen")),
            code=Exit.USAGE,
        )


def _body(event: Event) -> _Body | None:
    """What the event says, or None where its kind is not one of ours."""
    shape = _BODIES.get(event.kind)
    if shape is None:
        return None
    try:
        return msgspec.convert(event.body, shape)
    except msgspec.ValidationError as error:
        raise _unreadable(f"entry {event.seq} cannot be read ({error})", [event]) from error


def _unreadable(problem: str, events: Sequence[Event]) -> DvcheckError:
    case = f"case {events[0].case}" if events else "a case"
    return DvcheckError(
        clean(f"{case}: {problem}"),
        hint="Show this line to your IT unit; other cases can still be opened by their id.",
        code=Exit.JOURNAL,
    )

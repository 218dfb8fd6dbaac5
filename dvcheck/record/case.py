"""A case, folded from its events. Pure: it opens no journal. record/cases.py finds cases in one.

The kinds of events are in record/events.py. A later event wins over an earlier one.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import assert_never

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import ENDED, RUNNING
from dvcheck.pack.value import Value
from dvcheck.record.chain import FIRST_HASH
from dvcheck.record.clock import Timer
from dvcheck.record.errors import EntryUnreadable
from dvcheck.record.events import (
    Answered,
    AnswerTakenBack,
    CaseClosed,
    CaseNumbered,
    CaseOpened,
    CaseReopened,
    CaseRepacked,
    CaseTakenOver,
    ChecklistStarted,
    ClockMoved,
    EntryMark,
    EntryMarked,
    Event,
    Marked,
    Noted,
    OfCase,
    ShiftEnds,
    TimerEnded,
    TimerSeen,
    TimerStarted,
    of_case,
)
from dvcheck.record.list_entries import ListEntries
from dvcheck.rules.answer import Answer, Mark
from dvcheck.text import clean


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A free note, and its time (aware, UTC)."""

    text: str
    at: datetime


class Restart(msgspec.Struct, frozen=True, kw_only=True):
    """A timer that was started again at `at`, after it had run for `ran`. The earlier start is void."""

    timer: str
    ran: timedelta
    at: datetime


class ClockMove(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the computer's clock, noticed at `at` (new time)."""

    by: timedelta
    at: datetime
    timed: bool
    """Whether a timer was running then."""


class Repack(msgspec.Struct, frozen=True, kw_only=True):
    """A move of the case from pack `was` to pack `pack` (digests) at `at` (aware, UTC)."""

    pack: str
    was: str
    at: datetime


class TakeOver(msgspec.Struct, frozen=True, kw_only=True):
    """The move of a case to this computer at `at` (aware, UTC), in a file with the digest `file`."""

    at: datetime
    file: str
    case: str
    """Its id on the computer it came from."""
    head: bytes
    """The hash of the last entry of the journal it came from."""
    first: int
    """The number of its first entry in that journal."""
    opening: bytes
    """The hash of that entry, which no other case has."""
    entries: int
    """The number of entries that came with it."""
    officer: str | None


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """The closing of a case (aware, UTC): the required obligations still open, and the reason."""

    at: datetime
    reason: str
    open: tuple[str, ...]
    handed_over: str = ""
    """The digest of the file in which it was handed over; empty if it was only closed."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The current state of one case. Times are aware and in UTC.

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
    rolls: Mapping[str, ListEntries] = {}
    """Every entry that each list has had, by list."""
    timers: Mapping[str, Timer] = {}
    entry_marks: Mapping[tuple[str, str], EntryMark] = {}
    """What became of list entries, by question and entry. Open entries are left out."""
    remarks: tuple[Remark, ...] = ()
    clock_moves: tuple[ClockMove, ...] = ()
    restarts: tuple[Restart, ...] = ()
    officer: str | None = None
    """The id of the officer who opened it, if one was set."""
    closed: Closing | None = None
    repacks: tuple[Repack, ...] = ()
    take_overs: tuple[TakeOver, ...] = ()
    """The moves from one computer to the next, the last one to this computer."""

    def local(self, at: datetime) -> datetime:
        """Return a time on the clocks of the case's zone, or unchanged if that is impossible."""
        from zoneinfo import ZoneInfo

        try:
            return at.astimezone(ZoneInfo(self.zone))
        except (OSError, ValueError, LookupError, OverflowError):  # an entry may name no zone
            return at

    @property
    def is_handed_over(self) -> bool:
        """Whether another computer has the case now."""
        return self.closed is not None and bool(self.closed.handed_over)

    @property
    def running(self) -> tuple[str, ...]:
        """The timers that run. Those of a case that was handed over run on the other computer."""
        return () if self.is_handed_over else tuple(n for n, timer in self.timers.items() if timer.runs)

    @property
    def entry_names(self) -> Mapping[str, Mapping[str, str]]:
        """The last name of every list entry, by list and entry id."""
        return {name: listed.names for name, listed in self.rolls.items()}

    def would_be(self, question: str, value: Value, entries: Sequence[str], at: datetime) -> Answer:
        """Return an answer as it would count if recorded now, with the ids of its list entries."""
        if isinstance(value, str):
            return Answer(value=value, at=at)
        return self.rolls.get(question, ListEntries()).answer(value, entries, at)


def fold(events: Sequence[Event]) -> Case:
    """Fold `events`, all of one case and in order, into the case.

    EntryUnreadable if the first does not open the case, or a body does not fit its kind.
    """
    folded: _Folding | None = None
    for event in events:
        body = _body(event)
        if folded is None:
            if not isinstance(body, CaseOpened):
                break
            folded = _Folding(body)
        try:
            folded.take(body, event)
        except (OverflowError, ValueError) as error:
            raise _unreadable(
                phrase("entry {seq} cannot be read ({error})", seq=event.seq, error=error), [event]
            ) from error
    if folded is None:
        raise _unreadable(phrase("the journal has no opening entry for this case"), events)
    return folded.case(events)


class _Folding:
    """The state of a case while its events are folded."""

    def __init__(self, opening: CaseOpened) -> None:
        self.opening = opening
        self.checklists: dict[str, None] = {}
        self.answers: dict[str, Answer] = {}
        self.rolls: dict[str, ListEntries] = {}
        self.marks: dict[str, Mark] = {}
        self.shift_ends: datetime | None = None
        self.closing: Closing | None = None
        self.repacks: list[Repack] = []
        self.take_overs: list[TakeOver] = []
        self.timers_and_notes = _TimersAndNotes()
        self.number, self.pack, self.zone = opening.number, opening.pack, opening.zone

    def take(self, body: OfCase | None, event: Event) -> None:
        """Apply one event."""
        match body:
            case CaseOpened():
                self.opening = body
                self.number, self.pack, self.zone = body.number, body.pack, body.zone
            case CaseNumbered():
                self.number = body.number
            case ChecklistStarted():
                self.checklists.setdefault(body.checklist)
            case Answered():
                self.answers[body.question] = self._answer(body, event.at)
                self.timers_and_notes.timers.pop(body.question, None)
            case AnswerTakenBack():
                self.answers.pop(body.question, None)
            case Marked(status="done" | "not-feasible" | "carried-over" as status):
                self.marks[body.obligation] = Mark(status=status, at=event.at, reason=body.reason)
            case Marked():
                self.marks.pop(body.obligation, None)
            case ShiftEnds():
                self.shift_ends = body.at.astimezone(UTC)
            case CaseClosed():
                to = body.handed_over if isinstance(body.handed_over, str) else ""
                self.closing = Closing(at=event.at, reason=body.reason, open=body.open, handed_over=to)
            case CaseReopened():
                self.closing = None
            case CaseRepacked():
                self.repacks.append(Repack(pack=body.pack, was=self.pack, at=event.at))
                self.pack, self.zone = body.pack, body.zone
            case CaseTakenOver():
                self.take_overs.append(_take_over(body, event))
                self.timers_and_notes.see(event)
            case None:  # a kind this version does not know
                self.timers_and_notes.see(event)
            case TimerStarted() | TimerSeen() | TimerEnded() | ClockMoved() | EntryMarked() | Noted():
                self.timers_and_notes.take(body, event)
                self.timers_and_notes.see(event)
            case _ as never:
                assert_never(never)

    def _answer(self, body: Answered, at: datetime) -> Answer:
        """Return an answer. The answer to a list has the ids of its entries if they are not 1, 2, 3, …"""
        if isinstance(body.value, str):
            return Answer(value=body.value, at=at)
        listed = self.rolls.get(body.question, ListEntries())
        answer = listed.answer(body.value, body.entries, at)
        self.rolls[body.question] = listed.after(body.value, [one.id for one in answer.named], at)
        return answer

    def case(self, events: Sequence[Event]) -> Case:
        """Return the case after all its events."""
        others, answers = self.timers_and_notes, dict(self.answers)
        for name, timer in others.timers.items():
            value, at = (RUNNING, timer.started) if timer.runs else (ENDED, others.ends[name])
            answers[name] = Answer(value=value, at=at)
        return Case(
            id=events[0].case,
            number=self.number,
            opened=events[0].at,
            zone=self.zone,
            pack_digest=self.pack,
            checklists=tuple(self.checklists),
            answers=answers,
            marks=self.marks,
            rolls=self.rolls,
            shift_ends=self.shift_ends,
            head=events[-1].hash,
            timers=others.timers,
            entry_marks=others.entry_marks,
            remarks=tuple(others.remarks),
            clock_moves=tuple(others.moves),
            restarts=tuple(others.restarts),
            officer=self.opening.officer,
            closed=self.closing,
            repacks=tuple(self.repacks),
            take_overs=tuple(self.take_overs),
        )


def _take_over(body: CaseTakenOver, event: Event) -> TakeOver:
    head, opening = bytes.fromhex(body.head), bytes.fromhex(body.opening)
    if len(head) != len(FIRST_HASH) or len(opening) != len(FIRST_HASH):
        raise ValueError("a hash of another length")
    return TakeOver(
        at=event.at,
        file=body.file,
        case=body.case,
        head=head,
        first=body.first,
        opening=opening,
        entries=body.entries,
        officer=body.officer,
    )


_TimerOrNote = TimerStarted | TimerSeen | TimerEnded | ClockMoved | EntryMarked | Noted


class _TimersAndNotes:
    """The timers, entry marks, notes and clock changes of a case while its events are folded."""

    def __init__(self) -> None:
        self.timers: dict[str, Timer] = {}
        self.ends: dict[str, datetime] = {}
        self.entry_marks: dict[tuple[str, str], EntryMark] = {}
        self.remarks: list[Remark] = []
        self.moves: list[ClockMove] = []
        self.restarts: list[Restart] = []

    def take(self, body: _TimerOrNote, event: Event) -> None:
        """Apply one event."""
        match body:
            case TimerStarted():
                ago = timedelta(seconds=body.ago)
                before = self.timers.get(body.timer)
                if before is not None:
                    ran = before.ended or max(before.seen, event.at - before.started)
                    self.restarts.append(Restart(timer=body.timer, ran=ran, at=event.at))
                self.timers[body.timer] = Timer(
                    started=event.at - ago, limit=timedelta(seconds=body.limit), seen=ago
                )
            case TimerSeen():
                pass  # only its time counts: see `see`
            case TimerEnded():
                if body.timer in self.timers and self.timers[body.timer].runs:
                    ran = timedelta(seconds=body.ran)
                    self.timers[body.timer] = replace(self.timers[body.timer], seen=ran, ended=ran)
                    self.ends[body.timer] = event.at
            case ClockMoved():
                by = timedelta(seconds=body.seconds)
                self.moves.append(ClockMove(by=by, at=event.at, timed=bool(body.ran)))
                for name, seconds in body.ran.items():
                    if name in self.timers and self.timers[name].runs:
                        ran = timedelta(seconds=seconds)
                        self.timers[name] = replace(self.timers[name], started=event.at - ran)
            case EntryMarked(mark="open"):
                self.entry_marks.pop((body.question, body.entry), None)
            case EntryMarked():
                self.entry_marks[body.question, body.entry] = body.mark
            case Noted():
                self.remarks.append(Remark(text=body.text, at=event.at))
            case _ as never:
                assert_never(never)

    def see(self, event: Event) -> None:
        """Note that running timers ran at least until the time of an event."""
        for name, timer in self.timers.items():
            if timer.runs:
                self.timers[name] = replace(timer, seen=max(timer.seen, event.at - timer.started))


def _body(event: Event) -> OfCase | None:
    """Return the body of an event; None if its kind is unknown."""
    try:
        return of_case(event)
    except msgspec.ValidationError as error:
        raise _unreadable(
            phrase("entry {seq} cannot be read ({error})", seq=event.seq, error=error), [event]
        ) from error


def _unreadable(problem: str, events: Sequence[Event]) -> EntryUnreadable:
    if events:
        said = phrase("case {case}: {problem}", case=events[0].case, problem=problem)
    else:
        said = phrase("a case: {problem}", problem=problem)
    return EntryUnreadable(
        clean(said),
        hint=phrase("Show this line to your IT unit. You can still open other cases by their id."),
    )

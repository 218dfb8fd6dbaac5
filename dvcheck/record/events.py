"""The kinds of entries that can be recorded. Each is declared here, once.

The fields of a struct are the body of its entry; `kind` is its stored name. Stored bodies never change: a
field may be added with a default, but no field may be renamed or dropped. A field or kind from a newer
version stays in the journal and is ignored.

Times are written as ISO 8601 in UTC, to the microsecond. A time without its zone is a ValueError when it is
recorded.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Literal, get_args

import msgspec

SHIFT = "shift"
"""The case name of entries about the shift."""
JOURNAL = "journal"
"""The case name of entries about the journal itself."""
NOT_CASES = frozenset({SHIFT, JOURNAL})
"""The case names that are not cases."""

Status = Literal["done", "not-feasible", "carried-over", "open"]
EntryMark = Literal["taken", "stays", "open"]

_Time = Annotated[datetime, msgspec.Meta(tz=True)]
_Seconds = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
_Count = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the journal, numbered from 1 without gaps; `at` is aware and in UTC.

    A purge empties its body.
    """

    seq: int
    case: str
    at: datetime
    kind: str
    body: dict[str, object]
    hash: bytes


# --- of a case ----------------------------------------------------------------------------------------------


class CaseOpened(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A case was opened: its first entry."""

    kind: ClassVar[str] = "case-opened"
    number: str | None
    """Its case number."""
    zone: str
    """The IANA name of the time zone it is worked in."""
    pack: str
    """The content digest of the pack it is worked under."""
    dvcheck: str = ""
    """The version that opened it."""
    officer: str | None = None
    practice: bool = False
    """Whether a trainee works it for practice. No journal has both such cases and real ones."""


class CaseNumbered(msgspec.Struct, frozen=True):
    """A case got this case number."""

    kind: ClassVar[str] = "case-numbered"
    number: str


class ChecklistStarted(msgspec.Struct, frozen=True):
    """A checklist was begun or resumed."""

    kind: ClassVar[str] = "checklist-started"
    checklist: str


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question was answered, or its answer changed."""

    kind: ClassVar[str] = "answered"
    question: str
    """The id of the question; for a list entry, with the entry's id: `pain@2`."""
    value: str | tuple[str, ...]
    entries: tuple[str, ...] = ()
    """The ids of the list entries, if an entry was renamed and ids do not follow from names."""


class AnswerTakenBack(msgspec.Struct, frozen=True):
    """The officer took back the answer to a question."""

    kind: ClassVar[str] = "answer-taken-back"
    question: str


class Marked(msgspec.Struct, frozen=True):
    """An obligation was marked; `open` takes an earlier mark back."""

    kind: ClassVar[str] = "marked"
    obligation: str
    status: Status
    reason: str = ""


class ShiftEnds(msgspec.Struct, frozen=True):
    """The end of the shift in which a case is worked.

    Each case records it, so an old case is read as it was worked.
    """

    kind: ClassVar[str] = "shift-ends"
    at: _Time


class TimerStarted(msgspec.Struct, frozen=True):
    """A timer was started `ago` seconds earlier, with a limit in seconds. It voids an earlier start."""

    kind: ClassVar[str] = "timer-started"
    timer: str
    limit: _Seconds
    ago: _Seconds = 0


class TimerSeen(msgspec.Struct, frozen=True):
    """A timer is still running. Its time so far is safe from later changes of the computer's clock."""

    kind: ClassVar[str] = "timer-seen"
    timer: str


class TimerEnded(msgspec.Struct, frozen=True):
    """A timer was ended after `ran` seconds."""

    kind: ClassVar[str] = "timer-ended"
    timer: str
    ran: _Seconds


class ClockMoved(msgspec.Struct, frozen=True):
    """The computer's clock was changed by `seconds`; `ran` is how long each timer had run by then."""

    kind: ClassVar[str] = "clock-moved"
    seconds: Annotated[int, msgspec.Meta(ge=-400_000_000_000, le=400_000_000_000)]
    ran: Mapping[str, Annotated[float, msgspec.Meta(ge=0, le=1_000_000_000)]]

    @classmethod
    def by(cls, move: timedelta, ran: Mapping[str, timedelta]) -> "ClockMoved":
        """Make the entry: the change in seconds, and timers in milliseconds."""
        seconds = {name: round(time.total_seconds(), 3) for name, time in ran.items()}
        return cls(round(move.total_seconds()), seconds)


class EntryMarked(msgspec.Struct, frozen=True):
    """One entry of a list was marked; `open` takes an earlier mark back."""

    kind: ClassVar[str] = "entry-marked"
    question: str
    entry: str
    mark: EntryMark


class Noted(msgspec.Struct, frozen=True):
    """A free note was taken."""

    kind: ClassVar[str] = "noted"
    text: str


class CaseClosed(msgspec.Struct, frozen=True):
    """A case was closed. `open` are its open required obligations, `reason` is why they stay open."""

    kind: ClassVar[str] = "case-closed"
    reason: str = ""
    open: tuple[str, ...] = ()
    handed_over: str | msgspec.UnsetType = msgspec.UNSET
    """The digest of the file in which the case was handed over, if it was."""


class CaseReopened(msgspec.Struct, frozen=True):
    """A closed case was reopened."""

    kind: ClassVar[str] = "case-reopened"


class CaseRepacked(msgspec.Struct, frozen=True, kw_only=True):
    """A case was moved to another pack; `pack` and `was` are digests."""

    kind: ClassVar[str] = "case-repacked"
    pack: str
    was: str = ""
    zone: str
    dvcheck: str = ""


class CaseTakenOver(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A case was taken over from another computer: the entries before this one were recorded there."""

    kind: ClassVar[str] = "case-taken-over"
    file: str
    """The digest of the file it came in."""
    case: str
    """The id that it has there."""
    head: str
    """The hash of the last entry of that journal."""
    first: _Count
    """The number of its first entry there."""
    opening: str
    """The hash of that entry, which no other case has."""
    entries: _Count
    """The number of entries that came with it."""
    officer: str | None = None
    """The id of the officer who took it over, if one was set."""
    dvcheck: str = ""
    """The version that took it over."""


class CasePurged(msgspec.Struct, frozen=True):
    """The content of a case was erased: `entries` is the number of entries emptied."""

    kind: ClassVar[str] = "case-purged"
    entries: int


OfCase = (
    CaseOpened
    | CaseNumbered
    | ChecklistStarted
    | Answered
    | AnswerTakenBack
    | Marked
    | ShiftEnds
    | TimerStarted
    | TimerSeen
    | TimerEnded
    | ClockMoved
    | EntryMarked
    | Noted
    | CaseClosed
    | CaseReopened
    | CaseRepacked
    | CaseTakenOver
)
"""The entries that a case is folded from. A purged case is not folded."""


# --- of the shift -------------------------------------------------------------------------------------------


class ShiftStarted(msgspec.Struct, frozen=True):
    """A shift began. It ends the one before."""

    kind: ClassVar[str] = "shift-started"
    began: _Time
    ends: _Time
    officer: str | None = None


class ShiftExtended(msgspec.Struct, frozen=True):
    """The end of the shift was changed."""

    kind: ClassVar[str] = "shift-extended"
    ends: _Time


class ShiftEnded(msgspec.Struct, frozen=True):
    """The shift was closed out. `open` is the number of open obligations by case, each with a reason.

    Only the case says which ones, so a purge erases that too.
    """

    kind: ClassVar[str] = "shift-ended"
    open: Mapping[str, int] = {}


OfShift = ShiftStarted | ShiftExtended | ShiftEnded


# --- of the journal -----------------------------------------------------------------------------------------


class JournalRewound(msgspec.Struct, frozen=True, kw_only=True):
    """Acknowledged entries are gone. `seq` and `hash` are of the last one; the journal ends at `last`."""

    kind: ClassVar[str] = "journal-rewound"
    seq: int
    hash: str
    last: int


class RewindAccepted(msgspec.Struct, frozen=True):
    """Somebody has accepted every rewind recorded before this entry."""

    kind: ClassVar[str] = "rewind-accepted"


class JournalRestored(msgspec.Struct, frozen=True, kw_only=True):
    """A backup replaced the journal, whose last known entry had `seq` and `hash`.

    `lost` is the number of its entries that the backup lacks; `kept` is the new name of its file. None if
    unknown.
    """

    kind: ClassVar[str] = "journal-restored"
    seq: int | None
    hash: str | None
    lost: int | None
    kept: str | None


OfJournal = CasePurged | JournalRewound | RewindAccepted | JournalRestored


class RawEvent(msgspec.Struct, frozen=True):
    """An entry as stored kind and body, such as one of an unknown kind."""

    kind: str
    body: Mapping[str, object]


Entry = OfCase | OfShift | OfJournal | RawEvent
"""Any entry. Text has no lone surrogates; numbers are never infinity or NaN."""

_OF_CASE: dict[str, type[OfCase]] = {shape.kind: shape for shape in get_args(OfCase)}
_OF_SHIFT: dict[str, type[OfShift]] = {shape.kind: shape for shape in get_args(OfShift)}
NEVER_OF_A_CASE = frozenset(shape.kind for shape in (*get_args(OfShift), *get_args(OfJournal)))
"""The kinds of entries that no case can be folded from."""


def of_case(event: Event) -> OfCase | None:
    """Return the case entry in an event; None for a kind that is unknown or not about a case.

    msgspec.ValidationError if its body does not fit the kind.
    """
    shape = _OF_CASE.get(event.kind)
    return None if shape is None else msgspec.convert(event.body, shape)


def of_shift(event: Event) -> OfShift | None:
    """Return the shift entry in an event; None and errors as in `of_case`."""
    shape = _OF_SHIFT.get(event.kind)
    return None if shape is None else msgspec.convert(event.body, shape)


def body_of(entry: Entry) -> Mapping[str, object]:
    """Return the body of an entry, with times in their stored form."""
    if isinstance(entry, RawEvent):
        return entry.body
    body: dict[str, object] = msgspec.to_builtins(entry, builtin_types=(datetime,))
    times = {name: utc_text(value) for name, value in body.items() if isinstance(value, datetime)}
    return {**body, **times}


def utc_text(at: datetime) -> str:
    """Return `at` as ISO 8601 in UTC, to the microsecond, ending in Z. A naive time is a ValueError."""
    if at.utcoffset() is None:
        raise ValueError(f"a time without its zone: {at.isoformat()}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

"""What can be recorded: each kind of entry is declared here, once.

The fields of a struct are the body of its entry; `kind` is the name it is stored under. Stored bodies never
change: a field may be added with a default, and none may be renamed or dropped. When an entry is read, a
field or kind that this version does not know (a newer one wrote it) stays in the journal and counts for
nothing.

Times are written as ISO 8601 in UTC, to the microsecond. A time without its zone is a ValueError when it is
recorded.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Literal, get_args

import msgspec

SHIFT = "shift"
"""In place of a case in the entries about the shift."""
JOURNAL = "journal"
"""In place of a case in the entries about the journal itself."""
NOT_CASES = frozenset({SHIFT, JOURNAL})
"""What may stand in place of a case in an entry and is none."""

Status = Literal["done", "not-feasible", "carried-over", "open"]
EntryMark = Literal["taken", "stays", "open"]

_Time = Annotated[datetime, msgspec.Meta(tz=True)]
_Seconds = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as it stands in the journal: numbered from 1 without gaps, `at` aware and in UTC.

    The body of one whose case was purged is empty.
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


class CaseNumbered(msgspec.Struct, frozen=True):
    """The case number of a case is this one from now on."""

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
    """Its id; for one entry of a list with the id of that: `pain@2`."""
    value: str | tuple[str, ...]
    entries: tuple[str, ...] = ()
    """Of a list, the ids of its entries where they do not follow from their names: one was renamed."""


class AnswerTakenBack(msgspec.Struct, frozen=True):
    """A question has no answer any more: the officer took the one there was back."""

    kind: ClassVar[str] = "answer-taken-back"
    question: str


class Marked(msgspec.Struct, frozen=True):
    """An obligation was marked; `open` takes an earlier mark back."""

    kind: ClassVar[str] = "marked"
    obligation: str
    status: Status
    reason: str = ""


class ShiftEnds(msgspec.Struct, frozen=True):
    """The shift in which a case is worked ends at this time.

    A case has this itself, so that an old one is read as it was worked.
    """

    kind: ClassVar[str] = "shift-ends"
    at: _Time


class TimerStarted(msgspec.Struct, frozen=True):
    """A timer was started `ago` seconds earlier, with a limit in seconds. An earlier start of it is void."""

    kind: ClassVar[str] = "timer-started"
    timer: str
    limit: _Seconds
    ago: _Seconds = 0


class TimerSeen(msgspec.Struct, frozen=True):
    """A timer still runs. What it has run for is kept, whatever happens to the computer's clock."""

    kind: ClassVar[str] = "timer-seen"
    timer: str


class TimerEnded(msgspec.Struct, frozen=True):
    """A timer was ended after so many seconds."""

    kind: ClassVar[str] = "timer-ended"
    timer: str
    ran: _Seconds


class ClockMoved(msgspec.Struct, frozen=True):
    """The computer's clock was set by so many seconds; `ran` is how long each timer had run by then."""

    kind: ClassVar[str] = "clock-moved"
    seconds: Annotated[int, msgspec.Meta(ge=-400_000_000_000, le=400_000_000_000)]
    ran: Mapping[str, Annotated[float, msgspec.Meta(ge=0, le=1_000_000_000)]]

    @classmethod
    def by(cls, move: timedelta, ran: Mapping[str, timedelta]) -> "ClockMoved":
        """Round a move to seconds, and what each timer has run to milliseconds."""
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
    """A case was closed with these required obligations open, for a reason where there are any."""

    kind: ClassVar[str] = "case-closed"
    reason: str = ""
    open: tuple[str, ...] = ()


class CaseReopened(msgspec.Struct, frozen=True):
    """A closed case is worked on again."""

    kind: ClassVar[str] = "case-reopened"


class CaseRepacked(msgspec.Struct, frozen=True, kw_only=True):
    """A case is worked under another pack from now on; `pack` and `was` are digests."""

    kind: ClassVar[str] = "case-repacked"
    pack: str
    was: str = ""
    zone: str
    dvcheck: str = ""


class CasePurged(msgspec.Struct, frozen=True):
    """What a case said was erased: this many entries were emptied."""

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
)
"""What a case follows from. A purged case is not folded."""


# --- of the shift -------------------------------------------------------------------------------------------


class ShiftStarted(msgspec.Struct, frozen=True):
    """A shift began; the one before is over."""

    kind: ClassVar[str] = "shift-started"
    began: _Time
    ends: _Time
    officer: str | None = None


class ShiftExtended(msgspec.Struct, frozen=True):
    """The shift ends at another time."""

    kind: ClassVar[str] = "shift-extended"
    ends: _Time


class ShiftEnded(msgspec.Struct, frozen=True):
    """The shift was closed out; by case, how many obligations stay open, each for a reason given.

    Which they are stands in the case alone, so that it is erased when the case is purged.
    """

    kind: ClassVar[str] = "shift-ended"
    open: Mapping[str, int] = {}


OfShift = ShiftStarted | ShiftExtended | ShiftEnded


# --- of the journal -----------------------------------------------------------------------------------------


class JournalRewound(msgspec.Struct, frozen=True, kw_only=True):
    """Acknowledged entries are gone: the last known had `seq` and `hash`, the last one there has `last`."""

    kind: ClassVar[str] = "journal-rewound"
    seq: int
    hash: str
    last: int


class RewindAccepted(msgspec.Struct, frozen=True):
    """Somebody has looked into every rewind recorded before this entry."""

    kind: ClassVar[str] = "rewind-accepted"


class JournalRestored(msgspec.Struct, frozen=True, kw_only=True):
    """A backup took the place of the journal, whose last known entry had `seq` and `hash`.

    `lost` of its entries are not in the backup; its file was renamed to `kept`. None where that is not known.
    """

    kind: ClassVar[str] = "journal-restored"
    seq: int | None
    hash: str | None
    lost: int | None
    kept: str | None


OfJournal = CasePurged | JournalRewound | RewindAccepted | JournalRestored


class Raw(msgspec.Struct, frozen=True):
    """An entry by its stored kind and body, such as one of a kind that this version does not know."""

    kind: str
    body: Mapping[str, object]


Entry = OfCase | OfShift | OfJournal | Raw
"""What can be recorded. Texts are without lone surrogates, numbers without infinity and NaN."""

_OF_CASE: dict[str, type[OfCase]] = {shape.kind: shape for shape in get_args(OfCase)}
_OF_SHIFT: dict[str, type[OfShift]] = {shape.kind: shape for shape in get_args(OfShift)}


def of_case(event: Event) -> OfCase | None:
    """Read what an event says of its case; None for a kind that is unknown, or says nothing of one.

    msgspec.ValidationError where its body is not of the kind's shape.
    """
    shape = _OF_CASE.get(event.kind)
    return None if shape is None else msgspec.convert(event.body, shape)


def of_shift(event: Event) -> OfShift | None:
    """Read what an event says of the shift; None and errors as in `of_case`."""
    shape = _OF_SHIFT.get(event.kind)
    return None if shape is None else msgspec.convert(event.body, shape)


def body_of(entry: Entry) -> Mapping[str, object]:
    """Lay out the body of an entry, with its times as they are stored."""
    if isinstance(entry, Raw):
        return entry.body
    body: dict[str, object] = msgspec.to_builtins(entry, builtin_types=(datetime,))
    times = {name: utc_text(value) for name, value in body.items() if isinstance(value, datetime)}
    return {**body, **times}


def utc_text(at: datetime) -> str:
    """`at` as ISO 8601 in UTC, to the microsecond, ending in Z. A naive time is a ValueError."""
    if at.utcoffset() is None:
        raise ValueError(f"a time without its zone: {at.isoformat()}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

"""An officer's answers and marks, and the reading of raw input as answers."""

from datetime import datetime
from typing import Literal

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, NotAnAnswer, Value


class EntryIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """The lasting identity of a list entry: its id, and when it was first named. Its name may change."""

    id: str
    since: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, and when it was given (aware, UTC)."""

    value: Value
    at: datetime
    entries: tuple[EntryIdentity, ...] = ()
    """For a list, the identity of each entry in order. Empty if all entries were first named in this answer;
    their ids are then the numbers from 1."""

    @property
    def named(self) -> tuple[EntryIdentity, ...]:
        """The identities of a list's entries, in order. Meaningless for any other answer."""
        count = len(self.value) if isinstance(self.value, tuple) else 0
        return self.entries or tuple(EntryIdentity(id=str(n + 1), since=self.at) for n in range(count))


MarkStatus = Literal["done", "not-feasible", "carried-over"]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's mark on an obligation, and when it was made (aware, UTC).

    "Not feasible" and "carried over" (open past the end of the shift) have a reason.
    """

    status: MarkStatus
    at: datetime
    reason: str = ""


def allowed_answers(question: Question) -> tuple[str, ...]:
    """Return the possible answers of a question of a closed kind; empty for a free kind."""
    return kind_of(question.kind).allowed(question)


def read_answer(question: Question, raw: Value) -> Value | NotAnAnswer:
    """Read `raw` as an answer to `question`, or say why it is not one.

    Text is kept as entered, with control characters made harmless. Reading an answer a second time gives the
    same answer. Only such values are recorded, and only such values count.
    """
    return UNKNOWN if raw == UNKNOWN else kind_of(question.kind).typed(question, raw)


def refuse_future(question: Question, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
    """Return `value`, a result of `read_answer`, or refuse it as a time in the future.

    A time says when something was done. `now` is aware; `zone` is the agency's. A time of day without a date
    always counts as past. Call this when an answer is entered, never when one is read back: an answer never
    expires.
    """
    return kind_of(question.kind).passed(value, now, zone)


def resolve_words(question: Question, raw: Value, now: datetime, zone: str) -> Value:
    """Replace words such as "yesterday 23:10" with the time they mean at `now`."""
    return kind_of(question.kind).spoken(raw, now, zone) if isinstance(raw, str) else raw


def read_recorded(question: Question, value: Value) -> Value | NotAnAnswer:
    """Return a recorded value as it counts, or say why it does not count.

    Earlier versions recorded "unknown" as an empty choice, or as the only entry of a list.
    """
    counts = kind_of(question.kind).recorded(value)
    if counts != value:
        return counts
    meant = read_answer(question, value)
    if isinstance(meant, NotAnAnswer) or meant == value:
        return meant
    return NotAnAnswer(phrase("read back, it is a different answer"))

"""An officer's answers and marks, and what makes a raw input one."""

from datetime import datetime
from typing import Literal

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, NotAnAnswer, Value


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a list as it goes on under other names: its own id, and when it was first named."""

    id: str
    since: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered, and when (aware, UTC)."""

    value: Value
    at: datetime
    entries: tuple[Named, ...] = ()
    """Of a list: what is known of each of its entries, in their order; empty where they are numbered from 1
    and were all named in this answer."""

    @property
    def named(self) -> tuple[Named, ...]:
        """The entries of a list, in their order; of another answer it means nothing."""
        count = len(self.value) if isinstance(self.value, tuple) else 0
        return self.entries or tuple(Named(id=str(n + 1), since=self.at) for n in range(count))


MarkStatus = Literal["done", "not-feasible", "carried-over"]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's word on an obligation: done, not feasible for the reason given, or open past the shift
    for the reason given (aware, UTC)."""

    status: MarkStatus
    at: datetime
    reason: str = ""


def allowed(question: Question) -> tuple[str, ...]:
    """The answers a question of a closed kind has; empty for text, list, number and time."""
    return kind_of(question.kind).allowed(question)


def typed(question: Question, raw: Value) -> Value | NotAnAnswer:
    """Read `raw` as an answer to `question`, or say why it is none. Text is kept as entered, made inert.

    An answer read again is the same answer: only such a value is recorded, and only such a value counts.
    """
    return UNKNOWN if raw == UNKNOWN else kind_of(question.kind).typed(question, raw)


def passed(question: Question, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
    """Return `value` as `typed` gave it, or say why not yet: a time tells when something was done.

    `now` is aware; `zone` is the agency's. A time of day without a date always counts as past. This is asked
    where an answer is entered, never where one is read back: no answer lapses by the clock.
    """
    return kind_of(question.kind).passed(value, now, zone)


def spoken(question: Question, raw: Value, now: datetime, zone: str) -> Value:
    """Put words that mean another day at each time, such as "yesterday 23:10", as the time they mean now."""
    return kind_of(question.kind).spoken(raw, now, zone) if isinstance(raw, str) else raw


def counted(question: Question, value: Value) -> Value | NotAnAnswer:
    """A recorded value as it counts, or why it counts as not asked.

    Earlier versions recorded "unknown" in a list of its own: as no choice at all, and as an entry.
    """
    counts = kind_of(question.kind).recorded(value)
    if counts != value:
        return counts
    meant = typed(question, value)
    if isinstance(meant, NotAnAnswer) or meant == value:
        return meant
    return NotAnAnswer(phrase("read back, it is a different answer"))

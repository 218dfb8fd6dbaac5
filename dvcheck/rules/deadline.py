"""The deadline of an obligation: only as the text states it, never a guess. Times are aware and in UTC."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import OPENED, RUNNING, Due, Obligation, Question
from dvcheck.pack.moments import days_later, local_day, start_of
from dvcheck.pack.question_kind import AnswerTime
from dvcheck.pack.span import Span
from dvcheck.pack.value import UNKNOWN
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Entry

DeadlineKind = Literal["none-stated", "lifted", "end-of-shift", "before", "within", "timely", "immediately"]
"""The kind of deadline in a case: none, a lifted one, or the kind the rule states."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline: its kind, and its time if known. `wording.deadline` has its words.

    `at` is None if the text states no time, or if the end of the shift has not been entered.
    """

    kind: DeadlineKind
    at: datetime | None = None
    overdue: bool = False
    event: str = ""
    """The event it comes before, in the pack's words, if its kind is "before"."""
    span: Span | None = None
    """The time allowed, if its kind is "within"."""
    since: str = ""
    """The start of that time, in the pack's words; empty for a timer."""
    runs: bool = False
    """Whether it counts from a running timer."""

    @property
    def stated(self) -> tuple[object, ...]:
        """The rule in this case, without the time."""
        return self.kind, self.event, self.span, self.since


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """The times of a case that deadlines are computed from; None if not known."""

    now: datetime
    shift_ends: datetime | None = None
    opened: datetime | None = None


def deadline(
    due: Due | None,
    facts: Facts,
    at: Times,
    entry: Entry | None = None,
    done_at: Callable[[str], datetime | None] = lambda name: None,
) -> Deadline:
    """Return the deadline that `due` sets under these facts, for one list entry if `entry` is given.

    `done_at` returns when an obligation was done.
    """
    if due is None:
        return Deadline(kind="none-stated")
    if due.unless is not None and facts.decide(due.unless, entry=entry).truth is Truth.TRUE:
        return Deadline(kind="lifted")
    match due.kind:
        case "end-of-shift":
            overdue = at.shift_ends is not None and at.now >= at.shift_ends
            return Deadline(kind=due.kind, at=at.shift_ends, overdue=overdue)
        case "before":
            return Deadline(kind=due.kind, event=due.event)
        case "within":
            return _within(due, facts, at, entry, done_at)
        case "timely" | "immediately":
            return Deadline(kind=due.kind)
    assert_never(due.kind)


def _within(
    due: Due, facts: Facts, at: Times, entry: Entry | None, done_at: Callable[[str], datetime | None]
) -> Deadline:
    """Count from a running timer, an answer, an obligation that was done, or the opening of the case."""
    assert due.span is not None
    stated = Deadline(kind="within", span=due.span)
    if due.of == OPENED and OPENED not in facts.outline.by_id:
        stated = replace(stated, since=phrase("the opening of the case"))
        return _at(stated, _later(due.span, at.opened, at.opened, facts.outline.zone), at.now)
    name = facts.outline.scoped(due.of, entry)
    guarded = facts.outline.by_id.get(name)
    match guarded.item if guarded is not None else None:
        case Question(kind="timer"):
            running = facts.answers.get(name)
            if running is None or running.value != RUNNING:
                return stated
            ends = _later(due.span, running.at, running.at, facts.outline.zone)
            return replace(_at(stated, ends, at.now), runs=True)
        case Question() as question:
            stated = replace(stated, since=question.name)
            return _at(stated, _after_answer(due.span, question, facts), at.now)
        case Obligation() as other:
            stated = replace(stated, since=other.text)
            done = done_at(name)
            return _at(stated, _later(due.span, done, done, facts.outline.zone), at.now)
        case _:
            return stated


def _at(stated: Deadline, ends: datetime | None, now: datetime) -> Deadline:
    overdue = ends is not None and now >= ends
    return replace(stated, at=ends, overdue=overdue)


def _after_answer(span: Span, question: Question, facts: Facts) -> datetime | None:
    """Return the end of a span that counts from the event in an answer; None while that is not known."""
    answer = facts.answers.get(question.id)
    guard = facts.guard(question.id)
    if answer is None or answer.value == UNKNOWN or guard.truth is Truth.FALSE or facts.unasked(guard):
        return None
    value = answer.value if isinstance(answer.value, str) else ""
    event = kind_of(question.kind).moments(value, AnswerTime(at=answer.at, zone=facts.outline.zone))
    return None if event is None else _later(span, event.first, event.last, facts.outline.zone)


def _later(span: Span, first: datetime | None, last: datetime | None, zone: str) -> datetime | None:
    """Return the end of a span that began between `first` and `last`; None if it cannot be known.

    Hours count from an exact moment; a day alone gives no end. Calendar days count to the same time of day,
    or from a day alone to the end of the last day.
    """
    if first is None or last is None:
        return None
    try:
        if span.elapses:
            return first + timedelta(seconds=span.seconds) if first == last else None
        if span.unit == "court-days":
            return None
        if first == last:
            return days_later(first, span.count, zone)
        return start_of(local_day(first, zone) + timedelta(days=span.count + 1), zone)
    except OverflowError:  # the computer's clock was set to a year that cannot be
        return None

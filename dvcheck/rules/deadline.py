"""When an obligation is due: only what the text states, never a guess. Times are aware and in UTC."""

from datetime import datetime, timedelta
from typing import Literal, assert_never

import msgspec

from dvcheck.pack.model import RUNNING, Due
from dvcheck.rules.logic import Facts, Truth

DeadlineKind = Literal["none-stated", "lifted", "end-of-shift", "before", "within", "timely"]
"""What kind of deadline holds in a case: none, one that is lifted, or the kind the rule states."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline by its kind, and as a time where one is known. `wording.deadline` has its words.

    `at` is None where the text states no time, or the end of the shift has not been entered.
    """

    kind: DeadlineKind
    at: datetime | None = None
    overdue: bool = False
    event: str = ""
    """What it must be done before, in the pack's words, where its kind is "before"."""
    seconds: int = 0
    """How long it may take, where its kind is "within"."""

    @property
    def stated(self) -> tuple[object, ...]:
        """What the rule says in this case, whatever the time is."""
        return self.kind, self.event, self.seconds


def deadline(due: Due | None, facts: Facts, shift_ends: datetime | None, now: datetime) -> Deadline:
    """The deadline `due` sets under these facts."""
    if due is None:
        return Deadline(kind="none-stated")
    if due.unless is not None and facts.decide(due.unless).truth is Truth.TRUE:
        return Deadline(kind="lifted")
    match due.kind:
        case "end-of-shift":
            overdue = shift_ends is not None and now >= shift_ends
            return Deadline(kind=due.kind, at=shift_ends, overdue=overdue)
        case "before":
            return Deadline(kind=due.kind, event=due.event)
        case "within":
            return _within(due, facts, now)
        case "timely":
            return Deadline(kind=due.kind)
    assert_never(due.kind)


def _within(due: Due, facts: Facts, now: datetime) -> Deadline:
    """So long from the start of a timer; a time only while it runs."""
    running = facts.answers.get(due.of)
    if running is None or running.value != RUNNING:
        return Deadline(kind="within", seconds=due.seconds)
    at = running.at + timedelta(seconds=due.seconds)
    return Deadline(kind="within", seconds=due.seconds, at=at, overdue=now >= at)

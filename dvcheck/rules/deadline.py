"""When an obligation is due: only what the text states, never a guess. Times are aware and in UTC."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Literal, assert_never

import msgspec

from dvcheck.pack.kinds import FIRST_YEAR, LAST_YEAR
from dvcheck.pack.model import RUNNING, Due
from dvcheck.rules.logic import Facts, Truth

NONE_STATED = "no deadline stated"


DeadlineKind = Literal["none-stated", "lifted", "end-of-shift", "before", "within", "timely"]
"""What kind of deadline holds in a case: none, one that is lifted, or the kind the rule states."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline by its kind, in words, and as a time where one is known.

    `at` is None where the text states no time, or the end of the shift has not been entered. `text` is for
    display: whatever depends on the deadline asks for its `kind`.
    """

    kind: DeadlineKind
    text: str
    at: datetime | None = None
    overdue: bool = False


def deadline(due: Due | None, facts: Facts, shift_ends: datetime | None, now: datetime) -> Deadline:
    """The deadline `due` sets under these facts."""
    if due is None:
        return Deadline(kind="none-stated", text=NONE_STATED)
    if due.unless is not None and facts.decide(due.unless).truth is Truth.TRUE:
        return Deadline(kind="lifted", text="deadline lifted, duty stays")
    match due.kind:
        case "end-of-shift":
            overdue = shift_ends is not None and now >= shift_ends
            return Deadline(kind=due.kind, text="before end of shift", at=shift_ends, overdue=overdue)
        case "before":
            return Deadline(kind=due.kind, text=f"before: {due.event}")
        case "within":
            return _within(due, facts, now)
        case "timely":
            return Deadline(kind=due.kind, text="in a timely manner (no time stated)")
    assert_never(due.kind)


def _within(due: Due, facts: Facts, now: datetime) -> Deadline:
    """So long from the start of a timer; a time only while it runs."""
    text = f"within {due.seconds // 60} minutes"
    running = facts.answers.get(due.of)
    if running is None or running.value != RUNNING:
        return Deadline(kind="within", text=text)
    at = running.at + timedelta(seconds=due.seconds)
    return Deadline(kind="within", text=text, at=at, overdue=now >= at)


def time_of_day(text: str) -> time | None:
    """A time of day as it is typed, 07:00 or 0700; None for anything else."""
    written = text.strip()
    if not written.isascii():  # strptime reads digits of every script
        return None
    way = "%H%M" if len(written) == 4 and written.isdigit() else "%H:%M"
    try:
        return datetime.strptime(written, way).time()
    except ValueError:
        return None


def is_plausible(now: datetime) -> bool:
    """Whether the computer's clock shows a year that can be: days can be counted from it."""
    return FIRST_YEAR <= now.year <= LAST_YEAR


def next_time(clock: time, now: datetime, zone: str) -> datetime:
    """The next moment after `now` at which clocks in `zone` show `clock`, in UTC. `now` is plausible.

    A time that the change to summer time skips is taken as the moment it would have been; of one that comes
    twice, the first that is still ahead.
    """
    return min(at for at in _moments(clock, now, zone, (0, 1, 2)) if at > now)


def last_time(clock: time, now: datetime, zone: str) -> datetime:
    """The last moment up to `now`, in UTC, at which clocks in `zone` showed `clock`; see `next_time`."""
    return max(at for at in _moments(clock, now, zone, (-2, -1, 0)) if at <= now)


def _moments(clock: time, now: datetime, zone: str, days: Iterable[int]) -> Iterator[datetime]:
    """The moments, in UTC, at which clocks show `clock` on days counted from today."""
    from zoneinfo import ZoneInfo

    local = ZoneInfo(zone)
    today = now.astimezone(local).date()
    for day in days:
        first = datetime.combine(today + timedelta(days=day), clock, local).astimezone(UTC)
        second = datetime.combine(today + timedelta(days=day), clock.replace(fold=1), local).astimezone(UTC)
        yield first
        if second > first:  # the clocks are put back over it
            yield second

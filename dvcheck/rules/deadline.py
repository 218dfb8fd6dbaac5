"""When an obligation is due: only what the text states, never a guess. Times are aware and in UTC."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.kinds import FIRST_YEAR, LAST_YEAR
from dvcheck.pack.model import RUNNING, Due
from dvcheck.rules.logic import Facts, Truth
from dvcheck.text import clean

NONE_STATED = "no deadline stated"


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline in words, and as a time where one is known.

    `at` is None where the text states no time, or the end of the shift has not been entered.
    """

    text: str
    at: datetime | None = None
    overdue: bool = False


def deadline(due: Due | None, facts: Facts, shift_ends: datetime | None, now: datetime) -> Deadline:
    """The deadline `due` sets under these facts."""
    if due is None:
        return Deadline(text=NONE_STATED)
    if due.unless is not None and facts.decide(due.unless).truth is Truth.TRUE:
        return Deadline(text="deadline lifted, duty stays")
    match due.kind:
        case "end-of-shift":
            overdue = shift_ends is not None and now >= shift_ends
            return Deadline(text="before end of shift", at=shift_ends, overdue=overdue)
        case "before":
            return Deadline(text=f"before: {due.event}")
        case "within":
            return _within(due, facts, now)
        case "timely":
            return Deadline(text="in a timely manner (no time stated)")


def _within(due: Due, facts: Facts, now: datetime) -> Deadline:
    """So long from the start of a timer; a time only while it runs."""
    text = f"within {due.seconds // 60} minutes"
    running = facts.answers.get(due.of)
    if running is None or running.value != RUNNING:
        return Deadline(text=text)
    at = running.at + timedelta(seconds=due.seconds)
    return Deadline(text=text, at=at, overdue=now >= at)


def next_time(text: str, now: datetime, zone: str) -> datetime:
    """The next moment after `now` at which clocks in `zone` show `text` (HH:MM), in UTC.

    A time that the change to summer time skips is taken as the moment it would have been; of one that comes
    twice, the first that is still ahead. DvcheckError with Exit.USAGE where `text` is no time.
    """
    return min(at for at in _moments(text, now, zone, (0, 1, 2)) if at > now)


def last_time(text: str, now: datetime, zone: str) -> datetime:
    """The last moment up to `now`, in UTC, at which clocks in `zone` showed `text`; see `next_time`."""
    return max(at for at in _moments(text, now, zone, (-2, -1, 0)) if at <= now)


def _moments(text: str, now: datetime, zone: str, days: Iterable[int]) -> Iterator[datetime]:
    """The moments, in UTC, at which clocks show `text` on days counted from today."""
    from zoneinfo import ZoneInfo

    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        raise DvcheckError(
            f"the computer's clock is in the year {now.year}", hint="Set it right first.", code=Exit.USAGE
        )
    try:
        written = text.strip()
        if not written.isascii():  # strptime reads digits of every script
            raise ValueError
        way = "%H%M" if len(written) == 4 and written.isdigit() else "%H:%M"
        clock = datetime.strptime(written, way).time()
    except ValueError:
        raise DvcheckError(
            f'"{clean(text)}" is no time of day', hint="Write it as HH:MM, such as 07:00.", code=Exit.USAGE
        ) from None
    local = ZoneInfo(zone)
    today = now.astimezone(local).date()
    for day in days:
        first = datetime.combine(today + timedelta(days=day), clock, local).astimezone(UTC)
        second = datetime.combine(today + timedelta(days=day), clock.replace(fold=1), local).astimezone(UTC)
        yield first
        if second > first:  # the clocks are put back over it
            yield second

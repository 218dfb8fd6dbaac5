"""A time of day as an officer types it: the moment it means, or what is wrong with it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.kinds import FIRST_YEAR, LAST_YEAR
from dvcheck.text import clean


def next_time(text: str, now: datetime, zone: str) -> datetime:
    """The next moment after `now` at which clocks in `zone` show `text` (HH:MM), in UTC.

    DvcheckError with Exit.USAGE where `text` is no time of day, or the computer's clock is far off.
    """
    return next_moment(_read(text, now), now, zone)


def last_time(text: str, now: datetime, zone: str) -> datetime:
    """The last moment up to `now`, in UTC, at which clocks in `zone` showed `text`; see `next_time`."""
    return last_moment(_read(text, now), now, zone)


def _read(text: str, now: datetime) -> time:
    if not is_plausible(now):
        raise DvcheckError(
            phrase("the computer's clock is in the year {year}", year=now.year),
            hint=phrase("Set it right first."),
            code=Exit.USAGE,
        )
    clock = time_of_day(text)
    if clock is None:
        raise DvcheckError(
            phrase('"{typed}" is no time of day', typed=clean(text)),
            hint=phrase("Write it as HH:MM, such as 07:00."),
            code=Exit.USAGE,
        )
    return clock


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


def next_moment(clock: time, now: datetime, zone: str) -> datetime:
    """The next moment after `now` at which clocks in `zone` show `clock`, in UTC. `now` is plausible.

    A time that the change to summer time skips is taken as the moment it would have been; of one that comes
    twice, the first that is still ahead.
    """
    return min(at for at in _moments(clock, now, zone, (0, 1, 2)) if at > now)


def last_moment(clock: time, now: datetime, zone: str) -> datetime:
    """The last moment up to `now`, in UTC, at which clocks in `zone` showed `clock`; see `next_moment`."""
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

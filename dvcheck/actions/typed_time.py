"""A time of day as an officer types it: the moment it means, or what is wrong with it."""

from datetime import datetime, time

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.moments import is_plausible, last_moment, next_moment
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

"""A time of day given as an option: the moment it means, or what is wrong with it."""

from datetime import datetime, time

from dvcheck.errors import DvcheckError, Exit
from dvcheck.rules import deadline
from dvcheck.text import clean


def next_time(text: str, now: datetime, zone: str) -> datetime:
    """The next moment after `now` at which clocks in `zone` show `text` (HH:MM), in UTC.

    DvcheckError with Exit.USAGE where `text` is no time of day, or the computer's clock is far off.
    """
    return deadline.next_time(_read(text, now), now, zone)


def last_time(text: str, now: datetime, zone: str) -> datetime:
    """The last moment up to `now`, in UTC, at which clocks in `zone` showed `text`; see `next_time`."""
    return deadline.last_time(_read(text, now), now, zone)


def _read(text: str, now: datetime) -> time:
    if not deadline.is_plausible(now):
        raise DvcheckError(
            f"the computer's clock is in the year {now.year}", hint="Set it right first.", code=Exit.USAGE
        )
    clock = deadline.time_of_day(text)
    if clock is None:
        raise DvcheckError(
            f'"{clean(text)}" is no time of day', hint="Write it as HH:MM, such as 07:00.", code=Exit.USAGE
        )
    return clock

"""Reads a time of day that an officer types."""

from datetime import datetime, time

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.moments import is_plausible, last_moment, next_moment
from dvcheck.text import clean


def next_time(text: str, now: datetime, zone: str) -> datetime:
    """Return the next moment after `now` at which clocks in `zone` show `text` (07:00, 0700, 7am), in UTC.

    DvcheckError with Exit.USAGE if `text` is no time of day or has two meanings, or the clock is far off.
    """
    return next_moment(_read(text, now), now, zone)


def last_time(text: str, now: datetime, zone: str) -> datetime:
    """Return the last moment up to `now`, in UTC, when clocks in `zone` showed `text`: see `next_time`."""
    return last_moment(_read(text, now), now, zone)


def _read(text: str, now: datetime) -> time:
    if not is_plausible(now):
        raise DvcheckError(
            phrase("the computer's clock is in the year {year}", year=now.year),
            hint=phrase("Set it right first."),
            code=Exit.USAGE,
        )
    clock = time_of_day(text)
    hour = text.strip()
    if clock is None and hour in _HOURS:
        raise DvcheckError(
            phrase('"{typed}" is two times of day', typed=hour),
            hint=phrase(
                "Write {one} or {other}.", one=f"{int(hour):02}:00", other=f"{(int(hour) + 12) % 24:02}:00"
            ),
            code=Exit.USAGE,
        )
    if clock is None:
        raise DvcheckError(
            phrase('"{typed}" is not a time of day', typed=clean(text)),
            hint=phrase("Write it as HH:MM, such as 07:00."),
            code=Exit.USAGE,
        )
    return clock


_HOURS = tuple(form for hour in range(1, 13) for form in (f"{hour}", f"{hour:02}"))
"""A bare hour that clocks with twelve hours show twice a day."""


def time_of_day(text: str) -> time | None:
    """Parse a time of day such as 07:00, 0700, 7am or 7:30 pm; return None for anything else."""
    written = text.strip()
    if not written.isascii():  # strptime reads the digits of every script
        return None
    half, hours = written[-2:].lower(), written[:-2].strip()
    if half in ("am", "pm"):
        return _in_half_a_day(hours, noon=half == "pm")
    way = "%H%M" if len(written) == 4 and written.isdigit() else "%H:%M"
    try:
        return datetime.strptime(written, way).time()
    except ValueError:
        return None


def _in_half_a_day(hours: str, *, noon: bool) -> time | None:
    """Convert a time on a clock with twelve hours to a time of day; return None if there is none."""
    hour, _, minute = hours.partition(":")
    if not (hour.isdigit() and len(hour) < 3 and 1 <= int(hour) <= 12):
        return None
    if ":" in hours and not (minute.isdigit() and len(minute) == 2 and int(minute) < 60):
        return None
    return time(int(hour) % 12 + (12 if noon else 0), int(minute or "0"))

"""The meaning of an entered date or time: the moments in UTC that it may be.

Times of day are read in the agency's time zone. `now` and all results are aware.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The first and the last year of a possible date."""

AHEAD = timedelta(minutes=15)
"""How long after the answer a time of day still counts as today's: clocks differ, and officers round."""


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """The first and the last moment, in UTC, that an answer may mean. They are equal for an exact time."""

    first: datetime
    last: datetime


def _day_of(value: str) -> date | None:
    """Return the date in a recorded answer; None if it is only a time of day."""
    return date.fromisoformat(value[:10]) if "-" in value else None


def clock_of(value: str) -> time | None:
    """Return the time of day in a recorded answer; None if it is only a date."""
    return time.fromisoformat(value[-5:]) if ":" in value else None


def is_plausible(now: datetime) -> bool:
    """Check whether the computer's clock shows a possible year, from which days can be counted."""
    return FIRST_YEAR <= now.year <= LAST_YEAR


def moments_of(value: str, answered: datetime, zone: str) -> Moments | None:
    """Return what a date or time answered at `answered` means; None if the computer's clock was far off.

    A time of day is the last one before the answer. A date may mean any moment of its day.
    """
    from zoneinfo import ZoneInfo

    day, clock = _day_of(value), clock_of(value)
    local = ZoneInfo(zone)
    if day is None:
        if clock is None or not is_plausible(answered):
            return None
        at = last_moment(clock, answered + AHEAD, zone)
        return Moments(first=at, last=at)
    if clock is not None:
        at = datetime.combine(day, clock, local).astimezone(UTC)
        return Moments(first=at, last=at)
    first = datetime.combine(day, time(), local).astimezone(UTC)
    return Moments(first=first, last=start_of(day + timedelta(days=1), zone) - timedelta(seconds=1))


def start_of(day: date, zone: str) -> datetime:
    """Return the beginning of a day in `zone`, in UTC."""
    from zoneinfo import ZoneInfo

    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    """Return the date in `zone` at a moment."""
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo(zone)).date()


def days_later(at: datetime, days: int, zone: str) -> datetime:
    """Return the same time of day in `zone`, `days` calendar days later, in UTC.

    A time that the change to daylight saving skips counts as if the clocks had not changed.
    """
    from zoneinfo import ZoneInfo

    local = at.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=days)).astimezone(UTC)


def next_moment(clock: time, now: datetime, zone: str) -> datetime:
    """Return the next moment after `now` when clocks in `zone` show `clock`, in UTC. `now` is plausible.

    A time that the change to daylight saving skips counts as if the clocks had not changed. If a time
    comes twice, the first one that is still ahead is returned.
    """
    return min(at for at in _moments(clock, now, zone, (0, 1, 2)) if at > now)


def last_moment(clock: time, now: datetime, zone: str) -> datetime:
    """Return the last moment up to `now` when clocks in `zone` showed `clock`, in UTC. See `next_moment`."""
    return max(at for at in _moments(clock, now, zone, (-2, -1, 0)) if at <= now)


def _moments(clock: time, now: datetime, zone: str, days: Iterable[int]) -> Iterator[datetime]:
    """Yield the moments, in UTC, when clocks show `clock` on days counted from today."""
    from zoneinfo import ZoneInfo

    local = ZoneInfo(zone)
    today = now.astimezone(local).date()
    for day in days:
        first = datetime.combine(today + timedelta(days=day), clock, local).astimezone(UTC)
        second = datetime.combine(today + timedelta(days=day), clock.replace(fold=1), local).astimezone(UTC)
        yield first
        if second > first:  # the clocks are set back over this time, so it comes twice
            yield second


# --- dates with the name of a month -------------------------------------------------------------------------

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_NAMED_MONTH = (
    r"(?ais)(?:(?P<month>[a-z]+)\.?\s+(?P<day>\d{1,2})|(?P<first_day>\d{1,2})\s+(?P<second_month>[a-z]+)\.?)"
    r"(?:\s*,\s*|\s+)(?P<year>\d{4})(?:(?:\s*,\s*|\s+)(?P<time>\S.*))?"
)


def with_iso_date(text: str) -> str:
    """Write a date that has the name of its month in ISO form: `Jul 5, 2026, 14:05` is `2026-07-05 14:05`.

    Any other text is returned unchanged. The day may not exist, and the time is not read.
    """
    found = re.fullmatch(_NAMED_MONTH, text.strip())
    month = _named_month(found["month"] or found["second_month"]) if found is not None else None
    if found is None or month is None:
        return text
    iso = f"{found['year']}-{month:02}-{found['day'] or found['first_day']:0>2}"
    return f"{iso} {found['time']}" if found["time"] else iso


def _named_month(word: str) -> int | None:
    """Return the number of the month that a word of three letters or more means; None if it means none."""
    named = (n for n, name in enumerate(_MONTHS, start=1) if len(word) > 2 and name.startswith(word.lower()))
    return next(named, None)


# --- words an officer uses instead --------------------------------------------------------------------------

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_AGO = r"(?ai)(?P<count>\d{1,4}) ?(?P<unit>m|mins?|minutes?|h|hours?|d|days?|w|weeks?) ago"
_DAY_WORD = r"(?ai)(?:(?:last|on) )?(?P<day>[a-z]+)(?: +(?:at +)?(?P<clock>\d{1,2}:\d{2}))?"


def said_plainly(text: str, now: datetime, zone: str) -> str:
    """Replace a date or time in words, such as `yesterday 23:10`, `2 h ago`, `Tuesday` or `now`.

    Any other text is returned unchanged. A weekday is the last one before today.
    """
    from zoneinfo import ZoneInfo

    said = " ".join(text.split()).lower()
    if not is_plausible(now):
        return text
    local = now.astimezone(ZoneInfo(zone))
    if said == "now":
        return f"{local:%Y-%m-%d %H:%M}"
    ago = re.fullmatch(_AGO, said)
    if ago is not None:
        count, unit = int(ago["count"]), ago["unit"][0]
        if unit in "mh":
            elapsed = timedelta(minutes=count) if unit == "m" else timedelta(hours=count)
            return f"{(now - elapsed).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        return f"{local.date() - timedelta(days=count * (7 if unit == 'w' else 1))}"
    found = re.fullmatch(_DAY_WORD, said)
    if found is not None and found["clock"] and not _is_clock(found["clock"]):
        return text
    day = _named_day(found["day"], local.date()) if found is not None else None
    if found is None or day is None:
        return text
    return f"{day} {found['clock']:0>5}" if found["clock"] else f"{day}"


def _is_clock(text: str) -> bool:
    hour, minute = text.split(":")
    return int(hour) < 24 and int(minute) < 60


def _named_day(word: str, today: date) -> date | None:
    """Return the day a word means; None if it does not mean a day."""
    match word:
        case "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
        case "tomorrow":
            return today + timedelta(days=1)
    full = next((n for n, name in enumerate(_WEEKDAYS) if len(word) > 2 and name.startswith(word)), None)
    if full is None:
        return None
    return today - timedelta(days=(today.weekday() - full - 1) % 7 + 1)

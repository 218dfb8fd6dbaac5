"""Dates as officers read them, `Jul 5, 2026`: every screen, message and report writes them here.

JSON and what is kept have ISO 8601 instead. A translation has its own names of months, and its own order.
"""

from datetime import date, datetime

from dvcheck.language import Later, phrase

_MONTHS = (
    Later("Jan"),
    Later("Feb"),
    Later("Mar"),
    Later("Apr"),
    Later("May"),
    Later("Jun"),
    Later("Jul"),
    Later("Aug"),
    Later("Sep"),
    Later("Oct"),
    Later("Nov"),
    Later("Dec"),
)
_FULL_MONTHS = (
    Later("January"),
    Later("February"),
    Later("March"),
    Later("April"),
    Later("May"),
    Later("June"),
    Later("July"),
    Later("August"),
    Later("September"),
    Later("October"),
    Later("November"),
    Later("December"),
)
_WEEKDAYS = (
    Later("Mon"),
    Later("Tue"),
    Later("Wed"),
    Later("Thu"),
    Later("Fri"),
    Later("Sat"),
    Later("Sun"),
)
_FULL_WEEKDAYS = (
    Later("Monday"),
    Later("Tuesday"),
    Later("Wednesday"),
    Later("Thursday"),
    Later("Friday"),
    Later("Saturday"),
    Later("Sunday"),
)


def day(found: date) -> str:
    """Write a date: `Jul 5, 2026`."""
    return phrase("{month} {day}, {year}", month=_month(found.month), day=found.day, year=f"{found.year:04}")


def day_of_year(found: date) -> str:
    """Write a date whose year is clear: `Jul 5`."""
    return phrase("{month} {day}", month=_month(found.month), day=found.day)


def day_and_time(local: datetime) -> str:
    """Write a date and a time of day, on the clock that `local` has: `Jul 5, 2026, 14:05`."""
    return phrase("{date}, {time}", date=day(local), time=clock(local))


def day_of_year_and_time(local: datetime) -> str:
    """Write a date and a time of day in a narrow column, where the year is clear: `Jul 5 14:05`."""
    return phrase("{date} {time}", date=day_of_year(local), time=clock(local))


def weekday_and_time(local: datetime) -> str:
    """Write a time of day within a few days: `Sun 14:05`."""
    return phrase("{weekday} {time}", weekday=_WEEKDAYS[local.weekday()].said(), time=clock(local))


def weekday_and_day(found: date) -> str:
    """Write today's date at the top of a screen: `Sunday, July 5`."""
    return phrase(
        "{weekday}, {month} {day}",
        weekday=_FULL_WEEKDAYS[found.weekday()].said(),
        month=_FULL_MONTHS[found.month - 1].said(),
        day=found.day,
    )


def clock(local: datetime) -> str:
    """Write a time of day: `14:05`."""
    return f"{local:%H:%M}"


def answered(value: str) -> str:
    """Write an answer that is kept as a date, a date and a time, or a time of day: that has no date."""
    kept, _, time = value.partition(" ")
    if "-" not in kept:
        return value
    try:
        found = day(date.fromisoformat(kept))
    except ValueError:  # not a date: an earlier version may have kept it
        return value
    return phrase("{date}, {time}", date=found, time=time) if time else found


def entered(year: str, month: str, number: str) -> str:
    """Write a date that somebody entered, which may be none: `Feb 30, 2026`, `13/1/2026`."""
    if not 1 <= int(month) <= len(_MONTHS):
        return phrase("{month}/{day}/{year}", month=int(month), day=int(number), year=year)
    return phrase("{month} {day}, {year}", month=_month(int(month)), day=int(number), year=year)


def _month(number: int) -> str:
    return _MONTHS[number - 1].said()

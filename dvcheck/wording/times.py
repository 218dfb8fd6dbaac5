"""Words for times and for how far off they are. All times are aware."""

from datetime import datetime, timedelta, tzinfo

from dvcheck import dates
from dvcheck.language import phrase, plural


def clock_time(at: datetime, near: datetime, zone: tzinfo) -> str:
    """Return a time of day in `zone`; with its weekday or date if it is far from `near`."""
    local = at.astimezone(zone)
    far = abs(at - near)
    if far < timedelta(hours=20):
        return dates.clock(local)
    return dates.weekday_and_time(local) if far < timedelta(days=6) else dates.day_and_time(local)


def other_zone(at: datetime, zone: tzinfo, home: tzinfo | None) -> str:
    """Return the name of `zone`, to follow a time, if clocks in `home` show another time; else empty."""
    local = at.astimezone(zone)
    if home is None or local.utcoffset() == at.astimezone(home).utcoffset():
        return ""
    return f" {local:%Z}"


def date_and_time(at: datetime, zone: tzinfo) -> str:
    """Return a date and a time of day with the name of the zone."""
    local = at.astimezone(zone)
    return f"{dates.day_and_time(local)} {local:%Z}"


def paper_time(at: datetime, first: datetime, zone: tzinfo) -> str:
    """Return a time of day for a document about a case that began at `first`.

    On another day it has its date. After a change to or from daylight saving time it has its zone.
    """
    here, there = at.astimezone(zone), first.astimezone(zone)
    name = "" if here.utcoffset() == there.utcoffset() else f" {here:%Z}"
    if here.date() == there.date():
        return f"{dates.clock(here)}{name}"
    if here.year == there.year:
        return f"{dates.day_of_year_and_time(here)}{name}"
    return f"{dates.day_and_time(here)}{name}"


def how_far(at: datetime, now: datetime) -> str:
    """Return how far a time is from now, before or after: `1 h 20 m`, `10 m`, `3 days`."""
    minutes = int(abs(at - now).total_seconds()) // 60
    if minutes >= 2 * 1440:
        return plural("{n} day", "{n} days", n=minutes // 1440)
    if minutes >= 60:
        return phrase("{hours} h {minutes} m", hours=minutes // 60, minutes=minutes % 60)
    return phrase("{minutes} m", minutes=minutes)


def time_left(at: datetime, now: datetime) -> str:
    """Say how far off a deadline is, within a sentence: `in 1 h 20 m`, or `overdue by 10 m`."""
    far = how_far(at, now)
    return phrase("in {far}", far=far) if now < at else phrase("overdue by {far}", far=far)


def time_left_in_list(at: datetime, now: datetime) -> str:
    """Say how far off a deadline is, in a list, with a missed one in capitals: `OVERDUE by 10 m`."""
    far = how_far(at, now)
    return phrase("in {far}", far=far) if now < at else phrase("OVERDUE by {far}", far=far)


def overdue_in_column(at: datetime, now: datetime) -> str:
    """Say how long ago a deadline passed, in 12 cells: `OVERDUE 10 m`, `OVERDUE 3 h`, `OVERDUE 12 d`."""
    minutes = int((now - at).total_seconds()) // 60
    if minutes >= 2 * 1440:
        return phrase("OVERDUE {days} d", days=minutes // 1440)
    if minutes >= 60:
        return phrase("OVERDUE {hours} h", hours=minutes // 60)
    return phrase("OVERDUE {minutes} m", minutes=minutes)


def length(seconds: int) -> str:
    """Return a length of time as `12:34`; over an hour as `26 h 05 min`, over two days in days."""
    if seconds >= 2 * 86_400:
        return plural("{n} day", "{n} days", n=seconds // 86_400)
    if seconds >= 3_600:
        return phrase("{hours} h {minutes:02} min", hours=seconds // 3_600, minutes=seconds % 3_600 // 60)
    return f"{seconds // 60}:{seconds % 60:02}"

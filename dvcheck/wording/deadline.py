"""Words for deadlines: what the directive states, when that is, and how far off. All times are aware."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import assert_never

from dvcheck import dates
from dvcheck.language import phrase, plural
from dvcheck.pack.span import Span
from dvcheck.rules.deadline import Deadline
from dvcheck.wording.times import clock_time, other_zone, overdue_in_column, time_left, time_left_in_list


def stated_deadline(found: Deadline) -> str:
    """Return the deadline as the directive states it, without a time."""
    match found.kind:
        case "none-stated":
            return phrase("no deadline stated")
        case "lifted":
            return phrase("deadline lifted, duty stays")
        case "end-of-shift":
            return phrase("before end of shift")
        case "before":
            return phrase("before: {event}", event=found.event)
        case "within":
            return _within(found)
        case "timely":
            return phrase("in a timely manner (no time stated)")
        case "immediately":
            return phrase("immediately")
    assert_never(found.kind)


def _within(found: Deadline) -> str:
    """Return a deadline that runs from an event: how long, and from what."""
    assert found.span is not None
    how_long = span(found.span)
    if not found.since:
        return phrase("within {how_long}", how_long=how_long)
    if found.span.unit == "court-days":
        return phrase(
            "within {how_long} of: {since} (count them: no date is worked out)",
            how_long=how_long,
            since=found.since,
        )
    return phrase("within {how_long} of: {since}", how_long=how_long, since=found.since)


def span(found: Span) -> str:
    """Return a length of time as a document states it."""
    match found.unit:
        case "min":
            # "minutes" for one too: a receipt has these words, and a check compares them.
            return plural("{n} minutes", "{n} minutes", n=found.count)
        case "h":
            return plural("{n} hour", "{n} hours", n=found.count)
        case "days":
            return plural("{n} day", "{n} days", n=found.count)
        case "court-days":
            return plural("{n} court day", "{n} court days", n=found.count)
    assert_never(found.unit)


def with_time(found: Deadline, shown: Callable[[datetime], str]) -> str:
    """Return a deadline with its time, written by `shown`, if the time is known."""
    if found.at is None:
        return stated_deadline(found)
    due = _until(found, shown(found.at))
    return phrase("OVERDUE: {due}", due=due) if found.overdue else due


def _until(found: Deadline, time: str) -> str:
    """Return a deadline with its time. "due" keeps it apart from the time of the event it runs from."""
    if found.kind == "end-of-shift":
        return phrase("by {time} (end of shift)", time=time)
    if found.since:
        return phrase("{due}, due {time}", due=stated_deadline(found), time=time)
    return phrase("{due} {time}", due=stated_deadline(found), time=time)


def in_list(found: Deadline, zone: tzinfo, now: datetime, home: tzinfo) -> str:
    """Return a deadline with its local time and how far off it is, if the time is known.

    The zone is named if clocks in `home` show another time.
    """
    if found.at is None:
        return stated_deadline(found)
    time = clock_time(found.at, now, zone) + other_zone(found.at, zone, home)
    left = time_left_in_list(found.at, now)
    return phrase("{due}, {left}", due=_until(found, time), left=left)


def in_column(found: Deadline, zone: tzinfo, now: datetime, home: tzinfo | None = None) -> str:
    """Return a deadline in 12 cells: `OVERDUE 4 m`, `in 32 m`, `by 07:00`, `end of shift`; or empty.

    The zone is named if clocks in `home` show another time.
    """
    if found.at is not None:
        if found.overdue:
            return overdue_in_column(found.at, now)
        minutes = int((found.at - now).total_seconds()) // 60
        if 0 <= minutes < 60:
            return phrase("in {minutes} m", minutes=minutes)
        if found.at - now >= timedelta(days=6):
            return phrase("by {time}", time=dates.day_of_year(found.at.astimezone(zone)))
        time = clock_time(found.at, now, zone) + other_zone(found.at, zone, home)
        return phrase("by {time}", time=time)
    match found.kind:
        case "immediately":
            return phrase("at once")
        case "end-of-shift":
            return phrase("end of shift")
        case "within" if found.span is not None:
            return _short(found.span)
        case _:
            return ""


def _short(found: Span) -> str:
    match found.unit:
        case "min":
            return phrase("{n} m", n=found.count)
        case "h":
            return phrase("{n} h", n=found.count)
        case "days":
            return phrase("{n} d", n=found.count)
        case "court-days":
            return plural("{n} court day", "{n} court days", n=found.count)
    assert_never(found.unit)


def in_sentence(found: Deadline, now: datetime, zone: tzinfo) -> str:
    """Return a deadline and how far off it is, within a sentence."""
    if found.at is None:
        return stated_deadline(found)
    ends = found.kind == "end-of-shift"
    due = _until(found, clock_time(found.at, now, zone)) if ends else stated_deadline(found)
    return phrase("{due}, {left}", due=due, left=time_left(found.at, now))

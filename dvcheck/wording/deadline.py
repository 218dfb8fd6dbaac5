"""Deadlines in words: what the directive states, when that is, and how far off. Every time given is aware."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import assert_never

from dvcheck.language import phrase, plural
from dvcheck.rules.deadline import Deadline
from dvcheck.wording.times import clock_time, other_zone, time_left, time_left_in_list


def stated(found: Deadline) -> str:
    """What the directive states of a deadline in this case; no time of its own."""
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
            # Of one minute too: a receipt has these words, and is held against them.
            return plural("within {n} minutes", "within {n} minutes", n=found.seconds // 60)
        case "timely":
            return phrase("in a timely manner (no time stated)")
    assert_never(found.kind)


def with_time(found: Deadline, shown: Callable[[datetime], str]) -> str:
    """A deadline with its time as `shown` has it, where one is known."""
    if found.at is None:
        return stated(found)
    if found.overdue:
        return phrase("OVERDUE: {due} {time}", due=stated(found), time=shown(found.at))
    return phrase("{due} {time}", due=stated(found), time=shown(found.at))


def in_list(found: Deadline, zone: tzinfo, now: datetime, home: tzinfo) -> str:
    """A deadline with its local time and how far off it is, where a time is known.

    The zone is named where clocks in `home` show another time.
    """
    if found.at is None:
        return stated(found)
    time = clock_time(found.at, now, zone) + other_zone(found.at, zone, home)
    return phrase("{due} {time}, {left}", due=stated(found), time=time, left=time_left_in_list(found.at, now))


def in_sentence(found: Deadline, now: datetime) -> str:
    """A deadline and how far off it is, within a sentence."""
    if found.at is None:
        return stated(found)
    return phrase("{due}, {left}", due=stated(found), left=time_left(found.at, now))

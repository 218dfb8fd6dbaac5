"""Words for a shift: its start, its end, its officer, and how much of it is left."""

from datetime import datetime, tzinfo

from dvcheck.language import phrase
from dvcheck.record.shift import Shift
from dvcheck.wording.times import clock_time, how_far


def span(shift: Shift, now: datetime, zone: tzinfo) -> str:
    """Say when a shift began and ends, and who works it if known."""
    began, ends = (clock_time(at, now, zone) for at in (shift.began, shift.ends))
    if shift.officer:
        return phrase("{began} to {ends}, officer {officer}", began=began, ends=ends, officer=shift.officer)
    return phrase("{began} to {ends}", began=began, ends=ends)


def status(shift: Shift, now: datetime, zone: tzinfo) -> str:
    """Say when a shift began and ends, and how far off its end is."""
    when, far = span(shift, now, zone), how_far(shift.ends, now)
    if now < shift.ends:
        return phrase("Shift {when}: it ends in {far}", when=when, far=far)
    return phrase("Shift {when}: it ended {far} ago", when=when, far=far)


def shift_started(shift: Shift, now: datetime, zone: tzinfo) -> str:
    """Say when a new shift ends, and who works it."""
    ends, far = clock_time(shift.ends, now, zone), how_far(shift.ends, now)
    if shift.officer:
        return phrase(
            "Shift until {ends}, officer {officer}: it ends in {far}.",
            ends=ends,
            officer=shift.officer,
            far=far,
        )
    return phrase("Shift until {ends}: it ends in {far}.", ends=ends, far=far)


def shift_moved(ends: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when a shift ends after its end was moved."""
    return phrase(
        "The shift ends {ends}, in {far}.", ends=clock_time(ends, now, zone), far=how_far(ends, now)
    )

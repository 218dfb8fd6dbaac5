"""The lines at the top of the first screen: the time, the shift, and how much is open."""

from datetime import datetime, tzinfo

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.record.shift import Shift
from dvcheck.wording.counts import open_in_cases
from dvcheck.wording.times import clock_time, how_far


def today(at: datetime, zone: tzinfo) -> str:
    """Return the day and the time: `Friday, November 27, 13:30`."""
    local = at.astimezone(zone)
    return phrase("{day}, {time}", day=dates.weekday_and_day(local), time=dates.clock(local))


def shift_left(shift: Shift | None, at: datetime, zone: tzinfo) -> str:
    """Say when the shift ends and how much of it is left; empty if no shift runs."""
    if shift is None:
        return ""
    ends, far = clock_time(shift.ends, at, zone), how_far(shift.ends, at)
    if at < shift.ends:
        return phrase("shift until {ends}, in {far}", ends=ends, far=far)
    return phrase("shift is OVER since {ends}", ends=ends)


def counts(*, cases: int, owed: int, overdue: int, undecided: int) -> tuple[str, ...]:
    """Return how much is overdue, open and undecided; zero counts are left out."""
    if not cases:
        return (phrase("No open cases."),)
    said = [phrase("{n} OVERDUE", n=overdue)] if overdue else []
    said.append(open_in_cases(owed, cases).removesuffix("."))
    said += [phrase("{n} undecided", n=undecided)] if undecided else []
    return tuple(said)

"""The state of all cases, in a few words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dvcheck.record.shift import Shift
from dvcheck.wording.home import counts, shift_left, today

NOW = datetime(2026, 11, 28, 11, 5, tzinfo=UTC)
PORTLAND = ZoneInfo("America/Los_Angeles")
SHIFT = Shift(began=NOW - timedelta(hours=8), ends=NOW + timedelta(minutes=55), officer=None)


def test_the_day_and_the_time_are_those_of_the_agency() -> None:
    assert today(NOW, PORTLAND) == "Saturday, November 28, 03:05"


def test_a_shift_says_how_long_it_still_is_or_that_it_is_over() -> None:
    assert shift_left(None, NOW, PORTLAND) == ""
    assert shift_left(SHIFT, NOW, PORTLAND) == "shift until 04:00, in 55 m"
    assert shift_left(SHIFT, SHIFT.ends, PORTLAND) == "shift is OVER since 04:00"


def test_what_is_overdue_comes_first_and_what_is_none_is_left_out() -> None:
    assert counts(cases=0, owed=0, overdue=0, undecided=0) == ("No open cases.",)
    assert counts(cases=1, owed=0, overdue=0, undecided=0) == ("Nothing required is open in 1 open case",)
    found = counts(cases=2, owed=9, overdue=1, undecided=4)
    assert found == ("1 OVERDUE", "9 open in 2 open cases", "4 undecided")

"""Times in words: no more precise than needed, and with the day unless it is near."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dvcheck.wording.times import (
    clock_time,
    length,
    other_zone,
    overdue_in_column,
    paper_time,
    time_left,
    time_left_in_list,
)

PORTLAND, BOISE = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Boise")
NOW = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
"""Half past midnight in Portland, on the night when the clocks are set back."""


def after(**far: int) -> datetime:
    return NOW + timedelta(**far)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "00:30"),
        (after(hours=19), "18:30"),
        (after(hours=-19), "05:30"),
        (after(hours=20), "Sun 19:30"),
        (after(days=5), "Thu 23:30"),
        (after(days=6), "Nov 6, 2026, 23:30"),
    ],
)
def test_a_time_of_day_has_its_day_where_that_is_far(at: datetime, words: str) -> None:
    assert clock_time(at, NOW, PORTLAND) == words


def test_a_zone_is_named_only_where_clocks_at_home_show_another_time() -> None:
    assert other_zone(NOW, BOISE, PORTLAND) == " MDT"
    assert other_zone(NOW, PORTLAND, PORTLAND) == ""
    assert other_zone(NOW, BOISE, None) == ""


def test_on_paper_a_time_has_its_date_on_another_day_and_its_zone_after_the_change() -> None:
    assert paper_time(after(minutes=5), NOW, PORTLAND) == "00:35"
    assert paper_time(after(hours=3), NOW, PORTLAND) == "02:30 PST"
    assert paper_time(after(days=2), NOW, PORTLAND) == "Nov 2 23:30 PST"
    assert paper_time(after(days=100), NOW, PORTLAND) == "Feb 8, 2027, 23:30 PST"


@pytest.mark.parametrize(
    ("at", "within", "in_list"),
    [
        (after(minutes=80), "in 1 h 20 m", "in 1 h 20 m"),
        (after(days=3), "in 3 days", "in 3 days"),
        (NOW, "overdue by 0 m", "OVERDUE by 0 m"),
        (after(minutes=-10), "overdue by 10 m", "OVERDUE by 10 m"),
    ],
)
def test_how_far_off_a_deadline_is(at: datetime, within: str, in_list: str) -> None:
    assert time_left(at, NOW) == within
    assert time_left_in_list(at, NOW) == in_list


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "OVERDUE 0 m"),
        (59, "OVERDUE 59 m"),
        (60, "OVERDUE 1 h"),
        (2 * 1440 - 1, "OVERDUE 47 h"),
        (2 * 1440, "OVERDUE 2 d"),
        (300 * 1440, "OVERDUE 300 d"),
    ],
)
def test_what_is_overdue_says_so_in_one_short_column(minutes: int, words: str) -> None:
    assert overdue_in_column(after(minutes=-minutes), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0:00"),
        (9, "0:09"),
        (60, "1:00"),
        (3599, "59:59"),
        (3600, "1 h 00 min"),
        (26 * 3600 + 5 * 60 + 59, "26 h 05 min"),
        (2 * 86_400 - 1, "47 h 59 min"),
        (2 * 86_400, "2 days"),
        (20_400 * 86_400, "20400 days"),
    ],
)
def test_a_length_is_told_no_finer_than_it_matters(seconds: int, words: str) -> None:
    assert length(seconds) == words

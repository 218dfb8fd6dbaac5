"""Deadlines in words: the directive's words, with the time if it is known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dvcheck.pack.span import Span
from dvcheck.rules.deadline import Deadline
from dvcheck.wording import aloud, deadline
from dvcheck.wording.times import clock_time

PORTLAND, BOISE = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Boise")
NOW = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
"""Half past midnight in Portland, on the night when the clocks are set back."""


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Deadline(kind="none-stated"), "no deadline stated"),
        (Deadline(kind="lifted"), "deadline lifted, duty stays"),
        (Deadline(kind="end-of-shift", at=NOW), "before end of shift"),
        (Deadline(kind="before", event="the respondent enters"), "before: the respondent enters"),
        (Deadline(kind="within", span=Span(count=1, unit="min")), "within 1 minutes"),
        (Deadline(kind="within", span=Span(count=20, unit="min")), "within 20 minutes"),
        (
            Deadline(kind="within", span=Span(count=1, unit="h"), since="Arrested"),
            "within 1 hour of: Arrested",
        ),
        (Deadline(kind="within", span=Span(count=10, unit="days"), since="A"), "within 10 days of: A"),
        (
            Deadline(kind="within", span=Span(count=3, unit="court-days"), since="Filed"),
            "within 3 court days of: Filed (count them: no date is worked out)",
        ),
        (Deadline(kind="immediately"), "immediately"),
        (Deadline(kind="timely"), "in a timely manner (no time stated)"),
    ],
)
def test_each_kind_of_deadline_has_its_words(due: Deadline, words: str) -> None:
    assert deadline.stated_deadline(due) == words


def test_a_deadline_is_worded_alike_wherever_it_stands() -> None:
    due = Deadline(kind="end-of-shift", at=NOW - timedelta(minutes=10), overdue=True)
    assert (
        deadline.with_time(due, lambda at: clock_time(at, NOW, PORTLAND))
        == "OVERDUE: by 00:20 (end of shift)"
    )
    shown = deadline.in_list(due, PORTLAND, NOW, BOISE)
    assert shown == "by 00:20 PDT (end of shift), OVERDUE by 10 m"
    assert deadline.in_sentence(due, NOW, PORTLAND) == "by 00:20 (end of shift), overdue by 10 m"


def test_in_plain_mode_the_end_of_a_shift_has_the_same_words() -> None:
    due = Deadline(kind="end-of-shift", at=NOW + timedelta(minutes=90))
    assert aloud.due(due, NOW, PORTLAND) == "by 01:00 (end of shift), in 1 hour 30 minutes"


def test_a_time_that_counts_from_something_is_not_taken_for_the_time_of_that() -> None:
    span = Span(count=24, unit="h")
    due = Deadline(kind="within", span=span, since="Happened", at=NOW, overdue=True)
    assert deadline.with_time(due, lambda at: "00:30") == "OVERDUE: within 24 hours of: Happened, due 00:30"
    shown = deadline.in_list(due, PORTLAND, NOW + timedelta(hours=1), PORTLAND)
    assert shown == "within 24 hours of: Happened, due 00:30, OVERDUE by 1 h 0 m"


def test_a_deadline_without_a_time_has_none() -> None:
    due = Deadline(kind="end-of-shift")
    assert deadline.with_time(due, str) == "before end of shift"
    assert deadline.in_sentence(due, NOW, PORTLAND) == "before end of shift"
    assert deadline.in_list(due, PORTLAND, NOW, PORTLAND) == "before end of shift"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Deadline(kind="end-of-shift", at=NOW, overdue=True), "OVERDUE 0 m"),
        (Deadline(kind="end-of-shift", at=NOW + timedelta(minutes=32)), "in 32 m"),
        (Deadline(kind="end-of-shift", at=NOW + timedelta(minutes=59, seconds=59)), "in 59 m"),
        (Deadline(kind="end-of-shift", at=NOW + timedelta(hours=1)), "by 01:30"),
        (Deadline(kind="end-of-shift", at=NOW + timedelta(hours=20)), "by Sun 19:30"),
        (Deadline(kind="within", at=NOW + timedelta(days=6)), "by Nov 6"),
        (Deadline(kind="end-of-shift"), "end of shift"),
        (Deadline(kind="lifted"), ""),
        (Deadline(kind="before", event="the respondent enters"), ""),
        (Deadline(kind="none-stated"), ""),
        (Deadline(kind="immediately"), "at once"),
        (Deadline(kind="within", span=Span(count=20, unit="min")), "20 m"),
        (Deadline(kind="within", span=Span(count=4, unit="h")), "4 h"),
        (Deadline(kind="within", span=Span(count=10, unit="days")), "10 d"),
        (Deadline(kind="within", span=Span(count=3, unit="court-days")), "3 court days"),
    ],
)
def test_in_a_list_a_deadline_takes_at_most_12_cells(due: Deadline, words: str) -> None:
    assert deadline.in_column(due, PORTLAND, NOW, PORTLAND) == words
    assert len(words) <= 12


def test_in_a_list_the_zone_is_named_where_clocks_at_home_show_another_time() -> None:
    due = Deadline(kind="end-of-shift", at=NOW + timedelta(hours=3))
    assert deadline.in_column(due, BOISE, NOW, PORTLAND) == "by 03:30 MST"
    assert deadline.in_column(due, BOISE, NOW) == "by 03:30"

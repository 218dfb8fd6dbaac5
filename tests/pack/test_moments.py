"""Words for a day or a time always mean a valid answer, and any other text stays unchanged."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Kind
from dvcheck.pack.moments import moments_of, said_plainly
from dvcheck.pack.span import MOST_MINUTES, duration_in, minutes_of
from dvcheck.pack.value import NotAnAnswer
from dvcheck.rules.answer import read_answer, resolve_words
from tests.small_packs import question

ZONES = st.sampled_from(["America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"])
NOWS = st.datetimes(datetime(1971, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))
DAYS = st.sampled_from(["today", "yesterday", "tomorrow", "Monday", "last tue", "on Friday", "SUNDAY"])
CLOCKS = st.builds(lambda h, m: f"{h}:{m:02}", st.integers(0, 23), st.integers(0, 59))
AGO = st.builds(
    lambda n, unit: f"{n} {unit} ago",
    st.integers(0, 999),
    st.sampled_from(["min", "h", "hours", "days", "weeks"]),
)


@given(st.one_of(st.just("now"), AGO, DAYS, st.builds(lambda d, c: f"{d} {c}", DAYS, CLOCKS)), NOWS, ZONES)
def test_words_for_a_time_mean_an_answer_to_its_question(words: str, now: datetime, zone: str) -> None:
    asked = question("q", "time")
    meant = resolve_words(asked, words, now, zone)
    assert meant != words
    assert read_answer(asked, meant) == meant


@given(st.one_of(st.just("now"), AGO, DAYS), NOWS, ZONES)
def test_words_for_a_day_mean_an_answer_to_its_question(words: str, now: datetime, zone: str) -> None:
    asked = question("q", "date")
    meant = resolve_words(asked, words, now, zone)
    assert read_answer(asked, meant) == meant


@given(st.integers(0, 9_999), NOWS, ZONES)
def test_minutes_ago_elapse_whatever_the_clocks_do(minutes: int, now: datetime, zone: str) -> None:
    """When the clocks are set back, they show one time twice; the first is meant."""
    meant = moments_of(said_plainly(f"{minutes} min ago", now, zone), now, zone)
    assert meant is not None
    off = now - timedelta(minutes=minutes) - meant.first
    assert timedelta() <= off < timedelta(minutes=1) or timedelta(minutes=30) <= off < timedelta(minutes=61)


@given(NOWS, ZONES, st.integers(0, 6))
def test_a_weekday_is_the_last_one_before_today(now: datetime, zone: str, weekday: int) -> None:
    word = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[weekday]
    day = datetime.fromisoformat(said_plainly(word, now, zone)).date()
    assert day.weekday() == weekday
    assert 1 <= (now.astimezone(ZoneInfo(zone)).date() - day).days <= 7


@pytest.mark.parametrize("kind", ["time", "date", "text"])
@pytest.mark.parametrize(
    "text",
    [
        "23:10",
        "2026-03-31",
        "3/31/2026 7:05",
        "",
        "soon",
        "2 months ago",
        "yesterday 24:00",
        "today 9:75",
        "mo",
        "h ago",
    ],
)
def test_what_is_no_such_word_is_not_touched(kind: Kind, text: str) -> None:
    now = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
    assert resolve_words(question("q", kind), text, now, "America/Los_Angeles") == text


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_words_mean_nothing_while_the_clock_is_far_off(year: int) -> None:
    assert said_plainly("yesterday", datetime(year, 6, 1, tzinfo=UTC), "America/Los_Angeles") == "yesterday"


@given(st.integers(0, MOST_MINUTES))
def test_a_length_of_time_is_kept_as_one_text_however_it_is_entered(minutes: int) -> None:
    kept = duration_in(f"{minutes // 60} h {minutes % 60} min" if minutes < 6_000_000 else "0")
    assert kept is not None
    assert duration_in(kept) == kept
    assert minutes_of(kept) == (minutes if minutes < 6_000_000 else 0)
    days, rest = divmod(minutes_of(kept), 1_440)
    assert duration_in(f"{days} days {rest // 60} hours {rest % 60}m") == kept


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("90", "1 h 30 min"),
        ("1:30", "1 h 30 min"),
        ("1 h 30", "1 h 30 min"),
        ("90 min", "1 h 30 min"),
        ("24 h", "1 day"),
        ("0", "0 min"),
        ("2 d", "2 days"),
    ],
)
def test_a_length_of_time_may_be_entered_in_several_ways(entered: str, kept: str) -> None:
    assert duration_in(entered) == kept


@pytest.mark.parametrize(
    "entered", ["", " ", "min", "-5", "1.5 h", "2 days 3", "1:60", "99999 days", "an hour"]
)
def test_what_is_no_length_of_time_is_refused(entered: str) -> None:
    assert duration_in(entered) is None
    assert isinstance(kind_of("duration").typed(question("q", "duration"), entered), NotAnAnswer)

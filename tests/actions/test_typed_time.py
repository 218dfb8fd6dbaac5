from datetime import UTC, datetime, time

import pytest

from dvcheck.actions.typed_time import last_time, next_time, time_of_day
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.moments import next_moment

NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
ZONE = "America/Los_Angeles"


def test_a_time_of_day_is_the_next_or_the_last_such_moment() -> None:
    assert next_time("07:00", NOW, ZONE) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert last_time("0700", NOW, ZONE) == datetime(2026, 11, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "0", "13", "25:00", "07:60", "13am", "0pm", "7:5am", "am", "soon", "\x1b[31m07:00", "٠٧:٠٠"]
)
def test_what_is_no_time_of_day_is_a_clear_error(text: str) -> None:
    for find in (next_time, last_time):
        with pytest.raises(DvcheckError, match="is not a time of day") as caught:
            find(text, NOW, ZONE)
        assert caught.value.code == Exit.USAGE
        assert "\x1b" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7am", "07:00"),
        ("7 PM", "19:00"),
        ("7:30am", "07:30"),
        ("11:59 pm", "23:59"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("07:05pm", "19:05"),
    ],
)
def test_a_time_by_a_clock_of_twelve_hours_is_understood(text: str, meant: str) -> None:
    assert time_of_day(text) == time.fromisoformat(meant)


@pytest.mark.parametrize(
    ("text", "one", "other"), [("6", "06:00", "18:00"), ("06", "06:00", "18:00"), ("12", "12:00", "00:00")]
)
def test_an_hour_that_may_be_morning_or_evening_is_refused_with_both(text: str, one: str, other: str) -> None:
    with pytest.raises(DvcheckError, match=f'"{text}" is two times of day') as refused:
        next_time(text, NOW, ZONE)
    assert refused.value.hint == f"Write {one} or {other}."


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_clock_in_a_year_that_cannot_be_sets_no_time(year: int) -> None:
    for find in (next_time, last_time):
        with pytest.raises(DvcheckError) as refused:
            find("07:00", datetime(year, 12, 31, 23, 0, tzinfo=UTC), ZONE)
        assert refused.value.message == f"the computer's clock is in the year {year}"


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        # 22 November 2026, 03:12 in Portland (UTC-8)
        ((2026, 11, 22, 11, 12), "07:00", (2026, 11, 22, 15, 0)),
        ((2026, 11, 22, 11, 12), "03:00", (2026, 11, 23, 11, 0)),
        # 31 October 2026, 22:00 (UTC-7): the clocks go back at 02:00
        ((2026, 11, 1, 5, 0), "07:00", (2026, 11, 1, 15, 0)),
        # 01:30 comes twice on 1 November: the first is ahead, then only the second
        ((2026, 11, 1, 8, 0), "01:30", (2026, 11, 1, 8, 30)),
        ((2026, 11, 1, 8, 45), "01:30", (2026, 11, 1, 9, 30)),
        # 02:30 does not come on 8 March 2026: the moment it would have been
        ((2026, 3, 8, 8, 0), "02:30", (2026, 3, 8, 10, 30)),
    ],
)
def test_the_next_time_of_day(now: tuple[int, ...], text: str, expected: tuple[int, ...]) -> None:
    moment = datetime(*now, tzinfo=UTC)  # type: ignore[misc, arg-type]
    found = next_moment(time.fromisoformat(text), moment, ZONE)
    assert found == datetime(*expected, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    "text", ["", "7", "25:00", "07:60", "soon", "\x1b[31m07:00", "٠٧:٠٠", "٠٧٠٠", "0７00"]
)
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert time_of_day(text) is None


@pytest.mark.parametrize("text", ["07:00", "0700", "7:00", " 07:00 "])
def test_a_time_of_day_is_written_with_a_colon_or_in_four_digits(text: str) -> None:
    assert time_of_day(text) == time(7, 0)

"""Dates as officers read them, whatever the locale of the computer."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck import dates
from dvcheck.pack.moments import with_iso_date
from dvcheck.rules.answer import read_answer
from dvcheck.terminal.text_line import keys_at_once
from tests.small_packs import question

DAY, AT = date(2026, 7, 5), datetime(2026, 7, 5, 4, 5)
ROOT = Path(__file__).parents[1]


def test_a_date_is_american() -> None:
    assert dates.day(DAY) == "Jul 5, 2026"
    assert dates.day_of_year(DAY) == "Jul 5"
    assert dates.day_and_time(AT) == "Jul 5, 2026, 04:05"
    assert dates.day_of_year_and_time(AT) == "Jul 5 04:05"
    assert dates.weekday_and_time(AT) == "Sun 04:05"
    assert dates.weekday_and_day(DAY) == "Sunday, July 5"
    assert dates.clock(AT) == "04:05"


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_has_its_name(month: int) -> None:
    found = date(2026, month, month)
    assert dates.day(found) == f"{found:%b} {month}, 2026"
    assert dates.weekday_and_day(found) == f"{found:%A, %B} {month}"
    assert dates.weekday_and_time(datetime(2026, month, month)) == f"{found:%a} 00:00"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2026-07-05", "Jul 5, 2026"),
        ("2026-07-05 14:05", "Jul 5, 2026, 14:05"),
        ("14:05", "14:05"),
        ("0206-03-31", "Mar 31, 0206"),
        ("2026-02-30", "2026-02-30"),
        ("in-between", "in-between"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_answer_is_shown_as_a_date_if_it_is_one(kept: str, shown: str) -> None:
    assert dates.answered(kept) == shown


def test_a_date_that_does_not_exist_is_shown_as_it_was_entered() -> None:
    assert dates.entered("2026", "02", "30") == "Feb 30, 2026"
    assert dates.entered("2026", "13", "01") == "13/1/2026"
    assert dates.entered("2026", "0", "1") == "0/1/2026"


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CASES = st.sampled_from((str, str.lower, str.upper))
TIME, DATE = question("q", "time"), question("q", "date")


@given(DAYS, CASES)
def test_a_date_that_is_shown_can_be_typed(found: date, cased: Callable[[str], str]) -> None:
    assert read_answer(DATE, cased(dates.day(found))) == found.isoformat()
    assert read_answer(TIME, cased(dates.day(found))) == found.isoformat()
    in_full = f"{dates.weekday_and_day(found).split()[1]} {found.day}, {found.year}"
    assert read_answer(DATE, cased(in_full)) == found.isoformat()
    assert read_answer(DATE, cased(in_full.replace(",", ""))) == found.isoformat()


@given(DAYS, st.times(), CASES)
def test_a_date_and_time_that_is_shown_can_be_typed(
    found: date, time: time, cased: Callable[[str], str]
) -> None:
    at = datetime.combine(found, time)
    kept = at.isoformat(" ", "minutes")
    assert read_answer(TIME, cased(dates.day_and_time(at))) == kept
    assert read_answer(TIME, cased(dates.answered(kept))) == kept
    assert with_iso_date(cased(dates.day_and_time(at))) == kept


def test_no_key_at_the_prompt_of_a_date_begins_a_month() -> None:
    months = {dates.day(date(2026, month, 1))[0].lower() for month in range(1, 13)}
    assert not months & {*keys_at_once("date"), *keys_at_once("time")}


KEEPS_ISO = {
    "pack/moments.py": "makes the answer that is kept",
    "academy/draft.py": "writes the file of a scenario",
}
"""The modules that write an ISO date with a format, and why."""


def test_no_other_module_has_a_format_for_dates() -> None:
    written = {
        path.relative_to(ROOT / "dvcheck").as_posix()
        for path in (ROOT / "dvcheck").rglob("*.py")
        if re.search(r":%Y-|:%[abABd]|strftime\(", path.read_text(encoding="utf-8"))
    }
    assert written == set(KEEPS_ISO)

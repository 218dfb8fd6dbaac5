from datetime import UTC, datetime, time, timedelta

import pytest

from dvcheck.rules.assess import Duty, assess
from dvcheck.rules.deadline import next_time, time_of_day
from dvcheck.rules.outline import outline
from tests.small_packs import NOW, answers, small_pack

ZONE = "America/Los_Angeles"

REPORT = """\
  - {ask: hurt, text: Are you incapacitated?, kind: yes-no, cites: ["1a"]}
  - obligation: report
    text: Report
    modality: shall
    cites: ["1a"]
    due: {by: end-of-shift, cites: ["1a"], unless: {hurt: yes}}
  - {obligation: serve, text: Serve, modality: shall, cites: ["1a"], due: timely}
  - {obligation: ask-first, text: Ask, modality: shall, cites: ["1a"], due: {before: the respondent enters}}
  - {obligation: tell, text: Tell, modality: will, cites: ["1a"]}
"""


def duty(name: str, given: dict[str, str], ends: datetime | None, now: datetime = NOW) -> Duty:
    laid_out = outline(small_pack(REPORT), ("walk",))
    found = assess(laid_out, answers(given), {}, now, ends).duty(name)
    assert found is not None
    return found


def test_only_what_the_text_states_is_a_deadline() -> None:
    assert duty("tell", {}, NOW).deadline.text == "no deadline stated"
    assert duty("serve", {}, NOW).deadline.text == "in a timely manner (no time stated)"
    assert duty("ask-first", {}, NOW).deadline.text == "before: the respondent enters"
    assert duty("report", {}, None).deadline.text == "before end of shift"
    assert duty("report", {}, None).deadline.at is None


def test_a_deadline_says_its_kind_apart_from_its_words() -> None:
    kinds = {name: duty(name, {}, NOW).deadline.kind for name in ("tell", "serve", "ask-first", "report")}
    assert kinds == {
        "tell": "none-stated",
        "serve": "timely",
        "ask-first": "before",
        "report": "end-of-shift",
    }
    assert duty("report", {"hurt": "yes"}, NOW).deadline.kind == "lifted"


def test_the_end_of_the_shift_is_overdue_from_that_moment_on() -> None:
    ends = NOW + timedelta(hours=1)
    assert duty("report", {}, ends).deadline.at == ends
    assert not duty("report", {}, ends, ends - timedelta(seconds=1)).deadline.overdue
    assert duty("report", {}, ends, ends).deadline.overdue


def test_incapacity_lifts_the_deadline_and_leaves_the_duty() -> None:
    lifted = duty("report", {"hurt": "yes"}, NOW)
    assert (lifted.status, lifted.deadline.at, lifted.deadline.overdue) == ("open", None, False)
    assert lifted.deadline.text == "deadline lifted, duty stays"
    assert duty("report", {"hurt": "unknown"}, NOW).deadline.overdue


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
    found = next_time(time.fromisoformat(text), moment, ZONE)
    assert found == datetime(*expected, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    "text", ["", "7", "25:00", "07:60", "soon", "\x1b[31m07:00", "٠٧:٠٠", "٠٧٠٠", "0７00"]
)
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert time_of_day(text) is None


@pytest.mark.parametrize("text", ["07:00", "0700", "7:00", " 07:00 "])
def test_a_time_of_day_is_written_with_a_colon_or_in_four_digits(text: str) -> None:
    assert time_of_day(text) == time(7, 0)

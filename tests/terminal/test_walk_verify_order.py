"""verify-order, walked to its end with real keys on an 80 × 24 screen."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dvcheck.pack.value import Value
from tests.journal import answers, only_case, shown, statuses
from tests.pty import ENTER, Officer, dvcheck
from tests.terminal.ends import summary_in
from tests.terminal.golden import compare
from tests.terminal.walks import (
    ASSAULT,
    BY_COPY,
    BY_COPY_ANSWERS,
    IN_LEDS,
    IN_LEDS_ANSWERS,
    TICK,
    before,
    given,
    lay_out,
    press_through,
    step,
    values,
)


def test_an_order_in_leds_takes_at_most_8_keys() -> None:
    with Officer("verify-order") as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        assert "Nothing required is open." in "\n".join(officer.everything)
        assert len(officer.keys) <= 8


def test_a_copy_with_four_elements_takes_at_most_16_keys() -> None:
    with Officer("verify-order") as officer:
        press_through(officer, BY_COPY)
        assert officer.exit_status == 0
        assert "Nothing required is open." in "\n".join(officer.everything)
        assert len(officer.keys) <= 16
    assert answers(only_case()) == values(BY_COPY)
    assert statuses(only_case())["consider-copy-valid"] == "in-force"


def test_the_first_question_looks_so() -> None:
    with Officer("verify-order") as officer:
        officer.wait_for_question(IN_LEDS[0].text)
        compare("verify-order-first-question", officer.screen)


def test_the_summary_of_an_order_in_leds_looks_so() -> None:
    with Officer("verify-order") as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        compare("verify-order-in-leds-summary", summary_in("\n".join(officer.everything)).splitlines())


def test_the_summary_of_a_finished_walk_names_the_case_and_how_to_see_it_again() -> None:
    with Officer("verify-order", "--number", "25-123456") as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        case = only_case()
        assert any(f" · {case} · 25-123456 · " in line for line in officer.everything)
        assert officer.says(f"See it again: python -m dvcheck verify-order {case}")
        assert officer.left_as_found


def test_the_summary_says_whether_the_review_date_has_passed() -> None:
    passed = datetime.now(ZoneInfo("America/Los_Angeles")).date().isoformat() > "2026-07-05"
    with Officer("verify-order") as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        assert any("past its review date" in line for line in officer.everything) is passed


def test_a_copy_without_an_element_leaves_the_order_unverified() -> None:
    with Officer("verify-order") as officer:
        press_through(
            officer,
            lay_out(
                "verify-order",
                {**BY_COPY_ANSWERS, "judicial-official": "no", "existence-verified": "no-order"},
            ),
        )
        assert officer.exit_status == 0
        summary = " ".join(summary_in("\n".join(officer.everything)).split())
        assert "No such order" in summary
        in_full = " ".join(dvcheck("show", only_case(), "--why").stdout.split())
        assert "An element is missing" in in_full
        assert "No order is verified" in in_full
    assert "consider-copy-valid" not in statuses(only_case())


def test_a_violation_with_probable_cause_puts_the_arrest_first() -> None:
    with Officer("verify-order") as officer:
        violated: dict[str, Value] = {
            "violation": "probable-cause",
            "respondent-here": "yes",
            "dv-crime-judged": "no",
        }
        press_through(officer, lay_out("verify-order", {**IN_LEDS_ANSWERS, **violated}))
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        summary = "\n".join(officer.everything)
        assert re.search(r"DO NOW  1\n \* +Arrest the respondent for the violation +P2\n", summary)


def test_a_second_walk_offers_the_open_case_or_a_new_one() -> None:
    with Officer("verify-order") as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
    first = only_case()
    with Officer("verify-order") as officer:
        officer.wait_for_question("Which case?")
        assert officer.says("» 1 New case")
        assert re.search(rf"2 {first}  [\d:]{{5}}  finished · \d+ open", "\n".join(officer.screen))
        officer.press("1")
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        assert f" · {first} · " not in summary_in("\n".join(officer.everything))
    with Officer("verify-order") as officer:
        officer.wait_for_question("Which case?")
        officer.press("3")  # the older one
        assert officer.exit_status == 0
        assert f" · {first} · " in summary_in("\n".join(officer.everything))


def test_an_order_walked_after_the_incident_keeps_all_of_the_case(tmp_path: Path) -> None:
    """`dvcheck incident`, then `dvcheck verify-order CASE`: the results of both walks are kept."""
    assert dvcheck("incident", *given(tmp_path, ASSAULT)).returncode == 0
    case = only_case()
    standing = statuses(case)
    with Officer("verify-order", case) as officer:
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert statuses(case).items() >= standing.items()
    assert shown(case)["unasked"] == []


def test_an_incident_walked_after_the_order_does_not_ask_it_again(tmp_path: Path) -> None:
    assert dvcheck("verify-order", *given(tmp_path, IN_LEDS)).returncode == 0
    case = only_case()
    with Officer("incident", case) as officer:
        press_through(officer, (*before(ASSAULT, "order-involved"), step(ASSAULT, "order-involved")))
        officer.answer(step(ASSAULT, "property-damage").text, "q")
        assert officer.exit_status == 130
    assert answers(case).items() >= values(IN_LEDS).items()

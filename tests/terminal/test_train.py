"""Practice at a terminal: a perfect, a dangerous and an interrupted trainee, and where practice is kept."""

import os
from pathlib import Path

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.pack import library
from tests.pty import CTRL_C, ENTER, Officer, dvcheck
from tests.terminal.walks import TICK, lay_out, press_through, shipped, step


def scenario(name: str) -> Scenario:
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return next(one for one in found if one.id == name)


def home() -> Path:
    return Path(os.environ["DVCHECK_HOME"])


@pytest.mark.parametrize("name", ["verbal-only", "strangled-children-asleep", "order-of-another-state"])
def test_a_perfect_trainee_scores_in_full(name: str) -> None:
    worked = scenario(name)
    with Officer("train", name) as officer:
        officer.wait_for("PRACTICE")
        press_through(officer, lay_out(worked.checklist, worked.answers))
        officer.wait_for(TICK)
        officer.press(ENTER)
        officer.wait_for("0 harmful answers")
        officer.press("q")
        assert officer.exit_status == 0
        shown = "\n".join(officer.everything)
    points = next(line for line in shown.splitlines() if " points" in line).split()
    assert points[0] == points[2]
    assert "HARMFUL" not in shown


def test_a_dangerous_trainee_reads_why_and_tries_the_point_again() -> None:
    worked = scenario("strangled-children-asleep")
    wrong = {**worked.answers, "children-present": "no"}
    with Officer("train", worked.id) as officer:
        press_through(officer, lay_out(worked.checklist, wrong))
        officer.wait_for(TICK)
        officer.press(ENTER)
        officer.wait_for("Asleep in the house is present")
        officer.press("q")
        officer.wait_for("Try a point again?")
        officer.press("1")
        officer.answer(step(lay_out("incident", worked.answers), "children-present").text, "y")
        officer.wait_for("Record this answer?")
        officer.press("y")
        officer.wait_for("Now 8")


def test_practice_is_interrupted_and_gone_on_with_and_no_fact_is_told_twice() -> None:
    worked = scenario("strangled-children-asleep")
    steps = lay_out(worked.checklist, worked.answers)
    fact = "They were never married"
    with Officer("train", worked.id) as officer:
        press_through(officer, steps[:3])
        officer.wait_for(fact)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert "dvcheck train strangled-children-asleep" in "\n".join(officer.everything)
    with Officer("train", worked.id) as officer:
        officer.wait_for_question(steps[3].text)
        assert fact not in "\n".join(officer.everything)


def test_a_hint_is_the_last_page_of_help_and_costs_a_point() -> None:
    worked = scenario("strangled-children-asleep")
    steps = lay_out(worked.checklist, worked.answers)
    number = next(n for n, one in enumerate(steps) if one.id == "children-present")
    with Officer("train", worked.id) as officer:
        press_through(officer, steps[:number])
        officer.wait_for_question(steps[number].text)
        while not officer.says("Asleep in the house is present"):
            before = officer.screen
            officer.press("?")
            officer.wait_until(lambda before=before: officer.screen != before, "another page of help")
        press_through(officer, steps[number:])
        officer.wait_for(TICK)
        officer.press(ENTER)
        officer.wait_for("1 hint")
        officer.wait_for("80 of 81 points")


def test_nothing_of_the_key_is_kept_in_practice() -> None:
    worked = scenario("strangled-children-asleep")
    with Officer("train", worked.id) as officer:
        press_through(officer, lay_out(worked.checklist, worked.answers)[:2])
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    kept = b"".join(path.read_bytes() for path in (home() / "practice").iterdir())
    for text in (row.why for row in worked.harmful):
        assert text.encode() not in kept
    assert b"children-present" not in kept


def test_practice_and_cases_never_meet() -> None:
    with Officer("train", "verbal-only") as officer:
        officer.wait_for("PRACTICE")
        officer.press(CTRL_C)
    assert "practice" not in dvcheck("cases").stdout.lower()
    refused = dvcheck("cases", "--home", str(home() / "practice"))
    assert refused.returncode == 2
    assert "holds practice, not cases" in refused.stderr
    (home() / "practice" / "PRACTICE").unlink()
    refused = dvcheck("train", "verbal-only", "--plain")
    assert refused.returncode == 2
    assert "is not a folder of practice" in refused.stderr

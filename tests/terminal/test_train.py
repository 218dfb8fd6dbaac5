"""Practice on shipped scenarios: a perfect trainee scores in full. test_practice has the other trainees."""

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.pack import library
from tests.pty import ENTER, Officer
from tests.terminal.walks import TICK, lay_out, press_through, shipped


def shortest(checklist: str) -> Scenario:
    """Return the scenario of a checklist with the fewest answers."""
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return min((one for one in found if one.checklist == checklist), key=lambda one: len(one.answers))


@pytest.mark.parametrize("checklist", ["incident", "verify-order"])
def test_a_perfect_trainee_scores_in_full(checklist: str) -> None:
    worked = shortest(checklist)
    with Officer("train", worked.id) as officer:
        officer.wait_for("PRACTICE")
        press_through(officer, lay_out(worked.checklist, worked.answers))
        officer.wait_until(lambda: officer.says(TICK) or officer.says("0 harmful answers"), "the end")
        if officer.says(TICK):
            officer.press(ENTER)
        officer.wait_for("0 harmful answers")
        officer.press("q")
        assert officer.exit_status == 0
        shown = "\n".join(officer.everything)
    points = next(line for line in shown.splitlines() if " points" in line).split()
    assert points[0] == points[2]
    assert "HARMFUL" not in shown

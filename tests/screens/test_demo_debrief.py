"""The debrief of a demo says each reason once in a row, and keeps the sections of a row on one line."""

from io import StringIO
from itertools import pairwise

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario, assess_scenario
from dvcheck.pack import library
from dvcheck.pack.model import sections_of
from dvcheck.screens import demo_debrief, style
from tests.terminal.walks import shipped


def scenario(name: str) -> Scenario:
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return next(one for one in found if one.id == name)


def shown(name: str, width: int) -> list[str]:
    found, stream = scenario(name), StringIO()
    console = style.console(color=False, stream=stream, width=width)
    for part in demo_debrief.debrief(found, shipped(), assess_scenario(shipped(), found), width):
        console.print(part)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ["verbal-only", "suspect-gone"])
def test_the_sections_of_a_question_stand_on_one_line(name: str, width: int) -> None:
    asked = shipped().questions()
    call = sections_of(next(q.cites for q in asked if q.id == "call-type"))
    lines = shown(name, width)
    assert any(line.strip().startswith("Call: ") and line.endswith(call) for line in lines)
    assert all(len(line) <= width for line in lines)


def test_a_reason_stands_once_above_the_duties_that_have_it() -> None:
    lines = shown("verbal-only", 80)
    duties = lines[next(n for n, line in enumerate(lines) if "WHICH DUTIES" in line) :]
    assert [line.strip() for line in duties].count("Call: Domestic disturbance") == 1
    assert duties[0].split()[-1] == "12"  # the duties, without the reason


def test_read_aloud_no_reason_follows_itself() -> None:
    found = scenario("both-bleeding")
    said = list(demo_debrief.debrief_aloud(found, shipped(), assess_scenario(shipped(), found)))
    why = [line for line in said if line.startswith("Why the next duties came up: ")]
    assert len(why) > 1
    assert all(one != other for one, other in pairwise(why))

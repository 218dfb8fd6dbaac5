"""The order within DO NOW: the order of the directive, with an arrest after the duties that decide it."""

from itertools import groupby

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario, assess_scenario
from dvcheck.pack import library
from dvcheck.pack.model import Obligation
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from dvcheck.rules.urgency import urgency
from tests.small_packs import NOW, answers
from tests.terminal.walks import ASSAULT, shipped, values

ARRESTS = (
    "custodial-arrest",
    "locate-suspect",
    "arrest-for-violation",
    "locate-violator",
    "arrest-on-refusal",
    "arrest-refuses-to-leave",
)
DECIDES = ("2.1.1", "2.1.2", "1.5.1", "1.5.3", "1.5.8")
"""Cover, who the suspect is, whether the order is valid and what it says, and weapons to remove first."""


def scenarios() -> tuple[Scenario, ...]:
    found, problems = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    assert not problems
    return tuple(found)


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda s: s.id)
def test_only_what_decides_an_arrest_or_makes_it_safe_comes_before_it(scenario: Scenario) -> None:
    owed = [duty.obligation for duty in assess_scenario(shipped(), scenario).outstanding]
    first = next((n for n, o in enumerate(owed) if o.id in ARRESTS), 0)
    assert [o.id for o in owed[:first] if not o.cites[0].startswith(DECIDES)] == []


def test_the_pack_marks_each_required_arrest() -> None:
    marked = {item.id for item in shipped().items() if isinstance(item, Obligation) and item.first}
    assert marked == set(ARRESTS) - {"locate-suspect", "locate-violator"}


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda s: s.id)
def test_in_a_phase_the_earlier_deadline_comes_first(scenario: Scenario) -> None:
    owed = [duty for duty in assess_scenario(shipped(), scenario).outstanding if not duty.leads]
    for group, members in groupby(owed, key=urgency):
        times = [duty.deadline.at for duty in members]
        known = [time for time in times if time is not None]
        assert times[: len(known)] == sorted(known), group


def test_the_arrest_comes_first_when_what_decides_it_is_answered() -> None:
    found = assess(outline(shipped(), ("incident",)), answers(values(ASSAULT)), {}, NOW)
    assert found.outstanding[0].obligation.id == "custodial-arrest"

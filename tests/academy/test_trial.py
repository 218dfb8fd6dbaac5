"""All scenarios of a pack: each holds, and each obligation comes up in one and is absent in another."""

import pytest
from msgspec.structs import replace

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario, check
from dvcheck.academy.trial import Trial, run
from dvcheck.pack import library
from dvcheck.pack.model import Checklist, Item, Obligation, Pack, Section
from tests.academy.small import ALL_OF_IT, FAR, GOOD, NOTHING, WHOLE, pack, read


def tried(*texts: str) -> Trial:
    return run(pack(), [read(text) for text in texts])


def test_scenarios_that_hold_and_try_everything_pass() -> None:
    trial = tried(*WHOLE)
    assert trial.passed
    assert not any(trial.differences.values())


def test_a_wrong_expectation_fails_and_is_told_by_scenario() -> None:
    trial = tried(
        *WHOLE,
        ALL_OF_IT.replace("all-of-it", "wrong")
        .replace("[tell, list]", "[tell, list, stay]", 1)
        .replace(", in_force: [stay]", ""),
    )
    assert not trial.passed
    assert {n for n, d in trial.differences.items() if d} == {"wrong"}


def test_an_obligation_that_never_comes_up_fails() -> None:
    trial = tried(GOOD, NOTHING, FAR)
    assert trial.never_up == ("tell", "stay", "list")
    assert not trial.passed


def test_an_obligation_that_no_scenario_does_without_fails() -> None:
    trial = tried(ALL_OF_IT)
    assert trial.never_absent == ("tell", "stay", "list")
    assert not trial.passed


def test_another_walk_done_and_not_feasible_are_absent() -> None:
    assert tried(ALL_OF_IT, FAR).never_absent == ()
    assert tried(ALL_OF_IT, GOOD).never_absent == ("stay",)


def test_undetermined_is_neither_up_nor_absent() -> None:
    unsure = (
        ALL_OF_IT.replace("all-of-it", "unsure")
        .replace("seen: yes", "seen: unknown")
        .replace("outstanding: [tell, list], in_force: [stay]", "undetermined: [tell, list]")
    )
    trial = tried(unsure)
    assert "tell" in trial.never_up
    assert "tell" in trial.never_absent


@pytest.fixture(scope="module")
def shipped() -> tuple[Pack, tuple[Scenario, ...]]:
    found = library.load(library.read(library.shipped_folder()), None)
    scenarios, problems = parse_all(library.scenario_files(library.shipped_folder()), found)
    assert problems == ()
    return found, scenarios


def test_the_shipped_scenarios_hold_and_try_every_obligation(
    shipped: tuple[Pack, tuple[Scenario, ...]],
) -> None:
    trial = run(*shipped)
    assert {n: d for n, d in trial.differences.items() if d} == {}
    assert trial.never_up == ()
    assert trial.never_absent == ()


def changed(found: Pack, name: str, **fields: object) -> Pack:
    """Return the pack with one obligation changed."""

    def item(one: Item) -> Item:
        return replace(one, **fields) if isinstance(one, Obligation) and one.id == name else one

    def section(one: Section) -> Section:
        return replace(one, items=tuple(map(item, one.items)))

    def checklist(one: Checklist) -> Checklist:
        return replace(one, sections=tuple(map(section, one.sections)))

    return replace(found, checklists=tuple(map(checklist, found.checklists)))


@pytest.mark.parametrize(
    ("name", "fields", "difference"),
    [
        ("notify-dhs", {"when": None}, "notify-dhs: found outstanding"),
        ("go-report", {"due": None}, "go-report: expected due Jan 16, 2026, 07:00, found none"),
        ("send-form", {"due": None}, "send-form: expected due Jan 15, 2026, 16:00, found none"),
        ("end-in-time", {"due": None}, "end-in-time: expected due Jan 15, 2026, 12:04, found none"),
    ],
)
def test_a_lost_condition_and_a_lost_deadline_of_the_shipped_pack_are_found(
    shipped: tuple[Pack, tuple[Scenario, ...]], name: str, fields: dict[str, object], difference: str
) -> None:
    found, scenarios = shipped
    mistaken = changed(found, name, **fields)
    told = [d for scenario in scenarios for d in check(mistaken, scenario)]
    assert any(d.startswith(difference) for d in told)


def test_every_shipped_scenario_names_all_that_binds(shipped: tuple[Pack, tuple[Scenario, ...]]) -> None:
    assert [s.id for s in shipped[1] if not s.only] == []

"""Every finder reads a word the same way, and reports the same faults in it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.actions import by_name
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.pack.policy import Reading
from dvcheck.record.cases import find_case
from dvcheck.record.events import CaseOpened
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from tests.small_packs import NOW

Finder = Callable[[str], str]


@cache
def shipped() -> Pack:
    return library.load(library.read(library.shipped_folder()), None)


@cache
def scenarios() -> tuple[Scenario, ...]:
    found, problems = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    assert not problems
    return found


@cache
def nothing_answered() -> Assessment:
    return assess(outline(shipped(), ("incident",)), {}, {}, NOW)


def obligation(wanted: str) -> str:
    found = by_name.obligations(nothing_answered(), wanted, "c-0001")
    assert len(found) == 1
    return found[0].obligation.id


def question(wanted: str) -> str:
    return by_name.question(nothing_answered().outline.questions(), wanted, nothing_answered(), "c-0001").id


def form(wanted: str) -> str:
    return by_name.form(shipped(), wanted).id


def scenario(wanted: str) -> str:
    return by_name.scenario(scenarios(), wanted).id


def place(wanted: str) -> str:
    found = by_name.in_policy(shipped(), wanted)
    return found.id if isinstance(found, Reading) else found[0].ref


@pytest.mark.parametrize(
    ("find", "wanted", "found"),
    [
        (obligation, "photo-close", "photo-close"),
        (obligation, "Photo-Close", "photo-close"),
        (obligation, "photo-clo", "photo-close"),
        (obligation, "to-close", "photo-close"),
        (question, "order-number", "order-number"),
        (question, "order-num", "order-number"),
        (question, "der-number", "order-number"),
        (form, "service", "service"),
        (form, "serv", "service"),
        (form, "vice", "service"),
        (form, "CAD", "cad"),
        (scenario, "standby-to-its-end", "standby-to-its-end"),
        (scenario, "standby-she", "standby-she-moves-out"),
        (scenario, "to-its-end", "standby-to-its-end"),
        (place, "1.5.1", "1.5.1"),
        (place, "p2", "P2"),
        (place, "a29", "A29"),
        (place, "A29", "A29"),
    ],
)
def test_an_id_the_start_or_a_part_of_it_is_enough(find: Finder, wanted: str, found: str) -> None:
    assert find(wanted) == found


@pytest.mark.parametrize("find", [obligation, question, form, scenario, place])
def test_a_label_is_enough(find: Finder) -> None:
    labels = {
        obligation: ("2.1.2.1", "consider-injuries"),
        question: (nothing_answered().outline.question("two-members").name, "two-members"),
        form: (shipped().forms[0].title, shipped().forms[0].id),
        scenario: (scenarios()[0].title, scenarios()[0].id),
        place: (shipped().policy.readings[0].title, shipped().policy.readings[0].id),
    }
    label, found = labels[find]
    assert find(label.upper()) == found


@pytest.mark.parametrize(
    ("find", "wanted", "said", "listed"),
    [
        (obligation, "photo", '"photo" fits photo-', "dvcheck explain c-0001"),
        (obligation, "photo-clsoe", '; did you mean "photo-close"?', "dvcheck explain c-0001"),
        (question, "order", '"order" fits order-', "dvcheck amend c-0001"),
        (question, "order-nubmer", '; did you mean "order-number"?', "dvcheck amend c-0001"),
        (form, "", '"" fits service, cad', "They have service, cad."),
        (form, "serivce", '; did you mean "service"?', "They have service, cad."),
        (scenario, "standby-", '"standby-" fits standby-', "dvcheck demo"),
        (scenario, "standby-to-the-end", '; did you mean "standby-to-its-end"?', "dvcheck demo"),
        (place, "A", '"A" fits A01, A02, ', "dvcheck policy"),
        (place, "1.5.99", 'no section "1.5.99"; did you mean "1.5.9"?', "dvcheck policy"),
    ],
)
def test_what_fits_several_or_none_is_named_with_the_command_that_lists_them(
    find: Finder, wanted: str, said: str, listed: str
) -> None:
    with pytest.raises(DvcheckError) as caught:
        find(wanted)
    assert said in caught.value.message
    assert listed in caught.value.hint
    assert caught.value.code == Exit.USAGE


@pytest.mark.parametrize("wanted", ["26-000124", "c-7K2N"])
def test_an_open_case_of_nearly_that_name_is_suggested(tmp_path: Path, wanted: str) -> None:
    with Journal.open(tmp_path / "home") as journal:
        opening = CaseOpened(number="26-000123", zone="America/Los_Angeles", pack="sha256:1", dvcheck="1")
        journal.append("c-7K2M", opening, NOW)
        with pytest.raises(DvcheckError, match="; did you mean") as caught:
            find_case(journal, wanted)
    assert "dvcheck cases" in caught.value.hint

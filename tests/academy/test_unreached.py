"""Why a walk never asks a question that a scenario answers: its guard and what decides it, once each."""

import pytest

from dvcheck.academy.read_scenario import parse
from tests.small_packs import small_pack

HEAD = "scenario: s\ntitle: T\nchecklist: walk\nlevel: recruit\nstory: S\n"


def refused(items: str, answers: str, **more: str) -> list[str]:
    text = HEAD + f"answers: {answers}\nexpect: {{outstanding: [tell]}}\n"
    duty = '  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"]}\n'
    scenario, problems = parse(text, "scenarios/s.yaml", small_pack(items + duty, **more))
    assert scenario is None
    assert {p.code for p in problems} <= {"not-reached", "other-walk"}
    return [p.message for p in problems]


def ask(name: str, when: str = "", more: str = "") -> str:
    guard = f", when: {when}" if when else ""
    return f'  - {{ask: {name}, text: T, kind: yes-no, cites: ["1a"]{guard}{more}}}\n'


def test_a_guard_that_fails_is_named_with_its_place_and_the_answer() -> None:
    (said,) = refused(ask("a") + ask("b", "{a: yes}"), "{a: no, b: yes}")
    assert 'never asks "b"' in said
    assert "its guard {a: yes} (walk.yaml:7:" in said
    assert 'fails: "a" is answered no' in said


def test_one_reason_is_told_once_with_all_it_keeps_away() -> None:
    items = ask("a") + "".join(ask(f"b{n}", "{a: yes}") for n in range(3))
    for said in refused(items, "{a: no, b0: yes, b1: yes, b2: yes}"):
        assert '"a" is answered no' in said
    items = ask("a") + ask("b", "{a: yes}") + ask("c", "{b: yes}") + ask("d", "{c: yes}")
    (said,) = refused(items, "{a: no, b: yes, c: yes, d: yes}")
    assert 'never asks "b"' in said


def test_a_guard_that_contradicts_itself_is_named() -> None:
    (said,) = refused(ask("a") + ask("b", "{all: [{a: yes}, {a: no}]}"), "{a: yes, b: yes}")
    assert "{a: no}" in said
    assert '"a" is answered yes' in said


def test_a_guard_over_a_question_that_comes_later_is_named_as_such() -> None:
    items = ask("b", "{a: yes}") + ask("a", "{c: yes}") + ask("c")
    (said,) = refused(items, "{b: yes, c: unknown}")
    assert 'waits for "a", which the walk asks only after it' in said or 'waits for "c"' in said


def test_an_unknown_that_a_section_holds_for_is_named() -> None:
    text = (
        "checklist: walk\ntitle: W\nsections:\n- title: A\n  items:\n"
        + ask("a")
        + "- title: B\n  hold: true\n"
        "  when: {a: yes}\n  items:\n" + ask("b")
    )
    from dvcheck.pack.parse import parse as parse_pack
    from tests.small_packs import POLICY

    duty = '  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"]}\n'
    pack, _ = parse_pack({"policy.yaml": POLICY, "walk.yaml": text + duty}, "sha256:x")
    assert pack is not None
    story = HEAD + "answers: {a: unknown, b: yes}\nexpect: {undetermined: [tell]}\n"
    _, (problem,) = parse(story, "scenarios/s.yaml", pack)
    assert 'its section asks nothing while "a" is answered unknown' in problem.message


def test_asked_when_is_named() -> None:
    items = ask("a") + ask("b", more=", asked_when: {a: yes}")
    (said,) = refused(items, "{a: no, b: yes}")
    assert "its asked_when {a: yes} (walk.yaml:7:" in said


OTHER = "checklist: other\ntitle: O\nsections:\n- title: All\n  items:\n" + ask("x") + ask("y")


@pytest.mark.parametrize("answers", ["{a: yes, x: yes, y: yes}"])
def test_a_lost_include_is_told_once(answers: str) -> None:
    (said,) = refused(ask("a"), answers, other=OTHER)
    assert said.startswith('"x" (and 1 more) is in the checklist other, which the walk')
    assert '"- include: other"' in said


def test_a_guard_over_a_checklist_that_is_not_walked_asks_for_the_include() -> None:
    (said,) = refused(ask("a") + ask("b", "{x: yes}"), "{a: yes, b: yes}", other=OTHER)
    assert 'no checklist of this walk has "x" (is an include missing?)' in said

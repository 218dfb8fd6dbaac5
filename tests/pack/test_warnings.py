"""The warnings about a valid pack that is probably wrong."""

import pytest

from dvcheck.pack.warnings import warnings
from tests.small_packs import POLICY, small_pack

TIMER = """\
  - timer: clock
    text: T
    limit: 20 min
    starts_with: In
    ends_with: Out
    at_limit: Over
    cites: ["1a"]
  - {ask: asked, text: A, kind: yes-no, cites: ["1a"]}
"""


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ("due: {within: 20 min, of: clock}", ["not-done-by-timer"]),
        ("due: {within: 20 min, of: clock}, done_when: {asked: yes}", ["not-done-by-timer"]),
        ("due: {within: 20 min, of: clock}, done_when: {clock: ended}", []),
        ("due: {within: 20 min, of: clock}, done_when: {any: [{asked: yes}, {clock: ended}]}", []),
        ("due: {within: 20 min, of: asked}", []),
        ("due: timely", []),
    ],
)
def test_a_duty_within_the_time_of_a_timer_is_done_when_that_is_ended(form: str, codes: list[str]) -> None:
    pack = small_pack(
        f'{TIMER}  - {{obligation: end, text: End it, modality: shall, cites: ["1a"], {form}}}\n'
    )
    assert [problem.code for problem in warnings(pack)] == codes


@pytest.mark.parametrize(
    "items",
    [
        '{ask: day, text: D, kind: date, cites: ["1a"]}',
        '{ask: long, text: L, kind: duration, cites: ["1a"]}',
        '{ask: many, text: M, kind: number, min: 2, cites: ["1a"]}',
        '{note: n, text: N, cites: ["1a"], when: {known: {asked: yes}}}',
        '{note: n, text: N, cites: ["1a"], when: {at_least: {count: 1, of: [{asked: yes}]}}}',
        '{obligation: o, text: O, modality: must, cites: ["1a"]}',
        '{obligation: o, text: O, brief: B, modality: shall, cites: ["1a"]}',
        '{obligation: o, text: O, modality: shall, due: immediately, cites: ["1a"]}',
        '{obligation: o, text: O, modality: shall, due: {within: 2 h, of: asked}, cites: ["1a"]}',
        '{obligation: o, text: O, modality: shall, for_each: people, cites: ["1a"]}',
    ],
)
def test_a_pack_says_the_language_it_needs(items: str) -> None:
    asked = '  - {ask: asked, text: A, kind: yes-no, cites: ["1a"]}\n'
    people = '  - {ask: people, text: P, kind: list, cites: ["1a"]}\n'
    found = warnings(small_pack(f"{asked}{people}  - {items}\n"))
    assert [problem.code for problem in found] == ["language-not-said"]
    said = f"{POLICY}language: 2\n"
    assert warnings(small_pack(f"{asked}{people}  - {items}\n", said)) == ()


def test_a_pack_of_the_first_language_says_nothing() -> None:
    assert (
        warnings(small_pack(f'{TIMER}  - {{note: known, text: N, cites: ["1a"], when: {{asked: yes}}}}\n'))
        == ()
    )


@pytest.mark.parametrize(
    ("length", "brief", "codes"), [(46, "", []), (47, "", ["no-brief"]), (47, "brief: B, ", [])]
)
def test_a_text_that_is_too_long_for_a_line_has_a_brief(length: int, brief: str, codes: list[str]) -> None:
    item = f'{{obligation: o, text: {"o" * length}, {brief}modality: shall, cites: ["1a"]}}'
    found = warnings(small_pack(f"  - {item}\n", f"{POLICY}language: 2\n"))
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Put it right with dvcheck amend CASE often.", ["placeholder"]),
        ("Walk it with dvcheck verify-order CASE.", ["placeholder"]),
        ("Put it right with dvcheck amend.", []),
        ("Ask LEDS and NCIC.", []),
    ],
)
def test_a_command_in_a_text_has_no_placeholder(text: str, codes: list[str]) -> None:
    pack = small_pack(f'  - {{note: told, text: "{text}", cites: ["1a"]}}\n')
    assert [problem.code for problem in warnings(pack)] == codes

"""The outcome of a walk: the first that holds, and none while one before it is undecided."""

import pytest
from hypothesis import HealthCheck, given, settings

from dvcheck.pack.model import Pack
from dvcheck.pack.value import Value
from dvcheck.rules.assess import assess
from dvcheck.rules.outcome import WalkOutcome
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.rules.test_logic import NAMES, VALUES, every_state, packs_of_questions
from tests.small_packs import NOW, answers, small_pack

ITEMS = """\
  - {ask: there, text: There?, kind: yes-no, cites: ["1a"]}
  - {ask: signed, text: Signed?, kind: yes-no, cites: ["1a"], when: {there: yes}}
  - {obligation: read, text: Read it, modality: shall, cites: ["1a"]}
"""
OUTCOMES = """\
undecided: Not valid yet
outcomes:
- {outcome: absent, text: There is none, cites: ["1a"], when: {there: no}}
- {outcome: valid, text: It is valid, cites: ["1a"], when: {signed: yes}}
"""


def outcome(pack: Pack, given: dict[str, Value], *also: str) -> WalkOutcome:
    return assess(outline(pack, ("walk", *also)), answers(given), {}, NOW).outcomes[0]


def reached(pack: Pack, given: dict[str, Value]) -> str | None:
    found = outcome(pack, given).reached
    return found.id if found is not None else None


PACK = small_pack(ITEMS, head=OUTCOMES)


def test_the_first_outcome_whose_condition_holds_is_the_outcome() -> None:
    assert reached(PACK, {"there": "no"}) == "absent"
    assert reached(PACK, {"there": "yes", "signed": "yes"}) == "valid"
    both = small_pack(ITEMS, head=OUTCOMES.replace("{signed: yes}", "{there: no}"))
    assert reached(both, {"there": "no"}) == "absent"


def test_an_outcome_knows_the_answers_that_decided_it() -> None:
    assert outcome(PACK, {"there": "yes", "signed": "yes"}).because == ("signed",)


@pytest.mark.parametrize("given", [{}, {"there": "unknown"}])
def test_while_the_first_is_undecided_there_is_no_outcome(given: dict[str, Value]) -> None:
    found = outcome(PACK, given)
    assert (found.reached, found.waits_for, found.undecided) == (None, ("there",), "Not valid yet")
    later_holds = small_pack(
        ITEMS, head=OUTCOMES.replace("{signed: yes}", "{not: {signed: maybe}}").replace("maybe", "no")
    )
    assert outcome(later_holds, {**given, "signed": "yes"}).reached is None


def test_what_waits_is_what_would_decide_the_first_that_is_undecided() -> None:
    assert outcome(PACK, {"there": "yes"}).waits_for == ("signed",)
    assert outcome(PACK, {"there": "yes", "signed": "unknown"}).waits_for == ("signed",)


def test_where_no_condition_holds_there_is_no_outcome_and_nothing_waits() -> None:
    found = outcome(PACK, {"there": "yes", "signed": "no"})
    assert (found.reached, found.waits_for) == (None, ())


def test_each_checklist_that_is_walked_has_its_own_and_an_included_one_has_none() -> None:
    other = (
        "checklist: other\ntitle: Other\noutcomes:\n"
        '- {outcome: dark, text: It was dark, cites: ["1a"], when: {dark-out: yes}}\n'
        "sections:\n- title: All\n  items:\n"
        '  - {ask: dark-out, text: Dark?, kind: yes-no, cites: ["1a"]}\n'
    )
    pack = small_pack(ITEMS + "  - {include: other}\n", head=OUTCOMES, other=other)
    one = assess(outline(pack, ("walk",)), answers({"dark-out": "yes"}), {}, NOW).outcomes
    assert [o.checklist for o in one] == ["walk"]
    two = assess(outline(pack, ("walk", "other")), answers({"dark-out": "yes"}), {}, NOW).outcomes
    assert [(o.checklist, o.reached.id if o.reached else None) for o in two] == [
        ("walk", None),
        ("other", "dark"),
    ]


def test_a_checklist_without_outcomes_has_none() -> None:
    assert assess(outline(small_pack(ITEMS), ("walk",)), {}, {}, NOW).outcomes == ()


@settings(max_examples=drawn(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs_of_questions(exceptions=False, outcomes=True))
def test_a_decided_outcome_stays_decided_when_unasked_questions_are_answered(pack: Pack) -> None:
    """Every state of four questions, each against every way to answer one question more."""
    kept = {tuple(state.items()): outcome(pack, {**state}) for state in every_state()}
    for state in every_state():
        before = kept[tuple(state.items())]
        if before.waits_for:
            continue
        for name in set(NAMES) - set(state):
            for value in VALUES:
                more = {n: v for n in NAMES if (v := {**state, name: value}.get(n)) is not None}
                assert kept[tuple(more.items())].reached == before.reached, (state, name, value)

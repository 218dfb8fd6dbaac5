"""The grade of answers: the key scores in full, nothing scores nothing, and what is harmful costs points."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck.academy.grade import Grade, grade, rubric
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.pack import library
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.rules.answer import Answer, allowed_answers
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import outline
from tests.academy.small import GOOD, pack, read
from tests.drawn import drawn

PACK = library.load(library.read(library.shipped_folder()), None)
SCENARIOS, _ = parse_all(library.scenario_files(library.shipped_folder()), PACK)

PACK_ROUNDS = {k for k, v in outline(PACK, ("incident",)).repeated.items() if v == "hurt-people"}
"""The items repeated for each person hurt."""

CHOSEN_OF_THE_HURT = {
    q.id for q in outline(PACK, ("incident",)).questions() if q.options_from == "hurt-people"
}
OTHER = {"1": "2", "2": "1"}


def of(scenario: Scenario, **changed: Value | None) -> Grade:
    """Grade the key with some answers changed, or left out if they are None."""
    answers = {**scenario.key()}
    for name, value in changed.items():
        name = name.replace("_", "-")
        if value is None:
            answers.pop(name)
        else:
            answers[name] = Answer(value=value, at=scenario.told_at)
    return grade(PACK, scenario, answers)


def named(name: str) -> Scenario:
    return next(s for s in SCENARIOS if s.id == name)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.id)
def test_the_key_scores_in_full_and_nothing_at_all_scores_nothing(scenario: Scenario) -> None:
    perfect, empty = grade(PACK, scenario, scenario.key()), grade(PACK, scenario, {})
    assert perfect.score == perfect.of == rubric(PACK, scenario).of > 0
    assert (perfect.harmful, perfect.missed, perfect.invented) == ((), (), ())
    assert {one.result for one in perfect.questions} == {"right"}
    assert empty.score == 0
    assert {one.result for one in empty.questions} == {"not-asked"}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.id)
def test_each_harmful_answer_is_named_and_costs_its_points(scenario: Scenario) -> None:
    for row in scenario.harmful:
        question = Facts(outline(PACK, (scenario.checklist,)), scenario.key()).outline.question(row.ask)
        for value in row.values:
            answer: Value = "Something" if value == "answered" else value
            answer = (answer,) if question.kind in ("choices", "list") and value != UNKNOWN else answer
            found = of(scenario, **{row.ask: answer})
            assert row.ask in [met.harmful.ask for met in found.harmful]
            assert found.score <= max(0, found.of - row.points)


def test_children_asleep_taken_for_none_is_harmful_and_misses_the_call_to_dhs() -> None:
    found = of(named("strangled-children-asleep"), children_present="no", children_involved=None)
    assert [met.harmful.ask for met in found.harmful] == ["children-present"]
    assert "notify-dhs" in [one.duty.id for one in found.missed]


def test_a_wrong_answer_invents_a_duty() -> None:
    found = of(named("strangled-children-asleep"), suspect_here="no")
    assert "locate-suspect" in {one.duty.id for one in found.invented}


def test_unknown_is_told_apart_from_wrong_and_not_asked() -> None:
    found = of(named("strangled-children-asleep"), history=UNKNOWN, threats="no", pain_scale=None)
    results = {one.question.id: one.result for one in found.questions}
    assert (results["history"], results["threats"], results["pain-scale"]) == (
        "unknown",
        "wrong",
        "not-asked",
    )


def test_the_entries_of_a_list_are_matched_by_name_and_else_in_order() -> None:
    scenario = named("two-brothers-one-gone")
    key, people = scenario.key(), "hurt-people"
    renamed = tuple(f"person {n}" for n, _ in enumerate(key[people].value))
    found = grade(PACK, scenario, {**key, people: Answer(value=renamed, at=key[people].at)})
    assert found.score == found.of
    swapped = {**key, people: Answer(value=key[people].value[::-1], at=key[people].at)}
    for name in key:
        base, _, entry = name.partition("@")
        if base in PACK_ROUNDS and entry:
            swapped[f"{base}@{OTHER[entry]}"] = key[name]
        elif base in CHOSEN_OF_THE_HURT:
            chosen = key[name].value
            value = OTHER.get(chosen, chosen) if isinstance(chosen, str) else tuple(map(OTHER.get, chosen))
            swapped[name] = Answer(value=value, at=key[name].at)
    assert grade(PACK, scenario, swapped).score == found.of


def test_a_scenario_sets_its_own_points() -> None:
    text = GOOD.replace("answers:", "weights: {seen: 7, tell: 9}\nanswers:").replace(
        "why: They did.,", "why: They did., points: 20,"
    )
    small = pack()
    plain, weighted = rubric(small, read(GOOD)), rubric(small, read(text))
    assert weighted.of == plain.of + 6 + 6
    assert [row.points for row in weighted.harmful] == [20, 10]


def values(question: Question) -> st.SearchStrategy[Value]:
    allowed = [value for value in allowed_answers(question) if value != UNKNOWN]
    if question.kind == "choices":
        return st.one_of(
            st.just(UNKNOWN), st.lists(st.sampled_from(allowed), min_size=1, max_size=2).map(tuple)
        )
    return st.sampled_from([*allowed, UNKNOWN]) if allowed else st.just(UNKNOWN)


@settings(max_examples=drawn(400), deadline=None)
@given(data=st.data())
def test_a_random_trainee_scores_between_nothing_and_full_and_always_the_same(data: st.DataObject) -> None:
    scenario = data.draw(st.sampled_from(SCENARIOS))
    walk = outline(PACK, (scenario.checklist,))
    answers = {
        q.id: Answer(value=data.draw(values(q)), at=scenario.told_at - timedelta(minutes=1))
        for q in walk.questions()
        if data.draw(st.booleans())
    }
    first, second = grade(PACK, scenario, answers), grade(PACK, scenario, dict(reversed(answers.items())))
    assert first == second
    assert 0 <= first.score <= first.of

"""The shipped scenarios as lessons: complete, of every level, and never a copy of the form."""

import re
from collections import Counter

import pytest

from dvcheck.academy.playable import untold
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Level, Scenario
from dvcheck.pack import library
from dvcheck.rules.outline import base_of

PACK = library.load(library.read(library.shipped_folder()), None)
SCENARIOS, _ = parse_all(library.scenario_files(library.shipped_folder()), PACK)

each = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.id)


def test_they_are_of_every_walk_and_level() -> None:
    assert len(SCENARIOS) >= 32
    assert {s.checklist for s in SCENARIOS} == {"incident", "verify-order", "serve-order", "standby"}
    levels: Counter[Level] = Counter(s.level for s in SCENARIOS)
    assert set(levels) == {"recruit", "officer", "instructor"}
    assert min(levels.values()) >= 10


def test_facts_come_with_the_question_later_and_only_if_asked_for() -> None:
    whens = Counter(fact.when for s in SCENARIOS for fact in s.reveal)
    assert whens["after"] >= 8
    assert whens["ask"] >= 2


@each
def test_each_has_goals_a_length_and_notes_and_something_harmful(scenario: Scenario) -> None:
    teaching = scenario.teaching
    assert teaching.goals
    assert all(goal.cites for goal in teaching.goals)
    assert teaching.minutes is not None
    assert 5 <= teaching.minutes <= 20
    assert len(teaching.notes) >= 60
    assert scenario.harmful


@each
def test_every_answer_of_the_key_can_be_known(scenario: Scenario) -> None:
    assert scenario.in_story is not None
    assert untold(PACK, scenario) == ()


@each
def test_the_facts_are_in_the_order_of_the_answers(scenario: Scenario) -> None:
    facts = list(dict.fromkeys(base_of(fact.on) for fact in scenario.reveal))
    assert facts == [n for n in dict.fromkeys(map(base_of, scenario.answers)) if n in facts]


ORDINARY = {"date", "time", "none"}
"""Answers that are words of every sentence."""


@each
def test_no_fact_has_the_words_of_the_form_for_the_answer(scenario: Scenario) -> None:
    """The trainee must judge what a fact means. A fact that quotes the form asks for no judgment."""
    questions = {question.id: question for question in PACK.questions()}
    for fact in scenario.reveal:
        question = questions[base_of(fact.on)]
        if question.kind not in ("choice", "choices"):
            continue
        value = scenario.answers.get(fact.on, scenario.answers.get(base_of(fact.on), ()))
        for chosen in (value,) if isinstance(value, str) else value:
            option = next((one.text for one in question.options if one.id == chosen), "")
            words = {chosen.replace("-", " "), re.split(r" - |[,.;(]", option)[0]} - ORDINARY - {""}
            for phrase in filter(lambda words: len(words) > 3, words):
                found = re.search(rf"\b{re.escape(phrase)}\b", fact.text, re.IGNORECASE)
                assert found is None, f"{fact.at}: {phrase}"


KNOWN = (
    r"LEDS|NCIC|MCSO|BOEC|FAPA|ORS|DHS|CAD|GO|Records|Notification|Service|Oregon|Idaho|Measure|Army|City|"
    r"Attorney|Office|English|X|January|March|April|May|June|August|Friday|Sunday|Monday|I"
)
"""Words with a capital letter inside a sentence: agencies, systems, laws, states and days."""


@each
def test_people_have_no_names(scenario: Scenario) -> None:
    texts = (scenario.story, *(r.text for r in scenario.reveal), *(h.why for h in scenario.harmful))
    for text in texts:
        inside = re.findall(r"""(?<![.:?!"] )(?<!["(])(?<!^)\b([A-Z]\w*)""", text)
        assert [word for word in inside if not re.fullmatch(KNOWN, word)] == [], text

"""Whether a scenario can be played and graded: each way it cannot, and what is then said."""

import pytest

from dvcheck.academy.playable import unplayable, untold
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.academy.trial import run
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from dvcheck.screens.pack_checks import trial
from dvcheck.walk.steps import Ask, State, Step, go_on, next_step
from tests.academy.small import ALL_OF_IT, FAR, GOOD, NOTHING, pack, read

PACK = library.load(library.read(library.shipped_folder()), None)
SCENARIOS, _ = parse_all(library.scenario_files(library.shipped_folder()), PACK)

AT = "scenarios/good.yaml:1:11"


def changed(was: str, now: str, text: str = GOOD) -> Scenario:
    assert was in text
    return read(text.replace(was, now))


@pytest.mark.parametrize("text", [GOOD, NOTHING, ALL_OF_IT, FAR])
def test_a_sound_scenario_can_be_played_and_graded(text: str) -> None:
    assert unplayable(pack(), read(text)) == ()


def test_expectations_that_no_answer_at_all_meets_too_are_refused() -> None:
    always = """\
scenario: good
title: T
checklist: walk
level: recruit
story: S
answers: {seen: unknown, hurt: yes, words: Ouch}
expect: {undetermined: [tell]}
"""
    assert unplayable(pack(), read(always)) == (
        f'{AT}: a run without any answer meets all that "expect" says: name an obligation that only the '
        "answers of the key raise or rule out",
    )


def test_a_scenario_without_points_is_refused() -> None:
    weights = "weights: {seen: 0, hurt: 0, words: 0, tell: 0, list: 0, stay: 0}\nanswers:"
    assert unplayable(pack(), changed("answers:", weights)) == (
        f'{AT}: nothing in it gives points: change "weights"',
    )


def test_a_key_that_leaves_a_question_is_refused() -> None:
    assert unplayable(pack(), changed("hurt: unknown, ", "")) == (
        f'{AT}: played to its end, the walk still asks "hurt": answer it in the key',
    )


def test_a_mark_that_no_key_can_make_is_refused() -> None:
    no_harm = GOOD.partition("harmful:")[0]
    ruled_out = changed("seen: yes, hurt: unknown", "seen: no", no_harm)
    assert unplayable(pack(), ruled_out) == (
        f'{AT}: "list" is marked not feasible, but the list at the end of the walk does not have it: remove '
        "the mark",
        f'{AT}: "tell" is marked done, but the list at the end of the walk does not have it: remove the mark',
    )


def test_what_cannot_be_played_fails_the_test_of_the_pack() -> None:
    found = run(pack(), [changed("hurt: unknown, ", "")])
    assert not found.passed
    assert any("still asks" in difference for difference in found.differences["good"])


def test_an_answer_that_nothing_tells_is_a_doubt_if_the_story_is_listed() -> None:
    assert untold(pack(), read(GOOD)) == ()
    listed = changed("reveal:", "in_story: []\nreveal:")
    assert untold(pack(), listed) == ("words",)
    assert untold(pack(), changed("reveal:", "in_story: [words]\nreveal:")) == ()
    found = run(pack(), [listed, read(ALL_OF_IT), read(NOTHING), read(FAR)])
    assert found.passed
    said = " ".join(trial(found, (listed,)))
    assert "scenarios/good.yaml:9:37: Note: nothing tells the answer to words." in said


def pressed_through(found: Pack, scenario: Scenario) -> tuple[Step, list[str]]:
    """Walk a scenario with the answers of its key alone, step by step, as its keys are pressed."""
    walk, key = outline(found, (scenario.checklist,)), scenario.key()
    given: dict[str, Answer] = {}
    state = State(assessment=assess(walk, given, {}, scenario.told_at))
    asked: list[str] = []
    while isinstance(step := next_step(state), Ask):
        asked.append(step.question.id)
        given[step.question.id] = key[step.question.id]
        state = go_on(state, assess(walk, given, {}, scenario.told_at), {})
    return step, asked


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.id)
def test_every_shipped_scenario_can_be_played_to_its_end_with_its_key(scenario: Scenario) -> None:
    step, asked = pressed_through(PACK, scenario)
    assert not isinstance(step, Ask)
    unprompted = {q.id for q in PACK.questions() if q.unprompted}
    assert set(asked) == set(scenario.answers) - unprompted
    assert unplayable(PACK, scenario) == ()

"""Tests of the replay of a walk from answers that are given at once."""

from dvcheck.academy.read_scenario import parse_all
from dvcheck.pack import library
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import replay
from dvcheck.rules.outline import outline
from tests.terminal.walks import shipped


def test_an_answer_that_names_nobody_in_its_list_is_left_for_later() -> None:
    scenarios, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    key = next(s for s in scenarios if s.id == "he-called-first")
    given = {name: Answer(value=value, at=key.told_at) for name, value in key.answers.items()}
    walk = outline(shipped(), (key.checklist,))
    answered = replay(walk, given)
    assert {"hurt-people", "more-severe"} <= answered
    nobody = Answer(value="9", at=key.told_at)
    assert replay(walk, {**given, "more-severe": nobody}) == answered - {"more-severe"}

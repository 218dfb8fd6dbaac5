"""After practice, every question that went wrong can be asked again. The answer of the key is then right."""

from collections.abc import Callable, Sequence
from typing import cast

import pytest

from dvcheck.academy.grade import Grade, ScenarioKey, assess_answers
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.pack import library
from dvcheck.pack.model import RUNNING
from dvcheck.pack.value import Value
from dvcheck.player.again import Again
from dvcheck.rules.answer import Answer
from dvcheck.walk.prompts import Line, Prompt, Row, Terminal
from tests.academy.trainees import Random, worked
from tests.terminal.walks import shipped

SCENARIOS, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())


class Chooser:
    """A terminal whose trainee takes the first point, and answers it as the test says."""

    width = 80

    def __init__(self) -> None:
        self.answer: Value = ""
        self.titles: list[str] = []
        self.asked: list[Prompt] = []
        self.said: list[str] = []

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], object] | None = None) -> str:
        self.titles.append(title)
        return rows[0].id

    def ask(self, prompt: Prompt) -> Value:
        self.asked.append(prompt)
        assert prompt.help is not None
        assert prompt.help().hint is None
        return self.answer

    def say(self, *lines: Line) -> None:
        self.said += ["".join(text for _, text in line) for line in lines]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_every_point_can_be_tried_again(scenario: Scenario) -> None:
    key, terminal = ScenarioKey(shipped(), scenario), Chooser()
    again = Again(shipped(), scenario, cast(Terminal, terminal))
    given = worked(shipped(), scenario, Random(f"again {scenario.id}"))
    before = key.grade(given)
    while (one := again.chosen(before)) is not None:
        assert one.own is not None
        keyed: Value = "now" if one.question.limit is not None and one.expected == RUNNING else one.expected
        terminal.answer = keyed
        value = again.answer(one.own, assess_answers(shipped(), scenario, given), ())
        assert value is not None
        assert terminal.asked[-1].question.kind != "timer"
        assert terminal.asked[-1].place.mark == "PRACTICE"
        given[one.own.id] = Answer(value=value, at=scenario.told_at)
        after: Grade = key.grade(given)
        again.say(after, one.question.id)
        assert any("Right: " in line for line in terminal.said[-6:]), terminal.said[-6:]
        before = after
        assert len(terminal.asked) < 200
    assert all(title.startswith("PRACTICE") for title in terminal.titles)

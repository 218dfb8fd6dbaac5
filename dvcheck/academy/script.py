"""The script of a scenario: what it reveals and answers, prompt by prompt."""

from collections.abc import Sequence

from dvcheck.academy.scenario import Scenario, When
from dvcheck.pack.model import ENDED, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.rules.outline import base_of
from dvcheck.walk.prompts import Row
from dvcheck.walk.timer import Countdown


class ScenarioScript:
    """The facts and answers of a scenario at each prompt of its walk."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._revealed: set[tuple[str, When]] = set()

    def fact(self, question: Question, when: When) -> str:
        """Return the fact revealed `when` the walk first reaches a question; empty if there is none."""
        names = (question.id, base_of(question.id))
        found = next((r for r in self.scenario.reveal if r.on in names and r.when == when), None)
        if found is None or (found.on, when) in self._revealed:
            return ""
        self._revealed.add((found.on, when))
        return found.text

    def pass_over(self, name: str) -> None:
        """Treat the facts of a question as revealed."""
        names = (name, base_of(name))
        self._revealed.update((r.on, r.when) for r in self.scenario.reveal if r.on in names)

    def asked_fact(self, question: Question) -> str:
        """Return the fact that the officer learns by asking at a question, however often."""
        names = (question.id, base_of(question.id))
        return next((r.text for r in self.scenario.reveal if r.on in names and r.when == "ask"), "")

    def hint(self, question: Question) -> str:
        """Return why an answer to a question would be harmful; empty if the scenario says none is."""
        names = (question.id, base_of(question.id))
        return next((row.why for row in self.scenario.harmful if row.ask in names), "")

    def answer(self, question: Question) -> Value | None:
        """Return the answer of the key; None if it has none."""
        return self.scenario.answers.get(question.id)

    def started(self, question: Question) -> bool:
        """Check whether the key starts a timer."""
        return self.answer(question) not in (None, UNKNOWN)

    def ends(self, countdown: Countdown) -> bool:
        """Check whether the key ends the timer."""
        return self.answer(countdown.question) == ENDED

    def done(self, rows: Sequence[Row]) -> list[int]:
        """Return the indexes of the rows that the scenario marks done."""
        done = self.scenario.done
        return [n for n, row in enumerate(rows) if row.id in done or base_of(row.id) in done]

    def excused(self, rows: Sequence[Row]) -> int | None:
        """Return the index of a row that the scenario marks not feasible, or None."""
        return next((n for n, row in enumerate(rows) if self.reason(row)), None)

    def reason(self, row: Row) -> str:
        """Return why a row was not feasible; empty if the scenario does not mark it so."""
        reasons = self.scenario.not_feasible
        return reasons.get(row.id) or reasons.get(base_of(row.id), "")

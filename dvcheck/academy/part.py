"""What a scenario says and answers while it is walked, prompt by prompt."""

from collections.abc import Sequence

from dvcheck.academy.scenario import Scenario
from dvcheck.pack.model import ENDED, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.rules.outline import base_of
from dvcheck.walk.prompts import Row
from dvcheck.walk.timer import Countdown


class ScenarioPart:
    """What a scenario says and answers at each prompt of its walk."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._told: set[str] = set()

    def reveal(self, question: Question) -> str:
        """The fact revealed when the walk first comes to a question; empty if there is none."""
        names = (question.id, base_of(question.id))
        found = next((r for r in self.scenario.reveal if r.on in names and r.on not in self._told), None)
        if found is None:
            return ""
        self._told.add(found.on)
        return found.text

    def answer(self, question: Question) -> Value | None:
        """The answer of the key; None where it has none."""
        return self.scenario.answers.get(question.id)

    def started(self, question: Question) -> bool:
        """Whether the key runs a timer, to its end or not."""
        return self.answer(question) not in (None, UNKNOWN)

    def ends(self, countdown: Countdown) -> bool:
        """Whether the key has the timer ended."""
        return self.answer(countdown.question) == ENDED

    def done(self, rows: Sequence[Row]) -> list[int]:
        """The places of the rows that the scenario has done."""
        done = self.scenario.done
        return [n for n, row in enumerate(rows) if row.id in done or base_of(row.id) in done]

    def excused(self, rows: Sequence[Row]) -> int | None:
        """The place of a row that the scenario says was not feasible."""
        return next((n for n, row in enumerate(rows) if self.reason(row)), None)

    def reason(self, row: Row) -> str:
        """Why what a row names was not feasible; empty where the scenario does not say so."""
        reasons = self.scenario.not_feasible
        return reasons.get(row.id) or reasons.get(base_of(row.id), "")

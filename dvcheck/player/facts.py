"""The facts of a scenario in a demo, as they come."""

from dvcheck.academy.script import ScenarioScript
from dvcheck.pack.model import Question


class FactsInTurn:
    """The facts that the class gets, prompt by prompt."""

    def __init__(self, script: ScenarioScript, *, asks: bool) -> None:
        """With `asks`, what the officer must ask for comes only after the class was asked."""
        self._script = script
        self._asks = asks
        self._later: list[str] = []
        """What the last answer brought."""

    def before(self, question: Question) -> tuple[str, ...]:
        """Return what comes before a question is asked."""
        on = self._script.fact(question, "on")
        asked = "" if self._asks else self._script.fact(question, "ask")
        return tuple(filter(None, (*self.left(), on, asked)))

    def asked_for(self, question: Question) -> str:
        """Return what a careful officer asks for at a question; empty if it has come already."""
        return self._script.fact(question, "ask")

    def answered(self, question: Question) -> None:
        """Note that a question was answered. What that brings comes before the next prompt."""
        self._later.append(self._script.fact(question, "after"))

    def left(self) -> tuple[str, ...]:
        """Return what the last answer brought, once."""
        later = tuple(filter(None, self._later))
        self._later.clear()
        return later

"""The answers and skips of a walk, kept so that the last one can be taken back."""

import msgspec

from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.record.case_file import CaseFile


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """The result of taking a step back."""

    question: Question
    former: Value | None
    """The answer before it, which counts again; None if there was none."""
    counts: bool
    """False if another window has answered since: then nothing was recorded."""
    was_left: bool = False
    """Whether the step was to leave the question for later. Nothing is recorded for that."""


class _Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded answer, and the one before it."""

    question: Question
    value: Value
    former: Value | None


class _Left(msgspec.Struct, frozen=True, kw_only=True):
    """A question left for later."""

    question: Question


class Undoable:
    """The answers recorded in this walk and the questions it left for later, in order."""

    def __init__(self) -> None:
        self._steps: list[_Recorded | _Left] = []

    def add(self, question: Question, value: Value, former: Value | None) -> None:
        """Remember a recorded answer, and the one before it."""
        self._forget_left(question)
        self._steps.append(_Recorded(question=question, value=value, former=former))

    def leave(self, question: Question) -> None:
        """Remember that a question was left for later. Only the last time counts."""
        self._forget_left(question)
        self._steps.append(_Left(question=question))

    def _forget_left(self, question: Question) -> None:
        left = _Left(question=question)
        self._steps = [step for step in self._steps if step != left]

    @property
    def is_there(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._steps)

    def take_back(self, file: CaseFile) -> Undone | None:
        """Take back the last step, in the journal if it is an answer; None if this walk has none left."""
        if not self._steps:
            return None
        last = self._steps.pop()
        if isinstance(last, _Left):
            return Undone(question=last.question, former=None, counts=True, was_left=True)
        if last.former is None:
            counts = file.take_back(last.question, last.value)
        else:
            counts = file.answer_unless_changed(last.question, last.former, last.value)
        return Undone(question=last.question, former=last.former, counts=counts)

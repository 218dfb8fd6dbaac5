"""The answers of a walk, kept so that the last one can be taken back."""

import msgspec

from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.record.case_file import CaseFile


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """The result of taking an answer back."""

    question: Question
    former: Value | None
    """The answer before it, which counts again; None if there was none."""
    counts: bool
    """False if another window has answered since: then nothing was recorded."""


class _Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded answer, and the one before it."""

    question: Question
    value: Value
    former: Value | None


class Undoable:
    """The answers recorded in this walk, in order."""

    def __init__(self) -> None:
        self._recorded: list[_Recorded] = []

    def add(self, question: Question, value: Value, former: Value | None) -> None:
        """Remember a recorded answer, and the one before it."""
        self._recorded.append(_Recorded(question=question, value=value, former=former))

    @property
    def is_there(self) -> bool:
        """Whether an answer can be taken back."""
        return bool(self._recorded)

    def take_back(self, file: CaseFile) -> Undone | None:
        """Take back the last answer in the journal; None if this walk has none left."""
        if not self._recorded:
            return None
        last = self._recorded.pop()
        if last.former is None:
            counts = file.take_back(last.question, last.value)
        else:
            counts = file.answer_unless_changed(last.question, last.former, last.value)
        return Undone(question=last.question, former=last.former, counts=counts)

"""The interface of all kinds of question, without any terminal code."""

from abc import ABC, abstractmethod
from datetime import date, datetime, time
from typing import ClassVar, TypeVar, assert_never

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.condition import Bound, Relation
from dvcheck.pack.model import Question
from dvcheck.pack.moments import Moments
from dvcheck.pack.value import ANSWERED, UNKNOWN, NotAnAnswer, Value

Ordered = TypeVar("Ordered", int, date, time, datetime)


class AnswerTime(msgspec.Struct, frozen=True, kw_only=True):
    """The time an answer was given (aware, UTC), and the agency's time zone."""

    at: datetime
    zone: str


class QuestionKind(ABC):
    """The possible answers to the questions of one kind."""

    has_options: ClassVar[bool] = False
    """Whether a question of this kind is written with options."""

    @abstractmethod
    def allowed(self, question: Question) -> tuple[str, ...]:
        """Return the answers of a question of a closed kind; empty for a free kind."""

    @abstractmethod
    def nameable(self, question: Question) -> tuple[str, ...]:
        """Return the values a condition may name."""

    @abstractmethod
    def compared(self, value: Value) -> tuple[str, ...]:
        """Return an answer as the values that conditions compare with."""

    @abstractmethod
    def placeholder(self, question: Question) -> Value | None:
        """Return an answer that can replace any other than "unknown" without changing what follows.

        It may be used only if nothing compares the answer or counts from it. None for a closed kind, whose
        answers decide by their value.
        """

    @abstractmethod
    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        """Read an input other than "unknown" as an answer, or say why it is not one."""

    def recorded(self, value: Value) -> Value:
        """Return a value recorded by an earlier version in the form of this version."""
        return value

    def passed(self, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
        """Return `value`, a result of `typed`, or refuse it as a future time. `now` is aware."""
        return value

    def spoken(self, raw: str, now: datetime, zone: str) -> str:
        """Replace words that depend on the day (`yesterday`) with the date they mean at `now`."""
        return raw

    def bound(self, bound: Bound) -> NotAnAnswer | None:
        """Say why answers of this kind cannot be compared with a bound; None if they can."""
        return NotAnAnswer(phrase("only a question of kind number, duration, date or time can be compared"))

    def keeps_to(self, value: str, bound: Bound, given: AnswerTime) -> bool | None:
        """Decide whether an answer meets a bound that `bound` accepted; None if it does not show that."""
        return None

    def moments(self, value: str, given: AnswerTime) -> Moments | None:
        """Return the time of an answer's event: by default, when it was given. None if there was none."""
        return Moments(first=given.at, last=given.at)


class FreeKind(QuestionKind):
    """A kind whose answers are entered freely. A condition can only test whether there is one."""

    def allowed(self, question: Question) -> tuple[str, ...]:
        return ()

    def nameable(self, question: Question) -> tuple[str, ...]:
        return (ANSWERED, UNKNOWN)

    def compared(self, value: Value) -> tuple[str, ...]:
        return (UNKNOWN,) if value == UNKNOWN else (ANSWERED,)


def not_one() -> NotAnAnswer:
    """Say that a list was given where one answer is expected."""
    return NotAnAnswer(phrase("one answer is expected here, not a list"))


def in_order(one: Ordered, relation: Relation, other: Ordered) -> bool:
    """Check whether two values are in the order of a relation."""
    match relation:
        case "at_least":
            return one >= other
        case "at_most":
            return one <= other
        case "less_than":
            return one < other
        case "more_than":
            return one > other
        case "within":
            raise ValueError(relation)
    assert_never(relation)

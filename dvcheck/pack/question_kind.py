"""What every kind of question answers for, whatever its answers are: nothing of a terminal."""

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
    """When an answer was given (aware, UTC), and the agency's time zone."""

    at: datetime
    zone: str


class QuestionKind(ABC):
    """What the answers to the questions of one kind can be."""

    has_options: ClassVar[bool] = False
    """Whether a question of this kind is written with options."""

    @abstractmethod
    def allowed(self, question: Question) -> tuple[str, ...]:
        """The answers a question of a closed kind has; empty for a free kind."""

    @abstractmethod
    def nameable(self, question: Question) -> tuple[str, ...]:
        """The values a condition may name."""

    @abstractmethod
    def compared(self, value: Value) -> tuple[str, ...]:
        """An answer as conditions compare it with the values they name."""

    @abstractmethod
    def placeholder(self, question: Question) -> Value | None:
        """An answer that decides the same as any but "unknown", where nothing compares the answer or counts
        from it; None where what is answered decides."""

    @abstractmethod
    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        """Read an input other than "unknown" as an answer, or say why it is none."""

    def recorded(self, value: Value) -> Value:
        """A value as an earlier version may have recorded it, in the form of this one."""
        return value

    def passed(self, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
        """Return `value` as `typed` gave it, or say why not yet. `now` is aware; `zone` is the agency's."""
        return value

    def spoken(self, raw: str, now: datetime, zone: str) -> str:
        """Replace words that depend on the day (`yesterday`) by the date they mean now."""
        return raw

    def bound(self, bound: Bound) -> NotAnAnswer | None:
        """Say why answers of this kind cannot be compared as an author wrote it; None where they can."""
        return NotAnAnswer(phrase("only a question of kind number, duration, date or time can be compared"))

    def keeps_to(self, value: str, bound: Bound, given: AnswerTime) -> bool | None:
        """Whether an answer keeps to a bound that `bound` took; None if it does not say, as by itself."""
        return None

    def moments(self, value: str, given: AnswerTime) -> Moments | None:
        """When an answer says something took place: by default, when it was given; None if it did not."""
        return Moments(first=given.at, last=given.at)


class Free(QuestionKind):
    """A kind whose answers are entered: a condition can only tell whether there is one."""

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
    """Whether two things of one kind stand in the order that a relation asks for."""
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

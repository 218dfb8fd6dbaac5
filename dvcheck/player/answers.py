"""The answers of a scenario as typed keys or lines."""

from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.walk.steps import STARTS


def words(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def numbers(question: Question, value: Value) -> list[str]:
    chosen = (value,) if isinstance(value, str) else value
    return [str(n) for n, option in enumerate(question.options, 1) if option.id in chosen]


def is_start(question: Question) -> bool:
    """Check whether a question starts a timer, and does not ask for a fact."""
    return tuple(option.id for option in question.options) == STARTS

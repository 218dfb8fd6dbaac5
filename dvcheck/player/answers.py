"""The answers of a scenario as they are typed, with keys or line by line."""

from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.walk.steps import STARTS


def words(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def numbers(question: Question, value: Value) -> list[str]:
    chosen = (value,) if isinstance(value, str) else value
    return [str(n) for n, option in enumerate(question.options, 1) if option.id in chosen]


def is_start(question: Question) -> bool:
    """Whether this is the question that starts a timer, rather than a fact."""
    return tuple(option.id for option in question.options) == STARTS

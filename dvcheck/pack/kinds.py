"""The kinds of question and their possible answers: one object for each kind, without any terminal code.

If a kind is added to `Kind`, mypy fails in `kind_of`, and in the terminal code that asks, until it is
handled.
"""

from collections.abc import Sequence
from typing import assert_never

from dvcheck.language import phrase
from dvcheck.pack.condition import THIS, Bound
from dvcheck.pack.model import ENDED, RUNNING, Kind, Question
from dvcheck.pack.moments import Moments
from dvcheck.pack.question_kind import AnswerTime, FreeKind, QuestionKind, in_order, not_one
from dvcheck.pack.timed_kinds import DateKind, DurationKind, TimeKind
from dvcheck.pack.value import ANSWERED, UNKNOWN, NotAnAnswer, Value
from dvcheck.text import clean, nearest, one_line

MAX_TEXT = 2_000
MAX_ENTRIES = 40
MAX_ENTRY = 80


class _Closed(QuestionKind):
    """A kind with a fixed set of answers, each of which a condition can name."""

    def placeholder(self, question: Question) -> Value | None:
        return None

    def nameable(self, question: Question) -> tuple[str, ...]:
        return self.allowed(question)

    def compared(self, value: Value) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else value


class _OneOf(_Closed):
    """A kind answered with one of a few values."""

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        return _one_of(question, raw, self.allowed(question)) if isinstance(raw, str) else not_one()


class _YesNo(_OneOf):
    """A kind answered with yes or no."""

    def allowed(self, question: Question) -> tuple[str, ...]:
        return ("yes", "no", UNKNOWN)

    def moments(self, value: str, given: AnswerTime) -> Moments | None:
        return super().moments(value, given) if value == "yes" else None


class _Choice(_OneOf):
    """A kind answered with one of the question's options."""

    has_options = True

    def allowed(self, question: Question) -> tuple[str, ...]:
        return _options(question)

    def nameable(self, question: Question) -> tuple[str, ...]:
        if not question.options_from:
            return self.allowed(question)
        return (*self.allowed(question), ANSWERED, THIS)


class _Timer(_OneOf):
    """A kind answered with whether a time limit runs or has ended."""

    def allowed(self, question: Question) -> tuple[str, ...]:
        return (RUNNING, ENDED, UNKNOWN)


class _Choices(_Closed):
    """A kind answered with some of the question's options."""

    has_options = True

    def allowed(self, question: Question) -> tuple[str, ...]:
        return _options(question)

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        values = (raw,) if isinstance(raw, str) else raw
        if not values:
            return NotAnAnswer(phrase("choose at least one"))
        for value in values:
            wrong = _one_of(question, value, self.allowed(question))
            if isinstance(wrong, NotAnAnswer):
                return wrong
        if set(values) == {UNKNOWN}:
            return UNKNOWN
        alone = [o.id for o in question.options if o.alone] + [UNKNOWN]
        for value in values:
            if value in alone and len(set(values)) > 1:
                return NotAnAnswer(phrase('"{value}" cannot be combined with another answer', value=value))
        return tuple(o.id for o in question.options if o.id in values)

    def recorded(self, value: Value) -> Value:
        # Earlier versions recorded "unknown" as an empty choice.
        return UNKNOWN if value == () else value


class _Text(FreeKind):
    """A text of one line, kept as entered, with control characters made harmless."""

    def placeholder(self, question: Question) -> Value | None:
        return "(withheld)"

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return not_one()
        text = one_line(raw.strip()).strip()
        if not text:
            return NotAnAnswer(phrase("nothing was entered"))
        if len(text) > MAX_TEXT:
            return NotAnAnswer(phrase("the text is longer than {most:,} characters", most=MAX_TEXT))
        return text


class _Number(FreeKind):
    """A whole number, from the question's `least` up to its `most`."""

    def placeholder(self, question: Question) -> Value | None:
        return str(question.least)

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return not_one()
        text = raw.strip()
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            return NotAnAnswer(
                phrase("a whole number is expected, such as {example}", example=_example(question))
            )
        if question.most is not None and not question.least <= int(text) <= question.most:
            return NotAnAnswer(
                phrase(
                    "a number from {least} to {most} is expected", least=question.least, most=question.most
                )
            )
        if int(text) < question.least:
            return NotAnAnswer(phrase("a number from {least} is expected", least=question.least))
        return str(int(text))

    def bound(self, bound: Bound) -> NotAnAnswer | None:
        text = bound.value
        if bound.relation != "within" and text.isascii() and text.isdigit() and len(text) <= 6:
            return None
        return NotAnAnswer(phrase("compare a number with a whole number, such as {{age: {{at_least: 16}}}}"))

    def keeps_to(self, value: str, bound: Bound, given: AnswerTime) -> bool | None:
        return in_order(int(value), bound.relation, int(bound.value))


def _example(question: Question) -> int:
    """Return an example number that answers a question."""
    return 7 if question.least <= 7 <= (question.most or 7) else question.least


class _List(FreeKind):
    """A list of entries, without empty or repeated ones. The only entry "unknown" is the answer "unknown"."""

    def placeholder(self, question: Question) -> Value | None:
        return ("(withheld)",)

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        given: Sequence[str] = raw.replace("\n", ",").split(",") if isinstance(raw, str) else raw
        entries = tuple(dict.fromkeys(filter(None, (one_line(entry.strip()).strip() for entry in given))))
        if not entries:
            return NotAnAnswer(phrase("nothing was entered"))
        if entries == (UNKNOWN,):
            return UNKNOWN
        if len(entries) > MAX_ENTRIES:
            return NotAnAnswer(phrase("more than {most} entries", most=MAX_ENTRIES))
        long = next((entry for entry in entries if len(entry) > MAX_ENTRY), None)
        if long is not None:
            return NotAnAnswer(
                phrase(
                    '"{long}…" is longer than {most} characters; separate entries by commas',
                    long=long[:20],
                    most=MAX_ENTRY,
                )
            )
        return entries

    def recorded(self, value: Value) -> Value:
        # Earlier versions recorded "unknown" as an entry.
        return UNKNOWN if value == (UNKNOWN,) else value


_YES_NO, _CHOICE, _CHOICES, _TIMER = _YesNo(), _Choice(), _Choices(), _Timer()
_TEXT, _NUMBER, _LIST = _Text(), _Number(), _List()
_DURATION, _DATE, _TIME = DurationKind(), DateKind(), TimeKind()


def kind_of(kind: Kind) -> QuestionKind:
    """Return the object of a kind."""
    match kind:
        case "yes-no":
            return _YES_NO
        case "choice":
            return _CHOICE
        case "choices":
            return _CHOICES
        case "text":
            return _TEXT
        case "number":
            return _NUMBER
        case "duration":
            return _DURATION
        case "date":
            return _DATE
        case "time":
            return _TIME
        case "list":
            return _LIST
        case "timer":
            return _TIMER
    assert_never(kind)


def _options(question: Question) -> tuple[str, ...]:
    return (*(o.id for o in question.options), UNKNOWN)


def _one_of(question: Question, raw: str, values: tuple[str, ...]) -> str | NotAnAnswer:
    if raw in values:
        return raw
    message = phrase(
        '"{given}" is not an answer to {question}{nearest} ({answers})',
        given=clean(raw)[:40],
        question=question.id,
        nearest=nearest(raw, values),
        answers=", ".join(values),
    )
    return NotAnAnswer(message)

"""What the answers to a question can be, by its kind: one object a kind, and nothing of a terminal.

A kind that is added to `Kind` is refused by mypy in `kind_of`, and wherever a terminal asks by kind, until it
is handled there.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, assert_never

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.model import ENDED, RUNNING, Kind, Question
from dvcheck.text import clean, nearest, one_line

UNKNOWN = "unknown"
"""The officer's own "unknown": an answer, unlike a question not asked yet."""

ANSWERED = "answered"
"""What a condition may say of a question of a free kind: that it has an answer other than "unknown"."""

MAX_TEXT = 2_000
MAX_ENTRIES = 40
MAX_ENTRY = 80

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a date may lie in."""

LEEWAY = timedelta(days=1)
"""How far after now the time of something done may lie: clocks and time zones differ."""

Value = str | tuple[str, ...]
"""`yes`, `no`, an option's id or entered text; a tuple of option ids (`choices`) or of texts (`list`); or
`UNKNOWN`."""


class NotAnAnswer(msgspec.Struct, frozen=True):
    """Why an input is no answer to its question, and what would be."""

    why: str


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

    @property
    @abstractmethod
    def placeholder(self) -> Value | None:
        """An answer that decides the same as any but "unknown"; None where what is answered decides."""

    @abstractmethod
    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        """Read an input other than "unknown" as an answer, or say why it is none."""

    def recorded(self, value: Value) -> Value:
        """A value as an earlier version may have recorded it, in the form of this one."""
        return value

    def passed(self, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
        """Return `value` as `typed` gave it, or say why not yet. `now` is aware; `zone` is the agency's."""
        return value


class _Closed(QuestionKind):
    """A kind whose answers are known beforehand, so that a condition can name each."""

    placeholder = None

    def nameable(self, question: Question) -> tuple[str, ...]:
        return self.allowed(question)

    def compared(self, value: Value) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else value


class _OneOf(_Closed):
    """A kind answered with one of a few values."""

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        return _one_of(question, raw, self.allowed(question)) if isinstance(raw, str) else _not_one()


class _YesNo(_OneOf):
    """A kind answered with yes or no."""

    def allowed(self, question: Question) -> tuple[str, ...]:
        return ("yes", "no", UNKNOWN)


class _Choice(_OneOf):
    """A kind answered with one of the question's options."""

    has_options = True

    def allowed(self, question: Question) -> tuple[str, ...]:
        return _options(question)


class _Timer(_OneOf):
    """A limit that runs or has ended."""

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
                return NotAnAnswer(phrase('"{value}" stands alone, without another answer', value=value))
        return tuple(o.id for o in question.options if o.id in values)

    def recorded(self, value: Value) -> Value:
        # "Unknown" was once recorded as no choice at all.
        return UNKNOWN if value == () else value


class _Free(QuestionKind):
    """A kind whose answers are entered: a condition can only tell whether there is one."""

    def allowed(self, question: Question) -> tuple[str, ...]:
        return ()

    def nameable(self, question: Question) -> tuple[str, ...]:
        return (ANSWERED, UNKNOWN)

    def compared(self, value: Value) -> tuple[str, ...]:
        return (UNKNOWN,) if value == UNKNOWN else (ANSWERED,)


class _Text(_Free):
    """A text in one line, kept as entered, made inert."""

    placeholder = "(withheld)"

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return _not_one()
        text = one_line(raw.strip()).strip()
        if not text:
            return NotAnAnswer(phrase("nothing was entered"))
        if len(text) > MAX_TEXT:
            return NotAnAnswer(phrase("the text is longer than {most:,} characters", most=MAX_TEXT))
        return text


class _Number(_Free):
    """A whole number from 0, up to the question's `most`."""

    placeholder = "0"

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return _not_one()
        text = raw.strip()
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            return NotAnAnswer(phrase("a whole number is expected, such as 7"))
        if question.most is not None and int(text) > question.most:
            return NotAnAnswer(phrase("a number from 0 to {most} is expected", most=question.most))
        return str(int(text))


class _Time(_Free):
    """A time of day, a date or both, as they are kept: 23:05, 2026-03-31, 2026-03-31 23:05."""

    placeholder = "00:00"

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return _not_one()
        found = _TIME.fullmatch(raw.strip())
        if found is None or not found[0]:
            return _no_time()
        day, clock = _day(found), _clock(found)
        if isinstance(day, NotAnAnswer):
            return day
        return _no_time() if clock is None else f"{day} {clock}".strip()

    def passed(self, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
        """Refuse a time ahead: it tells when something was done. A time of day without a date is past."""
        if not isinstance(value, str) or "-" not in value:
            return value
        from zoneinfo import ZoneInfo

        at = datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if at - LEEWAY <= now:
            return value
        return NotAnAnswer(phrase("this reads as {value}; a time that has passed is expected", value=value))


class _List(_Free):
    """Entries without those that are empty or said before, each inert; "unknown" alone is the answer."""

    placeholder = ("(withheld)",)

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        said: Sequence[str] = raw.replace("\n", ",").split(",") if isinstance(raw, str) else raw
        entries = tuple(dict.fromkeys(filter(None, (one_line(entry.strip()).strip() for entry in said))))
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
        # "Unknown" was once recorded as an entry.
        return UNKNOWN if value == (UNKNOWN,) else value


_YES_NO, _CHOICE, _CHOICES, _TIMER = _YesNo(), _Choice(), _Choices(), _Timer()
_TEXT, _NUMBER, _TIME_KIND, _LIST = _Text(), _Number(), _Time(), _List()


def kind_of(kind: Kind) -> QuestionKind:
    """The object of a kind."""
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
        case "time":
            return _TIME_KIND
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
    said = phrase(
        '"{given}" is no answer to {question}{nearest} ({answers})',
        given=clean(raw)[:40],
        question=question.id,
        nearest=nearest(raw, values),
        answers=", ".join(values),
    )
    return NotAnAnswer(said)


def _not_one() -> NotAnAnswer:
    return NotAnAnswer(phrase("one answer is expected here, not a list"))


def _no_time() -> NotAnAnswer:
    return NotAnAnswer(
        phrase("a time is written 23:05, a date 3/31/2026 or 2026-03-31, with or without a time")
    )


def _day(found: re.Match[str]) -> str | NotAnAnswer:
    """The date of a written time; empty where it has none."""
    year, month, day = (found["y"] or found["year"], found["m"] or found["month"], found["d"] or found["day"])
    if year is None:
        return ""
    # Not strftime: its %Y does not pad a year below 1000 on Linux.
    kept = f"{year}-{month:0>2}-{day:0>2}"
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return NotAnAnswer(
            phrase(
                "this reads as {kept}; a year from {first_year} to {last_year} is expected",
                kept=kept,
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            )
        )
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return NotAnAnswer(phrase("this reads as {kept}, and there is no such day", kept=kept))
    return kept


def _clock(found: re.Match[str]) -> str | None:
    """The time of day of a written time; empty where it has none, None where no clock shows it."""
    hour, minute = found["hour"], found["minute"]
    if hour is None:
        return ""
    return f"{hour:0>2}:{minute:0>2}" if int(hour) < 24 and int(minute) < 60 else None


_TIME = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}))?"
    r"(?:(?:^|(?<=\d)\s+)(?P<hour>\d{1,2}):(?P<minute>\d{1,2}))?",
    re.ASCII,
)
"""How a time may be written."""

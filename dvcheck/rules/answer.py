"""An officer's answers and marks, and what makes a raw input one."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

from dvcheck.pack.model import ENDED, RUNNING, Question
from dvcheck.text import clean, nearest, one_line

UNKNOWN = "unknown"
"""The officer's own "unknown": an answer, unlike a question not asked yet."""

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


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered, and when (aware, UTC)."""

    value: Value
    at: datetime


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's word on an obligation: done, not feasible for the reason given, or open past the shift
    for the reason given (aware, UTC)."""

    status: Literal["done", "not-feasible", "carried-over"]
    at: datetime
    reason: str = ""


class NotAnAnswer(msgspec.Struct, frozen=True):
    """Why an input is no answer to its question, and what would be."""

    why: str


def allowed(question: Question) -> tuple[str, ...]:
    """The answers a question of a closed kind has; empty for text, list, number and time."""
    match question.kind:
        case "yes-no":
            return ("yes", "no", UNKNOWN)
        case "choice" | "choices":
            return (*(o.id for o in question.options), UNKNOWN)
        case "timer":
            return (RUNNING, ENDED, UNKNOWN)
        case _:
            return ()


def typed(question: Question, raw: Value) -> Value | NotAnAnswer:
    """Read `raw` as an answer to `question`, or say why it is none. Text is kept as entered, made inert.

    An answer read again is the same answer: only such a value is recorded, and only such a value counts.
    """
    if raw == UNKNOWN:
        return UNKNOWN
    if question.kind == "choices":
        return _choices(question, (raw,) if isinstance(raw, str) else raw)
    if question.kind == "list":
        return _list(raw.replace("\n", ",").split(",") if isinstance(raw, str) else raw)
    if not isinstance(raw, str):
        return NotAnAnswer("one answer is expected here, not a list")
    match question.kind:
        case "yes-no" | "choice" | "timer":
            return _one_of(question, raw)
        case "number":
            return _number(raw, question.most)
        case "time":
            return _time(raw)
        case _:
            return _text(raw)


def _one_of(question: Question, raw: str) -> str | NotAnAnswer:
    values = allowed(question)
    if raw in values:
        return raw
    near = nearest(raw, values)
    return NotAnAnswer(f'"{clean(raw)[:40]}" is no answer to {question.id}{near} ({", ".join(values)})')


def _choices(question: Question, raw: tuple[str, ...]) -> Value | NotAnAnswer:
    if not raw:
        return NotAnAnswer("choose at least one")
    for value in raw:
        wrong = _one_of(question, value)
        if isinstance(wrong, NotAnAnswer):
            return wrong
    if set(raw) == {UNKNOWN}:
        return UNKNOWN
    alone = [o.id for o in question.options if o.alone] + [UNKNOWN]
    for value in raw:
        if value in alone and len(set(raw)) > 1:
            return NotAnAnswer(f'"{value}" stands alone, without another answer')
    return tuple(o.id for o in question.options if o.id in raw)


def _list(raw: Sequence[str]) -> Value | NotAnAnswer:
    """Entries without those that are empty or said before, each inert; "unknown" alone is the answer."""
    entries = tuple(dict.fromkeys(filter(None, (one_line(entry.strip()).strip() for entry in raw))))
    if not entries:
        return NotAnAnswer("nothing was entered")
    if entries == (UNKNOWN,):
        return UNKNOWN
    if len(entries) > MAX_ENTRIES:
        return NotAnAnswer(f"more than {MAX_ENTRIES} entries")
    long = next((entry for entry in entries if len(entry) > MAX_ENTRY), None)
    if long is not None:
        return NotAnAnswer(
            f'"{long[:20]}…" is longer than {MAX_ENTRY} characters; separate entries by commas'
        )
    return entries


def _number(raw: str, most: int | None) -> str | NotAnAnswer:
    text = raw.strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return NotAnAnswer("a whole number is expected, such as 7")
    if most is not None and int(text) > most:
        return NotAnAnswer(f"a number from 0 to {most} is expected")
    return str(int(text))


def _time(raw: str) -> str | NotAnAnswer:
    """A time of day, a date or both, as they are kept: 23:05, 2026-03-31, 2026-03-31 23:05."""
    found = _TIME.fullmatch(raw.strip())
    if found is None or not found[0]:
        return _NO_TIME
    day, clock = _day(found), _clock(found)
    if isinstance(day, NotAnAnswer):
        return day
    return _NO_TIME if clock is None else f"{day} {clock}".strip()


def _day(found: re.Match[str]) -> str | NotAnAnswer:
    """The date of a written time; empty where it has none."""
    year, month, day = (found["y"] or found["year"], found["m"] or found["month"], found["d"] or found["day"])
    if year is None:
        return ""
    # Not strftime: its %Y does not pad a year below 1000 on Linux.
    kept = f"{year}-{month:0>2}-{day:0>2}"
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return NotAnAnswer(f"this reads as {kept}; a year from {FIRST_YEAR} to {LAST_YEAR} is expected")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return NotAnAnswer(f"this reads as {kept}, and there is no such day")
    return kept


def _clock(found: re.Match[str]) -> str | None:
    """The time of day of a written time; empty where it has none, None where no clock shows it."""
    hour, minute = found["hour"], found["minute"]
    if hour is None:
        return ""
    return f"{hour:0>2}:{minute:0>2}" if int(hour) < 24 and int(minute) < 60 else None


_NO_TIME = NotAnAnswer("a time is written 23:05, a date 3/31/2026 or 2026-03-31, with or without a time")

_TIME = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}))?"
    r"(?:(?:^|(?<=\d)\s+)(?P<hour>\d{1,2}):(?P<minute>\d{1,2}))?",
    re.ASCII,
)
"""How a time may be written."""


def passed(question: Question, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
    """Return `value` as `typed` gave it, or say why not yet: a time tells when something was done.

    `now` is aware; `zone` is the agency's. A time of day without a date always counts as past. This is asked
    where an answer is entered, never where one is read back: no answer lapses by the clock.
    """
    if question.kind != "time" or not isinstance(value, str) or "-" not in value:
        return value
    from zoneinfo import ZoneInfo

    at = datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at - LEEWAY <= now:
        return value
    return NotAnAnswer(f"this reads as {value}; a time that has passed is expected")


def counted(question: Question, value: Value) -> Value | NotAnAnswer:
    """A recorded value as it counts, or why it counts as not asked.

    Earlier versions recorded "unknown" in a list of its own: as no choice at all, and as an entry.
    """
    if (question.kind, value) in (("choices", ()), ("list", (UNKNOWN,))):
        return UNKNOWN
    meant = typed(question, value)
    if isinstance(meant, NotAnAnswer) or meant == value:
        return meant
    return NotAnAnswer("read back, it is another answer")


def _text(raw: str) -> str | NotAnAnswer:
    text = one_line(raw.strip()).strip()
    if not text:
        return NotAnAnswer("nothing was entered")
    if len(text) > MAX_TEXT:
        return NotAnAnswer(f"the text is longer than {MAX_TEXT:,} characters")
    return text

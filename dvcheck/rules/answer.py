"""An officer's answers and marks, and what makes a raw input one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from dvcheck.pack.model import ENDED, RUNNING, Question
from dvcheck.text import clean, nearest, one_line

UNKNOWN = "unknown"
"""The officer's own "unknown": an answer, unlike a question not asked yet."""

MAX_TEXT = 2_000
MAX_ENTRIES = 40
MAX_ENTRY = 80

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
    """`raw` as an answer to `question`, or why it is none. Text is kept as entered, made inert."""
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
    alone = [o.id for o in question.options if o.alone] + [UNKNOWN]
    for value in raw:
        if value in alone and len(set(raw)) > 1:
            return NotAnAnswer(f'"{value}" stands alone, without another answer')
    return tuple(o.id for o in question.options if o.id in raw)


def _list(raw: Sequence[str]) -> Value | NotAnAnswer:
    """Entries without those that are empty or said before, each inert."""
    entries = tuple(dict.fromkeys(filter(None, (one_line(entry.strip()) for entry in raw))))
    if not entries:
        return NotAnAnswer("nothing was entered")
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
    text = raw.strip()
    for form, kept in _TIMES.items():
        try:
            return datetime.strptime(text, form).strftime(kept)
        except ValueError:
            continue
    return NotAnAnswer("a time is written 23:05, a date 3/31/2026 or 2026-03-31, with or without a time")


_TIMES = {
    "%H:%M": "%H:%M",
    "%Y-%m-%d %H:%M": "%Y-%m-%d %H:%M",
    "%Y-%m-%d": "%Y-%m-%d",
    "%m/%d/%Y %H:%M": "%Y-%m-%d %H:%M",
    "%m/%d/%Y": "%Y-%m-%d",
}
"""How a time may be written, and how it is kept."""


def _text(raw: str) -> str | NotAnAnswer:
    text = one_line(raw.strip())
    if not text:
        return NotAnAnswer("nothing was entered")
    if len(text) > MAX_TEXT:
        return NotAnAnswer(f"the text is longer than {MAX_TEXT:,} characters")
    return text

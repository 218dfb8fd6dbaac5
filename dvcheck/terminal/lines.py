"""Typed lines as answers or moves, the same at a text prompt and in plain mode."""

from datetime import datetime
from typing import assert_never

from dvcheck.actions.typed_time import time_of_day
from dvcheck.language import phrase
from dvcheck.pack.kinds import MAX_TEXT
from dvcheck.pack.model import Kind, Question
from dvcheck.pack.moments import AHEAD, is_plausible, last_moment
from dvcheck.pack.value import UNKNOWN, NotAnAnswer, Value
from dvcheck.rules.answer import read_answer, refuse_future, resolve_words
from dvcheck.text import one_line
from dvcheck.walk.prompts import Leave, Move, Prompt

MOVES = {"b": Move.BACK, "s": Move.LATER, "?": Move.HELP, "z": Move.UNDO, "+": Move.NOTE}

_YES_OR_NO = {"y": "yes", "n": "no", "1": "yes", "2": "no", "3": UNKNOWN}
"""The short forms of an answer. The digits are the same as at a prompt with keys."""


def read_line(prompt: Prompt, line: str) -> Value | Move | NotAnAnswer:
    """Return what a typed line means at this question. `q` raises `Leave`."""
    question = prompt.question
    text = line.strip()
    short = text.lower()
    if short == "q":
        raise Leave
    if short in MOVES:
        return MOVES[short]
    if short in ("u", UNKNOWN) and not prompt.definite:
        return UNKNOWN
    match question.kind:
        case "yes-no":
            return _yes_or_no(prompt, _YES_OR_NO.get(short, short))
        case "choice" | "choices":
            return _chosen(question, short.replace(",", " ").split())
        case "time":
            return _time(prompt, short)
        case "date":
            return _date(prompt, short)
        case "list":
            return _list(prompt, text)
        case "text" | "number" | "duration" | "timer":
            return read_answer(question, text)
    assert_never(question.kind)


def _yes_or_no(prompt: Prompt, text: str) -> Value | NotAnAnswer:
    meant = read_answer(prompt.question, text)
    if prompt.definite and (isinstance(meant, NotAnAnswer) or meant == UNKNOWN):
        return NotAnAnswer(phrase("y or n is expected"))
    return NotAnAnswer(phrase("y, n or u is expected")) if isinstance(meant, NotAnAnswer) else meant


def _list(prompt: Prompt, text: str) -> Value | NotAnAnswer:
    """Read a list. If it has entries already, `+` adds entries and `-` removes them."""
    former = prompt.former.value if prompt.former is not None else ()
    sign, named = text[:1], read_answer(prompt.question, text[1:])
    if isinstance(former, str) or not former or sign not in ("+", "-"):
        return read_answer(prompt.question, text)
    if isinstance(named, NotAnAnswer):
        return named
    if isinstance(named, str):
        return NotAnAnswer(phrase("name at least one item of the list"))
    if sign == "+":
        return read_answer(prompt.question, (*former, *named))
    unknown = next((name for name in named if name not in former), None)
    if unknown is not None:
        return NotAnAnswer(phrase('"{name}" is not in the list', name=unknown))
    left = tuple(name for name in former if name not in named)
    return left or NotAnAnswer(phrase("the list would be empty"))


def _time(prompt: Prompt, text: str) -> Value | NotAnAnswer:
    """Read a time with its date. `t` is now, and a time of day is the most recent one."""
    now = prompt.now()
    plain = resolve_words(prompt.question, text, now, prompt.zone)
    value = read_answer(prompt.question, _dated(str(plain), now, prompt.zone))
    return (
        value if isinstance(value, NotAnAnswer) else refuse_future(prompt.question, value, now, prompt.zone)
    )


def _date(prompt: Prompt, text: str) -> Value | NotAnAnswer:
    """Read a date. `t` is today."""
    said = "today" if text == "t" else text
    return read_answer(prompt.question, resolve_words(prompt.question, said, prompt.now(), prompt.zone))


def _dated(text: str, now: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    at = now
    if text != "t":
        clock = time_of_day(text)
        if clock is None or not is_plausible(now):
            return text
        at = last_moment(clock, now + AHEAD, zone)
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", "minutes")


def _chosen(question: Question, words: list[str]) -> Value | NotAnAnswer:
    """Read options by their numbers, or by their ids as in an answers file."""
    ids = {o.id for o in question.options}
    numbers = {str(n): o.id for n, o in enumerate(question.options, 1)}
    # A number always means a shown number, never the id of an entry: an id may be a number too.
    chosen = tuple(numbers.get(word, "" if word.isdigit() else word) for word in words)
    if any(name not in ids for name in chosen):
        return NotAnAnswer(phrase("a number from 1 to {n} or u is expected", n=len(question.options)))
    if question.kind == "choices":
        return read_answer(question, chosen)
    return chosen[0] if len(chosen) == 1 else NotAnAnswer(phrase("one number is expected"))


def reason_problem(line: str) -> str:
    """Return what is wrong with a typed reason; empty if nothing is, or if it is `b`, which goes back."""
    if line.strip().lower() == "b":
        return ""
    if sum(c.isalpha() for c in line) < 3:  # one or two stray digits are not a reason
        return phrase("A reason is needed, in a few words.")
    if _is_long(line):
        return phrase("The reason is longer than {most:,} characters.", most=MAX_TEXT)
    return ""


def note_problem(line: str) -> str:
    """Return a message if a typed note is too long; otherwise an empty text."""
    return phrase("The note is longer than {most:,} characters.", most=MAX_TEXT) if _is_long(line) else ""


def _is_long(line: str) -> bool:
    return len(one_line(line.strip())) > MAX_TEXT


def refusal_sentence(refused: NotAnAnswer) -> str:
    """Return why a line is not an answer, as a sentence."""
    return phrase("{why}.", why=f"{refused.why[0].upper()}{refused.why[1:]}")


def kept_by_enter(answer: str) -> str:
    """Return a question's current answer, and how to keep it."""
    return phrase("now: {answer} (Enter keeps it)", answer=answer)


def typed_answer(kind: Kind, *, listed: bool = False, definite: bool = False) -> str:
    """Return what to type to answer a question of a kind. With `listed`, a list has entries already."""
    match kind:
        case "yes-no" if definite:
            return phrase("y yes, n no")
        case "yes-no":
            return phrase("y yes, n no, u unknown")
        case "choice" | "timer" | "number":
            return phrase("A number, or u unknown")
        case "choices":
            return phrase("Numbers, or u unknown")
        case "text":
            return phrase("Text, or u unknown")
        case "list" if listed:
            return phrase(
                "Items with commas between, + and an item adds it, - and an item removes it, or u unknown"
            )
        case "list":
            return phrase("Items with commas between, or u unknown")
        case "duration":
            return phrase("A time such as 45 min or 2 h, or u unknown")
        case "date":
            return phrase("A date such as 3/31/2026, Tuesday or 3 days ago, t today, or u unknown")
        case "time":
            return phrase("A time such as 23:05, yesterday 23:05 or 2 h ago, t now, or u unknown")
    assert_never(kind)

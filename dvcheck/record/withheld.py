"""Decide which entries leave a laptop with their content, and which with only their seal. Pure.

A seal is a hash over a random salt and the content. The chain can be verified with it, and nobody can guess
the content from it. The number, case, time and kind of an entry always go: the chain is over them.
"""

import re
from collections.abc import Callable, Mapping

import msgspec

from dvcheck.pack.model import Question
from dvcheck.record.chain import Stored
from dvcheck.record.events import (
    Answered,
    AnswerTakenBack,
    CaseClosed,
    CaseNumbered,
    CaseOpened,
    CasePurged,
    CaseReopened,
    CaseRepacked,
    CaseTakenOver,
    ChecklistStarted,
    ClockMoved,
    JournalRestored,
    JournalRewound,
    Marked,
    RewindAccepted,
    ShiftEnded,
    ShiftEnds,
    ShiftExtended,
    ShiftStarted,
    TimerEnded,
    TimerSeen,
    TimerStarted,
)
from dvcheck.record.precinct import Level

_SHAPES: Mapping[str, type] = {
    kind.kind: kind
    for kind in (
        Answered,
        AnswerTakenBack,
        CaseClosed,
        CaseNumbered,
        CaseOpened,
        CasePurged,
        CaseReopened,
        CaseRepacked,
        CaseTakenOver,
        ChecklistStarted,
        ClockMoved,
        JournalRestored,
        JournalRewound,
        Marked,
        RewindAccepted,
        ShiftEnded,
        ShiftEnds,
        ShiftExtended,
        ShiftStarted,
        TimerEnded,
        TimerSeen,
        TimerStarted,
    )
}
"""The kinds whose content may go, if nothing in it was typed. The content of all others stays."""
_FREE_TEXT = ("text", "list")
"""The kinds of question whose answer the officer types."""
_CHOSEN = ("yes-no", "choice", "choices", "timer")
"""The kinds of question whose answer is one of the offered ones."""
_ALWAYS = ("yes", "no", "unknown", "running", "ended", "none")
_NUMBER = re.compile(r"unknown|[0-9:.TZ+-]{1,32}")
"""An amount, a date or a time."""
_OF_ENTRY = re.compile(r"[a-z][a-z0-9-]*@(.*)", re.DOTALL)
"""The id of something owed or asked for one list entry."""

QuestionOf = Callable[[str], Question | None]
"""Returns the question with an id in the pack of the case; None if it is not known."""


def is_withheld(entry: Stored, level: Level, question: QuestionOf) -> bool:
    """Check whether the content of an entry stays on the laptop. That of an unknown kind does."""
    if level == "whole":
        return not is_text(entry.body)
    body = _body(entry)
    if level == "seals" or body is None or not is_text(entry.body):
        return True
    kind = entry.kind.decode("ascii", "replace")
    shape = _SHAPES.get(kind)
    if shape is None or not _fits(body, shape) or _names_an_entry(body):
        return True
    if kind != Answered.kind:
        return bool(body.get("reason"))
    return bool(body.get("entries")) or _is_typed(body, question(str(body["question"])))


def _is_typed(body: Mapping[str, object], asked: Question | None) -> bool:
    """Check whether an answer is sensitive, or has something that its question does not offer."""
    if asked is None or asked.sensitive or asked.kind in _FREE_TEXT or asked.options_from:
        return True
    value = body["value"]
    values = [str(part) for part in (value if isinstance(value, list) else [value])]
    if asked.kind in _CHOSEN:
        return not {*_ALWAYS, *(option.id for option in asked.options)}.issuperset(values)
    return not all(map(_NUMBER.fullmatch, values))


def _fits(body: Mapping[str, object], shape: type) -> bool:
    """Check that a body has the fields of its kind and no others: another one may hold anything."""
    if not set(body).issubset(field.encode_name for field in msgspec.structs.fields(shape)):
        return False
    try:
        msgspec.convert(body, shape)
    except msgspec.ValidationError:
        return False
    return True


def _names_an_entry(value: object) -> bool:
    """Check whether an id in a body has the name of a list entry in place of its number: `pain@Jane`."""
    if isinstance(value, str):
        match = _OF_ENTRY.match(value)
        return match is not None and not match[1].isdigit()
    if isinstance(value, Mapping):
        return any(_names_an_entry(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(_names_an_entry, value))


def _body(entry: Stored) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(entry.body, type=dict[str, object])
    except (ValueError, RecursionError):
        return None


def is_text(body: bytes) -> bool:
    """Check whether PostgreSQL can keep a body: UTF-8, and no NUL character."""
    try:
        return "\0" not in body.decode()
    except UnicodeDecodeError:
        return False

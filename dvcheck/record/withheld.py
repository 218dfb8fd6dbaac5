"""Which entries leave a laptop with their content, and which with their seal alone. Pure.

A seal is a hash over a random salt and the content. The chain can be verified with it, and nobody can guess
the content from it. The number, case, time and kind of an entry always go: the chain is over them.
"""

from collections.abc import Callable
from typing import Literal, get_args

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

Level = Literal["seals", "no-sensitive", "whole"]
LEVELS: tuple[Level, ...] = get_args(Level)

_WITHOUT_FREE_TEXT = frozenset(
    kind.kind
    for kind in (
        AnswerTakenBack,
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
        RewindAccepted,
        ShiftEnded,
        ShiftEnds,
        ShiftExtended,
        ShiftStarted,
        TimerEnded,
        TimerSeen,
        TimerStarted,
    )
)
_WITH_REASON = frozenset({Marked.kind, CaseClosed.kind})
_FREE_TEXT = ("text", "list")
"""The kinds of question whose answer the officer types."""

QuestionOf = Callable[[str], Question | None]
"""Returns the question with an id in the pack of the case; None if it is not known."""


def is_withheld(entry: Stored, level: Level, question: QuestionOf) -> bool:
    """Check whether the content of an entry stays on the laptop. A kind of a newer version does."""
    if level == "whole":
        return not _is_text(entry.body)
    if level == "seals" or not _is_text(entry.body):
        return True
    kind = entry.kind.decode("ascii", "replace")
    if kind in _WITHOUT_FREE_TEXT:
        return False
    body = _body(entry)
    if kind in _WITH_REASON:
        return bool(body.get("reason", body is _NOTHING))
    if kind != Answered.kind:
        return True
    name = body.get("question")
    asked = question(name) if isinstance(name, str) else None
    return asked is None or asked.sensitive or asked.kind in _FREE_TEXT or bool(asked.options_from)


_NOTHING: dict[str, object] = {}


def _body(entry: Stored) -> dict[str, object]:
    try:
        return msgspec.json.decode(entry.body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _NOTHING


def _is_text(body: bytes) -> bool:
    """Check whether PostgreSQL can keep a body: UTF-8, and no NUL character."""
    try:
        return "\0" not in body.decode()
    except UnicodeDecodeError:
        return False

"""A typed line as an answer or a move: the same words at a text prompt and in the plain mode."""

from datetime import datetime

from dvcheck.pack.model import Question
from dvcheck.rules.answer import UNKNOWN, NotAnAnswer, Value, typed
from dvcheck.terminal.interview import Leave, Move

MOVES = {"b": Move.BACK, "s": Move.LATER, "?": Move.HELP}


def understood(question: Question, line: str) -> Value | Move | NotAnAnswer:
    """What a typed line means at this question. `q` raises `Leave`."""
    text = line.strip()
    short = text.lower()
    if short == "q":
        raise Leave
    if short in MOVES:
        return MOVES[short]
    if short in ("u", UNKNOWN):
        return UNKNOWN
    match question.kind:
        case "yes-no":
            return typed(question, {"y": "yes", "n": "no"}.get(short, short))
        case "choice":
            return typed(question, _option(question, short))
        case "choices":
            return typed(question, tuple(_option(question, part) for part in short.replace(",", " ").split()))
        case "time":
            return typed(question, f"{datetime.now():%Y-%m-%d %H:%M}" if short == "t" else text)
        case _:
            return typed(question, text)


def _option(question: Question, text: str) -> str:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    return question.options[number - 1].id if 0 < number <= len(question.options) else text

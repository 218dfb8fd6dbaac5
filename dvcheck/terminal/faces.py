"""What a prompt shows, and what its keys do, without any library of screens.

So a prompt can be painted before one is loaded: `early`. `panel` shows it, and gives it the keys.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Protocol

import msgspec

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.value import UNKNOWN
from dvcheck.terminal.frame import (
    Fragments,
    Size,
    footer,
    heading,
    in_rows,
    joined,
    noted,
)
from dvcheck.terminal.lines import kept_by_enter
from dvcheck.walk.prompts import Leave, Move, Prompt

Keys = Sequence[tuple[str, str]]
"""The keys at the foot, each with what it does."""


class Done(msgspec.Struct, frozen=True):
    """A key has ended the prompt; with `Leave`, the officer leaves."""

    result: object


class Stays(Enum):
    """The prompt goes on."""

    FREE = auto()
    USED = auto()
    """The key has done what it must not do once more before it was let go."""


Reply = Done | Stays


class Face(Protocol):
    """What a prompt shows, and what its keys do."""

    def shown(self, size: Size, note: str) -> Fragments:
        """Its rows, no more and no wider than the terminal; `note` is said above the foot."""

    def press(self, key: str) -> Reply:
        """Take a key, by the name that prompt_toolkit has for it."""


ENTER = "c-m"
LEAVING = ("q", "Q", "c-c", "c-d", "<sigint>")
_PASTE = "<bracketed-paste>"

MOVES: Mapping[str, Reply] = {
    # Not Backspace: who takes back a digit too many would be at another question with the next one.
    **dict.fromkeys(("b", "B", "left"), Done(Move.BACK)),
    **dict.fromkeys(("s", "S"), Done(Move.LATER)),
    "?": Done(Move.HELP),
    **dict.fromkeys(LEAVING, Done(Leave)),
}


class QuestionFace:
    """A question that one key answers."""

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        self._prompt = prompt
        self._moves = moves
        self._message = ""

    def _answers(self) -> list[tuple[str, str, str]]:
        """Key, value and text of each answer."""
        question = self._prompt.question
        if question.kind == "yes-no":
            return [("y", "yes", phrase("yes")), ("n", "no", phrase("no")), ("u", UNKNOWN, phrase("unknown"))]
        numbered = [(str(n), o.id, o.text) for n, o in enumerate(question.options, 1)]
        return [*numbered, ("u", UNKNOWN, phrase("Unknown"))]

    def shown(self, size: Size, note: str) -> Fragments:
        prompt, question = self._prompt, self._prompt.question
        width = size.columns
        text = heading(size, prompt.place, prompt.status, question.text, question)
        if question.kind == "yes-no":
            keys = [(key, label) for key, _, label in self._answers()]
        else:
            keys = [(f"1-{len(question.options)}", phrase("choose")), ("u", phrase("unknown"))]
            for key, _, label in self._answers():
                first, *rest = wrapped(label, width - 6)
                text += [("class:key", f"   {key} "), ("", f"{first}\n")]
                text += [("", f"     {line}\n") for line in rest]
        if prompt.former is not None:
            now = kept_by_enter(question.shown(prompt.former.value))
            text += [("class:dim", f"   {line}\n") for line in wrapped(now, width - 4)]
        text += noted(width, note or self._message)
        text += footer(width, *keys, *self._moves)
        return joined(in_rows(text, width)[: size.rows])

    def press(self, key: str) -> Reply:
        if key in MOVES:
            return MOVES[key]
        if key == ENTER:
            return self._enter()
        for name, value, _ in self._answers():
            if key in (name, name.upper()):
                return Done(value)
        if key != _PASTE:
            self._message = phrase("Keys here: {keys} b s ? q", keys=self._keys())
        return Stays.FREE

    def _enter(self) -> Reply:
        if self._prompt.former is not None:
            return Done(self._prompt.former.value)
        self._message = phrase("Enter answers nothing. Keys here: {keys}", keys=self._keys())
        return Stays.FREE

    def _keys(self) -> str:
        return " ".join(key for key, _, _ in self._answers())

"""What a prompt shows, and what its keys do, without any library of screens.

So a prompt can be painted before one is loaded: `early`. `panel` shows it, and gives it the keys.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Protocol

import msgspec

from dvcheck.cells import cut, wrapped
from dvcheck.language import phrase
from dvcheck.pack.value import UNKNOWN
from dvcheck.terminal import feet
from dvcheck.terminal.frame import (
    KEPT,
    Fragments,
    Size,
    first_rows,
    footer,
    heading,
    in_rows,
    joined,
    noted,
    parted,
)
from dvcheck.terminal.helping import Helping
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

MOVES: Mapping[str, Done] = {
    # Not Backspace: who takes back a digit too many would be at another question with the next one.
    **dict.fromkeys(("b", "B", "left"), Done(Move.BACK)),
    **dict.fromkeys(("s", "S"), Done(Move.LATER)),
    "?": Done(Move.HELP),
    **dict.fromkeys(("z", "Z"), Done(Move.UNDO)),
    "+": Done(Move.NOTE),
    **dict.fromkeys(LEAVING, Done(Leave)),
}


class Offered(msgspec.Struct, frozen=True):
    """One of the answers a question offers: the key that gives it, its value and its words."""

    key: str
    value: str
    text: str


ARROWS: Mapping[str, int] = {"up": -1, "k": -1, "c-p": -1, "down": 1, "j": 1, "c-n": 1}
"""The keys that point at another row, and how many rows further."""


class QuestionFace:
    """A question that one key answers; arrows and Enter answer it too.

    Nothing is pointed at before an arrow is pressed: Enter alone gives no answer but the one there was.
    """

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        self._prompt = prompt
        self._moves = feet.moves_at(prompt, moves)
        self._help = Helping(prompt.help, feet.answering(prompt.question.kind))
        self._message = ""
        self._offered = _offered(prompt)
        former = prompt.former.value if prompt.former is not None else None
        self._at = next((n for n, one in enumerate(self._offered) if one.value == former), None)
        self._points = False
        """Whether the officer has pressed an arrow."""

    def shown(self, size: Size, note: str) -> Fragments:
        prompt, question = self._prompt, self._prompt.question
        width = size.columns
        listed = self._rows(width) if question.kind != "yes-no" or self._points else []
        rows = [in_rows(joined(row), width) for row in listed]
        below: Fragments = []
        if prompt.former is not None:
            was = question.shown(prompt.former.value)
            now = phrase("now: {answer}", answer=was) if self._points else kept_by_enter(was)
            below += [("class:dim", f"   {line}\n") for line in wrapped(now, width - 4)]
        below += noted(width, note or self._message)
        below += footer(width, *self._keys(), *self._help.moves(self._moves))
        foot, wanted = in_rows(below, width), sum(map(len, rows))
        above = in_rows(question_head(size, prompt, self._help, wanted, len(foot)), width)[:-1]
        top, room, bottom = parted(size.rows, len(above), wanted, len(foot))
        parts = (
            first_rows(above, top, width),
            self._in_sight(rows, room, width),
            first_rows(foot, bottom, width),
        )
        return joined([row for part in parts for row in part])

    def _in_sight(self, rows: Sequence[Sequence[Fragments]], room: int, width: int) -> list[Fragments]:
        """As many rows as there is room for, with the one pointed at; the last says it where more follow."""
        lines = [line for row in rows for line in row]
        at = self._at or 0
        start, end = sum(map(len, rows[:at])), sum(map(len, rows[: at + 1]))
        first = min(start, max(0, end - room + (end < len(lines)))) if len(lines) > room else 0
        shown = lines[first : first + room]
        if first + room >= len(lines) or room < 2:
            return shown
        return [*shown[:-1], [("class:dim", cut(phrase("   more below: arrows"), width - 1))]]

    def _rows(self, width: int) -> list[list[Fragments]]:
        """What can be answered, each in as many rows as it takes."""
        rows: list[list[Fragments]] = []
        for number, one in enumerate(self._offered):
            here = number == self._at
            style = "class:pointer" if here else ""
            first, *rest = wrapped(one.text, width - 6)
            start: Fragments = [
                (style, " » " if here else "   "),
                ("class:key", f"{one.key} "),
                (style, first),
            ]
            rows.append([start, *([(style, f"     {line}")] for line in rest)])
        return rows

    def _keys(self) -> Keys:
        if self._prompt.question.kind == "yes-no":
            return [(one.key, one.text) for one in self._offered]
        return [*feet.digits(len(self._prompt.question.options)), ("u", phrase("unknown"))]

    def press(self, key: str) -> Reply:
        moved = moved_by(key, self._prompt, self._help)
        if moved is not None:
            return moved
        if key == ENTER:
            return self._enter()
        if key in ARROWS:
            return self._point(ARROWS[key])
        # The digits of yes, no and unknown lie under one hand.
        numbers = (str(n) for n in range(1, len(self._offered) + 1))
        digits = numbers if self._prompt.question.kind == "yes-no" else ()
        given = {one.key: one for one in self._offered} | dict(zip(digits, self._offered, strict=False))
        if key.lower() in given:
            return Done(given[key.lower()].value)
        if key != _PASTE:
            self._message = phrase("Keys here: {keys}", keys=self._named())
        return Stays.FREE

    def _point(self, by: int) -> Reply:
        before = self._at if self._at is not None else (-1 if by > 0 else 0)
        self._at = (before + by) % len(self._offered)
        self._points, self._message = True, ""
        return Stays.FREE

    def _enter(self) -> Reply:
        if self._points and self._at is not None:
            return Done(self._offered[self._at].value)
        if self._prompt.former is not None:
            return Done(self._prompt.former.value)
        self._message = phrase("Enter does nothing here. Keys: {keys}", keys=self._named())
        return Stays.FREE

    def _named(self) -> str:
        return " ".join([*(one.key for one in self._offered), *(key for key, _ in self._moves)])


def question_head(size: Size, prompt: Prompt, help: Helping, rows: int, below: int) -> Fragments:
    """What stands above the answers, with the page of help that is open.

    It leaves room for the `rows` of answers, or for some of them, and for the rows `below` them.
    """

    def head(beside: Fragments) -> Fragments:
        question = prompt.question
        return heading(size, prompt.place, prompt.status, question.text, question, beside)

    room = size.rows - below - len(in_rows(head([]), size.columns)) + 1
    kept = rows if room - rows >= _PAGE else min(rows, KEPT)
    return head(help.shown(size.columns, room - kept))


_PAGE = 4
"""Rows of a page of help for which all answers stay in sight."""


def moved_by(key: str, prompt: Prompt, help: Helping) -> Reply | None:
    """What a key does that moves about or leaves; None for any other, also one that does nothing here."""
    if _NAME_OF.get(key, key) in feet.idle_at(prompt):
        return None
    if key == "?" and help.is_there:
        help.turn()
        return Stays.USED
    return MOVES.get(key)


_NAME_OF: Mapping[str, str] = {"S": "s", "Z": "z"}
"""The key at the foot that another one stands for."""


def _offered(prompt: Prompt) -> tuple[Offered, ...]:
    """What can be answered, in the order of its rows."""
    question = prompt.question
    if question.kind == "yes-no":
        unknown = () if prompt.definite else (Offered("u", UNKNOWN, phrase("unknown")),)
        return (Offered("y", "yes", phrase("yes")), Offered("n", "no", phrase("no")), *unknown)
    numbered = (Offered(str(n), o.id, o.text) for n, o in enumerate(question.options, 1))
    return (*numbered, Offered("u", UNKNOWN, phrase("Unknown")))

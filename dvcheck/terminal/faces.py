"""What a prompt shows and what its keys do, without prompt_toolkit.

This lets `early` paint a prompt before prompt_toolkit is loaded. `panel` shows a face and passes it the keys.
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
    join_rows,
    note_line,
    split_room,
)
from dvcheck.terminal.helping import HelpPages
from dvcheck.terminal.lines import kept_by_enter
from dvcheck.walk.prompts import Leave, Move, Prompt

Keys = Sequence[tuple[str, str]]
"""The keys at the foot, each with its action."""


class PromptDone(msgspec.Struct, frozen=True):
    """A key ended the prompt. With `Leave`, the officer leaves."""

    result: object


class PromptStays(Enum):
    """The prompt stays on the screen."""

    FREE = auto()
    USED = auto()
    """The key acted, and must not act again until it is released."""


Reply = PromptDone | PromptStays


class Face(Protocol):
    """The content of a prompt and the effects of its keys."""

    def shown(self, size: Size, note: str) -> Fragments:
        """Return its rows, which fit the terminal. `note` is shown above the foot."""

    def press(self, key: str) -> Reply:
        """Handle a key, given by its prompt_toolkit name."""


ENTER = "c-m"
LEAVING = ("q", "Q", "c-c", "c-d", "<sigint>")
_PASTE = "<bracketed-paste>"

MOVES: Mapping[str, PromptDone] = {
    # Not Backspace: someone who deletes one digit too many would answer another question with the next digit.
    **dict.fromkeys(("b", "B", "left"), PromptDone(Move.BACK)),
    **dict.fromkeys(("s", "S"), PromptDone(Move.LATER)),
    "?": PromptDone(Move.HELP),
    **dict.fromkeys(("z", "Z"), PromptDone(Move.UNDO)),
    "+": PromptDone(Move.NOTE),
    **dict.fromkeys(LEAVING, PromptDone(Leave)),
}


class AnswerRow(msgspec.Struct, frozen=True):
    """An answer that a question offers: its key, its value and its words."""

    key: str
    value: str
    text: str


ARROWS: Mapping[str, int] = {"up": -1, "k": -1, "c-p": -1, "down": 1, "j": 1, "c-n": 1}
"""The keys that select another row, and how many rows away it is."""


class QuestionFace:
    """A question that one key answers. Arrows and Enter answer it too.

    No row is selected until an arrow is pressed: before that, Enter only confirms a former answer.
    """

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        self._prompt = prompt
        self._moves = feet.moves_at(prompt, moves)
        self._help = HelpPages(prompt.help, feet.answering(prompt.question.kind))
        self._message = ""
        self._answer_rows = _answer_rows(prompt)
        former = prompt.former.value if prompt.former is not None else None
        self._at = next((n for n, one in enumerate(self._answer_rows) if one.value == former), None)
        self._points = False
        """Whether the officer has pressed an arrow."""

    def shown(self, size: Size, note: str) -> Fragments:
        prompt, question = self._prompt, self._prompt.question
        width = size.columns
        listed = self._rows(width) if question.kind != "yes-no" or self._points else []
        rows = [in_rows(join_rows(row), width) for row in listed]
        below: Fragments = []
        if prompt.former is not None:
            was = question.shown(prompt.former.value)
            now = phrase("now: {answer}", answer=was) if self._points else kept_by_enter(was)
            below += [("class:dim", f"   {line}\n") for line in wrapped(now, width - 4)]
        below += note_line(width, note or self._message)
        below += footer(width, *self._keys(), *self._help.moves(self._moves))
        foot, wanted = in_rows(below, width), sum(map(len, rows))
        above = in_rows(question_head(size, prompt, self._help, wanted, len(foot)), width)[:-1]
        top, room, bottom = split_room(size.rows, len(above), wanted, len(foot))
        parts = (
            first_rows(above, top, width),
            self._in_sight(rows, room, width),
            first_rows(foot, bottom, width),
        )
        return join_rows([row for part in parts for row in part])

    def _in_sight(self, rows: Sequence[Sequence[Fragments]], room: int, width: int) -> list[Fragments]:
        """Return the rows that fit, including the selected one. The last one says if more follow."""
        lines = [line for row in rows for line in row]
        at = self._at or 0
        start, end = sum(map(len, rows[:at])), sum(map(len, rows[: at + 1]))
        first = min(start, max(0, end - room + (end < len(lines)))) if len(lines) > room else 0
        shown = lines[first : first + room]
        if first + room >= len(lines) or room < 2:
            return shown
        return [*shown[:-1], [("class:dim", cut(phrase("   more below: arrows"), width - 1))]]

    def _rows(self, width: int) -> list[list[Fragments]]:
        """Return the possible answers, each in as many rows as it takes."""
        rows: list[list[Fragments]] = []
        for number, one in enumerate(self._answer_rows):
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
            # Foot and digits are in the same order: see `press`.
            return [(f"{one.key}/{n}", one.text) for n, one in enumerate(self._answer_rows, 1)]
        return [*feet.digits(len(self._prompt.question.options)), ("u", phrase("unknown"))]

    def press(self, key: str) -> Reply:
        moved = moved_by(key, self._prompt, self._help)
        if moved is not None:
            return moved
        if key == ENTER:
            return self._enter()
        if key in ARROWS:
            return self._point(ARROWS[key])
        # The digits for yes, no and unknown are within reach of one hand.
        numbers = (str(n) for n in range(1, len(self._answer_rows) + 1))
        digits = numbers if self._prompt.question.kind == "yes-no" else ()
        given = {one.key: one for one in self._answer_rows} | dict(
            zip(digits, self._answer_rows, strict=False)
        )
        if key.lower() in given:
            return PromptDone(given[key.lower()].value)
        self._message = refusal_of(key)
        return PromptStays.FREE

    def _point(self, by: int) -> Reply:
        before = self._at if self._at is not None else (-1 if by > 0 else 0)
        self._at = (before + by) % len(self._answer_rows)
        self._points, self._message = True, ""
        return PromptStays.FREE

    def _enter(self) -> Reply:
        if self._points and self._at is not None:
            return PromptDone(self._answer_rows[self._at].value)
        if self._prompt.former is not None:
            return PromptDone(self._prompt.former.value)
        self._message = feet.nothing_marked()
        return PromptStays.FREE


def refusal_of(key: str) -> str:
    """Return the message after a key that does nothing; empty for a paste, which is not one."""
    return "" if key == _PASTE else feet.idle_key()


def question_head(size: Size, prompt: Prompt, help: HelpPages, rows: int, below: int) -> Fragments:
    """Return the text above the answers, with the open page of help.

    It leaves room for the `rows` of answers, or for some of them, and for the rows `below` them.
    """

    def head(beside: Fragments) -> Fragments:
        question = prompt.question
        return heading(size, prompt.place, prompt.status, question.text, question, beside)

    room = size.rows - below - len(in_rows(head([]), size.columns)) + 1
    kept = rows if room - rows >= _PAGE else min(rows, KEPT)
    return head(help.shown(size.columns, room - kept))


_PAGE = 4
"""The rows of a help page that leave all answers visible."""


def moved_by(key: str, prompt: Prompt, help: HelpPages) -> Reply | None:
    """Return the effect of a key that navigates or leaves; None for other keys, and for idle ones."""
    if _NAME_OF.get(key, key) in feet.idle_at(prompt):
        return None
    if key == "?" and help.is_there:
        help.turn()
        return PromptStays.USED
    return MOVES.get(key)


_NAME_OF: Mapping[str, str] = {"S": "s", "Z": "z"}
"""The key at the foot that does the same as another key."""


def _answer_rows(prompt: Prompt) -> tuple[AnswerRow, ...]:
    """Return the possible answers, in the order of their rows."""
    question = prompt.question
    if question.kind == "yes-no":
        unknown = () if prompt.definite else (AnswerRow("u", UNKNOWN, phrase("unknown")),)
        return (AnswerRow("y", "yes", phrase("yes")), AnswerRow("n", "no", phrase("no")), *unknown)
    numbered = (AnswerRow(str(n), o.id, o.text) for n, o in enumerate(question.options, 1))
    return (*numbered, AnswerRow("u", UNKNOWN, phrase("Unknown")))

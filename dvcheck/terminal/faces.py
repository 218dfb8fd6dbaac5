"""What a prompt shows, and what its keys do, without any library of screens.

So a prompt can be painted before one is loaded: `early`. `panel` shows it, and gives it the keys.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum, auto
from typing import Protocol

import msgspec

from dvcheck.cells import cells, cut, wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, NotAnAnswer
from dvcheck.rules.answer import typed
from dvcheck.terminal import feet
from dvcheck.terminal.frame import (
    CURSOR,
    NARROW,
    Fragments,
    Size,
    digit,
    footer,
    heading,
    in_rows,
    joined,
    noted,
    shared,
)
from dvcheck.terminal.lines import as_sentence, kept_by_enter
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave, Move, Prompt, Row, Ticked

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

_MOVES: Mapping[str, Reply] = {
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
        if key in _MOVES:
            return _MOVES[key]
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


# --- lists --------------------------------------------------------------------------------------------------


class _List:
    """Rows, one of which is pointed at. What they do not leave room for scrolls."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        self._at = 0
        self._first = 0
        """The first line of the rows that is on the screen."""
        self._tallest = 0
        self._size = (0, 0)

    @property
    def _pointed(self) -> Row:
        return self._rows[self._at]

    def _move(self, key: str) -> bool:
        """Point at the row below or above, where a key says so; from the last one to the first."""
        by = {"up": -1, "k": -1, "c-p": -1, "down": 1, "j": 1, "c-n": 1}.get(key, 0)
        self._at = (self._at + by) % len(self._rows)
        return by != 0

    def _numbered(self, key: str) -> int | None:
        """The place of the row that a digit names."""
        number = int(key) - 1 if key in tuple("123456789") else -1
        return number if 0 <= number < len(self._rows) else None

    def _set(self, size: Size, above: Fragments, rows: Sequence[Fragments], below: Fragments) -> Fragments:
        """The rows between what stands above and below them."""
        lines = [in_rows(row, size.columns) for row in rows]
        start = sum(map(len, lines[: self._at]))
        end, count = start + len(lines[self._at]), sum(map(len, lines))
        tops = in_rows([*above[:-1], (above[-1][0], above[-1][1].removesuffix("\n"))], size.columns)
        foot = in_rows([CURSOR, *below], size.columns)
        top, room, bottom = shared(size.rows, [len(tops), count, len(foot)])
        self._first = min(max(min(self._first, count - room), end - room), start)
        middle = [line for row in lines for line in row][self._first : self._first + room]
        return joined([*tops[:top], *middle, *self._gap(size, top + room + bottom), *foot[:bottom]])

    def _gap(self, size: Size, height: int) -> list[Fragments]:
        """Empty rows above the foot: it does not jump up where less is said than before."""
        before = self._tallest if self._size == (size.columns, size.rows) else 0
        self._size, self._tallest = (size.columns, size.rows), max(before, height)
        return [[] for _ in range(self._tallest - height)]

    def _start_of(self, number: int) -> tuple[str, str]:
        return ("class:pointer", " » ") if number == self._at else ("", "   ")


class ChooseFace(_List):
    """A list of which one row is taken, by its digit or by arrows and Enter."""

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__(rows)
        self._title = title

    def shown(self, size: Size, note: str) -> Fragments:
        width, count = size.columns, len(self._rows)
        rows: list[Fragments] = [
            [self._start_of(n), ("", cut(f"{digit(n + 1)} {row.text}", width - 4))]
            for n, row in enumerate(self._rows)
        ]
        foot = feet.under_choice(count)
        below = [*_whole_row(self._pointed, width - 4), *noted(width, note), *footer(width, *foot)]
        return self._set(size, heading(size, "", "", self._title, None), rows, below)

    def press(self, key: str) -> Reply:
        number = self._numbered(key)
        if number is not None:
            return Done(self._rows[number].id)
        if key == ENTER:
            return Done(self._pointed.id)
        if key in (*LEAVING, "c-q"):
            return Done(Leave)
        self._move(key)
        return Stays.FREE


class LongChoiceFace(_List):
    """A question that one of many options answers: by arrows and Enter, the first nine by their digits."""

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        options = prompt.question.options
        super().__init__([Row(id=o.id, text=o.text) for o in options])
        self._prompt = prompt
        self._moves = moves
        self._message = ""
        self._points = False
        """Whether the officer has pointed at a row: only then Enter takes it."""
        former = prompt.former.value if prompt.former is not None else ""
        self._at = next((n for n, o in enumerate(options) if o.id == former), 0)
        if prompt.former is not None:
            self._message = kept_by_enter(prompt.question.shown(prompt.former.value))

    def shown(self, size: Size, note: str) -> Fragments:
        prompt, width = self._prompt, size.columns
        rows: list[Fragments] = [
            [self._start_of(n), ("", cut(f"{digit(n + 1)} {row.text}", width - 4))]
            for n, row in enumerate(self._rows)
        ]
        said = noted(width, note or self._message) or _whole_row(self._pointed, width - 4)
        foot = footer(width, *feet.under_long_choice(self._moves))
        head = heading(size, prompt.place, prompt.status, prompt.question.text, prompt.question)
        return self._set(size, head, rows, [*said, *foot])

    def press(self, key: str) -> Reply:
        number = self._numbered(key)
        if key in _MOVES:
            return _MOVES[key]
        if key in ("u", "U"):
            return Done(UNKNOWN)
        if number is not None:
            return Done(self._rows[number].id)
        if key == ENTER:
            return self._enter()
        if self._move(key):
            self._points, self._message = True, ""
        return Stays.FREE

    def _enter(self) -> Reply:
        if self._points:
            return Done(self._pointed.id)
        if self._prompt.former is not None:
            return Done(self._prompt.former.value)
        self._message = phrase("Enter answers nothing yet: point at one with the arrows.")
        return Stays.FREE


def question_face(prompt: Prompt, moves: Keys) -> Face:
    """The face of a question that has one answer."""
    return (
        LongChoiceFace(prompt, moves)
        if len(prompt.question.options) > _DIGITS
        else QuestionFace(prompt, moves)
    )


_DIGITS = 9
"""The options that have a digit of their own."""


class TicksFace(_List):
    """A list to tick: digits tick too, and what is wrong is said below it."""

    def __init__(
        self,
        heading: Callable[[Size], Fragments],
        rows: Sequence[Row],
        chosen: Collection[str],
        foot: Callable[[Size], Keys],
        *,
        problem: Callable[[Sequence[str]], str] = lambda chosen: "",
        alone: Collection[str] = (),
        message: str = "",
    ) -> None:
        """`alone` are the rows that go with no other: the digit of one answers, where nothing is ticked."""
        super().__init__(rows)
        self._heading = heading
        self._foot = foot
        self._problem = problem
        self._alone = alone
        self._chosen = [row.id for row in rows if row.id in chosen]
        self._message = message

    def shown(self, size: Size, note: str) -> Fragments:
        width = size.columns
        rows: list[Fragments] = []
        for n, row in enumerate(self._rows):
            tick = ("class:selected", "● ") if row.id in self._chosen else ("", "○ ")
            text = f"{digit(n + 1)} {_row_text(row, width - 8)}"
            rows.append([self._start_of(n), tick, ("", text)])
        said = noted(width, self._message) or _whole_row(self._pointed, width - 8)
        below = [*said, *noted(width, note), *footer(width, *self._foot(size))]
        return self._set(size, self._heading(size), rows, below)

    def press(self, key: str) -> Reply:
        number = self._numbered(key)
        if number is not None:
            self._message = ""
            self._at = number
            if self._pointed.id in self._alone and not self._chosen:
                return Done((self._pointed.id,))
            return self._toggle()
        if key == " ":
            self._message = ""
            return self._toggle()
        if key == ENTER:
            return self._confirm()
        self._move(key)
        return Stays.FREE

    def _confirm(self) -> Reply:
        chosen = tuple(row.id for row in self._rows if row.id in self._chosen)
        self._message = self._problem(chosen)
        return Stays.FREE if self._message else Done(chosen)

    def _toggle(self) -> Reply:
        """What stands alone takes the ticks of the others, and they take its tick."""
        name = self._pointed.id
        if name in self._chosen:
            self._chosen.remove(name)
        elif name in self._alone:
            self._chosen = [name]
        else:
            self._chosen = [*(one for one in self._chosen if one not in self._alone), name]
        return Stays.USED


class ChoicesFace(TicksFace):
    """A question of which several answers are ticked."""

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        question, former = prompt.question, prompt.former
        super().__init__(
            lambda size: heading(size, prompt.place, prompt.status, question.text, question),
            [Row(id=o.id, text=o.text) for o in question.options],
            former.value if former is not None and isinstance(former.value, tuple) else (),
            lambda size: feet.under_choices(len(question.options), moves),
            problem=lambda chosen: "" if not chosen and former is not None else _problem(question, chosen),
            alone={o.id for o in question.options if o.alone},
            message=kept_by_enter(question.shown(former.value)) if former is not None else "",
        )

    def press(self, key: str) -> Reply:
        if key in ("u", "U"):
            return Done(UNKNOWN)
        return _MOVES.get(key) or super().press(key)


class DutiesFace(TicksFace):
    """The list of what is open: what is done is ticked, what was not feasible is named."""

    def __init__(
        self, title: str, status: str, rows: Sequence[Row], ticked: Collection[str], leave: tuple[str, str]
    ) -> None:
        """`leave` is the key that leaves, as it stands at the foot."""
        super().__init__(
            lambda size: heading(size, phrase("Before you go"), status, title, None), rows, ticked, self._keys
        )
        self._leave = leave

    def _keys(self, size: Size) -> Keys:
        rows = self._rows
        return feet.under_ticks(
            len(rows),
            self._leave,
            cut=len(rows) > size.rows - _FRAME,
            excusable=any(row.not_feasible for row in rows),
        )

    def press(self, key: str) -> Reply:
        done = tuple(self._chosen)
        if key in ("b", "B", "left"):
            return Done(Ticked(done=done, back=True))
        if key in (*LEAVING, "c-q"):
            return Done(Ticked(done=done, leave=True))
        if key not in ("x", "X"):
            return super().press(key)
        if self._pointed.not_feasible:
            return Done(Ticked(done=done, not_feasible=self._pointed.id))
        self._message = self._pointed.refused
        return Stays.FREE


_FRAME = 9
"""Lines of a list of duties that are not rows of it."""


def _problem(question: Question, chosen: Sequence[str]) -> str:
    value = typed(question, tuple(chosen))
    return as_sentence(value) if isinstance(value, NotAnAnswer) else ""


def _row_text(row: Row, room: int) -> str:
    """A row of a list: cut to one line, or whole in several where a cut would leave too little of it."""
    if room >= NARROW:
        return cut(row.text, room)  # whole below the list while it is pointed at: `_whole_row`
    return "\n       ".join(wrapped(" ".join(row.text.split()), room))


def _whole_row(row: Row, room: int) -> Fragments:
    """The row pointed at, where a list of such room cuts it."""
    text = clean(row.text)
    if cells(text) <= room or room < NARROW:
        return []
    return [("class:dim", f"   {line}\n") for line in wrapped(" ".join(text.split()), room)]

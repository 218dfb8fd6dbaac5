"""Prompts with rows, to choose one or to tick several."""

from collections.abc import Callable, Collection, Sequence

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, NotAnAnswer
from dvcheck.rules.answer import read_answer
from dvcheck.terminal import feet
from dvcheck.terminal.faces import (
    ARROWS,
    ENTER,
    LEAVING,
    Face,
    Keys,
    PromptDone,
    PromptStays,
    QuestionFace,
    Reply,
    moved_by,
    question_head,
    refusal_of,
)
from dvcheck.terminal.frame import (
    CURSOR,
    KEPT,
    Fragments,
    Size,
    digit,
    first_rows,
    footer,
    heading,
    in_rows,
    join_rows,
    note_line,
    split_room,
)
from dvcheck.terminal.helping import HelpPages
from dvcheck.terminal.lines import kept_by_enter, refusal_sentence
from dvcheck.walk.prompts import Help, Leave, Prompt, Row


class _List:
    """Rows, one of which is selected. Rows that do not fit scroll."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        self._at = 0
        self._first = 0
        """The first line of the rows on the screen."""
        self._tallest = 0
        self._size = (0, 0)

    @property
    def _pointed(self) -> Row:
        return self._rows[self._at]

    def _move(self, key: str) -> bool:
        """Select the row below or above if a key says so. After the last row comes the first."""
        by = ARROWS.get(key, 0)
        self._at = (self._at + by) % len(self._rows)
        return by != 0

    def _numbered(self, key: str) -> int | None:
        """Return the index of the row that a digit names."""
        number = int(key) - 1 if key in tuple("123456789") else -1
        return number if 0 <= number < len(self._rows) else None

    def _set(self, size: Size, above: Fragments, rows: Sequence[Fragments], below: Fragments) -> Fragments:
        """Lay out the rows between the text above and below them."""
        lines = [in_rows(row, size.columns) for row in rows]
        start = sum(map(len, lines[: self._at]))
        end, count = start + len(lines[self._at]), sum(map(len, lines))
        tops = in_rows([*above[:-1], (above[-1][0], above[-1][1].removesuffix("\n"))], size.columns)
        foot = in_rows([CURSOR, *below], size.columns)
        top, room, bottom = split_room(size.rows, len(tops), count, len(foot))
        self._first = min(max(min(self._first, count - room), end - room), start)
        middle = [line for row in lines for line in row][self._first : self._first + room]
        return join_rows(
            [
                *first_rows(tops, top, size.columns),
                *middle,
                *self._gap(size, top + room + bottom),
                *first_rows(foot, bottom, size.columns),
            ]
        )

    def _gap(self, size: Size, height: int) -> list[Fragments]:
        """Return empty rows above the foot, so that it does not jump when the text gets shorter."""
        before = self._tallest if self._size == (size.columns, size.rows) else 0
        self._size, self._tallest = (size.columns, size.rows), max(before, height)
        return [[] for _ in range(self._tallest - height)]

    def _start_of(self, number: int) -> tuple[str, str]:
        return ("class:pointer", " » ") if number == self._at else ("", "   ")


class ChooseFace(_List):
    """A list to choose one row from, by its digit or with arrows and Enter."""

    def __init__(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> None:
        super().__init__(rows)
        self._title = title
        self._message = ""
        self._help = HelpPages(help, feet.choosing())
        self._numbers = [row.number or n for n, row in enumerate(self._rows, 1)]

    def shown(self, size: Size, note: str) -> Fragments:
        width = size.columns
        rows: list[Fragments] = [
            [self._start_of(n), ("", _row_text(self._numbers[n] - 1, row.text, 5, width))]
            for n, row in enumerate(self._rows)
        ]
        head = heading(size, None, "", self._title, None)
        said = [*_more_of(self._pointed, width - 4), *note_line(width, note or self._message)]
        if self._help.is_open:
            taken = sum(len(in_rows(part, width)) for part in (head, self._foot(width, cut=True)))
            said = self._help.shown(width, size.rows - taken - min(KEPT, len(rows)))
        below = [*said, *self._foot(width, cut=False)]
        if sum(len(in_rows(part, width)) for part in (head, *rows, below)) - 1 > size.rows:
            below = [*said, *self._foot(width, cut=True)]
        return self._set(size, head, rows, below)

    def _foot(self, width: int, *, cut: bool) -> Fragments:
        asks = self._help.moves([("?", phrase("help"))]) if self._help.is_there else ()
        return footer(width, *feet.under_choice(max(self._numbers), asks, cut=cut))

    def _numbered(self, key: str) -> int | None:
        """Return the index of the row that a digit names. A digit may be left out."""
        return next((n for n, number in enumerate(self._numbers[:_DIGITS]) if str(number) == key), None)

    def press(self, key: str) -> Reply:
        if key == "?" and self._help.is_there:
            self._message = ""
            self._help.turn()
            return PromptStays.USED
        number = self._numbered(key)
        if number is not None:
            return PromptDone(self._rows[number].id)
        if key == ENTER:
            return PromptDone(self._pointed.id)
        if key in (*LEAVING, "c-q"):
            return PromptDone(Leave)
        self._message = "" if self._move(key) else refusal_of(key)
        return PromptStays.FREE


class LongChoiceFace(_List):
    """A question with many options: choose with arrows and Enter, or the first nine by digit."""

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        options = prompt.question.options
        super().__init__([Row(id=o.id, text=o.text) for o in options])
        self._prompt = prompt
        self._moves = feet.moves_at(prompt, moves)
        self._help = HelpPages(prompt.help, feet.answering(prompt.question.kind))
        self._message = ""
        self._moved = False
        """Whether the officer has pressed an arrow."""
        former = prompt.former.value if prompt.former is not None else ""
        at = next((n for n, o in enumerate(options) if o.id == former), None)
        self._points = at is not None
        """Whether a row is selected."""
        self._at = at or 0
        if prompt.former is not None:
            self._message = kept_by_enter(prompt.question.shown(prompt.former.value))

    def shown(self, size: Size, note: str) -> Fragments:
        prompt, width = self._prompt, size.columns
        rows: list[Fragments] = [
            [
                self._start_of(n) if self._points else ("", "   "),
                ("", _row_text(n, row.text, 5, width)),
            ]
            for n, row in enumerate(self._rows)
        ]
        said = note_line(width, note or self._message)
        foot = footer(width, *feet.under_long_choice(self._help.moves(self._moves), self._on_enter()))
        below = [*said, *foot]
        taken = sum(len(in_rows(row, width)) for row in rows)
        head = question_head(size, prompt, self._help, taken, len(in_rows(below, width)))
        return self._set(size, head, rows, below)

    def press(self, key: str) -> Reply:
        number = self._numbered(key)
        moved = moved_by(key, self._prompt, self._help)
        if moved is not None:
            return moved
        if key in ("u", "U"):
            return PromptDone(UNKNOWN)
        if number is not None:
            return PromptDone(self._rows[number].id)
        if key == ENTER:
            return self._enter()
        if key in ARROWS:
            if self._points:
                self._move(key)
            elif ARROWS[key] < 0:
                self._at = len(self._rows) - 1
            self._points, self._message = True, ""
            self._moved = True
        else:
            self._message = refusal_of(key)
        return PromptStays.FREE

    def _on_enter(self) -> str:
        """Return what Enter does now, in a word or two; empty if it does nothing."""
        if self._prompt.former is not None and not self._moved:
            return phrase("keep")
        return phrase("the marked one") if self._points else ""

    def _enter(self) -> Reply:
        if self._prompt.former is not None and not self._moved:
            return PromptDone(self._prompt.former.value)
        if self._points:
            return PromptDone(self._pointed.id)
        self._message = feet.nothing_marked()
        return PromptStays.FREE


def question_face(prompt: Prompt, moves: Keys) -> Face:
    """Return the face of a question that has one answer."""
    return (
        LongChoiceFace(prompt, moves)
        if len(prompt.question.options) > _DIGITS
        else QuestionFace(prompt, moves)
    )


_DIGITS = 9
"""The number of options that have a digit."""


class TicksFace(_List):
    """A list to tick. Digits tick too, and errors are shown below it."""

    def __init__(
        self,
        heading: Callable[[Size], Fragments],
        rows: Sequence[Row],
        chosen: Collection[str],
        foot: Callable[[bool], Keys],
        *,
        problem: Callable[[Sequence[str]], str] = lambda chosen: "",
        alone: Collection[str] = (),
        message: str = "",
    ) -> None:
        """`alone` are the exclusive rows. If nothing is ticked, the digit of one answers at once.

        `foot` returns the keys. Its argument says whether rows are below the screen.
        """
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
            text = _row_text(n, row.text, 7, width)
            rows.append([self._start_of(n), tick, ("", text)])
        head = self._heading(size)
        said = [*note_line(width, self._message), *note_line(width, note)]
        below = [*said, *footer(width, *self._foot(False))]
        if sum(len(in_rows(part, width)) for part in (head, *rows, below)) - 1 > size.rows:
            below = [*said, *footer(width, *self._foot(True))]
        return self._set(size, head, rows, below)

    def press(self, key: str) -> Reply:
        number = self._numbered(key)
        if number is not None:
            self._message = ""
            self._at = number
            if self._pointed.id in self._alone and not self._chosen:
                return PromptDone((self._pointed.id,))
            return self._toggle()
        if key == " ":
            self._message = ""
            return self._toggle()
        if key == ENTER:
            return self._confirm()
        self._message = "" if self._move(key) else refusal_of(key)
        return PromptStays.FREE

    def _confirm(self) -> Reply:
        chosen = tuple(row.id for row in self._rows if row.id in self._chosen)
        self._message = self._problem(chosen)
        return PromptStays.FREE if self._message else PromptDone(chosen)

    def _toggle(self) -> Reply:
        """Toggle a tick. An exclusive option clears the others, and another option clears it."""
        name = self._pointed.id
        if name in self._chosen:
            self._chosen.remove(name)
        elif name in self._alone:
            self._chosen = [name]
        else:
            self._chosen = [*(one for one in self._chosen if one not in self._alone), name]
        return PromptStays.USED


class ChoicesFace(TicksFace):
    """A question that takes several ticked answers."""

    def __init__(self, prompt: Prompt, moves: Keys) -> None:
        question, former = prompt.question, prompt.former
        self._prompt = prompt
        self._moves = feet.moves_at(prompt, moves)
        self._help = HelpPages(prompt.help, feet.answering(question.kind))
        super().__init__(
            self._head,
            [Row(id=o.id, text=o.text) for o in question.options],
            former.value if former is not None and isinstance(former.value, tuple) else (),
            self._keys,
            problem=lambda chosen: "" if not chosen and former is not None else _problem(question, chosen),
            alone={o.id for o in question.options if o.alone},
            message=kept_by_enter(question.shown(former.value)) if former is not None else "",
        )

    def _head(self, size: Size) -> Fragments:
        foot = in_rows(footer(size.columns, *self._keys(False)), size.columns)
        return question_head(size, self._prompt, self._help, len(self._rows), len(foot) + 1)

    def _keys(self, cut: bool) -> Keys:
        return feet.under_choices(len(self._rows), self._help.moves(self._moves), cut=cut)

    def press(self, key: str) -> Reply:
        moved = moved_by(key, self._prompt, self._help)
        if moved is not None:
            return moved
        return PromptDone(UNKNOWN) if key in ("u", "U") else super().press(key)


def _problem(question: Question, chosen: Sequence[str]) -> str:
    value = read_answer(question, tuple(chosen))
    return refusal_sentence(value) if isinstance(value, NotAnAnswer) else ""


def _row_text(number: int, text: str, indent: int, width: int) -> str:
    """Return a row's text after its number, in as many lines as it takes, each indented by `indent`."""
    return f"{digit(number + 1)} " + f"\n{' ' * indent}".join(wrapped(text, width - indent - 1))


def _more_of(row: Row, room: int) -> Fragments:
    """Return the text of the selected row that the row itself does not show."""
    return [("class:dim", f"   {line}\n") for line in wrapped(row.whole, room)] if row.whole else []

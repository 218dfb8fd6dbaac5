"""Lists to tick: questionary's checkbox in our frame, and how a row of a list is cut."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import AnyContainer, Window

from dvcheck.cells import cells, cut, wrapped
from dvcheck.pack.model import Question
from dvcheck.terminal.frame import (
    NARROW,
    Fragments,
    digit,
    nothing,
)
from dvcheck.terminal.keys.hand import Hand
from dvcheck.text import clean
from dvcheck.walk.prompts import Row

if TYPE_CHECKING:
    import questionary


class Framing(Protocol):
    """What puts a frame of place, status and keys around a list."""

    hand: Hand

    @property
    def width(self) -> int: ...
    @property
    def options(self) -> dict[str, Any]: ...
    def framed(
        self,
        question: "questionary.Question",
        middle: AnyContainer,
        top: Callable[[], Fragments],
        foot: Sequence[tuple[str, str]],
        below: Callable[[], Fragments],
        keys: KeyBindings,
        focus: Window | None = None,
    ) -> Application[Any]: ...
    def top(self, place: str, status: str, text: str, question: Question | None) -> Fragments: ...


class Ticks:
    """A questionary checkbox in our frame: digits tick too, and what is wrong is said in it.

    questionary shows its own message only where it knows the height of the terminal, which takes a question
    to the terminal that we do not put.
    """

    def __init__(
        self,
        terminal: Framing,
        rows: Sequence[Row],
        chosen: Collection[str],
        problem: Callable[[Sequence[str]], str],
        *,
        alone: Collection[str],
    ) -> None:
        """`alone` are the rows that go with no other: the digit of one answers, where nothing is ticked."""
        import questionary

        self.message = ""
        self.keys = KeyBindings()
        self._terminal = terminal
        self._rows = rows
        self._alone = alone
        room = terminal.width - 8
        choices = [
            questionary.Choice(
                [("", f"{digit(n)} {row_text(row, room)}")], value=row.id, checked=row.id in chosen
            )
            for n, row in enumerate(rows, 1)
        ]

        def validate(values: list[str]) -> bool:
            self.message = problem(values) if self._control.submission_attempted else ""
            return not problem(values)

        self._checkbox = questionary.checkbox("", choices=choices, validate=validate, **terminal.options)
        self._control = control(self._checkbox)
        for number, row in enumerate(rows[:9], 1):
            self.keys.add(str(number), eager=True)(self._toggling(number, row.id))
        self.keys.add(" ", eager=True)(self._toggle_pointed)
        for key in (
            "a",
            "i",
        ):  # questionary's keys to tick everything, or the other way round: too easy to hit
            self.keys.add(key, eager=True)(nothing)

    def _below(self) -> Fragments:
        """What is wrong, or else the row pointed at, where the list has no room for all of it."""
        width = self._terminal.width
        if self.message:
            return [("class:warn", f"   {line}\n") for line in wrapped(self.message, width - 4)]
        return whole_row(self._rows, self.pointed, width - 8)

    @property
    def pointed(self) -> str:
        return str(self._control.get_pointed_at().value)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self._control.selected_options)

    def application(
        self,
        place: str,
        status: str,
        text: str,
        question: Question | None,
        foot: Sequence[tuple[str, str]],
    ) -> Application[Any]:
        return self._terminal.framed(
            self._checkbox,
            Window(self._control),
            lambda: self._terminal.top(place, status, text, question),
            foot,
            self._below,
            self.keys,
        )

    def _toggling(self, number: int, name: str) -> Callable[[KeyPressEvent], None]:
        def toggle(event: KeyPressEvent) -> None:
            self.message = ""
            self._control.pointed_at = number - 1
            selected = self._control.selected_options
            if name in self._alone and not selected:
                event.app.exit(result=[name])
            else:
                self._toggle(name)
                self._terminal.hand.use(event)

        return toggle

    def _toggle_pointed(self, event: KeyPressEvent) -> None:
        self.message = ""
        self._toggle(self.pointed)
        self._terminal.hand.use(event)

    def _toggle(self, name: str) -> None:
        """What stands alone takes the ticks of the others, and they take its tick."""
        selected = self._control.selected_options
        if name in selected:
            selected.remove(name)
        else:
            kept = [] if name in self._alone else [one for one in selected if one not in self._alone]
            selected[:] = [*kept, name]


def control(question: "questionary.Question") -> Any:
    """The list inside a questionary question."""
    from questionary.prompts.common import InquirerControl

    windows = question.application.layout.find_all_windows()
    return next(w.content for w in windows if isinstance(w.content, InquirerControl))


def row_text(row: Row, room: int) -> str:
    """A row of a list: cut to one line, or whole in several where a cut would leave too little of it."""
    if room >= NARROW:
        return cut(row.text, room)  # whole below the list while it is pointed at: `whole_row`
    return "\n       ".join(wrapped(" ".join(row.text.split()), room))


def whole_row(rows: Sequence[Row], pointed: str, room: int) -> Fragments:
    """The row pointed at, where a list of such room cuts it."""
    text = next((clean(row.text) for row in rows if row.id == pointed), "")
    if cells(text) <= room or room < NARROW:
        return []
    return [("class:dim", f"   {line}\n") for line in wrapped(" ".join(text.split()), room)]

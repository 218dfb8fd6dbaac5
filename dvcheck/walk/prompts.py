"""How a walk meets an officer: the Terminal protocol, and what passes through it."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

import msgspec

from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.record import clock
from dvcheck.rules.answer import Answer
from dvcheck.walk.timer import Countdown, Said

Line = tuple[tuple[str, str], ...]
"""Styled text: pairs of a style name (see `dvcheck.terminal.frame.STYLES`) and the text."""


class Move(Enum):
    """What an officer does at a prompt other than answer it."""

    BACK = "back"
    LATER = "later"
    HELP = "help"
    UNDO = "undo"
    """Take back the answer recorded last."""
    NOTE = "note"


class Leave(Exception):
    """The officer leaves the walk (`q`, Ctrl-C, Ctrl-D, a closed input); everything answered is recorded."""


class Help(msgspec.Struct, frozen=True, kw_only=True):
    """What helps to answer a question."""

    meaning: str
    """What the question means; empty where the checklists do not say."""
    more: Line
    """What the policy says, where it is unclear, and why this is asked: styled paragraphs."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it is put: where it stands, what is open so far, and the answer it had before."""

    question: Question
    place: str
    status: str
    former: Answer | None = None
    zone: str = "UTC"
    """The agency's, for a time that is now."""
    now: Callable[[], datetime] = clock.now
    """The clock that a time is held against."""
    help: Callable[[], Help] | None = None
    """What helps, where the terminal shows it beside the question; without it `Move.HELP` asks for it."""
    note: Callable[[str], None] | None = None
    """Records a note that is written beside the question; None where none is taken."""
    aside: bool = False
    """Whether the walk itself does not stand here: the officer can only answer, or go back."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list to tick off or choose from."""

    id: str
    text: str
    not_feasible: bool = False
    """Whether the policy lets the officer say that it was not feasible."""
    refused: str = ""
    """What is said where it does not."""


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """What is ticked as done so far; confirmed unless the officer went back or named a row not feasible."""

    done: tuple[str, ...] = ()
    not_feasible: str | None = None
    back: bool = False
    leave: bool = False


class Terminal(Protocol):
    """How a walk meets the officer. Each of the asking methods may raise `Leave`."""

    def ask(self, prompt: Prompt) -> Value | Move: ...

    def tick(self, title: str, status: str, rows: Sequence[Row], ticked: Collection[str]) -> Ticked: ...

    def ask_reason(self, text: str) -> str | Move: ...

    def count(self, countdown: Countdown, place: str, status: str) -> Said | Move:
        """What the officer says while a timer runs; Move.LATER also where another window has ended it."""
        ...

    def go_on_beside(self, countdown: Countdown | None) -> None:
        """Keep warning of a timer while other things are asked; of none any more with None."""
        ...

    def choose(self, title: str, rows: Sequence[Row]) -> str: ...

    def say(self, *lines: Line) -> None: ...

    def close(self) -> None: ...

    @property
    def width(self) -> int: ...

    @property
    def is_kept(self) -> bool:
        """Whether a prompt stays on the screen once it is answered."""
        ...

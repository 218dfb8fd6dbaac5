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

COMMAND = "command"
"""The style of a line that is a command to paste, with blanks before it."""


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


SEPARATOR = " · "
"""Between the parts of a line that says where a walk stands."""

_UNWRAPPED = 1_000


def read_aloud(width: int) -> bool:
    """Whether a terminal is so wide that it has no columns: what is said there is read aloud."""
    return width >= _UNWRAPPED


class WalkPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a question stands. What is empty is not said."""

    case: str = ""
    progress: str = ""
    """How far the walk has come."""
    round: str = ""
    """Whose round it is, in a list that it is asked for each entry of."""
    checklist: str = ""
    section: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """All of it, the largest first."""
        return tuple(filter(None, (self.case, self.progress, self.round, self.checklist, self.section)))

    @property
    def in_a_line(self) -> str:
        return SEPARATOR.join(self.parts)


class Help(msgspec.Struct, frozen=True, kw_only=True):
    """What helps to answer a question."""

    meaning: str
    """What the question means; empty where the checklists do not say."""
    more: Line
    """What the policy says, where it is unclear, and why this is asked: styled paragraphs."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it is put: where it stands, what is open so far, and the answer it had before."""

    question: Question
    place: WalkPlace
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
    definite: bool = False
    """Whether unknown is no answer here."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list to tick off or choose from."""

    id: str
    text: str
    aloud: str = ""
    """The same where it is read aloud; empty where `text` is as good there."""
    whole: str = ""
    """What more is said below the list while the row is pointed at; empty where `text` says all."""
    not_feasible: bool = False
    """Whether the policy lets the officer say that it was not feasible."""
    refused: str = ""
    """What is said where it does not."""


class TickRow(Row, frozen=True, kw_only=True):
    """One duty of a list to tick off: its text is its brief."""

    due: str = ""
    """Its deadline in a few cells, where it has a time."""
    overdue: bool = False
    section: str = ""
    case: str = ""
    """Its case, where the list has several."""
    full: str = ""
    """The whole of it, said while the row is pointed at."""
    help: Callable[[], Help] | None = None
    """What it means and why it is owed; None where a terminal has no more to say than the row does."""


class TickNote(msgspec.Struct, frozen=True, kw_only=True):
    """What is said below a list to tick off, under a title of one or two words."""

    title: str
    text: str


class TickList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of what is open, to tick off."""

    title: str
    status: str
    rows: tuple[TickRow, ...]
    ticked: Collection[str] = ()
    """The rows that are ticked already, by their ids."""
    outcomes: tuple[str, ...] = ()
    """What the walks have come to, a line each."""
    notes: tuple[TickNote, ...] = ()
    """What is forbidden, and what is undecided."""
    decides: bool = False
    """Whether one key goes to a question that would decide what is undecided."""
    undoes: bool = False
    """Whether there is an answer to take back."""
    takes_note: bool = False
    """Whether a note is taken beside it."""
    pointed: str = ""
    """The id of the row that is pointed at first; the first one where there is no such row."""


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """What is ticked as done; confirmed unless the officer went elsewhere or named a row not feasible."""

    done: tuple[str, ...] = ()
    not_feasible: str | None = None
    back: bool = False
    decide: bool = False
    """Whether the officer goes to a question that would decide what is undecided."""
    undo: bool = False
    """Whether the answer recorded last is to be taken back."""
    note: bool = False
    """Whether a note is to be taken."""
    pointed: str = ""
    """The id of the row that was pointed at where the list is shown again."""
    leave: bool = False


class Terminal(Protocol):
    """How a walk meets the officer. Each of the asking methods may raise `Leave`."""

    def ask(self, prompt: Prompt) -> Value | Move: ...

    def tick(self, listed: TickList) -> Ticked: ...

    def ask_reason(self, text: str) -> str | Move: ...

    def ask_note(self, title: str) -> str:
        """A note as typed; empty where none was."""
        ...

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        """A time of day as it is typed; `refused` says what is wrong with one, or nothing."""

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> Said | Move:
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

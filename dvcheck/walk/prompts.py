"""The interface between a walk and an officer: the Terminal protocol and its data."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

import msgspec

from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.record import clock
from dvcheck.rules.answer import Answer
from dvcheck.walk.timer import Countdown, TimerInput

Line = tuple[tuple[str, str], ...]
"""Styled text: pairs of a style name (see `dvcheck.terminal.frame.styles`) and the text."""

COMMAND = "command"
"""The style of a line that is a command to paste, indented."""


class Move(Enum):
    """An officer's action at a prompt other than an answer."""

    BACK = "back"
    LATER = "later"
    HELP = "help"
    UNDO = "undo"
    """Take back the last answer, or the last skip."""
    NOTE = "note"


class Leave(Exception):
    """The officer leaves the walk (`q`, Ctrl-C, Ctrl-D, closed input). All answers are recorded."""


SEPARATOR = " · "
"""The separator between the parts of a status line."""

_UNWRAPPED = 1_000


def read_aloud(width: int) -> bool:
    """Check whether text is read aloud: such a terminal has no columns and reports an endless width."""
    return width >= _UNWRAPPED


class WalkPlace(msgspec.Struct, frozen=True, kw_only=True):
    """The place of a question in the walk. Empty parts are not shown."""

    mark: str = ""
    """A word that every screen must show, however small it is."""
    case: str = ""
    progress: str = ""
    """The progress of the walk."""
    round: str = ""
    """The list entry the question is about, if it is asked for each entry of a list."""
    checklist: str = ""
    section: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that are not empty, the largest first."""
        return tuple(filter(None, (self.mark, *self._rest)))

    @property
    def _rest(self) -> tuple[str, ...]:
        return self.case, self.progress, self.round, self.checklist, self.section

    @property
    def in_a_line(self) -> str:
        return SEPARATOR.join(self.parts)


class Help(msgspec.Struct, frozen=True, kw_only=True):
    """The help for a question."""

    meaning: str
    """The meaning of the question; empty if the checklists give none."""
    more: Line
    """Styled paragraphs: what the policy says, where it is unclear, and why this is asked."""
    hint: Callable[[], str] | None = None
    """Returns a hint that costs points, for the last page of the help; only in practice."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it is asked: its place, the status of the walk, and its former answer."""

    question: Question
    place: WalkPlace
    status: str
    former: Answer | None = None
    zone: str = "UTC"
    """The agency's time zone, used for "now"."""
    now: Callable[[], datetime] = clock.now
    """The clock that a typed time is compared with."""
    help: Callable[[], Help] | None = None
    """The help, if the terminal shows it with the question. Without it, the terminal returns `Move.HELP`."""
    note: Callable[[str], None] | None = None
    """Records a note written at the question; None if notes are not taken here."""
    aside: bool = False
    """Whether the question is outside the walk: the officer can only answer or go back."""
    definite: bool = False
    """Whether "unknown" is not accepted."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list to tick off or choose from."""

    id: str
    text: str
    aloud: str = ""
    """The text to read aloud; empty if it is the same as `text`."""
    whole: str = ""
    """More text, shown below the list while the row is selected; empty if `text` says all."""
    not_feasible: bool = False
    """Whether the policy allows the duty to be marked not feasible."""
    refused: str = ""
    """The message if it does not."""
    number: int = 0
    """Its digit in a list to choose from; 0 for its place in the list."""


class TickRow(Row, frozen=True, kw_only=True):
    """One duty of a list to tick off. Its `text` is the short form."""

    due: str = ""
    """Its deadline in a few cells, if it has a time."""
    overdue: bool = False
    section: str = ""
    case: str = ""
    """Its case, if the list has several cases."""
    full: str = ""
    """The full text, shown while the row is selected."""
    help: Callable[[], Help] | None = None
    """What the duty means and why it is owed; None if the row says all."""
    asks: bool = False
    """Whether the row is a question. It is never ticked: choosing it asks the question."""


class TickNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note below a list to tick off, under a title of one or two words."""

    title: str
    text: str
    stays: bool = False
    """Whether it stays on the screen next to help, because an officer must not lose sight of it."""


class TickList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of open duties to tick off."""

    title: str
    status: str
    rows: tuple[TickRow, ...]
    ticked: Collection[str] = ()
    """The ids of the rows that are ticked already."""
    outcomes: tuple[str, ...] = ()
    """The outcomes of the walks, one line each."""
    notes: tuple[TickNote, ...] = ()
    """What is forbidden, and what is undecided."""
    decides: bool = False
    """Whether a key goes to a question that would settle what is undecided."""
    undoes: bool = False
    """Whether an answer or a skip can be taken back."""
    takes_note: bool = False
    """Whether notes are taken at this list."""
    pointed: str = ""
    """The id of the row that is selected first; without such a row, the first one is."""


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """The rows ticked as done. They are confirmed unless another field says what the officer did instead."""

    done: tuple[str, ...] = ()
    not_feasible: str | None = None
    asked: tuple[str, ...] = ()
    """The questions of the list that the officer wants to answer."""
    back: bool = False
    decide: bool = False
    """Whether the officer goes to a question that would settle what is undecided."""
    undo: bool = False
    """Whether to take back the last answer or skip."""
    note: bool = False
    """Whether to take a note."""
    pointed: str = ""
    """The id of the selected row, for when the list is shown again."""
    leave: bool = False


class Terminal(Protocol):
    """The terminal that a walk asks the officer through. Each method that asks may raise `Leave`."""

    def ask(self, prompt: Prompt) -> Value | Move: ...

    def tick(self, listed: TickList) -> Ticked: ...

    def ask_reason(self, text: str) -> str | Move: ...

    def ask_note(self, title: str) -> str:
        """Ask for a note; empty if none was typed."""
        ...

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        """Ask for a time of day, as typed. `refused` returns what is wrong with it, or an empty text."""

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        """Count a timer down and return the officer's input; Move.LATER also if another window ended it."""
        ...

    def go_on_beside(self, countdown: Countdown | None) -> None:
        """Keep warning of a timer while other questions are asked; None stops the warnings."""
        ...

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        """Ask to choose a row. `help` explains what the choice is about, if the officer asks."""
        ...

    def say(self, *lines: Line) -> None: ...

    def close(self) -> None: ...

    @property
    def width(self) -> int: ...

    @property
    def is_kept(self) -> bool:
        """Whether a prompt stays on the screen after it is answered."""
        ...

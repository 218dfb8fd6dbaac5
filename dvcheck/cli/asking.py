"""How a command asks: by keys, line by line, or not at all where there is no terminal."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.looks import Looks
from dvcheck.pack.model import Question
from dvcheck.rules.answer import Answer
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.walk.prompts import Leave, Row, Terminal

if TYPE_CHECKING:
    from dvcheck.terminal.early import EarlyTerminal
    from dvcheck.terminal.prompt import KeyTerminal


def terminal_of(workspace: Workspace, stream: TextIO) -> Terminal | None:
    """Return the terminal to ask on: line by line or by keys. None if there is no terminal."""
    tidy_when_ended()
    attended = sys.stdin is not None and sys.stdin.isatty() and stream.isatty()
    if workspace.plain or (attended and dumb_terminal()):
        from dvcheck.terminal.plain import PlainTerminal

        return PlainTerminal(target=stream, bell=not workspace.quiet)
    return keyed_terminal(workspace, stream) if attended else None


def keyed_terminal(workspace: Workspace, stream: TextIO) -> "EarlyTerminal | KeyTerminal":
    """Return a terminal that takes single keys."""
    if sys.platform == "win32":
        from dvcheck.terminal.prompt import KeyTerminal

        return KeyTerminal(looks_of(workspace), stream=stream, bell=not workspace.quiet)
    from dvcheck.terminal.early import EarlyTerminal

    return EarlyTerminal(looks_of(workspace), stream=stream, bell=not workspace.quiet)


def looks_of(workspace: Workspace) -> Looks:
    """Return how prompts look on this workspace."""
    return Looks(color=workspace.color, theme=workspace.config.theme, keys=workspace.config.keys)


@contextmanager
def open_terminal(workspace: Workspace, otherwise: str, left: str | None = None) -> Iterator[Terminal]:
    """Open a terminal to ask on. Leaving it ends the command; earlier answers stay recorded.

    `left` is what to say then, if nothing was ticked or confirmed.
    DvcheckError with Exit.USAGE if there is none; `otherwise` is its hint.
    """
    terminal = terminal_of(workspace, sys.stdout)
    if terminal is None:
        raise DvcheckError(phrase("there is no terminal to ask on"), hint=otherwise, code=Exit.USAGE)
    try:
        yield terminal
    except Leave:
        beside.say(left or phrase("Left. What you ticked or confirmed is recorded."))
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


def ask_confirmation(workspace: Workspace, title: str, *, no: str, yes: str, otherwise: str) -> bool:
    """Ask before an action that cannot be undone. See `open_terminal`."""
    with open_terminal(workspace, otherwise, phrase("Left. Nothing was changed.")) as terminal:
        rows = [Row(id="no", text=no), Row(id="yes", text=yes)]
        return terminal.choose(title, rows) == "yes"


def choose_question(
    terminal: Terminal, offered: Sequence[Question], answers: Mapping[str, Answer]
) -> Question:
    """Ask for a question from a list of questions with their answers, and return it."""
    none = phrase("not noted")
    rows = [
        Row(id=q.id, text=f"{q.name}: {q.listed(answers[q.id].value) if q.id in answers else none}")
        for q in offered
    ]
    chosen = terminal.choose(phrase("Which answer?"), rows)
    return next(q for q in offered if q.id == chosen)

"""How a command asks: by keys, line by line, or not at all where there is no terminal."""

import sys
from typing import TextIO

from dvcheck.actions.desk import Desk
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.walk.prompts import Terminal


def terminal_of(desk: Desk, stream: TextIO) -> Terminal | None:
    """How to ask: line by line, by keys, or not at all where there is no terminal."""
    tidy_when_ended()
    attended = sys.stdin is not None and sys.stdin.isatty() and stream.isatty()
    if desk.plain or (attended and dumb_terminal()):
        from dvcheck.terminal.plain import PlainTerminal

        return PlainTerminal(target=stream, bell=not desk.quiet)
    if not attended:
        return None
    from dvcheck.terminal.prompt import KeyTerminal

    return KeyTerminal(color=desk.color, stream=stream, bell=not desk.quiet)

"""Keys pressed beside a screen that draws itself: to leave it, and to move through what does not fit."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from prompt_toolkit.keys import Keys

from dvcheck.terminal.keys.layer import terminal_keys
from dvcheck.terminal.raw import raw_mode

_LEAVING = {"q", "Q", Keys.ControlC, Keys.ControlD}
_STEPS = {Keys.Up: -1, Keys.Down: 1, Keys.PageUp: -10, Keys.PageDown: 10, Keys.Home: -10_000, " ": 10}


class Left(Exception):
    """Somebody has pressed a key that leaves the screen, or the terminal is gone."""


class Listener:
    """Takes the keys of a terminal while it is open: they are not shown, and Ctrl-C is one of them.

    It is opened within a running loop of asyncio: reading without one would block on Windows.
    """

    def __init__(self) -> None:
        self._input = terminal_keys()
        self._open = ExitStack()
        self._steps = 0
        self._left = False
        self.returns = 0
        """How often the program was stopped and went on: each time the screen is another's."""

    def __enter__(self) -> Self:
        self._open.enter_context(raw_mode(self._input.raw_mode, self._back))
        self._open.enter_context(self._input.attach(self._heard))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _back(self) -> None:
        self.returns += 1

    def _heard(self) -> None:
        for press in self._input.read_keys():
            self._left = self._left or press.key in _LEAVING
            self._steps += _STEPS.get(press.key, 0)
        self._left = self._left or self._input.closed

    def moved(self) -> int:
        """How many lines to go down (up, where negative) for the keys pressed since. May raise `Left`."""
        if self._left:
            raise Left
        steps, self._steps = self._steps, 0
        return steps

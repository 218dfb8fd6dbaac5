"""Keys pressed beside a screen that draws itself: to leave it, and to move through what does not fit."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from prompt_toolkit.input import create_input
from prompt_toolkit.keys import Keys

_LEAVING = {"q", "Q", Keys.ControlC, Keys.ControlD, Keys.Escape}
_STEPS = {Keys.Up: -1, Keys.Down: 1, Keys.PageUp: -10, Keys.PageDown: 10, Keys.Home: -10_000, " ": 10}


class Left(Exception):
    """Somebody has pressed a key that leaves the screen."""


class Listener:
    """Takes the keys of a terminal while it is open: they are not shown, and Ctrl-C is one of them."""

    def __init__(self) -> None:
        self._input = create_input()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(self._input.raw_mode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def moved(self) -> int:
        """How many lines to go down (or up, where negative) for the keys pressed since. May raise `Left`."""
        pressed = [*self._input.read_keys(), *self._input.flush_keys()]
        if self._input.closed or any(press.key in _LEAVING for press in pressed):
            raise Left
        return sum(_STEPS.get(press.key, 0) for press in pressed)

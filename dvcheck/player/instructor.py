"""The instructor at the keys of a demo: pauses it, goes on, begins again or leaves."""

from collections.abc import Callable, Iterable

from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from dvcheck.language import phrase
from dvcheck.terminal.feet import Foot

LEAVING = (Keys.ControlC, Keys.ControlD, "q", "Q")
"""The keys that leave a demo."""

_AGAIN = ("r", "R")


def what_would_you_do() -> str:
    """Return the question to the class."""
    return phrase("What would you do?")


class Instructor:
    """Hears the keys of the instructor, also while a prompt is drawn, and keeps what they ask for."""

    def __init__(self, *, paused: bool, stopped: Callable[[bool], None]) -> None:
        """`stopped` is called when the time of the demo is to stop or to go on."""
        self._stopped = stopped
        self.paused = paused
        self.hurries = False
        """Whether the next answer is to come at once."""
        self.leaves = False
        self.restarts = False
        """Whether the demo is to begin again. It is left first."""
        self._class_thinks = False

    def hear(self, presses: Iterable[KeyPress]) -> bool:
        """Act on keys. Return whether the demo is left now."""
        for press in presses:
            if press.key in LEAVING or press.key in _AGAIN:
                self.leaves = True
                self.restarts = press.key in _AGAIN
                return True
            if self._class_thinks and _is_meant(press):
                self._let_think(False)
                self.hurries = self.paused  # a step is one key
            elif press.key == " ":
                self.paused = not self.paused
                self._stopped(self.paused)
            elif press.key == Keys.Enter:
                self.hurries = True
        return False

    @property
    def class_thinks(self) -> bool:
        """Whether the class was asked what it would do, and no key was pressed since."""
        return self._class_thinks

    def ask_class(self) -> None:
        """Stop until the next key."""
        self._let_think(True)

    def _let_think(self, thinks: bool) -> None:
        self._class_thinks = thinks
        self._stopped(thinks or self.paused)

    @property
    def note(self) -> str:
        """The line above the foot."""
        if self._class_thinks:
            return what_would_you_do()
        return phrase("PAUSED") if self.paused else ""

    def foot(self, left: int) -> Foot:
        """Return the keys; `left` is the number of seconds until the next key."""
        others: Foot = (("r", phrase("restart")), ("q", phrase("leave")))
        if self._class_thinks:
            return ((phrase("any key"), phrase("go on")), *others)
        if self.paused:
            return (
                (phrase("Enter"), phrase("next answer")),
                (phrase("Space"), phrase("play on")),
                *others,
            )
        return (
            (phrase("PLAYING"), phrase("next key in {n} s", n=left)),
            (phrase("Space"), phrase("pause")),
            (phrase("Enter"), phrase("next answer now")),
            *others,
        )


def _is_meant(press: KeyPress) -> bool:
    """Check whether a person pressed this key. A terminal reports its size and its focus as keys, too."""
    return not isinstance(press.key, Keys) or press.key in (
        Keys.Enter,
        Keys.Right,
        Keys.Down,
        Keys.Left,
        Keys.Up,
        Keys.PageDown,
        Keys.PageUp,
        Keys.Tab,
        Keys.Escape,
        Keys.Backspace,
    )

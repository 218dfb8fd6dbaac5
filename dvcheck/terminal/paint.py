"""The first frame of a walk, written to a terminal before prompt_toolkit is loaded and takes over.

This is for POSIX terminals, which all accept the same sequences.
"""

import os
import select
from typing import TextIO

import msgspec

from dvcheck.looks import Looks
from dvcheck.terminal.faces import Face
from dvcheck.terminal.frame import CURSOR, in_rows, styles
from dvcheck.text import clean
from dvcheck.walk.prompts import Line

_ATTRIBUTES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_COLORS = {
    "fg:ansired": "31",
    "fg:ansigreen": "32",
    "fg:ansiyellow": "33",
    "fg:ansicyan": "36",
}
"""The terminal codes of the words of a style."""

PAINTED = frozenset({*_ATTRIBUTES, *_COLORS})
"""The words of styles that a first frame can use."""

_PLAIN = "\x1b[0m"
_ERASE_BELOW = "\x1b[J"
_PASTES_IN_BRACKETS = "\x1b[?2004h"
_PASTES_AS_TYPED = "\x1b[?2004l"
_OTHER_SCREEN = "\x1b[?1049h\x1b[H\x1b[2J"
_SCREEN_BEFORE = "\x1b[?1049l"


class ScreenSize(msgspec.Struct, frozen=True):
    """The size of a terminal."""

    columns: int
    rows: int


class Painter:
    """Draws what prompt_toolkit would draw, in the same place and with the same cursor."""

    def __init__(self, stream: TextIO, looks: Looks) -> None:
        self._stream = stream
        self._styles = styles(looks.theme)
        self._codes = {**_ATTRIBUTES, **_COLORS} if looks.color else _ATTRIBUTES
        self._face: Face | None = None
        """The face on the screen; None if there is none, or prompt_toolkit has taken over."""
        self._size: ScreenSize | None = None
        """The size of the terminal at that time; None if other text has been written since."""
        self.is_whole_screen = False
        """Whether frames are drawn on the alternate screen, from its first row on."""
        self.above = 0
        """The number of its rows above the cursor."""

    @property
    def size(self) -> ScreenSize:
        try:
            columns, rows = os.get_terminal_size(self._stream.fileno())
        except OSError:
            columns = rows = 0
        return ScreenSize(columns or 80, rows or 24)

    @property
    def is_shown(self) -> bool:
        """Whether a frame of this painter is on the screen."""
        return self._face is not None

    @property
    def is_whole(self) -> bool:
        """Whether the frame on the screen is intact."""
        return self._size == self.size

    def say(self, *lines: Line) -> None:
        """Write lines without wrapping them."""
        for line in lines:
            self._write("".join(self._styled((style, clean(text))) for style, text in line) + "\r\n")

    def paint(self, face: Face) -> None:
        """Draw a frame at the cursor, and put the cursor where the frame has it."""
        size = self.size
        rows = in_rows(face.shown(size, ""), size.columns)
        place = next((n for n, row in enumerate(rows) if CURSOR in row), 0)
        drawn = "\r\n".join("".join(self._styled(part) for part in row) for row in rows)
        back = _up(len(rows) - 1 - place)
        self._write(f"{_PASTES_IN_BRACKETS}\r{_PLAIN}{_ERASE_BELOW}{drawn}{_PLAIN}{back}")
        self._face, self._size, self.above = face, size, place

    def paint_again(self) -> None:
        """Draw the current frame again, below other text that has been written."""
        if self._face is not None:
            if self.is_whole_screen:
                self.begin_whole()
            self.paint(self._face)

    def begin_whole(self) -> None:
        """Switch to the alternate screen."""
        self._write(_OTHER_SCREEN)
        self.is_whole_screen = True

    def end_whole(self) -> None:
        """Switch back to the normal screen."""
        self.is_whole_screen = False
        self._write(_SCREEN_BEFORE)

    def give_over(self) -> None:
        """Hand the frame over to prompt_toolkit."""
        self._face = None

    def take_off(self) -> None:
        """Remove the frame, and leave the terminal as it was before."""
        if self._face is not None:
            self._write(f"{_up(self.above)}{_PLAIN}{_ERASE_BELOW}{_PASTES_AS_TYPED}")
            self._face = None

    def _styled(self, part: tuple[str, str]) -> str:
        style, text = part
        known = self._styles
        words = f"{known.get('', '')} {known.get(style.removeprefix('class:') or '-', '')}".split()
        codes = "".join(f"\x1b[{self._codes[word]}m" for word in words if word in self._codes)
        # As prompt_toolkit draws it.
        shown = text.replace("\xa0", " ")
        return f"{codes}{shown}{_PLAIN}" if codes else shown

    def _write(self, text: str) -> None:
        self._stream.flush()
        left = text.encode(self._stream.encoding, "replace")
        while left:  # not through the stream, because this also runs in a signal handler
            try:
                left = left[os.write(self._stream.fileno(), left) :]
            except BlockingIOError:  # another program has set the terminal this way
                select.select([], [self._stream], [])


def _up(rows: int) -> str:
    """Move up by `rows`, to the first column."""
    return f"\r\x1b[{rows}A" if rows else "\r"

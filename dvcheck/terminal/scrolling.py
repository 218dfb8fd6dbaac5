"""Scrolling: the visible lines of a text, and the sign that there are more."""

from collections.abc import Sequence

from dvcheck.cells import fitting
from dvcheck.language import phrase
from dvcheck.terminal.frame import Fragments
from dvcheck.text import clean

STEPS = {"up": -1, "k": -1, "c-p": -1, "down": 1, "j": 1, "c-n": 1}
"""The keys that scroll by one line."""

PAGES = {"pageup": -1, "pagedown": 1}
"""The keys that scroll by a page."""


ESC = ("escape", "<ignore>")
"""The names of Esc alone, which also arrives as a key without a meaning."""


class Scroll:
    """The position of the visible lines."""

    def __init__(self) -> None:
        self.first = 0
        """The first visible line."""

    def to(self, first: int) -> None:
        """Scroll to a line, within the text."""
        self.first = max(0, first)

    def shown(self, lines: Sequence[Fragments], room: int, width: int, *, keep: range) -> list[Fragments]:
        """Return the lines that fit, including those of `keep`, and below them the number of hidden lines."""
        if len(lines) <= room:
            self.first = 0
            return [*lines]
        signed = room > 1
        room -= 1 if signed else 0
        first = max(min(self.first, len(lines) - room), keep.stop - room)
        self.first = min(first, keep.start) if keep else max(0, first)
        hidden = len(lines) - room - self.first
        said = phrase(" {above} above, {below} below: arrows", above=self.first, below=hidden)
        sign: Fragments = [("class:dim", clean(fitting(said, width - 1)))]
        return [*lines[self.first : self.first + room], *([sign] if signed else [])]

"""A text to read on a screen of its own, which scrolls."""

from collections.abc import Callable, Sequence

from dvcheck.terminal import feet
from dvcheck.terminal.faces import ENTER, LEAVING, Done, Reply, Stays
from dvcheck.terminal.frame import Fragments, Size, footer, in_rows, joined
from dvcheck.terminal.scrolling import PAGES, STEPS, Scroll
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave, Line, Move


class TextFace:
    """A text to read. It is done with `Move.BACK` where the officer goes back."""

    def __init__(self, lines: Callable[[int], Sequence[Line]], foot: feet.Foot) -> None:
        """`lines` lays the text out in so many columns; `foot` names the keys."""
        self._lines = lines
        self._foot = foot
        self._width = 0
        self._laid_out: Sequence[Line] = ()
        self._scroll = Scroll()
        self._page = 1

    def shown(self, size: Size, note: str) -> Fragments:
        width = size.columns
        if width != self._width:
            self._width, self._laid_out = width, self._lines(width)
        rows = [row for line in self._laid_out for row in in_rows(_fragments(line), width)]
        foot = in_rows(footer(width, *self._foot), width)
        room = max(1, size.rows - len(foot))
        self._page = max(1, room - 2)
        shown = self._scroll.shown(rows, room, width, keep=range(0))
        gap: list[Fragments] = [[] for _ in range(room - len(shown))] if rows else []
        return joined([*shown, *gap, *foot][: size.rows])

    def press(self, key: str) -> Reply:
        if key in LEAVING:
            return Done(Leave)
        if key in (ENTER, "c-j", "b", "B", "left", "escape"):
            return Done(Move.BACK)
        by = STEPS.get(key, 0) + PAGES.get(key, 0) * self._page + (self._page if key == " " else 0)
        self._scroll.to(self._scroll.first + by)
        return Stays.FREE


def _fragments(line: Line) -> Fragments:
    return [(f"class:{style}" if style else "", clean(text)) for style, text in line]

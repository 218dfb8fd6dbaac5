"""A long text on an existing screen: it scrolls, can be searched, and `q` goes back."""

from collections.abc import Callable

from dvcheck.looks import KeyMap
from dvcheck.terminal.faces import PromptDone, PromptStays, Reply
from dvcheck.terminal.frame import Fragments, Size
from dvcheck.terminal.pager import in_fragments
from dvcheck.terminal.pages import Pages
from dvcheck.walk.prompts import Move


class TextFace:
    """A text to read, with the keys of the pager. It ends with `Move.BACK`."""

    def __init__(self, draw: Callable[[int], str], key_map: KeyMap = "usual") -> None:
        """`draw` draws it for a number of columns: cleaned, with color sequences."""
        self._draw = draw
        self._columns = 0
        self._pages = Pages((), key_map)

    def shown(self, size: Size, note: str) -> Fragments:
        if size.columns != self._columns:
            self._columns = size.columns
            self._pages.lay_out(in_fragments(self._draw(size.columns), size.columns))
        return self._pages.shown(size)

    def press(self, key: str) -> Reply:
        return PromptDone(Move.BACK) if self._pages.press(key) else PromptStays.FREE

"""The help for a question or a duty, page by page: its meaning first, then what the policy says."""

from collections.abc import Callable, Sequence

import msgspec

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.terminal.frame import Fragments
from dvcheck.walk.prompts import Help

_LEAST = 2
"""The rows that a page always gets."""


class _Room(msgspec.Struct, frozen=True):
    """The room a page may take."""

    width: int
    rows: int


class HelpPages:
    """The pages of a question's help. Each `?` shows the next page, and the last `?` closes the help."""

    def __init__(self, help: Callable[[], Help] | None, keys: str) -> None:
        """`keys` describes the keys that answer."""
        self._help = help
        self._loaded: Help | None = None
        self._keys = keys
        self._told = ""
        """The hint, once it is asked for."""
        self._page = -1
        """The open page; -1 if none is open."""
        self._room = _Room(80, 10)

    @property
    def is_there(self) -> bool:
        return self._help is not None

    @property
    def is_open(self) -> bool:
        return self._page >= 0

    def turn(self) -> None:
        """Open the next page. After the last one, close the help."""
        self._page += 1
        if self._page >= self._count():
            self._page = -1

    def shown(self, width: int, rows: int) -> Fragments:
        """Return the open page in at most `rows` rows, but never fewer than two."""
        self._room = _Room(width, max(_LEAST, rows))
        if not self.is_open:
            return []
        pages = self._pages()
        if self._page >= len(pages) and self._has_hint():
            return [part for row in self._hint() for part in row]
        self._page = min(self._page, len(pages) - 1)
        return [part for row in pages[self._page] for part in row]

    def moves(self, moves: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        """Return the navigation keys, with what `?` does now."""
        if not self.is_open:
            return moves
        closes = self._page + 1 >= self._count()
        does = phrase("close") if closes else phrase("more")
        if self._has_hint() and self._page + 2 == self._count():
            does = phrase("hint, for a point")
        return [(key, does if key == "?" else what) for key, what in moves]

    def _count(self) -> int:
        """Return the number of pages, with that of the hint."""
        return len(self._pages()) + self._has_hint()

    def _has_hint(self) -> bool:
        return self._loaded is not None and self._loaded.hint is not None

    def _hint(self) -> list[Fragments]:
        """Return the page of the hint. It is asked for once."""
        assert self._loaded is not None
        assert self._loaded.hint is not None
        if not self._told:
            self._told = self._loaded.hint()
        return [page for pages in self._split([("note", self._told)])[:1] for page in pages]

    def _pages(self) -> list[list[Fragments]]:
        """Return the pages: the meaning, then the rest, each in as many pages as it takes."""
        assert self._help is not None
        self._loaded = self._loaded or self._help()
        first = [("", self._loaded.meaning)] if self._loaded.meaning else []
        rest = [*self._loaded.more, ("dim", self._keys)]
        return [*self._split(first), *self._split(rest)]

    def _split(self, paragraphs: Sequence[tuple[str, str]]) -> list[list[Fragments]]:
        rows: list[Fragments] = [
            [(f"class:{style}" if style else "", f"   {line}\n")]
            for style, text in paragraphs
            for line in wrapped(text, max(10, self._room.width - 5))
        ]
        step = self._room.rows
        return [rows[start : start + step] for start in range(0, len(rows), step)]

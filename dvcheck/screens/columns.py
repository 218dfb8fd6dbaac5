"""Rows of text in columns, written line by line. A Rich table for each of thousands of rows is too slow."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style

from dvcheck.cells import cells, wrapped
from dvcheck.text import clean

ROWS_AT_ONCE = 200
"""The number of rows of a list that are laid out at once."""

Part = tuple[str, str]
"""A text and its style."""

Cell = tuple[Part, ...]
"""The text in one column of one row. Each part begins a new line."""


class ScreenColumn(NamedTuple):
    """The width of a column in cells (None takes the rest), and whether its text is right-aligned."""

    width: int | None = None
    right: bool = False


class Rows:
    """Rows in columns one cell or more apart. Each text is cleaned, and wrapped if it is too long."""

    def __init__(self, columns: Sequence[ScreenColumn], rows: Iterable[Sequence[Cell]], gap: int = 1) -> None:
        self._columns = columns
        self._rows = rows
        self._gap = " " * gap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        styles: dict[str, Style] = {}
        fixed = [column.width for column in self._columns if column.width is not None]
        rest = options.max_width - sum(fixed) - len(self._gap) * (len(self._columns) - 1)
        widths = [max(1, rest) if column.width is None else column.width for column in self._columns]
        for row in self._rows:
            for line in self._lines(row, widths):
                for text, style in line:
                    if style not in styles:
                        styles[style] = console.get_style(style) if style else Style.null()
                    yield Segment(text, styles[style])
                yield Segment.line()

    def _lines(self, row: Sequence[Cell], widths: Sequence[int]) -> Iterator[list[Part]]:
        """Yield the lines of a row, without spaces at their ends."""
        columns = [_laid_out(cell, width) for cell, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*columns, fillvalue=("", "")):
            line: list[Part] = []
            missing = 0
            for (text, style), column, width in zip(parts, self._columns, widths, strict=True):
                room = max(0, width - cells(text))
                missing += room if column.right else 0
                if text:
                    if missing:
                        line.append((" " * missing, ""))
                    line.append((text, style))
                    missing = 0
                missing += (0 if column.right else room) + len(self._gap)
            yield line


def in_parts(columns: Sequence[ScreenColumn], rows: Iterable[Sequence[Cell]], gap: int = 1) -> Iterator[Rows]:
    """Lay out rows in parts, so that a long list takes no more memory than a short one."""
    left = iter(rows)
    while part := tuple(islice(left, ROWS_AT_ONCE)):
        yield Rows(columns, part, gap)


def _laid_out(cell: Cell, width: int) -> list[Part]:
    return [(line, style) for text, style in cell for line in _broken(text, width)]


@lru_cache(4096)
def _broken(text: str, width: int) -> tuple[str, ...]:
    """Break a text into lines and keep the blanks before its first word. Cached: many cases share a duty."""
    lead = len(text) - len(text.lstrip(" "))
    if cells(clean(text)) <= width:
        return (clean(text).rstrip(),)
    return tuple(" " * lead + line for line in wrapped(text, width - lead))

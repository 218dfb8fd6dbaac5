"""The width of the terminal behind a stream, and lines that fit it."""

import os
from typing import TextIO

from dvcheck.cells import between_words, wrapped

NARROWEST = 20
"""Fewer columns than this count as unknown."""


def columns(stream: TextIO) -> int:
    """Return the columns of the terminal behind a stream; 0 if there is no terminal or it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def break_line(line: str, columns: int) -> list[str]:
    """Break a line between words into lines of at most `columns`. A command is not broken; 0 is no limit."""
    if columns < NARROWEST or line.startswith(" "):
        return [line]
    return wrapped(line, columns)


def unbroken_words(line: str, columns: int) -> list[str]:
    """Break a line as `break_line` does, but never cut a word: it may be the name of a file."""
    if columns < NARROWEST or line.startswith(" "):
        return [line]
    return between_words(line, columns)

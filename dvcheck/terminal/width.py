"""How wide the terminal behind a stream is, and lines that fit it."""

import os
from typing import TextIO

from dvcheck.cells import between_words, wrapped

NARROWEST = 20
"""Fewer columns than these are taken for unknown."""


def columns(stream: TextIO) -> int:
    """How many columns the terminal behind a stream has; 0 where there is none, or it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def broken(line: str, columns: int) -> list[str]:
    """A line in lines of at most so many columns, broken between words; whole where it is a command, or 0."""
    if columns < NARROWEST or line.startswith(" "):
        return [line]
    return wrapped(line, columns)


def unbroken_words(line: str, columns: int) -> list[str]:
    """The same, but a word that is wider than a line is not cut: it may be the name of a file."""
    if columns < NARROWEST or line.startswith(" "):
        return [line]
    return between_words(line, columns)

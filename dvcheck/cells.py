"""Texts measured in the cells of a terminal, not in characters: wherever one is cut or wrapped."""

import re
from functools import lru_cache

from dvcheck.text import clean


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many cells, at least 10; a word goes on in the next line if it must."""
    text, width = clean(text), max(10, width)
    if cells(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    room = 0
    for word in words(text):
        takes = cells(word)
        if lines and takes < room:
            lines[-1] += f" {word}"
            room -= takes + 1
            continue
        while takes > width:
            lines.append(fitting(word, width))
            word = word[len(lines[-1]) :]
            takes = cells(word)
        if word:
            lines.append(word)
        room = width - takes
    return lines or [""]


def words(text: str) -> list[str]:
    """The words of a text, between which a line may end: a number and its unit, such as 25 m, are one."""
    return _WORDS.findall(text)


_UNIT = r"(?:m|h|d|min|minutes?|hours?|days?)"
_WORDS = re.compile(rf"\S*\d {_UNIT}(?!\w)\S*|\S+")

UNITED = re.compile(rf"(?<=\d) (?={_UNIT}(?!\w))")
"""The blank between a number and its unit."""


def between_words(text: str, width: int) -> list[str]:
    """A text in lines of at most so many cells; a word that is wider has a line of its own."""
    lines: list[str] = []
    for word in words(clean(text)):
        if lines and cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def cut(text: str, room: int) -> str:
    """A text in at most so many cells, with an ellipsis where that is not all of it."""
    text = clean(text)
    return text if cells(text) <= room else fitting(text, max(1, room - 1)).rstrip() + "…"


def cells(text: str) -> int:
    """How many columns a text takes: two for each wide character, none for one that joins another."""
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(map(_width, text))


@lru_cache(4096)
def _width(character: str) -> int:
    # Only here: most of what is shown needs no table, and loading it takes longer than a first question.
    from wcwidth import wcwidth

    return max(0, wcwidth(character))


_NARROW = re.compile("[\x00-\x7f\xa0-\xac\xae-\u02ff\u2010-\u2027\u25cb\u25cf]*")
"""Letters of one column each: Latin ones, dashes, quotation marks, an ellipsis, and the marks of a list."""


def fitting(text: str, room: int) -> str:
    """As many of the first characters as so many cells hold, at least one."""
    used = 0
    for number, character in enumerate(text):
        used += cells(character)
        if used > room and number:
            return text[:number]
    return text

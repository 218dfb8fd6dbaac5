"""Cutting and wrapping of texts by terminal cells instead of characters."""

import re
from functools import lru_cache

from dvcheck.text import clean


def wrapped(text: str, width: int) -> list[str]:
    """Wrap a text into lines of at most `width` cells (at least 10). A longer word is split."""
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
    """Return the words of a text. A number and its unit, such as 25 m, are one word."""
    return _WORDS.findall(text)


_UNIT = r"(?:m|h|d|min|minutes?|hours?|days?)"
_WORDS = re.compile(rf"\S*\d {_UNIT}(?!\w)\S*|\S+")

UNITED = re.compile(rf"(?<=\d) (?={_UNIT}(?!\w))")
"""The blank between a number and its unit."""


def between_words(text: str, width: int) -> list[str]:
    """Wrap a text into lines of at most `width` cells. A wider word has a separate line."""
    lines: list[str] = []
    for word in words(clean(text)):
        if lines and cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def cut(text: str, room: int) -> str:
    """Cut a text to at most `room` cells, with an ellipsis if something is cut off."""
    text = clean(text)
    return text if cells(text) <= room else fitting(text, max(1, room - 1)).rstrip() + "…"


def cells(text: str) -> int:
    """Return the columns a text takes: two for a wide character, none for a combining one."""
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(map(_width, text))


@lru_cache(4096)
def _width(character: str) -> int:
    # Imported late: most texts need no table of widths, and loading it would delay the first question.
    from wcwidth import wcwidth

    return max(0, wcwidth(character))


_NARROW = re.compile("[\x00-\x7f\xa0-\xac\xae-\u02ff\u2010-\u2027\u25cb\u25cf]*")
"""Characters one column wide: Latin letters, dashes, quotation marks, the ellipsis and list marks."""


def fitting(text: str, room: int) -> str:
    """Return the first characters of a text that fit in `room` cells, at least one."""
    used = 0
    for number, character in enumerate(text):
        used += cells(character)
        if used > room and number:
            return text[:number]
    return text

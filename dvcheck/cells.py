"""Texts measured in the cells of a terminal, not in characters: wherever one is cut or wrapped."""

from dvcheck.text import clean


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many cells, at least 10; a word goes on in the next line if it must."""
    text, width = clean(text), max(10, width)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if cells(longer) > width:
            lines.append("")
            longer = word
        while cells(longer) > width:
            first = _fitting(longer, width)
            lines[-1:] = [first, ""]
            longer = longer[len(first) :]
        lines[-1] = longer
    return [line for line in lines if line] or [""]


def cut(text: str, room: int) -> str:
    """A text in at most so many cells, with an ellipsis where that is not all of it."""
    text = clean(text)
    return text if cells(text) <= room else _fitting(text, max(1, room - 1)).rstrip() + "…"


def cells(text: str) -> int:
    """How many columns a text takes: two for each wide character, none for one that joins another."""
    if text.isascii():
        return len(text)
    # Only here: most of what is shown needs no table, and the plain mode loads no library of screens.
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(character)) for character in text)


def _fitting(text: str, room: int) -> str:
    """As many of the first characters as so many cells hold, at least one."""
    used = 0
    for number, character in enumerate(text):
        used += cells(character)
        if used > room and number:
            return text[:number]
    return text

"""A long text on a small screen: the visible rows, the keys that scroll, and the search."""

import re
from collections.abc import Iterable, Sequence

from dvcheck.language import phrase
from dvcheck.looks import KeyMap
from dvcheck.terminal.frame import CURSOR, NARROW, Fragments, Size, footer, in_rows, join_rows
from dvcheck.terminal.key_map import IN_PAGES, key_names, mapped_key
from dvcheck.text import one_line
from dvcheck.walk.prompts import SEPARATOR

LEAVING = ("q", "Q", "c-c", "c-d", "<sigint>")
"""The keys that leave the text, by their prompt_toolkit names."""

LONGEST_WORD = 60
"""The most characters of a search word."""


class Pages:
    """A text longer than the screen, at its current position."""

    def __init__(
        self, rows: Sequence[Fragments], key_map: KeyMap = "usual", mark: str = "", leaves: str = ""
    ) -> None:
        """`mark` is a word that every page must show, `leaves` says what `q` does if it does not leave."""
        self._rows = rows
        self._key_map = key_map
        self._mark = mark
        self._leaves = leaves
        self._texts = _texts(rows)
        self._top = 0
        self._room = 1
        self._word = ""
        self._typed: str | None = None
        """The search word typed so far; None if none is being typed."""
        self._said = ""

    def lay_out(self, rows: Sequence[Fragments]) -> None:
        """Take the rows for a new width. The top row stays about the same."""
        self._top = self._top * len(rows) // max(1, len(self._rows))
        self._rows, self._texts = rows, _texts(rows)

    # --- keys -----------------------------------------------------------------------------------------------

    def press(self, key: str) -> bool:
        """Handle a key, and return whether it leaves the text."""
        self._said = ""
        if self._typed is not None:
            self._type(key)
            return False
        if key in LEAVING:
            return True
        key = mapped_key(key, self._key_map)
        if key == "/":
            self._typed = ""
        elif key in ("n", "N"):
            self._next(-1 if key == "N" else 1)
        elif (step := self._step(key)) is not None:
            self._go_to(self._top + step)
        return False

    def paste(self, text: str) -> None:
        """Add a pasted text to the search word, if one is being typed."""
        if self._typed is not None:
            self._typed = (self._typed + one_line(text))[:LONGEST_WORD]

    def _step(self, key: str) -> int | None:
        """Return the number of rows a key moves down."""
        match key:
            case "down" | "j" | "c-m" | "c-j":
                return 1
            case "up" | "k":
                return -1
            case "pagedown" | " " | "right":
                return self._room
            case "pageup" | "b" | "left":
                return -self._room
            case "home" | "g":
                return -len(self._rows)
            case "end" | "G":
                return len(self._rows)
            case _:
                return None

    def _go_to(self, row: int) -> None:
        self._top = max(0, min(row, len(self._rows) - self._room))

    # --- search ---------------------------------------------------------------------------------------------

    def _type(self, key: str) -> None:
        assert self._typed is not None
        if key in ("c-m", "c-j"):
            self._word, self._typed = self._typed or self._word, None
            self._find(range(self._top, len(self._rows)), range(self._top))
        elif key in ("escape", "c-c", "c-d", "<sigint>") or (key == "c-h" and not self._typed):
            self._typed = None
        elif key == "c-h":
            self._typed = self._typed[:-1]
        elif len(key) == 1 and len(self._typed) < LONGEST_WORD:
            self._typed += one_line(key)

    def _next(self, step: int) -> None:
        """Go to the next or previous row with the word. After the last one comes the first."""
        below, above = range(self._top + 1, len(self._rows)), range(self._top)
        if step > 0:
            self._find(below, above)
        else:
            self._find(reversed(above), reversed(below))

    def _find(self, *among: Iterable[int]) -> None:
        if not self._word:
            return
        looked_for = _pattern(self._word)
        found = next((n for rows in among for n in rows if looked_for.search(self._texts[n])), None)
        if found is None:
            self._said = phrase("“{word}” is not in this text", word=self._word)
        else:
            self._go_to(found)

    # --- display --------------------------------------------------------------------------------------------

    def shown(self, size: Size) -> Fragments:
        """Return the rows that fit, and below them the position in the text and the keys."""
        foot: list[Fragments] = []
        # The height of the foot depends on the numbers in it, and they depend on its height.
        for _ in range(3):
            foot = in_rows(self._foot(size), size.columns)
            self._room = max(1, size.rows - len(foot))
            self._go_to(self._top)
        rows = self._rows[self._top : self._top + self._room]
        blank: list[Fragments] = [[]] * (self._room - len(rows))
        return join_rows([*(_marked(row, self._word) for row in rows), *blank, *foot])

    def _foot(self, size: Size) -> Fragments:
        if self._typed is not None:
            typed = phrase("Look for: {word}", word=self._typed)
            return [("class:strong", f" {typed}"), CURSOR, ("", " ")]
        if self._said:
            return [("class:warn", f" {self._said}")]
        last = min(len(self._rows), self._top + self._room)
        where = phrase("{first}-{last} of {all}", first=self._top + 1, last=last, all=len(self._rows))
        where = SEPARATOR.join(filter(None, (self._mark, where)))
        keys = [(phrase("arrows"), phrase("line")), (phrase("Space"), phrase("page")), ("/", phrase("find"))]
        keys = keys if size.columns >= NARROW else keys[1:]
        keys += [("n", phrase("next"))] if self._word else []
        room = size.columns - len(where) - 2
        foot = key_names(
            footer(room, *keys, ("q", self._leaves or phrase("leave"))),
            self._key_map,
            IN_PAGES,
        )
        return [("class:strong", f" {where} "), *foot]


def _texts(rows: Sequence[Fragments]) -> tuple[str, ...]:
    return tuple("".join(text for _, text in row) for row in rows)


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(word), re.IGNORECASE)


def _marked(row: Fragments, word: str) -> Fragments:
    """Highlight the search word in a row."""
    if not word:
        return row
    text = "".join(part for _, part in row)
    found = [range(match.start(), match.end()) for match in _pattern(word).finditer(text)]
    if not found:
        return row
    marked: Fragments = []
    place = 0
    for style, part in row:
        for character in part:
            here = any(place in one for one in found)
            marked.append((f"{style} class:found" if here else style, character))
            place += 1
    return marked

"""The frame of every keyed prompt, as styled text: place, status, question, and the keys at the foot."""

from collections.abc import Mapping, Sequence
from typing import Protocol, assert_never

from msgspec.structs import replace

from dvcheck.cells import cells, cut, fitting, wrapped
from dvcheck.language import phrase
from dvcheck.looks import Theme
from dvcheck.pack.model import Question, sections_of
from dvcheck.text import clean
from dvcheck.walk.prompts import SEPARATOR, WalkPlace

_USUAL = {
    # The terminal's own text color, dimmed: in some palettes a fixed gray equals the background.
    "dim": "dim",
    "strong": "bold",
    "new": "fg:ansicyan bold",
    "warn": "fg:ansired bold",
    "command": "fg:ansired bold",
    "done": "fg:ansigreen",
    "note": "fg:ansiyellow",
    "key": "bold",
    "pointer": "bold",
    "selected": "bold",
    "sign": "dim",
    "typed": "bold",
}

_HIGH_CONTRAST = {
    "dim": "",
    "strong": "bold underline",
    "new": "bold",
    "warn": "bold reverse",
    "command": "bold",
    "done": "",
    "note": "underline",
    "key": "bold",
    "pointer": "bold reverse",
    "selected": "bold",
    "sign": "bold",
    "typed": "bold underline",
}
"""Styles in the terminal's own text color, which every palette keeps readable."""


def styles(theme: Theme) -> Mapping[str, str]:
    """Return the styles of prompts by name, in prompt_toolkit's syntax. The empty name is for all text."""
    match theme:
        case "usual":
            return _USUAL
        case "high-contrast":
            return _HIGH_CONTRAST
        case "projector":
            # Thin and gray text cannot be read from the last row of a bright room.
            return {**_HIGH_CONTRAST, "": "bold", "key": "underline"}
    assert_never(theme)


SMALL = 14
"""With fewer rows, the place and the status make room for the question and its keys."""

ROOMY = 20
"""With at least this many rows, the full place is shown, in as many lines as it needs."""

NARROW = 56

Fragments = list[tuple[str, str]]


def usual_moves() -> tuple[tuple[str, str], ...]:
    """Return the keys that navigate or leave, and what they do."""
    return (
        ("b", phrase("back")),
        ("s", phrase("later")),
        ("z", phrase("undo")),
        ("+", phrase("note")),
        ("?", phrase("help")),
        ("q", phrase("save, leave")),
    )


CURSOR = ("[SetCursorPosition]", "")
"""The marker of the cursor position, named by prompt_toolkit. Without it, the cursor is at the start."""


class Size(Protocol):
    """The size of a terminal."""

    @property
    def columns(self) -> int: ...
    @property
    def rows(self) -> int: ...


def heading(
    size: Size,
    place: WalkPlace | None,
    status: str,
    text: str,
    question: Question | None,
    beside: Fragments | None = None,
) -> Fragments:
    """Return the place and the status, the text `beside`, and the question with its sections."""
    fragments: Fragments = []
    if size.rows >= SMALL:
        room = size.columns - 2
        fragments.append(("", "\n"))
        above = _where(place, size) if place is not None else []
        above += in_parts(status.split(SEPARATOR), room) if status else []
        fragments += [("class:dim", f" {clean(said)}\n") for said in above]
    elif place is not None and place.mark:
        text = f"{place.mark}{SEPARATOR}{text}"
    fragments += beside or []
    lines = wrapped(text, size.columns - 2)
    fragments += [("class:strong", f" {line}\n") for line in lines]
    if question is not None:
        cited = sections_of(question.cites)
        if question.readings:
            sections = clean(phrase("({sections} · reading)", sections=cited))
        else:
            sections = clean(phrase("({sections})", sections=cited))
        if cells(lines[-1]) + cells(sections) + 4 <= size.columns:
            fragments[-1] = ("class:strong", f" {lines[-1]}  ")
            fragments.append(("class:dim", f"{sections}\n"))
        else:
            fragments += [("class:dim", f" {line}\n") for line in wrapped(sections, size.columns - 2)]
    return fragments


def _where(place: WalkPlace, size: Size) -> list[str]:
    """Return the lines of a question's place. A small screen has one line, with the section first."""
    room = size.columns - 2
    lines = in_parts(place.parts, room)
    if len(lines) <= 1 or size.rows >= ROOMY:
        return lines
    less = place
    for what in ("checklist", "case", "progress", "round"):
        less = replace(less, **{what: ""})
        if cells(less.in_a_line) <= room:
            break
    return [cut(less.in_a_line, room)]


def in_parts(parts: Sequence[str], room: int) -> list[str]:
    """Lay out the parts of a line in lines. A part is broken only if it is longer than a line."""
    lines: list[str] = []
    for part in filter(None, parts):
        if lines and cells(lines[-1]) + cells(SEPARATOR) + cells(part) <= room:
            lines[-1] += f"{SEPARATOR}{part}"
        else:
            lines += wrapped(part, room)
    return lines


def footer(width: int, *keys: tuple[str, str]) -> Fragments:
    fragments: Fragments = []
    used = 0
    for key, what in keys:
        length = cells(key) + 1 + cells(what)
        # The last column stays empty, because a terminal would wrap there by itself.
        if not fragments or used + 2 + length >= width:
            fragments.append(("", "\n " if fragments else " "))
            used = 1
        else:
            fragments.append(("", "  "))
            used += 2
        fragments += [("class:key", clean(key)), ("class:dim", f" {clean(what)}")]
        used += length
    return fragments


def note_line(width: int, note: str) -> Fragments:
    """Return a line above the foot; nothing if there is no note."""
    return [("class:warn", f"   {line}\n") for line in wrapped(note, width - 4)] if note else []


def digit(number: int) -> str:
    return str(number) if number < 10 else " "


def in_rows(fragments: Fragments, width: int) -> list[Fragments]:
    """Split a text into the rows it takes on the screen. A line that is too long wraps."""
    rows: list[Fragments] = [[]]
    used = 0
    for style, text in fragments:
        first, *more = text.split("\n")
        for number, part in enumerate((first, *more)):
            if number:
                rows.append([])
                used = 0
            while part and used + cells(part) > width:
                fits = fitting(part, width - used)
                fits = fits if not used or used + cells(fits) <= width else ""
                rows[-1].append((style, fits))
                rows.append([])
                part, used = part[len(fits) :], 0
            if part or (style, text) == CURSOR:
                rows[-1].append((style, part))
                used += cells(part)
    return rows


def join_rows(rows: Sequence[Fragments]) -> Fragments:
    """Join rows into one text."""
    return [part for number, row in enumerate(rows) for part in ([("", "\n")] if number else []) + row]


def first_rows(rows: Sequence[Fragments], count: int, width: int) -> list[Fragments]:
    """Return the first `count` rows. If there are more, a sign at the end says so."""
    if len(rows) <= count or count < 1 or width < _SIGNED:
        return [*rows[:count]]
    return [*rows[: count - 1], [*in_rows(rows[count - 1], width - 2)[0], ("class:dim", " …")]]


_SIGNED = 8
"""The columns a screen needs to have room for a sign."""


KEPT = 6
"""The rows of answers that stay visible with a page of help, if there are more."""


def split_room(room: int, above: int, rows: int, below: int) -> list[int]:
    """Return the lines each part gets. A question and its keys get all they need if some rows fit too."""
    left = room - above - below
    return (
        [above, min(rows, left), below]
        if left >= min(rows, _LEFT)
        else share_room(room, [above, rows, below])
    )


_LEFT = 3
"""The rows of a list that must fit before a question and its keys are shown in full."""


def share_room(room: int, wanted: Sequence[int]) -> list[int]:
    """Return the rows each part of a screen gets: all it needs, or a fair share."""
    given = [0] * len(wanted)
    while sum(given) < min(room, sum(wanted)):
        for number, rows in enumerate(wanted):
            if given[number] < rows and sum(given) < room:
                given[number] += 1
    return given

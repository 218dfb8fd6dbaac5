"""A document before it has a format: chapters of tables, facts and lines. Every text in it is plain text.

The renderers (`markdown`, `html`, `pdf`) make each text inert for their format; nothing here is markup.
"""

from datetime import datetime

import msgspec

Cell = tuple[str, ...]
"""The text of a cell, then the lines below it."""


class Column(msgspec.Struct, frozen=True):
    """A column of a table. `share` is its part of the width; 0 makes it as narrow as its words."""

    title: str
    share: int
    strong: bool = False
    """Whether the first line of its cells is emphasized."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a table that belong together. `title` may be empty."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """Rows with a cell for each column."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    tick: bool = False
    """Whether each row begins with a box to tick on paper."""


class FactList(msgspec.Struct, frozen=True, kw_only=True, tag="facts"):
    """Rows of a name and a value; `brief` as in `Lines`."""

    rows: tuple[tuple[str, Cell], ...]
    brief: bool = False


class Lines(msgspec.Struct, frozen=True, kw_only=True, tag="lines"):
    """A list of sentences. `brief` ones have a few words each and are set side by side."""

    lines: tuple[str, ...]
    brief: bool = False


class CutCards(msgspec.Struct, frozen=True, kw_only=True, tag="cards"):
    """Cards to cut out and hand out. The first text of each is its small heading."""

    cards: tuple[Cell, ...]


Part = Table | FactList | Lines | CutCards


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a document under a heading."""

    title: str
    parts: tuple[Part, ...]
    on_new_page: bool = False
    """Whether it begins a page on paper."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A document. `lead` follows its title; `mark` is on each page; `made` is its time (aware)."""

    title: str
    lead: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    mark: str
    made: datetime
    large: bool = False
    """Whether it is printed in letters to read in a class. A worksheet is denser."""

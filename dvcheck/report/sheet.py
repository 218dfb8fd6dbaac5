"""A document before it has a format: chapters of tables, facts and lines. Every text in it is plain text.

The renderers (`markdown`, `html`, `pdf`) make each text inert for their format; nothing here is markup.
"""

from datetime import datetime

import msgspec

Cell = tuple[str, ...]
"""What a cell says, and below it what belongs to that, a line each."""


class Column(msgspec.Struct, frozen=True):
    """A column of a table. `share` is its part of the width; 0 is as narrow as its words are."""

    title: str
    share: int
    strong: bool = False
    """Whether the first line of its cells stands out."""


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
    """What something is called, and what it is; `brief` as in `Lines`."""

    rows: tuple[tuple[str, Cell], ...]
    brief: bool = False


class Lines(msgspec.Struct, frozen=True, kw_only=True, tag="lines"):
    """A list of sentences; of a few words each where it is `brief`, so that several stand side by side."""

    lines: tuple[str, ...]
    brief: bool = False


Part = Table | FactList | Lines


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a document under a heading."""

    title: str
    parts: tuple[Part, ...]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A document. `lead` stands under its title, `mark` on each page of it; `made` is aware."""

    title: str
    lead: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    mark: str
    made: datetime

"""Where PyYAML gave up, and what the author did there: the terms in which that is worked out."""

import re
from collections.abc import Sequence

import msgspec
import yaml

from dvcheck.pack.slips import WIDE_COLON

KEY = re.compile(r"(?P<before>\s*(?:- +)*)(?P<key>[^\s:#\"'\[\]{},][^:#\"'\[\]{},]*?)\s*:(?:\s+|$)")
"""A line that begins with a key: `- ask: …`."""

_BULLET = re.compile(r"(?P<before>\s*)(?P<dash>[–—−‐•·*])\s")


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """Where and why PyYAML gave up; lines and columns count from 0."""

    lines: Sequence[str]
    line: int
    column: int
    began: tuple[int, int] | None
    """Where what it was reading began."""
    words: str
    """What it says; of either loader, and never shown."""
    tokens: Sequence[yaml.Token] = ()
    """What it had read before."""

    @property
    def here(self) -> str:
        """The line it gave up in."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.here[self.column : self.column + 1]

    @property
    def above(self) -> int | None:
        """The number of the line before that says something."""
        return next(
            (n for n in range(min(self.line, len(self.lines)) - 1, -1, -1) if says(self.lines[n])), None
        )


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """What the author did, and the place of it; lines and columns count from 0."""

    line: int
    column: int
    message: str
    length: int = 1


def says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def not_of_a_keyboard(where: Stopped, number: int | None) -> Slip | None:
    """A dash, bullet or colon that a word processor or another keyboard made, where a line needs its own."""
    if number is None or number >= len(where.lines):
        return None
    line = where.lines[number]
    bullet = _BULLET.match(line)
    if bullet is not None:
        message = f'a list item begins with a hyphen (-), not with "{bullet["dash"]}"'
        return Slip(line=number, column=len(bullet["before"]), message=message)
    wide = line.find(WIDE_COLON)
    if wide >= 0 and not KEY.match(line):
        message = f'a key ends with a colon and a space (": "), not with the wide colon "{WIDE_COLON}"'
        return Slip(line=number, column=wide, message=message)
    return None

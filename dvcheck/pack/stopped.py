"""Where PyYAML stopped, and the mistake found there."""

import re
from collections.abc import Sequence

import msgspec
import yaml

from dvcheck.pack.slips import WIDE_COLON

KEY = re.compile(r"(?P<before>\s*(?:- +)*)(?P<key>[^\s:#\"'\[\]{},][^:#\"'\[\]{},]*?)\s*:(?:\s+|$)")
"""A line that begins with a key: `- ask: …`."""

_BULLET = re.compile(r"(?P<before>\s*)(?P<dash>[–—−‐•·*])\s")


class YamlStop(msgspec.Struct, frozen=True, kw_only=True):
    """The place and reason PyYAML stopped. Lines and columns count from 0."""

    lines: Sequence[str]
    line: int
    column: int
    began: tuple[int, int] | None
    """The start of what it was reading."""
    words: str
    """Its message, which is never shown."""
    tokens: Sequence[yaml.Token] = ()
    """The tokens it had read."""

    @property
    def here(self) -> str:
        """The line it stopped in."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.here[self.column : self.column + 1]

    @property
    def above(self) -> int | None:
        """The number of the last line before it that is not empty or a comment."""
        return next(
            (n for n in range(min(self.line, len(self.lines)) - 1, -1, -1) if says(self.lines[n])), None
        )


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake of the author and its place. Lines and columns count from 0."""

    line: int
    column: int
    message: str
    length: int = 1


def says(line: str) -> bool:
    """Check whether a line has more than spaces or a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def not_of_a_keyboard(where: YamlStop, number: int | None) -> Slip | None:
    """Find a dash, bullet or colon from a word processor or another keyboard in place of the plain one."""
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

"""Whether a pack is sound, or everything that is wrong with it."""

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.pack.library import Source
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.parse import parse


class Validated(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that was read: as it is, or what is wrong with it and where."""

    source: Source
    pack: Pack | None
    problems: tuple[Problem, ...]


def validate(desk: Desk) -> Validated:
    """Read the pack in use, and find all that is wrong with it."""
    source = desk.source
    pack, problems = parse(source.files, source.digest)
    return Validated(source=source, pack=pack, problems=problems)

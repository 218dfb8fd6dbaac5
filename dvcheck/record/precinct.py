"""The settings of a precinct: where it is, what goes there, and the files that say who asks."""

from pathlib import Path
from typing import Literal, get_args

import msgspec

Level = Literal["seals", "no-sensitive", "whole"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""What content is pushed: none, what is neither sensitive nor typed, or all of it."""


class PrecinctSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The table `[precinct]` of config.toml."""

    dsn: str
    """The connection string of PostgreSQL, without a password."""
    push: Level = "no-sensitive"
    """The content that leaves the laptop: none, what is neither sensitive nor typed, or all."""
    after_walk: bool = False
    """Whether each walk starts a push when it ends."""
    certificate: Path | None = None
    key: Path | None = None
    ca: Path | None = None
    given: tuple[str, ...] = ()
    """The names of the settings in the table."""

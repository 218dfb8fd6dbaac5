"""The head file: the number and the hash of the last acknowledged entry, kept beside the journal.

An older copy of a journal is sound by itself. Only something outside it can tell that it once held more. The
file is replaced after each commit without a flush of its own, so after a power cut it may be behind, and
behind is no fault. Nor is a file that is missing or cannot be read: then nothing is known. A folder that is
put back as a whole brings its old head file along and is not noticed here: see docs/journal.md.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from dvcheck.language import phrase, plural

NAME = "journal.head"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a journal by its number and its hash."""

    seq: int
    hash: bytes


class Rewind(msgspec.Struct, frozen=True, kw_only=True):
    """A journal that lacks an entry it had: `known` was acknowledged, `last` is the number it ends with."""

    known: Head
    last: int

    @property
    def gone(self) -> str:
        """Which entries are gone, in words. Where others took their numbers, the first one is not known."""
        first = self.last + 1
        if self.known.seq < first:
            return phrase("entry {known} is gone, and perhaps some before it", known=self.known.seq)
        return plural(
            "entry {first} is gone",
            "entries {first} to {known} are gone",
            n=self.known.seq - self.last,
            first=first,
            known=self.known.seq,
        )


def beside(journal: Path) -> Path:
    """The head file of the journal of this name. Where that is a link, it is beside the link."""
    return journal.with_name(NAME)


def read(path: Path) -> Head | None:
    """The entry a head file names; None where it is missing or is not one."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            seq, digits = file.read(200).split()
        hash = bytes.fromhex(digits.decode())
        return Head(seq=int(seq), hash=hash) if len(hash) == 32 and 0 < int(seq) < 2**63 else None
    except (OSError, ValueError):
        return None


def write(path: Path, head: Head) -> None:
    """Replace a head file. It may fail: the entry is safe in the journal, and an old head is no fault."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    with suppress(OSError):
        descriptor = os.open(aside, flags, 0o600)
        try:
            os.write(descriptor, f"{head.seq} {head.hash.hex()}\n".encode())
        finally:
            os.close(descriptor)
        aside.replace(path)
        return
    with suppress(OSError):
        aside.unlink(missing_ok=True)

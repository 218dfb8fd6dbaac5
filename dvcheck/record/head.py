"""The head file: the number and the hash of the last acknowledged entry, kept beside the journal.

An older copy of a journal is intact in itself. Only something outside it can show that it once had more
entries. The head file is replaced after each commit but not flushed, so after a power cut it may be behind.
That is not an error. Nor is a missing or unreadable head file: then nothing is known. If the complete folder
is put back, its old head file comes with it, and nothing is noticed: see docs/journal.md.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from dvcheck.language import phrase, plural

NAME = "journal.head"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The number and the hash of one entry."""

    seq: int
    hash: bytes


class Rewind(msgspec.Struct, frozen=True, kw_only=True):
    """A loss of entries: `known` was acknowledged, but the journal ends at entry `last` and lacks it."""

    known: Head
    last: int

    @property
    def gone(self) -> str:
        """Name the entries that are gone. If new entries have their numbers, the first one is unknown."""
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


def head_path(journal: Path) -> Path:
    """Return the head file of a journal. If the journal is a link, the head file is beside the link."""
    return journal.with_name(NAME)


def read(path: Path) -> Head | None:
    """Return the entry that a head file names; None if the file is missing or invalid."""
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
    """Replace a head file. Failure is ignored: the entry is in the journal, and an old head is harmless."""
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

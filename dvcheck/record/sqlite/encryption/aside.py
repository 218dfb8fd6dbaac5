"""The other form of a journal, while it is written beside it, and how what it replaces is blotted out."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from dvcheck.record.sqlite.database import Connection
from dvcheck.record.sqlite.files import flush


def real(path: Path) -> Path:
    """The file itself where `path` is a symbolic link to it: what belongs beside it is beside that one."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def aside_of(path: Path) -> Path:
    """Where the other form of a journal is written before it takes the journal's place."""
    path = real(path)
    return path.with_name(path.name + ".aside")


def discard_aside(path: Path) -> None:
    """Remove what an encryption or decryption that was killed has left beside the journal at `path`."""
    aside = aside_of(path)
    for file in (aside.with_name(aside.name + "-journal"), aside):
        with suppress(OSError):  # a full disk that copies on write has no room for zeros either
            # A pipe of this name would be waited for without O_NONBLOCK.
            flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            descriptor = os.open(file, flags)
            try:
                blot(descriptor)
            finally:
                os.close(descriptor)
        file.unlink(missing_ok=True)


def blot(descriptor: int) -> None:
    """Write zeros over an open file. It promises little on an SSD, or a file system that copies on write."""
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, 1 << 20)))
    flush(descriptor)


def discard_leftovers(connection: Connection, path: Path) -> None:
    """A decryption that was killed leaves what it was protecting: it goes with the next command."""
    if not aside_of(path).exists():
        return
    with suppress(sqlite3.Error, OSError):
        # Under this lock nobody else is at it: whoever writes aside has the journal to himself.
        connection.execute("BEGIN IMMEDIATE")
        try:
            discard_aside(path)
        finally:
            connection.execute("ROLLBACK")

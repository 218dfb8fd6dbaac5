"""The temporary file for a journal's new form, and overwriting the old file with zeros."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from dvcheck.record.sqlite.database import Connection
from dvcheck.record.sqlite.files import flush


def resolve_link(path: Path) -> Path:
    """Return the target if `path` is a symbolic link: companion files are beside the target."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def aside_of(path: Path) -> Path:
    """Return the file in which a journal's new form is written before it replaces the journal."""
    path = resolve_link(path)
    return path.with_name(path.name + ".aside")


def discard_aside(path: Path) -> None:
    """Remove what a killed encryption or decryption left beside the journal at `path`."""
    aside = aside_of(path)
    for file in (aside.with_name(aside.name + "-journal"), aside):
        with suppress(OSError):  # a full disk that copies on write has no room for zeros either
            # Without O_NONBLOCK, opening a pipe of this name would wait.
            flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            descriptor = os.open(file, flags)
            try:
                blot(descriptor)
            finally:
                os.close(descriptor)
        file.unlink(missing_ok=True)


def blot(descriptor: int) -> None:
    """Overwrite an open file with zeros. On an SSD or a copy-on-write file system old blocks may remain."""
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, 1 << 20)))
    flush(descriptor)


def discard_leftovers(connection: Connection, path: Path) -> None:
    """Remove the plain file that a killed decryption left beside an encrypted journal."""
    if not aside_of(path).exists():
        return
    with suppress(sqlite3.Error, OSError):
        # Under this lock no rewrite is running: a rewrite locks the journal exclusively.
        connection.execute("BEGIN IMMEDIATE")
        try:
            discard_aside(path)
        finally:
            connection.execute("ROLLBACK")

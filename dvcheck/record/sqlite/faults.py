"""Errors of SQLite and of the system, in the officer's words."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dvcheck.language import Later, phrase
from dvcheck.record.errors import (
    DiskRefused,
    EntryUnreadable,
    JournalDamaged,
    JournalError,
    JournalForbidden,
    JournalFull,
    JournalLocked,
    JournalReadOnly,
    JournalRefused,
    JournalReplaced,
    JournalUnusable,
    PageDamaged,
)
from dvcheck.text import clean


class Trouble(NamedTuple):
    """One kind of fault: its error type, its message, and what to do next."""

    kind: type[JournalError]
    message: Later
    hint: Later


_KEEP = Later(
    "Do not delete the file. Move it to another folder and show it to your IT unit. "
    "dvcheck then starts a new one."
)
LOCKED = Trouble(
    JournalLocked,
    Later("{file} is locked by another program"),
    Later("Close the other dvcheck window, or the program that has the file open, and try again."),
)
FULL = Trouble(
    JournalFull,
    Later("the disk that holds {file} is full"),
    Later("Free some space and run the command again; every earlier entry is safe."),
)
FORBIDDEN = Trouble(
    JournalForbidden,
    Later("no permission to read and write in {folder}"),
    Later("Choose another folder with --home DIR, or ask your IT unit for access to this one."),
)
READ_ONLY = Trouble(
    JournalReadOnly,
    Later("{file} is read-only"),
    Later("Make the file and its folder writable, or choose another folder with --home DIR."),
)
INTERRUPTED = Trouble(
    JournalReadOnly,
    Later("{file} has an entry that was cut off while it was written"),
    Later("Run dvcheck there once: it takes the entry back. Every earlier entry is safe."),
)
IN_ANOTHER_MODE = Trouble(
    JournalRefused,
    Later("{file} cannot be read without writing to it: another program changed how it is written"),
    Later("Run dvcheck there once: it changes that back."),
)
MOVED = Trouble(
    JournalReplaced,
    Later("{file} was moved or deleted while dvcheck had it open"),
    Later("Put it back and run the command again."),
)
REPLACED = Trouble(
    JournalReplaced,
    Later("{file} was replaced while dvcheck had it open: it was encrypted, decrypted or restored"),
    Later("Run the command again. It warns you if the new file lacks entries."),
)
LEADS_NOWHERE = Trouble(
    JournalRefused,
    Later("{file} cannot be reached: {error} is a link to a place that does not exist"),
    Later("Connect the drive or network folder it is on, or choose another folder with --home DIR."),
)
GONE = Trouble(
    JournalRefused,
    Later("{file} is missing: it had {error}"),
    Later("Put it back, or restore a backup of it. A new case starts an empty journal."),
)
NOT_A_DATABASE = Trouble(
    JournalDamaged, Later("{file} is not a dvcheck journal: it is damaged, or another kind of file"), _KEEP
)
DAMAGED = Trouble(JournalDamaged, Later("{file} is damaged: {error}"), _KEEP)
FOREIGN = Trouble(
    JournalRefused,
    Later("{file} is not a dvcheck journal: another program made it"),
    Later("Choose another folder with --home DIR, or move that file aside."),
)
NEWER = Trouble(
    JournalRefused,
    Later("{file} was written by a newer dvcheck than this one"),
    Later("Update dvcheck on this computer. The journal was not changed."),
)
NOT_A_FOLDER = Trouble(
    JournalRefused,
    Later("{folder} is not a folder: a file is in the way"),
    Later("Move that file aside, or choose another folder with --home DIR."),
)
DISK = Trouble(
    JournalDamaged,
    Later("the disk refused to read or write {file}: {error}"),
    Later("Check the drive, the network folder or your disk quota, and run the command again."),
)
OLD_SQLITE = Trouble(
    JournalRefused,
    Later("{file} cannot be opened: this Python has SQLite {error}, and dvcheck needs 3.37 or later"),
    Later("Install dvcheck under a newer Python."),
)
TOO_OLD = Trouble(
    JournalRefused,
    Later("{file} has case {error} from an early version of dvcheck: it cannot be purged"),
    Later("The case stays closed and unchanged. Keep the file as long as the case must be kept."),
)
EMPTY = Trouble(
    JournalRefused,
    Later("{file} is empty: its content was lost"),
    Later("Restore a backup if you have one. If nothing was ever recorded here, delete the file."),
)
OTHER = Trouble(
    JournalDamaged,
    Later("{file} could not be read or written: {error}"),
    Later("Run the command again. If this line comes back, show it to your IT unit."),
)

_SQLITE_TROUBLES: dict[int, Trouble] = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_PERM: FORBIDDEN,
    sqlite3.SQLITE_AUTH: FORBIDDEN,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_READONLY_DBMOVED: MOVED,
    sqlite3.SQLITE_READONLY_ROLLBACK: INTERRUPTED,
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FORMAT: DAMAGED,
    sqlite3.SQLITE_ERROR: DAMAGED,  # our SQL is fixed: only a missing table or column makes it fail
    sqlite3.SQLITE_CONSTRAINT: DAMAGED,
    sqlite3.SQLITE_IOERR: DISK,
}

_OS_TROUBLES: dict[int, Trouble] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: READ_ONLY,
    errno.EEXIST: NOT_A_FOLDER,
    errno.ENOTDIR: NOT_A_FOLDER,
    errno.EIO: DISK,
}


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into JournalErrors. Nothing else does."""
    try:
        yield
    except sqlite3.Error as error:
        raise _of_sqlite(error, path) from error
    except UnicodeDecodeError as error:  # of SQLite's own message, which quotes what it found in the file
        said: bytes = error.object
        raise _damage(DAMAGED, JournalDamaged, path, said.decode(errors="backslashreplace"), error) from error
    except OSError as error:
        trouble = _OS_TROUBLES.get(error.errno or 0, OTHER)
        kind = DiskRefused if trouble.kind is JournalDamaged else trouble.kind
        raise error_of(trouble, path, error.strerror or str(error), kind=kind) from error


def error_of(
    trouble: Trouble, path: Path, said: str = "", *, kind: type[JournalError] | None = None
) -> JournalError:
    """Make the error for a fault of the journal at `path`; `kind` replaces the usual type."""
    file, folder = clean(str(path)), clean(str(path.parent))
    message = trouble.message.said(file=file, folder=folder, error=clean(said))
    return (kind or trouble.kind)(message, hint=trouble.hint.said())


def entry_unreadable(path: Path, seq: int) -> JournalError:
    """Make the error for an entry whose content cannot be read."""
    return error_of(DAMAGED, path, phrase("entry {seq} cannot be read", seq=seq), kind=EntryUnreadable)


def _of_sqlite(error: sqlite3.Error, path: Path) -> JournalError:
    number = getattr(error, "sqlite_errorcode", None)
    if number is None:  # raised by Python's own module, not by SQLite
        if isinstance(error, sqlite3.ProgrammingError):  # the journal is closed
            return error_of(OTHER, path, str(error), kind=JournalUnusable)
        return _damage(OTHER, JournalDamaged, path, str(error), error)
    primary = number & 0xFF
    if primary == sqlite3.SQLITE_CANTOPEN or number == sqlite3.SQLITE_READONLY_DIRECTORY:
        trouble = OTHER if path.is_dir() else FORBIDDEN
    else:
        trouble = _SQLITE_TROUBLES.get(number) or _SQLITE_TROUBLES.get(primary, OTHER)
    if trouble.kind is not JournalDamaged:
        return error_of(trouble, path, str(error))
    kind = PageDamaged if primary == sqlite3.SQLITE_CORRUPT else JournalDamaged
    return _damage(trouble, kind, path, str(error), error)


def _damage(
    trouble: Trouble, kind: type[JournalDamaged], path: Path, said: str, error: Exception
) -> JournalDamaged:
    damaged = error_of(trouble, path, said, kind=kind)
    assert isinstance(damaged, JournalDamaged)
    damaged.found = str(error)
    return damaged

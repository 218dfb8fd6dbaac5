"""The file of a journal: where it is, how it is made, and how it gets onto the disk."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from dvcheck.language import plural
from dvcheck.record import head
from dvcheck.record.errors import JournalRefused
from dvcheck.record.sqlite import faults
from dvcheck.record.sqlite.faults import told
from dvcheck.record.sqlite.schema import without_entries

FILE_NAME = "journal.sqlite3"
_BESIDE = ("-journal", "-wal", "-shm", ".aside", ".aside-journal")
"""How the names end of what SQLite and an encryption put beside a journal."""
ENCRYPTED = b"DVC"
"""How an encrypted journal begins, where a plain one begins with `SQLite format 3`."""


def files_of(journal: Path) -> frozenset[Path]:
    """The files a journal keeps or may keep: by their names in its folder, and where links lead."""
    found: set[Path] = set()
    for file in (journal, Path(os.path.realpath(journal))):
        found |= {file, *(file.with_name(file.name + end) for end in _BESIDE)}
        found |= {file.with_name(Path(FILE_NAME).stem + end) for end in (".tries", ".head")}
    return frozenset(found | {Path(os.path.realpath(one)) for one in found})


def is_named_like(name: str) -> bool:
    """Whether a name begins as those of a journal's files do: a later dvcheck may keep one of that name."""
    return name.casefold().startswith(Path(FILE_NAME).stem.casefold() + ".")


def create(path: Path) -> None:
    """A journal without entries, its owner's alone, in a folder that is the same, if missing."""
    try:
        _create_file(path)
    except FileNotFoundError:
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create_file(path)
        for folder in missing:
            sync(folder.parent)


def keep_to_owner(path: Path) -> None:
    if sys.platform != "win32" and path.is_file() and path.stat().st_mode & 0o077:
        with suppress(PermissionError):  # of another owner, who lets us write
            path.chmod(0o600)


def _create_file(path: Path) -> None:
    """It comes into being whole: one that is empty was cut off."""
    if os.path.lexists(path):
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    aside.unlink(missing_ok=True)
    # SQLite would make it readable to everyone.
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(without_entries())
            file.flush()
            flush(file.fileno())
        _name_if_free(aside, path)
        sync(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def discard_unfinished(path: Path) -> None:
    """Remove what a command that was killed while it made the journal at `path` has left beside it."""
    for left in (*path.parent.glob(f".{path.name}.*.new"), *path.parent.glob(f".{head.NAME}.*.new")):
        left.unlink(missing_ok=True)


def _name_if_free(aside: Path, path: Path) -> None:
    """Give a file its name. Where that is taken, another process was quicker and made one the same way."""
    if sys.platform == "win32":
        with suppress(FileExistsError):  # a rename takes no other file's place there
            aside.rename(path)
        return
    try:
        path.hardlink_to(aside)
    except OSError:  # it is taken, or on a disk without hard links, such as a memory stick
        if not os.path.lexists(path):
            aside.rename(path)


def sync(path: Path) -> None:
    """Put a file, or a folder's list of names, on the disk; SQLite does so for the journal's folder only."""
    if sys.platform == "win32":  # folders cannot be opened there, and files SQLite has synced
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush(descriptor: int) -> None:
    """Put an open file on the disk; on macOS fsync alone stops at the drive's cache."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # network drives do not know it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def require_never_made(path: Path) -> None:
    """DvcheckError with Exit.JOURNAL where the journal cannot be reached, or was there once."""
    for place in (path, *path.parents):
        if os.path.lexists(place) and not place.exists():
            raise told(faults.LEADS_NOWHERE, path, str(place))
        if place.exists():
            if not place.is_dir():
                raise told(faults.NOT_A_FOLDER, path)
            break
    known = head.read(head.beside(path))
    if known is not None:
        raise told(faults.GONE, path, plural("{n:,} entry", "{n:,} entries", n=known.seq))


def file_of(path: Path) -> tuple[int, int]:
    """Which file a path leads to now: another one of the same name differs."""
    status = path.stat()
    return status.st_dev, status.st_ino


def is_encrypted(path: Path) -> bool:
    """Whether the file of a journal is an encrypted one. JournalRefused where it is none, or empty."""
    status = path.stat()
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        raise told(faults.EMPTY, path)
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise told(
            faults.NOT_A_DATABASE, path, kind=JournalRefused
        )  # a device or a pipe: reading it might wait for ever
    with path.open("rb") as file:
        return file.read(len(ENCRYPTED)) == ENCRYPTED

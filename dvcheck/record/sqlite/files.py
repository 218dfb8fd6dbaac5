"""The file of a journal: its names, how it is created, and how it is flushed to the disk."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

from dvcheck.language import plural
from dvcheck.record import head
from dvcheck.record.errors import JournalRefused
from dvcheck.record.sqlite import faults
from dvcheck.record.sqlite.faults import error_of
from dvcheck.record.sqlite.schema import without_entries

FILE_NAME = "journal.sqlite3"
_BESIDE = ("-journal", "-wal", "-shm", ".aside", ".aside-journal")
"""The suffixes of the files that SQLite and encryption put beside a journal."""
ENCRYPTED = b"DVC"
"""The first bytes of an encrypted journal; a plain one begins with `SQLite format 3`."""


def files_of(journal: Path) -> frozenset[Path]:
    """Return the files that a journal has or may have: by name in its folder, and the targets of links."""
    found: set[Path] = set()
    for file in (journal, Path(os.path.realpath(journal))):
        found |= {file, *(file.with_name(file.name + end) for end in _BESIDE)}
        found |= {file.with_name(Path(FILE_NAME).stem + end) for end in (".tries", ".head")}
    return frozenset(found | {Path(os.path.realpath(one)) for one in found})


def is_named_like(name: str) -> bool:
    """Check whether a name begins like a journal's files: a later version may use that name."""
    return name.casefold().startswith(Path(FILE_NAME).stem.casefold() + ".")


def create(path: Path) -> None:
    """Create an empty journal (mode 0600), and its folder (0700), if missing."""
    try:
        _create_file(path)
    except FileNotFoundError:
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create_file(path)
        for folder in missing:
            sync(folder.parent)


def keep_to_owner(path: Path) -> None:
    """Take all permissions from others. A file that its owner made read-only stays read-only."""
    if sys.platform != "win32" and path.is_file() and (mode := path.stat().st_mode) & 0o077:
        with suppress(PermissionError):  # of another owner, who lets us write
            path.chmod(mode & 0o700)


def _create_file(path: Path) -> None:
    """Create the journal complete, so that an empty file is one that was cut off."""
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
    """Remove what a killed command left beside the journal at `path` while it created it."""
    for left in (*path.parent.glob(f".{path.name}.*.new"), *path.parent.glob(f".{head.NAME}.*.new")):
        left.unlink(missing_ok=True)


def _name_if_free(aside: Path, path: Path) -> None:
    """Give a file its name. If the name is taken, another process was quicker and made the same file."""
    if sys.platform == "win32":
        with suppress(FileExistsError):  # a rename there never replaces a file
            aside.rename(path)
        return
    try:
        path.hardlink_to(aside)
    except OSError:  # it is taken, or on a disk without hard links, such as a memory stick
        if not os.path.lexists(path):
            aside.rename(path)


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk; SQLite does that only for the journal's folder."""
    if sys.platform == "win32":  # folders cannot be opened there, and files SQLite has synced
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush(descriptor: int) -> None:
    """Flush an open file to the disk; on macOS fsync alone stops at the drive's cache."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # network drives do not support it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def require_never_made(path: Path) -> None:
    """Raise DvcheckError with Exit.JOURNAL if the journal cannot be reached, or once existed."""
    for place in (path, *path.parents):
        if os.path.lexists(place) and not place.exists():
            raise error_of(faults.LEADS_NOWHERE, path, str(place))
        if place.exists():
            if not place.is_dir():
                raise error_of(faults.NOT_A_FOLDER, path)
            break
    known = head.read(head.head_path(path))
    if known is not None:
        raise error_of(faults.GONE, path, plural("{n:,} entry", "{n:,} entries", n=known.seq))


def address_of(path: Path, mode: Literal["ro", "rw"]) -> str:
    """Return the address that opens a file in a mode of SQLite, which then does not create it."""
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):  # a Windows share: SQLite wants the server in the path
        address = address.replace("file://", "file:////", 1)
    return f"{address}?mode={mode}"


def file_of(path: Path) -> tuple[int, int]:
    """Return the identity of the file at a path; another file with the same name differs."""
    status = path.stat()
    return status.st_dev, status.st_ino


def is_encrypted(path: Path) -> bool:
    """Check whether a journal file is encrypted. JournalRefused if it is empty or not a file."""
    status = path.stat()
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        raise error_of(faults.EMPTY, path)
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise error_of(
            faults.NOT_A_DATABASE, path, kind=JournalRefused
        )  # a device or a pipe: reading it might never end
    with path.open("rb") as file:
        return file.read(len(ENCRYPTED)) == ENCRYPTED


def has_log_beside(path: Path) -> bool:
    """Check whether another program left a plain journal in a mode that writes a second file (WAL)."""
    with path.open("rb") as file:
        return 2 in file.read(20)[18:20]

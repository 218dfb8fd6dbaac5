"""Backups of the journal, and restoring them.

A backup is written to a temporary file, read back, compared and moved into place: it is complete, or it is
not there. It has the key of its journal. A restore copies it into the home folder in the same way. The
replaced file stays there under another name. Nothing is deleted.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase, plural
from dvcheck.record import head
from dvcheck.record.errors import JournalDamaged, JournalRefused
from dvcheck.record.events import JOURNAL, JournalRestored, utc_text
from dvcheck.record.head import Head
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.faults import plain_errors
from dvcheck.record.sqlite.files import FILE_NAME, sync
from dvcheck.record.sqlite.journal import Journal
from dvcheck.text import clean

ROLLBACK = "-journal"
"""The suffix of SQLite's rollback file."""


class MissingEntries(msgspec.Struct, frozen=True, kw_only=True):
    """The entries that a backup lacks: `count` entries of the journal in use, from number `first` on.

    `count` is None if the journal cannot be read.
    """

    first: int
    count: int | None


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a restore: the backup's number of entries, and the new name of the replaced file."""

    entries: int
    kept: str | None
    lost: int | None


def back_up(journal: Journal, target: Path) -> int:
    """Write a backup of a journal to `target` and return how many entries it has.

    An earlier backup of the same journal is replaced. DvcheckError with Exit.USAGE if another file has the
    name, Exit.CHECK_FAILED if the journal is tampered with or damaged, Exit.OUTPUT if the disk refuses.
    """
    _require_free_or_earlier(journal, target)
    with _output_errors(target, journal.path), _aside(target) as aside:
        end = _copy(journal, aside)
        _require_sound(aside, end, journal)
        sync(aside)
        aside.replace(target)
        sync(target.absolute().parent)
    return end.seq


def put_back(backup: Journal, folder: Path, at: datetime, *, lose: bool) -> Restored:
    """Replace the journal in `folder` with a backup, and record that. `at` is aware.

    DvcheckError with Exit.USAGE if the journal has entries that the backup lacks, unless `lose` allows it;
    with Exit.JOURNAL if the restore fails. Then the journal is unchanged.
    """
    path = folder / FILE_NAME
    real = Path(os.path.realpath(path))
    with plain_errors(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _aside(real) as aside:
            end = _copy(backup, aside)
            _require_sound(aside, end, backup)
            sync(aside)
            with _held(path, backup.opening) as journal:
                lost = _loss(backup, journal, path)
                if lost is not None and not lose:
                    raise _would_lose(lost)
                replaced = journal.head() if journal is not None else None
                kept = _keep(real, at)
                if sys.platform == "win32" and journal is not None:
                    journal.close()  # an open file cannot be replaced there
                aside.replace(real)
                sync(real.parent)
    known = head.read(head.head_path(path))
    head.head_path(path).unlink(missing_ok=True)  # the next entry says what is gone
    count = 0 if lost is None else lost.count
    # The replaced file may itself be an older copy, or missing: the head file knows more.
    if known is not None and (replaced is None or known.seq > replaced.seq):
        replaced = known
        if count is not None and not backup.stands(known):
            count = max(count, known.seq - end.seq, 1)
    entry = JournalRestored(
        seq=replaced.seq if replaced is not None else None,
        hash=replaced.hash.hex() if replaced is not None else None,
        lost=count,
        kept=kept,
    )
    with Journal.open(folder, opening=backup.opening) as restored:
        restored.append(JOURNAL, entry, at)
    return Restored(entries=end.seq, kept=kept, lost=count)


@contextmanager
def _held(path: Path, opening: OpeningOptions) -> Iterator[Journal | None]:
    """Hold the journal to be replaced under an exclusive lock; None if it is missing or damaged."""
    try:
        journal = Journal.open_existing(path.parent, opening=opening)
        if journal is not None:
            journal.hold()
    except (JournalDamaged, JournalRefused):
        journal = None
    if journal is None:
        yield None
        return
    with journal:
        yield journal


def _loss(backup: Journal, journal: Journal | None, path: Path) -> MissingEntries | None:
    """Return the entries that a backup lacks; None if nothing would be lost."""
    if journal is None:
        return MissingEntries(first=1, count=None) if path.exists() else None
    end = journal.head()
    shared = _shared(journal, backup, end.seq)
    return MissingEntries(first=shared + 1, count=end.seq - shared) if end.seq > shared else None


def _would_lose(lost: MissingEntries) -> DvcheckError:
    if lost.count is None:
        what = phrase("the journal in use cannot be read, so it may have entries that the backup lacks")
    else:
        what = plural(
            "the journal in use has {n:,} entry that the backup lacks: {first}",
            "the journal in use has {n:,} entries that the backup lacks: {first} to {last}",
            n=lost.count,
            first=lost.first,
            last=lost.first + lost.count - 1,
        )
    return DvcheckError(
        phrase("nothing was restored: {what}", what=what),
        hint=phrase("To restore it anyway, add --yes. The replaced file is kept beside the journal."),
        code=Exit.USAGE,
    )


def _shared(one: Journal, other: Journal, most: int) -> int:
    """Count the first entries that two journals share: if two hashes agree, all earlier ones do."""
    low, high = 0, min(most, other.head().seq)
    while low < high:
        middle = (low + high + 1) // 2
        if one.hash_of(middle) == other.hash_of(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _copy(journal: Journal, aside: Path) -> Head:
    """Copy a journal into an empty file, and return its last entry."""
    with journal.unchanging() as connection:
        end = journal.head()
        connection.copy_to(aside)
    return end


def _require_sound(copy: Path, end: Head, source: Journal) -> None:
    """Raise DvcheckError with Exit.CHECK_FAILED unless a copy is an intact journal that ends at `end`."""
    try:
        opened = Journal.open_file(copy, opening=source.opening)
        if opened is not None:
            with opened as journal:
                if journal.head() == end and not journal.damage() and journal.first_bad() is None:
                    return
    except DvcheckError as error:
        raise _unsound(source.path) from error
    raise _unsound(source.path)


def _unsound(source: Path) -> DvcheckError:
    return DvcheckError(
        phrase("{source} is damaged or was tampered with: nothing was written", source=clean(str(source))),
        hint=own_line(phrase("To see what is wrong:"), on_journal("journal", "verify"))
        + "\n"
        + own_line(phrase("To save what can be read:"), on_journal("journal", "export", "-o", "FILE")),
        code=Exit.CHECK_FAILED,
    )


def _require_free_or_earlier(journal: Journal, target: Path) -> None:
    """Raise DvcheckError with Exit.USAGE if the file exists and is not an earlier backup of the journal."""
    if not os.path.lexists(target):
        return
    taken = phrase("{target} exists and is not an earlier backup of this journal", target=clean(str(target)))
    refused = DvcheckError(taken, hint=phrase("Name another file."), code=Exit.USAGE)
    if target.is_symlink() or not target.is_file() or target.samefile(journal.path):
        raise refused
    try:
        earlier = Journal.open_file(target, opening=journal.opening)
    except DvcheckError:
        raise refused from None
    if earlier is None:
        raise refused
    with earlier:
        end = earlier.head()
        if end.seq and not journal.stands(end):
            raise refused


def _keep(path: Path, at: datetime) -> str | None:
    """Give the replaced file a second name, and rename its rollback file."""
    rollback = path.with_name(path.name + ROLLBACK)
    if not path.exists():
        with suppress(FileNotFoundError):
            rollback.replace(rollback.with_name(_kept_name(at) + ROLLBACK))
        return None
    kept = path.with_name(_kept_name(at))
    try:
        kept.hardlink_to(path)
    except OSError:  # a disk without hard links, such as a memory stick
        shutil.copy2(path, kept)
        sync(kept)
    with suppress(FileNotFoundError):
        rollback.replace(rollback.with_name(kept.name + ROLLBACK))
    return kept.name


def _kept_name(at: datetime) -> str:
    stamp = "".join(c for c in utc_text(at) if c.isdigit())
    return f"journal.replaced-{stamp}.sqlite3"


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Make an empty temporary file (mode 0600) beside another; remove what is left of it at the end."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.new")
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield aside
    finally:
        for left in (aside, aside.with_name(aside.name + ROLLBACK)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


@contextmanager
def _output_errors(target: Path, journal: Path) -> Iterator[None]:
    """Turn disk errors into errors about the file that is written."""
    try:
        yield
    except OSError as error:
        raise DvcheckError(
            phrase(
                "{target} could not be written: {error}",
                target=clean(str(target)),
                error=error.strerror or error,
            ),
            hint=phrase("Choose a file in a folder you can write to, on a disk with free space."),
            code=Exit.OUTPUT,
        ) from None
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _unsound(journal) from None
        raise DvcheckError(
            phrase(
                "{target} could not be written: {error}", target=clean(str(target)), error=clean(str(error))
            ),
            hint=phrase("Check the free space on that disk and run the command again."),
            code=Exit.OUTPUT,
        ) from None

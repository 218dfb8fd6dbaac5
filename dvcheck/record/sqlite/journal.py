"""The journal: every entry an officer makes, in order, on the disk before the next question.

One SQLite file, the only one dvcheck keeps. Events are only added. Each has a SHA-256 hash over the hash
before it, its number, case, time and kind, and the seal of its body. The seal is a hash over a random salt
and the body. So a changed, moved or missing event shows. A chain cannot show that its tail was cut off or
rehashed: for that, compare the `code` of a hash with the code printed on an earlier report.

`purge` permanently erases the content of a case: the body and the salt of each event go, and the seal stays.
The chain can still be verified, and nobody can test a guessed body. Verification reports an empty event,
unless all events of its case were purged. Events of schema 1 have no seal: their hash is over the body
itself, so they cannot be purged.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from dvcheck.record import head
from dvcheck.record.chain import SALT, Stored, encode, hash_of, seal_of
from dvcheck.record.errors import (
    JournalError,
    JournalForbidden,
    JournalFull,
    JournalReadOnly,
)
from dvcheck.record.events import JOURNAL, CasePurged, Entry, Event, JournalRewound, body_of, utc_text
from dvcheck.record.head import Head, Rewind
from dvcheck.record.sqlite import faults, migration, schema
from dvcheck.record.sqlite.connection import WAIT_SECONDS, File, OpeningOptions
from dvcheck.record.sqlite.database import JournalConnection
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.faults import error_of, plain_errors
from dvcheck.record.sqlite.files import (
    FILE_NAME,
    create,
    file_of,
    files_of,
    is_encrypted,
    is_named_like,
    keep_to_owner,
    require_never_made,
)
from dvcheck.record.sqlite.reading import JournalReading, event_of
from dvcheck.record.store import OpeningCallbacks

if TYPE_CHECKING:
    from dvcheck.record.sqlite.journal_to_read import JournalToRead


class _EncodedEntry(NamedTuple):
    """An entry as it will be stored, before it has its number."""

    at: str
    kind: str
    body: bytes


def _encode_entry(entry: Entry, at: datetime) -> _EncodedEntry:
    return _EncodedEntry(utc_text(at), entry.kind, encode(body_of(entry)))


_ADD_EVENT = "INSERT INTO events (seq, case_id, at, kind, body, hash, salt) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ADD_PACK = "INSERT OR IGNORE INTO packs (digest, content) VALUES (?, ?)"


class Journal(JournalReading):
    """An open journal file. When a writing method returns, the entries are on the disk.

    Every method raises JournalError if the file cannot be read or written. After a failed write the journal
    is still usable, and has either nothing of the write or all of it: the failure may have come after the
    commit, while the lock was released.
    """

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._known: Head | None = None
        """The last entry known to be acknowledged, here or in an earlier command."""
        self._added: Head | None = None
        """The last entry added in the current transaction."""
        self.rewound: Rewind | None = None
        """The acknowledged entries that the file lacks, if any; the next write records the loss."""
        self.refused: JournalError | None = None
        """The error that allows only salvage."""

    @classmethod
    def open(cls, folder: Path, *, wait: float = WAIT_SECONDS, opening: OpeningOptions | None = None) -> Self:
        """Open the journal in `folder` and check that it is writable. Creates folder (0700) and file (0600).

        If others may read the file (after a restore, perhaps), it is limited to its owner. `wait` is the
        number of seconds to wait for another writer.
        """
        path = folder / FILE_NAME
        with plain_errors(path):
            create(path)
            keep_to_owner(path)
        file = File.open(path, wait, opening or OpeningOptions())
        journal = cls(file)
        with file.closed_on_failure():
            version = migration.version_of(file)
            if version < len(schema.MIGRATIONS):
                migration.migrate_or_keep(file, version, ())
            if file.schema == version:
                journal.prove_writable()
            journal._compare_with_head()
        return journal

    @classmethod
    def open_existing(
        cls,
        folder: Path,
        *,
        wait: float = WAIT_SECONDS,
        whatever: bool = False,
        opening: OpeningOptions | None = None,
    ) -> Self | None:
        """Open the journal in `folder`; None if nothing has been recorded yet. Creates nothing.

        JournalError if something is in the way, or if the journal existed and is missing.

        The disk may be full or read-only: reading works there. Call `prove_writable` before asking an officer
        anything. With `whatever`, a file is opened to save its content even if its header names a newer
        version, another program or no version; `refused` then has the error.
        """
        path = folder / FILE_NAME
        with plain_errors(path):
            try:
                path.stat()
            except (FileNotFoundError, NotADirectoryError):
                require_never_made(path)
                return None
        return cls.open_file(path, wait=wait, whatever=whatever, opening=opening)

    @classmethod
    def open_file(
        cls,
        path: Path,
        *,
        wait: float = WAIT_SECONDS,
        whatever: bool = False,
        opening: OpeningOptions | None = None,
    ) -> Self | None:
        """Open the journal in a file of any name; None if it is an empty database."""
        file = File.open(path, wait, opening or OpeningOptions())
        journal = cls(file)
        with file.closed_on_failure():
            try:
                version = migration.version_of(file)
            except JournalError as error:
                if not whatever:
                    raise
                file.schema, journal.refused = migration.version_by_columns(file, error), error
                return journal
            if version == 0:
                journal.close()
                return None
            if version < len(schema.MIGRATIONS):
                unwritable = (JournalReadOnly, JournalFull, JournalForbidden)
                migration.migrate_or_keep(file, version, unwritable)
            if path.name == FILE_NAME:
                journal._compare_with_head()
        return journal

    @property
    def opening(self) -> OpeningOptions:
        """The keys and callbacks it was opened with."""
        return self._file.opening

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prove_writable(self) -> None:
        """Check that an entry could be recorded now, or raise the error of `append`. Changes nothing."""
        with self._file.in_place():
            try:
                self._file.connection.execute("BEGIN IMMEDIATE")
                # Setting even the same version makes SQLite create its rollback file beside the journal
                # and copy a page into it: it needs the folder, the file's mode and some room on the disk.
                self._file.connection.execute(f"PRAGMA user_version = {self._file.schema}")
                # A damaged schema is found before the first question, not by the first answer.
                for statement, values in ((_ADD_EVENT, 7), (_ADD_PACK, 2)):
                    self._file.connection.execute(f"EXPLAIN {statement}", (None,) * values)
            finally:
                self._file.roll_back()

    def append(self, case: str, entry: Entry, at: datetime) -> Event:
        """Record one entry durably. A naive `at` is a ValueError, as is text with lone surrogates."""
        return self.append_all(case, [entry], at)[0]

    def append_all(
        self,
        case: str,
        entries: Iterable[Entry],
        at: datetime,
        *,
        pack: tuple[str, bytes] | None = None,
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        """Record `entries` in their order, and `pack` (digest, content), in one durable commit: all or none.

        `check` is called first, under the write lock. If it returns False, nothing is recorded.
        A naive `at` is a ValueError, as is text with lone surrogates.
        """
        ready = [_encode_entry(entry, at) for entry in entries]
        return self._append(case, ready, dict([pack] if pack is not None else []), check)

    def append_dated(
        self,
        case: str,
        entries: Iterable[tuple[datetime, Entry]],
        *,
        packs: Mapping[str, bytes],
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        """Record entries that have a time already, and packs (digest to content), as `append_all` does."""
        return self._append(case, [_encode_entry(entry, at) for at, entry in entries], packs, check)

    def _append(
        self,
        case: str,
        ready: list[_EncodedEntry],
        packs: Mapping[str, bytes],
        check: Callable[[], bool] | None,
    ) -> tuple[Event, ...]:
        recorded: list[Event] = []
        with self._transaction():
            if check is not None and not check():
                return ()
            for digest, content in packs.items():
                self._keep_pack(digest, content)
            self._note_rewind()
            recorded += [self._add(case, entry) for entry in ready]
            self.cases.keep(case, recorded)
        self._file.opening.recorded()
        return tuple(recorded)

    def _add(self, case: str, entry: _EncodedEntry) -> Event:
        stamp, kind, body = entry
        last, before = self._head()
        seq, salt = last + 1, os.urandom(SALT)
        hash = hash_of(before, seq, case, stamp, kind, seal_of(salt, body))
        row = (seq, case, stamp, kind, body.decode(), hash, salt)
        self._file.connection.execute(_ADD_EVENT, row)
        self._added = Head(seq=seq, hash=hash)
        return event_of(seq, case, stamp, kind, body, hash)

    @contextmanager
    def unchanging(self) -> Iterator[JournalConnection]:
        """Yield the connection while nobody can change the file. Its errors are sqlite3's."""
        with self._file.in_place():
            self._file.connection.execute("BEGIN")
            self._file.connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # takes the lock
        try:
            yield self._file.connection
        finally:
            self._file.roll_back()

    def hold(self) -> None:
        """Lock the file against all other programs until it is closed."""
        with self._file.in_place():
            self._file.connection.execute("BEGIN EXCLUSIVE")

    def _compare_with_head(self) -> None:
        """Compare the file with the entry that its head file names."""
        self._known = head.read(head.head_path(self.path))
        with suppress(JournalError):  # whatever reads a damaged file reports that
            self.rewound = self._loss()

    def _loss(self) -> Rewind | None:
        """Return the loss if the file lacks the last known entry; None if it has that entry."""
        known = self._known
        if known is None:
            return None
        last, hash = self._head()
        found = hash if known.seq == last else self.hash_of(known.seq)
        return None if known.hash == found else Rewind(known=known, last=last)

    def _note_rewind(self) -> None:
        """Record the loss of acknowledged entries, if any. Must run in a transaction."""
        rewind = self._loss()
        if rewind is not None:
            self.rewound = rewind
            known = rewind.known
            entry = JournalRewound(seq=known.seq, hash=known.hash.hex(), last=rewind.last)
            self._add(JOURNAL, _encode_entry(entry, datetime.now(UTC)))

    def purge(self, case: str, at: datetime, *, head: bytes) -> bool:
        """Permanently erase the content of a case's entries, and record that: both or neither.

        Returns False and does nothing if `head` is not the hash of the case's last entry: somebody has worked
        on it since. A naive `at` is a ValueError. JournalError if an entry is of schema 1. Copies in disk
        backups and saved reports are not erased.
        """
        return bool(self.purge_all({case: head}, at))

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        """Purge several cases, each with the hash of its last entry, in one commit; return those purged.

        A case with an entry of schema 1 is left unchanged, and raises JournalError after the others are
        purged.
        """
        utc_text(at)  # a naive time is refused before anything is read
        done: list[str] = []
        too_old: list[str] = []
        with self._transaction():
            for case, last in heads.items():
                rows = self._stored_of(case)
                if not rows or rows[-1].hash != last:
                    continue
                if not all(row.salt for row in rows):
                    too_old.append(case)
                    continue
                if not done:
                    self._note_rewind()
                self._purge_rows(case, at, rows)
                done.append(case)
            if done:
                self.cases.overwrite_what_went()
        if done:
            self._file.opening.recorded()
        if too_old:
            raise error_of(faults.TOO_OLD, self.path, too_old[0])
        return done

    def _purge_rows(self, case: str, at: datetime, rows: Sequence[Stored]) -> None:
        self.cases.keep(case, [self._add(case, _encode_entry(CasePurged(len(rows)), at))])
        emptying = "UPDATE events SET body = '', salt = NULL, seal = ? WHERE seq = ?"
        for row in rows:
            self._file.connection.execute(emptying, (seal_of(row.salt, row.body), row.seq))

    def _keep_pack(self, digest: str, content: bytes) -> None:
        self._file.connection.execute(_ADD_PACK, (digest, content))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Commit what the block writes; then let the head file name the last entry."""
        self._added = None
        with self._file.transaction():
            yield
        if self._added is not None:
            self._known = self._added
            head.write(head.head_path(self.path), self._known)


class JournalFolder:
    """The folder of a journal, and how a command opens it: the `StoreLocation` of an SQLite file."""

    def __init__(self, folder: Path, opener: OpeningCallbacks) -> None:
        self.path = folder / FILE_NAME
        """The journal file, existing or not."""
        self.opening = OpeningOptions(
            KeySource(ask=opener.ask, warn=opener.warn),
            migrating=opener.migrating,
            recorded=opener.recorded,
        )
        """The keys and callbacks with which this command opens journals."""

    def open(self) -> Journal:
        """Open the journal and check that it is writable. Creates it if missing."""
        return Journal.open(self.path.parent, opening=self.opening)

    def open_existing(self, *, whatever: bool = False) -> Journal | None:
        """Open the journal; None if nothing has been recorded yet."""
        return Journal.open_existing(self.path.parent, whatever=whatever, opening=self.opening)

    def open_to_read(self) -> "JournalToRead | None":
        """Open the journal for reading alone; None if nothing has been recorded yet."""
        from dvcheck.record.sqlite.journal_to_read import JournalToRead

        return JournalToRead.open(self.path, self.opening)

    def is_there(self) -> bool:
        """Check whether the path exists, as any kind of file."""
        return self.path.exists()

    def is_encrypted(self) -> bool:
        """Check whether the journal file is there and encrypted."""
        with suppress(OSError, JournalError):
            return is_encrypted(self.path)
        return False

    def identity(self) -> object:
        """Return the identity of the file; before it exists, of its folder, or that folder's real name."""
        for path in (self.path, self.path.parent):
            with suppress(OSError):
                return file_of(path)
        return os.path.normcase(os.path.realpath(self.path.parent))

    def version(self) -> object:
        """Return the time of the file's last change."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def files(self) -> frozenset[Path]:
        """Return the journal file and the files that may be beside it, with the targets of links."""
        return files_of(self.path)

    def may_keep(self, name: str) -> bool:
        """Check whether a name is like those of a journal's files."""
        return is_named_like(name)

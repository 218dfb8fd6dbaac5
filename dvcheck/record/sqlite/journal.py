"""The journal: every entry an officer makes, in the order made, on the disk before the next question.

One SQLite file, the only one dvcheck keeps. Events are only ever added; each carries a SHA-256 hash over
the hash of the event before it, its number, case, time and kind, and the seal of its body: a hash over a
random salt and the body. So a changed, moved or missing event shows. A chain
cannot show that its own tail was cut off or that it was rehashed from some event on: for that, compare
`code` of a hash with the code printed on an earlier report.

What a case says can be taken out for good (`purge`). Then of each of its events the body and the salt go, and
the seal stays: the chain is followed over it as before, and nobody can try out what a body was. An event
without its body shows, unless its case was purged whole. Events of schema 1 have no seal, their hash is over
the body itself: they cannot be purged.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from dvcheck.record import head
from dvcheck.record.chain import SALT, Stored, encoded, hash_of, seal_of
from dvcheck.record.errors import (
    JournalError,
    JournalForbidden,
    JournalFull,
    JournalReadOnly,
)
from dvcheck.record.events import JOURNAL, CasePurged, Entry, Event, JournalRewound, body_of, utc_text
from dvcheck.record.head import Head, Rewind
from dvcheck.record.sqlite import faults, migration, schema
from dvcheck.record.sqlite.connection import WAIT_SECONDS, File, Opening
from dvcheck.record.sqlite.database import JournalConnection
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.faults import in_plain_words, told
from dvcheck.record.sqlite.files import (
    FILE_NAME,
    create,
    files_of,
    is_named_like,
    keep_to_owner,
    require_never_made,
)
from dvcheck.record.sqlite.reading import JournalReading, event_of
from dvcheck.record.store import Opener


class _Ready(NamedTuple):
    """An entry as it will be stored, before it has its number."""

    at: str
    kind: str
    body: bytes


def _ready(entry: Entry, at: datetime) -> _Ready:
    return _Ready(utc_text(at), entry.kind, encoded(body_of(entry)))


_ADD_EVENT = "INSERT INTO events (seq, case_id, at, kind, body, hash, salt) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ADD_PACK = "INSERT OR IGNORE INTO packs (digest, content) VALUES (?, ?)"


class Journal(JournalReading):
    """An open journal file. What a method that writes has returned from is on the disk.

    Every method raises JournalError when the file cannot be read or written. After a
    write that failed the journal can be used further, and nothing of it is there - unless what failed came
    after the commit, such as giving the lock back: then all of it is.
    """

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._known: Head | None = None
        """The last entry known to have been acknowledged, here or in an earlier command."""
        self._added: Head | None = None
        """The last entry added in the transaction under way."""
        self.rewound: Rewind | None = None
        """What the file lacks of that, where it was found to; the next write records it."""
        self.refused: JournalError | None = None
        """The error that allows only salvage."""

    @classmethod
    def open(cls, folder: Path, *, wait: float = WAIT_SECONDS, opening: Opening | None = None) -> Self:
        """The journal in `folder`, proved writable; folder (0700) and file (0600) are made if missing.

        A file that others may read, as one put back from a backup, is its owner's alone from then on.
        `wait` is in seconds: how long to wait for another program that is writing.
        """
        path = folder / FILE_NAME
        with in_plain_words(path):
            create(path)
            keep_to_owner(path)
        file = File.open(path, wait, opening or Opening())
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
        opening: Opening | None = None,
    ) -> Self | None:
        """The journal in `folder`, or None where nothing has been recorded yet. Creates nothing.

        JournalError where something is in the way, or where there was a journal.

        It may be on a full or read-only disk: reading works there. Before asking an officer anything
        call `prove_writable`. With `whatever`, to save what it holds, a file is opened also where its header
        says that it is of a newer version, another program's, or of none; `refused` then has the error.
        """
        path = folder / FILE_NAME
        with in_plain_words(path):
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
        opening: Opening | None = None,
    ) -> Self | None:
        """The journal in a file of any name, or None where that is an empty database."""
        file = File.open(path, wait, opening or Opening())
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
    def opening(self) -> Opening:
        """What it was opened with."""
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
        """Return if an entry could be recorded now; raise as `append` would if not. Changes nothing."""
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

        `check` is asked first, when nobody else can write any more: nothing is recorded where it says no.
        A naive `at` is a ValueError, as is text with lone surrogates.
        """
        ready = [_ready(entry, at) for entry in entries]
        return self._append(case, ready, pack, check)

    def append_again(
        self, case: str, events: Iterable[Event], *, pack: tuple[str, bytes] | None
    ) -> tuple[Event, ...]:
        """Record events of a case that were acknowledged and are gone, each with the time it had."""
        ready = [_Ready(utc_text(event.at), event.kind, encoded(event.body)) for event in events]
        return self._append(case, ready, pack, None)

    def _append(
        self,
        case: str,
        ready: list[_Ready],
        pack: tuple[str, bytes] | None,
        check: Callable[[], bool] | None,
    ) -> tuple[Event, ...]:
        recorded: list[Event] = []
        with self._transaction():
            if check is not None and not check():
                return ()
            if pack is not None:
                self._keep_pack(*pack)
            self._note_rewind()
            recorded += [self._add(case, entry) for entry in ready]
            self.cases.keep(case, recorded)
        self._file.opening.recorded()
        return tuple(recorded)

    def _add(self, case: str, entry: _Ready) -> Event:
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
        """The connection to the file, while nobody can change that. Its errors are sqlite3's."""
        with self._file.in_place():
            self._file.connection.execute("BEGIN")
            self._file.connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # takes the lock
        try:
            yield self._file.connection
        finally:
            self._file.roll_back()

    def hold(self) -> None:
        """Keep every other program from reading and writing the file until it is closed."""
        with self._file.in_place():
            self._file.connection.execute("BEGIN EXCLUSIVE")

    def _compare_with_head(self) -> None:
        """See whether the file has the entry that its head file names."""
        self._known = head.read(head.beside(self.path))
        with suppress(JournalError):  # a damaged file is told of by whatever reads it
            self.rewound = self._lacking()

    def _lacking(self) -> Rewind | None:
        """What the file lacks of the last entry known; None where it is there."""
        known = self._known
        if known is None:
            return None
        last, hash = self._head()
        found = hash if known.seq == last else self.hash_of(known.seq)
        return None if known.hash == found else Rewind(known=known, last=last)

    def _note_rewind(self) -> None:
        """Record that acknowledged entries are gone, where they are: within a transaction."""
        rewind = self._lacking()
        if rewind is not None:
            self.rewound = rewind
            known = rewind.known
            entry = JournalRewound(seq=known.seq, hash=known.hash.hex(), last=rewind.last)
            self._add(JOURNAL, _ready(entry, datetime.now(UTC)))

    def purge(self, case: str, at: datetime, *, head: bytes) -> bool:
        """Take what the entries of a case say out of the file for good, and record that: both or neither.

        Nothing is done, and False returned, where `head` is not the hash of the case's last entry: somebody
        has worked on it since. A naive `at` is a ValueError. JournalError where an entry is
        of schema 1. What the disk, its backups or saved reports keep is beyond reach.
        """
        return bool(self.purge_all({case: head}, at))

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        """Purge several cases, each with the hash of its last entry, in one commit; those that were purged.

        One with an entry of schema 1 is left as it is, and is the JournalError once the others are purged.
        """
        utc_text(at)  # a naive one is refused before anything is read
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
            raise told(faults.TOO_OLD, self.path, too_old[0])
        return done

    def _purge_rows(self, case: str, at: datetime, rows: Sequence[Stored]) -> None:
        self.cases.keep(case, [self._add(case, _ready(CasePurged(len(rows)), at))])
        emptying = "UPDATE events SET body = '', salt = NULL, seal = ? WHERE seq = ?"
        for row in rows:
            self._file.connection.execute(emptying, (seal_of(row.salt, row.body), row.seq))

    def _keep_pack(self, digest: str, content: bytes) -> None:
        self._file.connection.execute(_ADD_PACK, (digest, content))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Commit what is written in here; the head file then names the last entry."""
        self._added = None
        with self._file.transaction():
            yield
        if self._added is not None:
            self._known = self._added
            head.write(head.beside(self.path), self._known)


class JournalFolder:
    """The folder a journal is kept in, and how one command opens it: the `Place` of an SQLite file."""

    def __init__(self, folder: Path, opener: Opener) -> None:
        self.path = folder / FILE_NAME
        """The file, whether or not it is there."""
        self.opening = Opening(
            KeySource(ask=opener.ask, warn=opener.warn),
            migrating=opener.migrating,
            recorded=opener.recorded,
        )
        """How this command opens journals, this one and others."""

    def open(self) -> Journal:
        """The journal, made if it is missing, and proved writable."""
        return Journal.open(self.path.parent, opening=self.opening)

    def open_existing(self, *, whatever: bool = False) -> Journal | None:
        """The journal, or None where nothing has been recorded yet."""
        return Journal.open_existing(self.path.parent, whatever=whatever, opening=self.opening)

    def is_there(self) -> bool:
        """Whether there is a file, of whatever kind."""
        return self.path.exists()

    def version(self) -> object:
        """When the file was written to last."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def files(self) -> frozenset[Path]:
        """The file, and what may be beside it: by their names, and where links lead."""
        return files_of(self.path)

    def may_keep(self, name: str) -> bool:
        """Whether a file is called as those of a journal are."""
        return is_named_like(name)

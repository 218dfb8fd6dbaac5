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

import errno
import hashlib
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import plural
from dvcheck.record import case_index, head
from dvcheck.record.case_index import Row, Told
from dvcheck.record.head import Head, Rewind
from dvcheck.text import clean

FILE_NAME = "journal.sqlite3"
ENCRYPTED = b"DVC"
"""How an encrypted journal begins, where a plain one begins with `SQLite format 3`; see record/vault.py."""
WAIT_SECONDS = 5.0
"""How long a command waits for another one that is writing, before it says that the journal is locked."""

APPLICATION_ID = 0x6476636B  # "dvck", in the file's header
_SEALED = b"dvcheck-2"
"""What the hash of an event with a seal begins over: so it is never one of schema 1 over something else."""
_SALT = 16
FIRST_HASH = bytes(32)
"""What the first event's hash follows from."""
PURGED = case_index.CASE_PURGED
"""The kind of the last entry of a case whose other entries were emptied; `entries` in it is how many."""
JOURNAL = case_index.JOURNAL
"""In place of a case in the entries that are about the journal itself."""
REWOUND = "journal-rewound"
"""Acknowledged entries were found to be gone: `seq` and `hash` of the last one known, `last` then there."""
REWIND_ACCEPTED = "rewind-accepted"
"""Somebody has looked at every rewind recorded before this entry."""
RESTORED = "journal-restored"
"""A backup was put in place of the journal: `seq` and `hash` of the last entry known of that, `lost` of its
entries are not in the backup, and `kept` is the name it was given. Null where nobody can say."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            hash BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX events_of_case ON events (case_id, seq)",
        "CREATE TABLE packs (digest TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
        """CREATE TRIGGER events_never_change BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'append-only: an event is never changed'); END""",
        """CREATE TRIGGER events_never_go BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'append-only: an event is never deleted'); END""",
        # INSERT OR REPLACE removes a row without firing the trigger on DELETE.
        """CREATE TRIGGER events_only_follow BEFORE INSERT ON events
        WHEN NEW.seq <= (SELECT max(seq) FROM events)
        BEGIN SELECT RAISE(ABORT, 'append-only: an event follows the last one'); END""",
    ),
    (
        "CREATE INDEX events_of_kind ON events (kind, case_id, seq)",
        "ALTER TABLE events ADD COLUMN salt BLOB",
        "ALTER TABLE events ADD COLUMN seal BLOB",
        "DROP TRIGGER events_never_change",
        f"""CREATE TRIGGER events_never_change BEFORE UPDATE ON events
        WHEN NEW.body IS NOT '' OR NEW.salt IS NOT NULL OR NEW.seal IS NULL OR OLD.salt IS NULL
        OR NEW.seq IS NOT OLD.seq OR NEW.case_id IS NOT OLD.case_id
        OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind OR NEW.hash IS NOT OLD.hash
        OR NOT EXISTS (
            SELECT 1 FROM events WHERE kind = '{PURGED}' AND case_id = OLD.case_id AND seq > OLD.seq
        )
        BEGIN SELECT RAISE(ABORT, 'append-only: an event is never changed'); END""",
    ),
    case_index.SCHEMA,
)
"""The statements that lead from each schema version to the next; a file's version is how many it has had."""

recorded_in: set[Path] = set()
"""The journals this process has recorded something in: who cannot be shown the result is told of it."""
WITH_TWO_INDEXES, WITH_CASES = 2, 3
"""The schema versions from which entries are found by their kind, and cases by a table of their own."""

migrating: Callable[[], AbstractContextManager[object]] = nullcontext
"""What is shown while a file of an earlier version is brought to this one."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORTEST_ID = 4
_TRIES_PER_LENGTH = 16
_PAGE = 500

# All is read as bytes: a damaged file may hold what is not UTF-8, or NULL, and then it is we who say so.
_TEXTS = ("case_id", "at", "kind", "body", "hash", "salt", "seal")


def _select(columns: Sequence[str]) -> str:
    said = [f"ifnull(CAST({name} AS BLOB), x'')" for name in columns]
    missing = ["x''"] * (len(_TEXTS) - len(columns))
    return f"SELECT seq, {', '.join(said + missing)} FROM events"


_COLUMNS = {1: _TEXTS[:5], 2: _TEXTS, 3: _TEXTS}
_SELECTS = {version: _select(columns) for version, columns in _COLUMNS.items()}
"""How entries are read from a file of a schema version: one on a read-only disk stays of its version."""
_PACKS = "SELECT ifnull(CAST(digest AS BLOB), x''), ifnull(CAST(content AS BLOB), x'') FROM packs NOT INDEXED"
_MOST_PACKS = 256
"""Among how many packs those that can be read are looked for one by one, in a damaged file."""
_SEQS = (-(2**63), 2**63 - 1)
_SMALLEST_ROW = 64
"""No entry takes fewer bytes of the file: its hash and its time are 59."""
_WIDEST_GAP = 100_000
"""Among how many numbers entries are looked for one by one, where pages of the file cannot be read."""

_Trouble = tuple[str, str]
_KEEP = "Move the file aside (do not delete it) and show it to your IT unit; dvcheck then starts a new one."
_LOCKED: _Trouble = (
    "{file} is locked by another program",
    "Close the other dvcheck window, or the program that has the file open, and try again.",
)
_FULL: _Trouble = (
    "the disk that holds {file} is full",
    "Free some space and run the command again; every earlier entry is safe.",
)
_FORBIDDEN: _Trouble = (
    "no permission to read and write in {folder}",
    "Choose another folder with --home DIR, or ask your IT unit for access to this one.",
)
_READ_ONLY: _Trouble = (
    "{file} is read-only",
    "Make the file and its folder writable, or choose another folder with --home DIR.",
)
_MOVED: _Trouble = (
    "{file} was moved or deleted while dvcheck had it open",
    "Put it back and run the command again.",
)
_REPLACED: _Trouble = (
    "{file} was replaced while dvcheck had it open: it was encrypted, decrypted or restored",
    "Run the command again. It says so if the file there now lacks entries.",
)
_LEADS_NOWHERE: _Trouble = (
    "{file} cannot be reached: {error} leads to a place that is not there",
    "Connect the drive or network folder it is on, or name another folder with --home DIR.",
)
_GONE: _Trouble = (
    "{file} is missing: it had {error}",
    "Put it back, or restore a backup of it. A new case starts an empty journal.",
)
_NOT_A_DATABASE: _Trouble = ("{file} is not a dvcheck journal: it is damaged, or another kind of file", _KEEP)
_DAMAGED: _Trouble = ("{file} is damaged: {error}", _KEEP)
_FOREIGN: _Trouble = (
    "{file} is not a dvcheck journal: another program made it",
    "Choose another folder with --home DIR, or move that file aside.",
)
_NEWER: _Trouble = (
    "{file} was written by a newer dvcheck than this one",
    "Update dvcheck on this computer; the journal is left as it is.",
)
_NOT_A_FOLDER: _Trouble = (
    "{folder} is not a folder dvcheck can keep its journal in: a file is in the way",
    "Move that file aside, or choose another folder with --home DIR.",
)
_DISK: _Trouble = (
    "the disk refused to read or write {file}: {error}",
    "Check the drive, the network folder or your disk quota, and run the command again.",
)
_OLD_SQLITE: _Trouble = (
    "{file} cannot be opened: this Python brings SQLite {error}, and dvcheck needs 3.37 or later",
    "Install dvcheck under a newer Python.",
)
_TOO_OLD: _Trouble = (
    "{file} has case {error} as an earlier dvcheck recorded it: it cannot be purged",
    "It stays as it is, closed; keep the file as long as the case must be kept.",
)
_EMPTY: _Trouble = (
    "{file} is empty: everything in it was cut off",
    "Put it back from a backup if there is one; if nothing was ever recorded here, delete it.",
)
_OTHER: _Trouble = (
    "{file} could not be read or written: {error}",
    "Run the command again; if it says so again, show this line to your IT unit.",
)

_SQLITE_TROUBLES: dict[int, _Trouble] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_AUTH: _FORBIDDEN,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_READONLY_DBMOVED: _MOVED,
    sqlite3.SQLITE_NOTADB: _NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_ERROR: _DAMAGED,  # our SQL is fixed: only a table or column that is gone can fail it
    sqlite3.SQLITE_CONSTRAINT: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DISK,
}

_OS_TROUBLES: dict[int, _Trouble] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _READ_ONLY,
    errno.EEXIST: _NOT_A_FOLDER,
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EIO: _DISK,
}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as it stands in the journal: numbered from 1 without gaps, `at` aware and in UTC.

    The body of one whose case was purged is empty.
    """

    seq: int
    case: str
    at: datetime
    kind: str
    body: dict[str, object]
    hash: bytes


class Stored(NamedTuple):
    """One entry as its bytes stand in the file, whether or not they can be read as an event."""

    seq: int
    case: bytes
    at: bytes
    kind: bytes
    body: bytes
    hash: bytes
    salt: bytes = b""
    """Empty in an entry of schema 1, and in one that was purged."""
    seal: bytes = b""
    """Only of an entry that was purged."""


class Unread(NamedTuple):
    """Numbers under which a damaged file gives no entry; `last` is None where the end is not known."""

    first: int
    last: int | None


Entry = tuple[str, Mapping[str, object]]
"""What is to be recorded: an event's kind and its body, of values JSON has (so no infinity or NaN)."""


class Journal:
    """An open journal file. What a method that writes has returned from is on the disk.

    Every method raises DvcheckError with Exit.JOURNAL when the file cannot be read or written. After a
    write that failed the journal can be used further, and nothing of it is there - unless what failed came
    after the commit, such as giving the lock back: then all of it is.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._file: tuple[int, int] | None = None
        self._schema = len(MIGRATIONS)
        self._known: Head | None = None
        """The last entry known to have been acknowledged, here or in an earlier command."""
        self._added: Head | None = None
        """The last entry added in the transaction under way."""
        self.rewound: Rewind | None = None
        """What the file lacks of that, where it was found to; the next write records it."""
        self._doubts_cases = False
        self._derived: tuple[sqlite3.Connection, int] | None = None
        """Where and after which entry the cases were derived from the entries last."""
        self.refused: DvcheckError | None = None
        """Why the file would not be opened but to save what it holds."""

    @classmethod
    def open(cls, folder: Path, *, wait: float = WAIT_SECONDS) -> Self:
        """The journal in `folder`, proved writable; folder (0700) and file (0600) are made if missing.

        A file that others may read, as one put back from a backup, is its owner's alone from then on.
        `wait` is in seconds: how long to stand in line behind another program that is writing.
        """
        path = folder / FILE_NAME
        with in_plain_words(path):
            _create(path)
            _keep_to_owner(path)
        journal = cls._connected(path, wait)
        with journal._closed_on_failure():
            version = journal._version()
            if version < len(MIGRATIONS):
                journal._migrate_or_keep(version, ())
            if journal._schema == version:
                journal.prove_writable()
            journal._compare_with_head()
        return journal

    @classmethod
    def open_existing(
        cls, folder: Path, *, wait: float = WAIT_SECONDS, whatever: bool = False
    ) -> Self | None:
        """The journal in `folder`, or None where nothing has been recorded yet. Creates nothing.

        DvcheckError with Exit.JOURNAL where something is in the way, or where there was a journal.

        It may be on a full or read-only disk: reading works there. Before asking an officer anything
        call `prove_writable`. With `whatever`, to save what it holds, a file is opened also where its header
        says that it is of a newer version, another program's, or of none; `refused` then has the error.
        """
        path = folder / FILE_NAME
        with in_plain_words(path):
            try:
                path.stat()
            except (FileNotFoundError, NotADirectoryError):
                _require_never_made(path)
                return None
        return cls.open_file(path, wait=wait, whatever=whatever)

    @classmethod
    def open_file(cls, path: Path, *, wait: float = WAIT_SECONDS, whatever: bool = False) -> Self | None:
        """The journal in a file of any name, or None where that is a database without tables."""
        journal = cls._connected(path, wait)
        with journal._closed_on_failure():
            try:
                version = journal._version()
            except DvcheckError as error:
                if not whatever:
                    raise
                journal._schema, journal.refused = journal._schema_by_columns(error), error
                return journal
            if version == 0:  # a database of nobody, without tables
                journal.close()
                return None
            if version < len(MIGRATIONS):
                journal._migrate_or_keep(version, (_READ_ONLY, _FULL, _FORBIDDEN))
            if path.name == FILE_NAME:
                journal._compare_with_head()
        return journal

    @classmethod
    def _connected(cls, path: Path, wait: float) -> Self:
        if sqlite3.sqlite_version_info < (3, 37):  # without STRICT it would call every journal damaged
            raise _error(_OLD_SQLITE, path, sqlite3.sqlite_version)
        with in_plain_words(path):
            file = file_of(path)
            connection = _connect(path, wait)
        journal = cls(path, connection)
        journal._file = file
        with journal._closed_on_failure(), journal._in_place():
            # DELETE and EXTRA: the one pair that lost nothing in simulated power cuts.
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops at the drive's cache
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA temp_store = MEMORY")  # nothing of a case in a folder for all to use
            connection.execute("PRAGMA secure_delete = ON")  # what a purge takes out is overwritten
        return journal

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        with in_plain_words(self.path):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prove_writable(self) -> None:
        """Return if an entry could be recorded now; raise as `append` would if not. Changes nothing."""
        with self._in_place():
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                # Setting even the same version makes SQLite create its rollback file beside the journal
                # and copy a page into it: it needs the folder, the file's mode and some room on the disk.
                self._connection.execute(f"PRAGMA user_version = {self._schema}")
            finally:
                self._roll_back()

    def append(self, case: str, kind: str, body: Mapping[str, object], at: datetime) -> Event:
        """Record one event durably. A naive `at` is a ValueError, as is text with lone surrogates."""
        return self.append_all(case, [(kind, body)], at)[0]

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
        stamp = utc_text(at)
        ready = [(stamp, kind, _json(body)) for kind, body in entries]
        return self._append(case, ready, pack, check)

    def append_again(
        self, case: str, events: Iterable[Event], *, pack: tuple[str, bytes] | None
    ) -> tuple[Event, ...]:
        """Record events of a case that were acknowledged and are gone, each with the time it had."""
        ready = [(utc_text(event.at), event.kind, _json(event.body)) for event in events]
        return self._append(case, ready, pack, None)

    def _append(
        self,
        case: str,
        ready: list[tuple[str, str, bytes]],
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
            recorded += [self._add(case, *entry) for entry in ready]
            self._keep_case(case, recorded)
        recorded_in.add(self.path)
        return tuple(recorded)

    def _add(self, case: str, stamp: str, kind: str, body: bytes) -> Event:
        last, before = self._head()
        seq, salt = last + 1, os.urandom(_SALT)
        hash = _hash(before, seq, case, stamp, kind, _seal(salt, body))
        columns = "seq, case_id, at, kind, body, hash, salt"
        row = (seq, case, stamp, kind, body.decode(), hash, salt)
        self._connection.execute(f"INSERT INTO events ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._added = Head(seq=seq, hash=hash)
        return _event(seq, case, stamp, kind, body, hash)

    def stands(self, entry: Event | Head) -> bool:
        """Whether an entry that was recorded is still in the file."""
        return self.hash_of(entry.seq) == entry.hash

    def hash_of(self, seq: int) -> bytes | None:
        """The hash of the entry with this number; None where there is none."""
        rows = self._read("SELECT hash FROM events WHERE seq = ?", seq)
        return rows[0][0] if rows else None

    def head(self) -> Head:
        """The last entry; of an empty journal number 0."""
        seq, hash = self._head()
        return Head(seq=seq, hash=hash)

    @contextmanager
    def unchanging(self) -> Iterator[sqlite3.Connection]:
        """The connection to the file, while nobody can change that. Its errors are sqlite3's."""
        with self._in_place():
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # takes the lock
        try:
            yield self._connection
        finally:
            self._roll_back()

    def hold(self) -> None:
        """Keep every other program from reading and writing the file until it is closed."""
        with self._in_place():
            self._connection.execute("BEGIN EXCLUSIVE")

    def _compare_with_head(self) -> None:
        """See whether the file has the entry that its head file names."""
        self._known = head.read(head.beside(self.path))
        with suppress(DvcheckError):  # a damaged file is told of by whatever reads it
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
            body = {"seq": rewind.known.seq, "hash": rewind.known.hash.hex(), "last": rewind.last}
            self._add(JOURNAL, utc_text(datetime.now(UTC)), REWOUND, _json(body))

    def purge(self, case: str, at: datetime, *, head: bytes) -> bool:
        """Take what the entries of a case say out of the file for good, and record that: both or neither.

        Nothing is done, and False returned, where `head` is not the hash of the case's last entry: somebody
        has worked on it since. A naive `at` is a ValueError. DvcheckError with Exit.JOURNAL where an entry is
        of schema 1. What the disk, its backups or saved reports keep is beyond reach.
        """
        return bool(self.purge_all({case: head}, at))

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        """Purge several cases, each with the hash of its last entry, in one commit; those that were purged.

        One with an entry of schema 1 is left as it is, and is the DvcheckError once the others are purged.
        """
        stamp = utc_text(at)
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
                self._purge_rows(case, stamp, rows)
                done.append(case)
            if done and self._schema >= WITH_CASES:
                case_index.overwrite_what_went(self._connection)
        if done:
            recorded_in.add(self.path)
        if too_old:
            raise _error(_TOO_OLD, self.path, too_old[0])
        return done

    def _purge_rows(self, case: str, stamp: str, rows: Sequence[Stored]) -> None:
        self._keep_case(case, [self._add(case, stamp, PURGED, _json({"entries": len(rows)}))])
        emptying = "UPDATE events SET body = '', salt = NULL, seal = ? WHERE seq = ?"
        for row in rows:
            self._connection.execute(emptying, (_seal(row.salt, row.body), row.seq))

    def pack(self, digest: str) -> bytes | None:
        """The content stored under `digest`, or None."""
        try:
            with self._open_anew_after_damage():
                rows = self._read("SELECT CAST(content AS BLOB) FROM packs WHERE digest = ?", digest)
        except DvcheckError as error:
            if not is_damage(error, self.path):
                raise
            found = self.stored_packs().get(digest)  # perhaps it is the index alone that is damaged
            if found is None:
                raise
            return found
        return rows[0][0] if rows else None

    def stored_packs(self) -> dict[str, bytes]:
        """Every pack that can be read, by digest, also in a damaged file."""
        packs: dict[str, bytes] = {}
        for order in ("ORDER BY rowid", *(f"WHERE rowid = {n}" for n in range(1, _MOST_PACKS))):
            try:
                with self._open_anew_after_damage(), self._in_place():
                    for digest, content in self._connection.execute(f"{_PACKS} {order}"):
                        packs[digest.decode(errors="replace")] = content
            except DvcheckError as error:
                if not is_damage(error, self.path):
                    raise
            else:
                if order == "ORDER BY rowid":
                    break
        return packs

    def pack_digests(self) -> list[str]:
        """What packs are stored under, in the order stored."""
        rows = self._read("SELECT ifnull(CAST(digest AS BLOB), x'') FROM packs NOT INDEXED ORDER BY rowid")
        return [digest.decode(errors="replace") for (digest,) in rows]

    def events(self, case: str, after: int = 0) -> list[Event]:
        """The events of one case that follow the one of seq `after`; empty for a case that is not there."""
        return [self._loaded(row) for row in self._stored_of(case, after)]

    def holds(self, case: str) -> bool:
        """Whether there is an entry of this case."""
        return _is_text(case) and bool(self._read("SELECT 1 FROM events WHERE case_id = ? LIMIT 1", case))

    def events_of_kind(self, kind: str) -> tuple[list[Event], list[str]]:
        """The events of one kind, over all cases, in the order recorded; and whose are damaged, by case."""
        events: list[Event] = []
        damaged: list[str] = []
        for row in self._read(f"{self._select} WHERE kind = ? ORDER BY seq", kind):
            stored = Stored(*row)
            try:
                events.append(self._loaded(stored))
            except DvcheckError:
                damaged.append(stored.case.decode(errors="replace"))
        return events, damaged

    def last(self, case: str, kind: str) -> int:
        """The number of the last event of a kind in a case; 0 where there is none."""
        ((seq,),) = self._read("SELECT max(seq) FROM events WHERE kind = ? AND case_id = ?", kind, case)
        return seq or 0

    def all_events(self) -> Iterator[Event]:
        """Every event in the order recorded. Holds no lock while the caller works on one."""
        return (self._loaded(row) for row in self._rows())

    def latest(self, kinds: Collection[str]) -> dict[str, str]:
        """By case the kind of its last event of one of these kinds; a case without one is left out."""
        sql = (
            "SELECT CAST(case_id AS BLOB), CAST(kind AS BLOB), max(seq) FROM events "
            f"WHERE kind IN ({', '.join('?' * len(kinds))}) GROUP BY case_id"
        )
        rows = self._read(sql, *kinds)
        return {case.decode(errors="replace"): kind.decode(errors="replace") for case, kind, _ in rows}

    def case_ids(self) -> list[str]:
        """The cases in the order of their first events."""
        rows = self._read("SELECT CAST(case_id AS BLOB) FROM events GROUP BY case_id ORDER BY min(seq)")
        return [case.decode(errors="replace") for (case,) in rows]

    def case_rows(self, query: str, *values: str | int) -> list[Row]:
        """The rows of the table of cases that a query of case_index gives.

        Where the file has no such table, or a damaged one, or it is in doubt, they follow from the entries.
        """
        if not all(_is_text(value) for value in values if isinstance(value, str)):
            return []
        return [case_index.read_row(row) for row in self._of_cases(query, *values)]

    def count_cases(self, *states: case_index.State) -> int:
        """How many cases are in one of these states."""
        return sum(self._of_cases(case_index.COUNTED, state)[0][0] for state in states)

    def _of_cases(self, query: str, *values: str | int) -> list[Any]:
        if self._schema >= WITH_CASES and not self._doubts_cases:
            try:
                with self._open_anew_after_damage():
                    return self._read(query, *values)
            except DvcheckError as error:
                if not is_damage(error, self.path):
                    raise
                self._doubts_cases = True
        self._derive_cases()
        return self._read(query, *values)

    def doubt_cases(self) -> bool:
        """Derive the rows of cases from the entries from now on; False where they are already."""
        if self._schema < WITH_CASES or self._doubts_cases:
            return False
        self._doubts_cases = True
        return True

    def wrong_cases(self) -> Iterator[str]:
        """The ids of the cases of which the table says something else than the entries do.

        An empty one for what is of no case. Nothing is wrong in a file of a version without the table.
        """
        if self._schema >= WITH_CASES:
            yield from case_index.differing(self._read)

    def data_version(self) -> object:
        """What changes whenever another program has written to the file."""
        return self._read("PRAGMA data_version")

    def first_bad(self) -> int | None:
        """The seq of the first event that does not follow from the one before; None if the chain is whole.

        After a missing event that is the next one there. A tail cut off does not show: see `code`.
        """
        chain = Chain()
        for expected, row in zip(count(1), self._rows(), strict=False):
            if row.seq != expected or not chain.takes(row):
                return row.seq
        return chain.emptied

    def stored(self) -> Iterator[Stored | Unread]:
        """Every entry as its bytes stand, in order, and in place of those that cannot be read an `Unread`.

        A page at a time. Holds no lock while the caller works on one.
        """
        first, last = _SEQS
        rows, whole = self._until_damage(first, last, "ASC", _PAGE)
        yield from rows
        while whole and len(rows) == _PAGE and rows[-1].seq < last:
            first = rows[-1].seq + 1
            rows, whole = self._until_damage(first, last, "ASC", _PAGE)
            yield from rows
        if whole:
            return
        first = rows[-1].seq + 1 if rows else max(first, 1)
        rows, _ = self._until_damage(first, last, "DESC")
        most = first + self.path.stat().st_size // _SMALLEST_ROW
        last = rows[-1].seq - 1 if rows else most
        for found in _merged(self._between(first, last)):
            endless = isinstance(found, Unread) and found.last == most and not rows
            yield Unread(found[0], None) if endless else found
        yield from reversed(rows)

    def last_number(self) -> int:
        """The number of the last entry; 0 where there is none."""
        return self._head()[0]

    def damage(self) -> list[str]:
        """What SQLite's own check finds wrong with the file, in its words; the first ten."""
        try:
            with self._open_anew_after_damage():
                return [str(said) for (said,) in self._read("PRAGMA integrity_check(10)") if said != "ok"]
        except DvcheckError as error:
            if not is_damage(error, self.path):
                raise
            return [str(error.__cause__)]

    def is_guarded(self) -> bool:
        """Whether the tables and the triggers that keep entries as they are stand as dvcheck made them."""
        sql = "SELECT type, name, CAST(sql AS BLOB) FROM sqlite_master WHERE sql IS NOT NULL"
        made = sqlite3.connect(":memory:", isolation_level=None)
        try:
            for statement in (s for script in MIGRATIONS[: self._schema] for s in script):
                made.execute(statement)
            wanted = set(made.execute(sql))
        finally:
            made.close()
        found = set(self._read(sql))
        return wanted <= found and not any(kind in ("trigger", "view") for kind, *_ in found - wanted)

    def new_case_id(self) -> str:
        """An id not in use in this journal: `c-` and four characters (more once four are used up)."""
        tries = 0
        while True:
            length = _SHORTEST_ID + tries // _TRIES_PER_LENGTH
            case = "c-" + "".join(_CROCKFORD[byte % 32] for byte in os.urandom(length))
            if not self.holds(case):
                return case
            tries += 1

    def _version(self) -> int:
        """The file's schema version, 0 for an empty file; raises for a file that is not ours to read."""
        # In this order: another process may fill the file between the two reads.
        tables = self._read("SELECT 1 FROM sqlite_master LIMIT 1")
        owner: int = self._read("PRAGMA application_id")[0][0]
        if owner == 0 and not tables:
            return 0
        if owner != APPLICATION_ID:
            raise _error(_FOREIGN, self.path)
        version: int = self._read("PRAGMA user_version")[0][0]
        if version > len(MIGRATIONS):
            raise _error(_NEWER, self.path)
        if version < 1:  # tables and version come in one commit
            raise _error(_DAMAGED, self.path, f"its header has version {version}")
        return version

    def _schema_by_columns(self, refused: DvcheckError) -> int:
        """The schema version the table of events looks like; `refused` again where it is none of ours."""
        columns = {name for _, name, *_ in self._read("PRAGMA table_info(events)")}
        known = [version for version, texts in _COLUMNS.items() if columns.issuperset(texts)]
        if not known:
            raise refused
        return max(known)

    def _migrate(self) -> None:
        with migrating(), self._transaction():
            # Read again under the lock: another process may have done it while this one waited.
            version = self._version()
            for statement in (s for script in MIGRATIONS[version:] for s in script):
                self._connection.execute(statement)
            if version < WITH_CASES <= len(MIGRATIONS):
                case_index.fill(self._connection, case_index.of_entries(self._read))
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _migrate_or_keep(self, version: int, unwritable: Collection[_Trouble]) -> None:
        """Bring the file to this version.

        It is kept as it is where it cannot be written to for one of these reasons. So is one with a damaged
        page that lacks nothing but the table of cases: what else is in it can still be read and added to.
        """
        try:
            with self._open_anew_after_damage():
                self._migrate()
        except DvcheckError as error:
            cause = error.__cause__
            if not isinstance(cause, sqlite3.Error):
                raise
            page = _number(cause) == sqlite3.SQLITE_CORRUPT and version >= WITH_TWO_INDEXES
            if not page and _sqlite_trouble(cause, self.path) not in unwritable:
                raise
            self._schema = version

    def _keep_case(self, case: str, events: Iterable[Event]) -> None:
        """Bring the table of cases up to entries just recorded, in the same transaction."""
        recorded = list(events)
        if self._schema >= WITH_CASES and recorded:
            told = [Told(event.kind, event.body) for event in recorded]
            case_index.take(self._connection, case, recorded[0].seq, told)

    def _derive_cases(self) -> None:
        """Fill the table of cases in memory, where entries were added since it was filled last."""
        state = (self._connection, self._head()[0])
        if self._derived == state:
            return
        with self._in_place():
            case_index.fill_temporary(self._connection, self._rows_of_cases())
        self._derived = (self._connection, state[1])

    def _rows_of_cases(self) -> Iterable[Row]:
        """The rows of all cases by the indexes, or from each entry that can be read where that fails."""
        if self._schema >= WITH_TWO_INDEXES:
            try:
                with self._open_anew_after_damage():
                    return list(case_index.of_entries(self._read))
            except DvcheckError as error:
                if not is_damage(error, self.path):
                    raise
        entries = (entry for entry in self.stored() if isinstance(entry, Stored))
        return case_index.of_rows((e.seq, e.case, e.kind, e.body) for e in entries)

    @property
    def _select(self) -> str:
        return _SELECTS[min(self._schema, len(_SELECTS))]

    def _stored_of(self, case: str, after: int = 0) -> list[Stored]:
        sql = f"{self._select} WHERE case_id = ? AND seq > ? ORDER BY seq"
        return [Stored(*row) for row in self._read(sql, case, after)]

    def _head(self) -> tuple[int, bytes]:
        rows = self._read("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        return rows[0] if rows else (0, FIRST_HASH)

    def _keep_pack(self, digest: str, content: bytes) -> None:
        self._connection.execute("INSERT OR IGNORE INTO packs VALUES (?, ?)", (digest, content))

    def _read(self, sql: str, *parameters: object) -> list[Any]:
        with self._in_place():
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """While SQLite is asked: its errors in plain words, and before them that the file was replaced."""
        with in_plain_words(self.path):
            self._require_in_place()
            try:
                yield
            except sqlite3.Error:
                self._require_in_place()  # perhaps while this one stood in line for the lock
                raise

    def _require_in_place(self) -> None:
        # SQLite looks before it writes only, and would play the rollback file of the new one into the old.
        if self._file is None:
            return
        try:
            replaced = file_of(self.path) != self._file
        except FileNotFoundError:
            raise _error(_MOVED, self.path) from None
        if replaced:
            raise _error(_REPLACED, self.path)

    def _rows(self) -> Iterator[Stored]:
        # In pages: a cursor left half read would keep every other program from writing.
        select = self._select
        page = self._read(f"{select} ORDER BY seq LIMIT {_PAGE}")
        while page:
            yield from map(Stored._make, page)
            page = self._read(f"{select} WHERE seq > ? ORDER BY seq LIMIT {_PAGE}", page[-1][0])

    def _until_damage(self, first: int, last: int, order: str, most: int = -1) -> tuple[list[Stored], bool]:
        """The entries of these numbers up to what cannot be read, and whether they end there otherwise.

        They end after `most` of them too; -1 is no end.
        """
        rows: list[Stored] = []
        try:
            with self._open_anew_after_damage(), self._in_place():
                sql = f"{self._select} WHERE seq BETWEEN ? AND ? ORDER BY seq {order} LIMIT ?"
                rows.extend(map(Stored._make, self._connection.execute(sql, (first, last, most))))
        except DvcheckError as error:
            if not is_damage(error, self.path):
                raise
            return rows, False
        return rows, True

    def _between(self, first: int, last: int) -> Iterator[Stored | Unread]:
        """What can be read of these numbers: from both ends up to the damage, then so in each half."""
        if first > last:
            return
        rows, whole = self._until_damage(first, last, "ASC")
        yield from rows
        if whole:
            return
        first = rows[-1].seq + 1 if rows else first
        rows, _ = self._until_damage(first, last, "DESC")
        last = rows[-1].seq - 1 if rows else last
        if first == last or last - first > _WIDEST_GAP:
            yield Unread(first, last)
        elif first < last:
            middle = (first + last) // 2
            yield from self._between(first, middle)
            yield from self._between(middle + 1, last)
        yield from reversed(rows)

    def _loaded(self, row: Stored) -> Event:
        seq, case, at, kind, body, found, *_ = row
        try:
            return _event(seq, case.decode(), at.decode(), kind.decode(), body, found)
        except (ValueError, OverflowError, RecursionError) as error:
            raise _error(_DAMAGED, self.path, f"entry {seq} cannot be read") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._in_place():
            try:
                self._added = None
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
                if self._added is not None:
                    self._known = self._added
                    head.write(head.beside(self.path), self._known)
            finally:
                self._roll_back()

    def _roll_back(self) -> None:
        # After a COMMIT there is nothing to undo, and after some errors SQLite has undone it already; what
        # a failing disk keeps it from undoing now it undoes from the rollback file at the next open.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _open_anew_after_damage(self) -> Iterator[None]:
        """After one damaged page SQLCipher reads nothing more; a new connection reads all the others."""
        try:
            yield
        except DvcheckError as error:
            if is_damage(error, self.path) and not isinstance(self._connection, sqlite3.Connection):
                self._connection.close()
                self._connection = self._connected(self.path, WAIT_SECONDS)._connection
            raise

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._connection.close()
            raise


def code(hash: bytes) -> str:
    """The short form of an event's hash that is printed on reports, such as `9F2C-41B7`."""
    digits = hash[:4].hex().upper()
    return f"{digits[:4]}-{digits[4:]}"


def _is_text(said: str) -> bool:
    """Whether the file could hold it: no lone surrogates, as in an argument that was not UTF-8."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True


def utc_text(at: datetime) -> str:
    """`at` as ISO 8601 in UTC, to the microsecond, ending in Z. A naive time is a ValueError."""
    if at.utcoffset() is None:
        raise ValueError(f"a time without its zone: {at.isoformat()}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _seal(salt: bytes, body: bytes) -> bytes:
    """What stands for a body in the hash of its event. Without the salt no body can be tried out on it."""
    return hashlib.sha256(salt + body).digest()


def _hash(before: bytes, seq: int, case: str, at: str, kind: str, seal: bytes) -> bytes:
    """The hash of an event, over the seal of its body as it is stored."""
    return hashlib.sha256(_SEALED + before + _json([seq, case, at, kind, seal.hex()])).digest()


def _hash_1(before: bytes, seq: int, case: str, at: str, kind: str, body: bytes) -> bytes:
    """The hash of an event of schema 1, over `body` as it is stored: decoding it could lose what differs."""
    return hashlib.sha256(before + _json([seq, case, at, kind, msgspec.Raw(body)])).digest()


_UNSEEN, _SAID = 0, -1
"""In place of the number of the first empty entry of a case: it has no entry yet, or one that is full."""


class Chain:
    """Entries taken one after the other, each of which follows from the one before.

    A case that was purged is emptied whole; no other entry is empty.
    """

    def __init__(self) -> None:
        self.head: bytes | None = FIRST_HASH
        """The hash the next entry follows from; None where it is not known, and anything follows."""
        self.purged = 0
        """How many cases were purged."""
        self._emptied: dict[bytes, int] = {}
        """By case the number of its first empty entry, for as long as all of them are empty."""
        self._for_good: int | None = None
        """The number of the first empty entry that no purge can account for any more."""

    def takes(self, entry: Stored) -> bool:
        """Whether an entry follows; it is the one to follow from then, also where it does not."""
        before, self.head = self.head, entry.hash
        empty = self._emptied.setdefault(entry.case, _UNSEEN)
        if before is not None and not _follows(before, entry):
            return False
        if not entry.body:
            if empty == _SAID:
                self._for_good = min(self._for_good or entry.seq, entry.seq)
            elif empty == _UNSEEN:
                self._emptied[entry.case] = entry.seq
        elif entry.kind == PURGED.encode() and empty != _SAID:
            self.purged += empty != _UNSEEN
            self._emptied[entry.case] = _UNSEEN
        else:
            if empty not in (_UNSEEN, _SAID):
                self._for_good = min(self._for_good or empty, empty)
            self._emptied[entry.case] = _SAID
        return True

    @property
    def cases(self) -> int:
        """How many cases the entries are of."""
        return len(self._emptied.keys() - {case.encode() for case in case_index.NOT_CASES})

    @property
    def emptied(self) -> int | None:
        """The number of the first entry that is empty though its case was not purged whole."""
        left = (seq for seq in self._emptied.values() if seq not in (_UNSEEN, _SAID))
        return min(filter(None, (self._for_good, min(left, default=None))), default=None)


def _follows(before: bytes, entry: Stored) -> bool:
    """Whether the hash of an entry is the one over the hash before it and the entry's own content."""
    seq, case, at, kind, body, found, salt, seal = entry
    if bool(seal) == bool(body) or (seal and salt):
        return False  # a seal stands in place of a body
    try:
        name, stamp, what = case.decode(), at.decode(), kind.decode()
    except UnicodeDecodeError:
        return False
    if not seal and not salt:
        return found == _hash_1(before, seq, name, stamp, what, body)
    return found == _hash(before, seq, name, stamp, what, seal or _seal(salt, body))


def _merged(parts: Iterable[Stored | Unread]) -> Iterator[Stored | Unread]:
    """The same, with gaps that adjoin made one."""
    gap: Unread | None = None
    for part in parts:
        if isinstance(part, Unread):
            gap = Unread(gap.first if gap else part.first, part.last)
            continue
        if gap:
            yield gap
            gap = None
        yield part
    if gap:
        yield gap


def _event(seq: int, case: str, at: str, kind: str, body: bytes, hash: bytes) -> Event:
    return Event(
        seq=seq,
        case=case,
        at=datetime.fromisoformat(at).astimezone(UTC),
        kind=kind,
        body=msgspec.json.decode(body, type=dict[str, object]) if body else {},
        hash=hash,
    )


def _require_never_made(path: Path) -> None:
    """DvcheckError with Exit.JOURNAL where the journal cannot be reached, or was there once."""
    for place in (path, *path.parents):
        if os.path.lexists(place) and not place.exists():
            raise _error(_LEADS_NOWHERE, path, str(place))
        if place.exists():
            if not place.is_dir():
                raise _error(_NOT_A_FOLDER, path)
            break
    known = head.read(head.beside(path))
    if known is not None:
        raise _error(_GONE, path, plural("{n:,} entry", "{n:,} entries", n=known.seq))


def file_of(path: Path) -> tuple[int, int]:
    """Which file a path leads to now: another one of the same name differs."""
    status = path.stat()
    return status.st_dev, status.st_ino


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    status = path.stat()
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        raise _error(_EMPTY, path)
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise _error(_NOT_A_DATABASE, path)  # a device or a pipe: reading it might wait for ever
    with path.open("rb") as file:
        encrypted = file.read(len(ENCRYPTED)) == ENCRYPTED
    if not encrypted:
        return sqlite3.connect(path, timeout=wait, isolation_level=None)
    # Only here: a plain journal opens without ever loading it.
    from dvcheck.record import vault

    return vault.connect(path, wait)


def _create(path: Path) -> None:
    """A journal without entries, its owner's alone, in a folder that is the same, if missing."""
    try:
        _create_file(path)
    except FileNotFoundError:
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create_file(path)
        for folder in missing:
            sync(folder.parent)


def _keep_to_owner(path: Path) -> None:
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
            file.write(_without_entries())
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


def _without_entries() -> bytes:
    """A journal file of this version in which nothing is recorded."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        for statement in (s for script in MIGRATIONS for s in script):
            made.execute(statement)
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        return made.serialize()


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


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """The one place where SQLite's and the system's errors become the officer's."""
    try:
        yield
    except sqlite3.Error as error:
        raise _error(_sqlite_trouble(error, path), path, str(error)) from error
    except UnicodeDecodeError as error:  # of SQLite's own message, which quotes what it found in the file
        said: bytes = error.object
        raise _error(_DAMAGED, path, said.decode(errors="backslashreplace")) from error
    except OSError as error:
        trouble = _OS_TROUBLES.get(error.errno or 0, _OTHER)
        raise _error(trouble, path, error.strerror or str(error)) from error


def _number(error: sqlite3.Error) -> int | None:
    """SQLite's primary code of an error; None of one that Python's own module raised."""
    number = getattr(error, "sqlite_errorcode", None)
    return None if number is None else number & 0xFF


def _sqlite_trouble(error: sqlite3.Error, path: Path) -> _Trouble:
    number = getattr(error, "sqlite_errorcode", None)
    if number is None:  # raised by Python's own module, not by SQLite
        return _OTHER
    primary = number & 0xFF
    if primary == sqlite3.SQLITE_CANTOPEN or number == sqlite3.SQLITE_READONLY_DIRECTORY:
        return _OTHER if path.is_dir() else _FORBIDDEN
    return _SQLITE_TROUBLES.get(number) or _SQLITE_TROUBLES.get(primary, _OTHER)


def is_of_the_file(error: DvcheckError) -> bool:
    """Whether it is the file that cannot be read, and not what one entry says."""
    return isinstance(error.__cause__, sqlite3.Error | OSError)


def is_damage(error: DvcheckError, path: Path) -> bool:
    """Whether more could be read elsewhere in the file; not so where it is locked or may not be read."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error) and not isinstance(cause, sqlite3.ProgrammingError):
        return _sqlite_trouble(cause, path) in (_DAMAGED, _NOT_A_DATABASE, _DISK, _OTHER)
    return isinstance(cause, UnicodeDecodeError)


def _error(trouble: _Trouble, path: Path, error: str = "") -> DvcheckError:
    message, hint = trouble
    file, folder = clean(str(path)), clean(str(path.parent))
    return DvcheckError(
        message.format(file=file, folder=folder, error=clean(error)), hint=hint, code=Exit.JOURNAL
    )

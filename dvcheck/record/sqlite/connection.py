"""An open journal file: SQL is run here, safely against power cuts, and its errors are in plain words."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Self

from dvcheck.record.errors import JournalDamaged
from dvcheck.record.sqlite import faults, schema
from dvcheck.record.sqlite.database import JournalConnection
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.faults import in_plain_words, told
from dvcheck.record.sqlite.files import file_of, is_encrypted
from dvcheck.record.sqlite.schema import SELECTS

WAIT_SECONDS = 5.0
"""How long a command waits for another one that is writing, before it says that the journal is locked."""

_SAFELY = (
    # DELETE and EXTRA: the one pair that lost nothing in simulated power cuts.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",  # macOS: fsync alone stops at the drive's cache
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",  # nothing of a case in a folder for all to use
    "PRAGMA secure_delete = ON",  # what a purge takes out is overwritten
)


def _ignore() -> None: ...


class Opening:
    """What a command brings along when it opens journals, the same for all it opens."""

    def __init__(
        self,
        keys: KeySource | None = None,
        *,
        migrating: Callable[[], AbstractContextManager[object]] = nullcontext,
        recorded: Callable[[], None] = _ignore,
    ) -> None:
        self.keys = keys or KeySource()
        """What opens an encrypted journal."""
        self.migrating = migrating
        """What is shown while a file of an earlier version is brought to this one."""
        self.recorded = recorded
        """Is told once something is recorded."""


class PlainConnection(sqlite3.Connection):
    """Python's own connection to a journal that is not encrypted."""

    ends_at_damage = False

    def copy_to(self, path: Path) -> None:
        """Copy the database into an empty file."""
        with closing(sqlite3.connect(path)) as copy:
            self.backup(copy)


class File:
    """The open file of a journal. Every method raises JournalError where it cannot be read or written."""

    def __init__(self, path: Path, connection: JournalConnection, opening: Opening | None = None) -> None:
        self.path = path
        self.connection = connection
        self.opening = opening or Opening()
        self.schema = len(schema.MIGRATIONS)
        """Its schema version: one on a read-only disk stays of its version."""
        self._file: tuple[int, int] | None = None
        """Which file was opened; None where nobody replaces it."""

    @classmethod
    def open(cls, path: Path, wait: float, opening: Opening) -> Self:
        """Open a file that is there. `wait` is in seconds: how long to wait for a writer."""
        if sqlite3.sqlite_version_info < (3, 37):  # without STRICT it would call every journal damaged
            raise told(faults.OLD_SQLITE, path, sqlite3.sqlite_version)
        with in_plain_words(path):
            file = file_of(path)
            connection = _connect(path, wait, opening)
        opened = cls(path, connection, opening)
        opened._file = file
        with opened.closed_on_failure(), opened.in_place():
            for pragma in _SAFELY:
                connection.execute(pragma).fetchone()
        return opened

    @property
    def select(self) -> str:
        """How entries are read, in the columns of its schema."""
        return SELECTS[min(self.schema, len(SELECTS))]

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        with in_plain_words(self.path):
            self.connection.close()

    @contextmanager
    def closed_on_failure(self) -> Iterator[None]:
        """Close the file where what is done in here fails."""
        try:
            yield
        except BaseException:
            self.connection.close()
            raise

    def read(self, sql: str, *parameters: object) -> list[Any]:
        """Run a query and return all its rows."""
        with self.in_place():
            return self.connection.execute(sql, parameters).fetchall()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Tell SQLite's errors in plain words, and before them that the file was replaced."""
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
            raise told(faults.MOVED, self.path) from None
        if replaced:
            raise told(faults.REPLACED, self.path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is written in here, or nothing of it where something fails."""
        with self.in_place():
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield
                self.connection.execute("COMMIT")
            finally:
                self.roll_back()

    def roll_back(self) -> None:
        """Undo the transaction under way, if there is one."""
        # After a COMMIT there is nothing to undo, and after some errors SQLite has undone it already; what
        # a failing disk keeps it from undoing now it undoes from the rollback file at the next open.
        if self.connection.in_transaction:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")

    @contextmanager
    def open_anew_after_damage(self) -> Iterator[None]:
        """After one damaged page SQLCipher reads nothing more; a new connection reads all the others."""
        try:
            yield
        except JournalDamaged:
            if self.connection.ends_at_damage:
                self.connection.close()
                self.connection = File.open(self.path, WAIT_SECONDS, self.opening).connection
            raise


def _connect(path: Path, wait: float, opening: Opening) -> JournalConnection:
    if is_encrypted(path):
        return opening.keys.connect(path, wait)
    return sqlite3.connect(path, timeout=wait, isolation_level=None, factory=PlainConnection)

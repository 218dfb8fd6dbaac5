"""An open journal file. It runs SQL safely against power cuts and reports errors in plain words."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Self

from dvcheck.record.errors import JournalDamaged
from dvcheck.record.sqlite import faults, schema
from dvcheck.record.sqlite.database import JournalConnection
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.faults import error_of, plain_errors
from dvcheck.record.sqlite.files import address_of, file_of, has_log_beside, is_encrypted
from dvcheck.record.sqlite.schema import SELECTS

WAIT_SECONDS = 5.0
"""The seconds that a command waits for another writer before it says that the journal is locked."""

_SAFELY = (
    # DELETE and EXTRA: the one pair that lost nothing in simulated power cuts.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",  # macOS: fsync alone stops at the drive's cache
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",  # no case data in a shared folder
    "PRAGMA secure_delete = ON",  # purged content is overwritten
)

_TO_READ = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
)


_ALONE = RLock()
"""Held by the thread that opens, reads or writes a journal.

The first bytes of the file are read before SQLite opens it. On POSIX, closing a file drops every lock that
the process has on it: without this, a second thread would drop the lock under which the first one writes.
"""


def _ignore() -> None: ...


class OpeningOptions:
    """The keys and callbacks with which a command opens journals."""

    def __init__(
        self,
        keys: KeySource | None = None,
        *,
        migrating: Callable[[], AbstractContextManager[object]] = nullcontext,
        recorded: Callable[[], None] = _ignore,
    ) -> None:
        self.keys = keys or KeySource()
        """The source of keys for encrypted journals."""
        self.migrating = migrating
        """The context shown while an older file is migrated."""
        self.recorded = recorded
        """Called after something was recorded."""


class PlainConnection(sqlite3.Connection):
    """Python's own connection to a plain journal."""

    ends_at_damage = False

    def copy_to(self, path: Path) -> None:
        """Copy the database into an empty file."""
        with closing(sqlite3.connect(path)) as copy:
            self.backup(copy)


class File:
    """The open file of a journal. Every method raises JournalError if reading or writing fails."""

    def __init__(
        self, path: Path, connection: JournalConnection, opening: OpeningOptions | None = None
    ) -> None:
        self.path = path
        self.connection = connection
        self.opening = opening or OpeningOptions()
        self.schema = len(schema.MIGRATIONS)
        """Its schema version. A file on a read-only disk keeps its older version."""
        self._file: tuple[int, int] | None = None
        """The identity of the opened file; None if nobody can replace it."""
        self._reopen: Callable[[], File] = lambda: File.open(self.path, WAIT_SECONDS, self.opening)

    @classmethod
    def open(cls, path: Path, wait: float, opening: OpeningOptions) -> Self:
        """Open an existing file. `wait` is how many seconds to wait for a writer."""
        return cls._opened(path, opening, partial(_connect, path, wait, opening), _SAFELY)

    @classmethod
    def open_to_read(cls, path: Path, wait: float, opening: OpeningOptions) -> Self:
        """Open an existing file without ever writing to it or beside it."""
        opened = cls._opened(path, opening, partial(_connect_to_read, path, wait, opening), _TO_READ)
        opened._reopen = lambda: cls.open_to_read(path, wait, opening)
        return opened

    @classmethod
    def _opened(
        cls,
        path: Path,
        opening: OpeningOptions,
        connect: Callable[[], JournalConnection],
        pragmas: Iterable[str],
    ) -> Self:
        if sqlite3.sqlite_version_info < (3, 37):  # without STRICT, SQLite calls every journal damaged
            raise error_of(faults.OLD_SQLITE, path, sqlite3.sqlite_version)
        with plain_errors(path), _ALONE:
            file = file_of(path)
            connection = connect()
        opened = cls(path, connection, opening)
        opened._file = file
        with opened.closed_on_failure(), opened.in_place():
            for pragma in pragmas:
                connection.execute(pragma).fetchone()
        return opened

    @property
    def select(self) -> str:
        """The SELECT for entries in its schema version."""
        return SELECTS[min(self.schema, len(SELECTS))]

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        with plain_errors(self.path):
            self.connection.close()

    @contextmanager
    def closed_on_failure(self) -> Iterator[None]:
        """Close the file if the block fails."""
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
        """Report SQLite's errors in plain words. A replaced file is reported first."""
        with plain_errors(self.path), _ALONE:
            self._require_in_place()
            try:
                yield
            except sqlite3.Error:
                self._require_in_place()  # perhaps while this process waited for the lock
                raise

    def _require_in_place(self) -> None:
        # SQLite checks only before it writes, and would apply the new file's rollback file to the old file.
        if self._file is None:
            return
        try:
            replaced = file_of(self.path) != self._file
        except FileNotFoundError:
            raise error_of(faults.MOVED, self.path) from None
        if replaced:
            raise error_of(faults.REPLACED, self.path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing if it fails."""
        with self.in_place():
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield
                self.connection.execute("COMMIT")
            finally:
                self.roll_back()

    def roll_back(self) -> None:
        """Undo the current transaction, if there is one."""
        # After COMMIT there is nothing to undo, and after some errors SQLite has undone it already. If a
        # failing disk prevents the undo now, the rollback file does it at the next open.
        if self.connection.in_transaction:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")

    @contextmanager
    def reopen_after_damage(self) -> Iterator[None]:
        """Reconnect after a damaged page: SQLCipher then reads nothing more, but a new connection does."""
        try:
            yield
        except JournalDamaged:
            if self.connection.ends_at_damage:
                self.connection.close()
                self.connection = self._reopen().connection
            raise


def _connect(path: Path, wait: float, opening: OpeningOptions) -> JournalConnection:
    if is_encrypted(path):
        return opening.keys.connect(path, wait)
    return sqlite3.connect(path, timeout=wait, isolation_level=None, factory=PlainConnection)


def _connect_to_read(path: Path, wait: float, opening: OpeningOptions) -> JournalConnection:
    if is_encrypted(path):
        return opening.keys.connect_to_read(path, wait)
    if has_log_beside(path):
        raise error_of(faults.IN_ANOTHER_MODE, path)
    address = address_of(path, "ro")
    return sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None, factory=PlainConnection)

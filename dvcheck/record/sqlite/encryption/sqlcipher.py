"""SQLCipher's connection to an encrypted journal: the same SQL, behind AES-256."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dvcheck.language import phrase
from dvcheck.record.errors import JournalRefused
from dvcheck.record.sqlite.database import Connection
from dvcheck.record.sqlite.encryption.keys import Key, wrong_key, wrong_passphrase
from dvcheck.record.sqlite.files import address_of
from dvcheck.text import why_not_imported

_FORMAT = 4
"""The SQLCipher format (page size, HMAC and so on). The defaults of a newer SQLCipher are not used."""


def connect_with(path: Path, key: Key | None, wait: float, *, to_read: bool = False) -> "CipherConnection":
    """Connect to `path` through SQLCipher with a key; None is a plain file. `to_read` never writes to it."""
    connection = CipherConnection(path, wait, to_read=to_read)
    try:
        # Otherwise it writes a line for every wrong key to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.sql}"')
            require_format(connection, "main")
        connection.execute("PRAGMA temp_store = MEMORY")  # temporary data stays off the disk
    except BaseException:
        connection.close()
        raise
    return connection


def require_format(connection: Connection, database: str) -> None:
    """Set our format for a database: after setting its key and before reading anything."""
    connection.execute(f"PRAGMA {database}.cipher_compatibility = {_FORMAT}")


def connect_and_check(path: Path, key: Key, wait: float, *, to_read: bool = False) -> "CipherConnection":
    """Connect to the file at `path` and check the key. JournalRefused if it is wrong."""
    connection = connect_with(path, key, wait, to_read=to_read)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
            raise
        raise (wrong_passphrase if key.is_by_passphrase else wrong_key)(path) from None
    return connection


def sqlcipher() -> Any:
    """Return SQLCipher's module. If it is missing, JournalRefused says how to install it."""
    try:
        from sqlcipher3 import dbapi2
    except (ImportError, OSError) as error:
        if why := why_not_imported(error, "sqlcipher3"):
            raise does_not_start("SQLCipher", why) from None
        raise JournalRefused(
            phrase("encrypted journals need SQLCipher, which is not installed here"),
            hint=phrase(
                'Install it with python -m pip install "dvcheck[encrypted]" and run the command again.'
            ),
        ) from None
    return dbapi2


def does_not_start(library: str, why: str) -> JournalRefused:
    return JournalRefused(
        phrase("{library} is installed but does not start: {why}", library=library, why=why),
        hint=phrase("Show this line to your IT unit. The journal was not changed."),
    )


class CipherConnection:
    """SQLCipher's connection with sqlite3's errors, so callers handle only one kind."""

    ends_at_damage = True

    def __init__(self, path: Path, wait: float, *, to_read: bool = False) -> None:
        self._path = path
        self._errors = sqlcipher().Error
        address = address_of(path, "ro") if to_read else str(path)
        self._run(self._open, address, wait, to_read)

    def _open(self, address: str, wait: float, uri: bool) -> None:
        self._connection = sqlcipher().connect(address, timeout=wait, isolation_level=None, uri=uri)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> "_Cursor":
        return _Cursor(self, self._run(self._connection.execute, sql, parameters))

    def copy_to(self, path: Path) -> None:
        """Copy the file unchanged: SQLCipher cannot back up an encrypted database."""
        shutil.copyfile(self._path, path)

    def close(self) -> None:
        self._run(self._connection.close)

    @property
    def in_transaction(self) -> bool:
        return bool(self._run(getattr, self._connection, "in_transaction"))

    def _run(self, call: Callable[..., Any], *arguments: object) -> Any:
        try:
            return call(*arguments)
        except self._errors as error:
            raise _as_sqlite3(error, self._path) from error


class _Cursor:
    def __init__(self, connection: CipherConnection, cursor: Any) -> None:
        self._connection = connection
        self._cursor = cursor

    def fetchone(self) -> Any:
        return self._connection._run(self._cursor.fetchone)

    def fetchall(self) -> Any:
        return self._connection._run(self._cursor.fetchall)

    def __iter__(self) -> "_Cursor":
        return self

    def __next__(self) -> Any:
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row


def _as_sqlite3(error: Exception, path: Path) -> sqlite3.Error:
    same: sqlite3.Error = getattr(sqlite3, type(error).__name__, sqlite3.Error)(*error.args)
    number = getattr(error, "sqlite_errorcode", None)
    if number is not None:
        if number == sqlite3.SQLITE_READONLY:  # SQLCipher's module does not give the reason
            number = _why_read_only(path)
        same.sqlite_errorcode = number
        same.sqlite_errorname = str(getattr(error, "sqlite_errorname", ""))
    return same


def _why_read_only(path: Path) -> int:
    if not path.exists():
        return sqlite3.SQLITE_READONLY_DBMOVED
    if os.access(path, os.W_OK) and not os.access(path.parent, os.W_OK):
        return sqlite3.SQLITE_READONLY_DIRECTORY
    return sqlite3.SQLITE_READONLY

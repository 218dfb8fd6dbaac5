"""An encrypted journal: its key, and the connection that reads it. The same SQL, behind AES-256 (SQLCipher).

An encrypted file begins with SQLCipher's 16 bytes of salt, which it stores in the clear. Here they are a
mark, a letter and 12 random bytes. The mark keeps an encrypted journal apart from a damaged one; the letter
tells where the key comes from, and with which parameters: a passphrase through scrypt, or the system's
keyring. So there is no second file that could be lost, or be one step ahead of the first.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import passphrase
from dvcheck.record.journal import ENCRYPTED
from dvcheck.text import clean

if TYPE_CHECKING:
    from types import ModuleType

PASSPHRASE_FILE = "DVCHECK_PASSPHRASE_FILE"
"""The environment variable that names the file a passphrase is in, where nobody can be asked."""

_BY_PASSPHRASE, _BY_KEYRING = b"p", b"k"
_RANDOM = 12
_SALT = len(ENCRYPTED) + 1 + _RANDOM
# Letter p: 128 MiB and about half a second for each try. Other numbers would be another letter.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**17, 8, 1
_KEYRING_SERVICE = "dvcheck journal"

TRIES_ALLOWED = 5
FIRST_DELAY = 30.0
LONGEST_DELAY = 900.0
TRIES_NAME = "journal.tries"

clock: Callable[[], float] = time.time
"""What the delay after wrong passphrases goes by, in seconds."""

ask: Callable[[str], str] = passphrase.at_terminal
"""How a passphrase is asked for."""

named_file: Path | None = None
"""The file a command was told to take the passphrase from; it goes before the environment variable."""


@dataclass(frozen=True, slots=True)
class Key:
    """What opens one encrypted file: its salt as it stands there, and 32 secret bytes."""

    salt: bytes
    secret: bytes = field(repr=False)

    @property
    def sql(self) -> str:
        """The key as SQLCipher takes it: as it is, through no further derivation."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"


_known: dict[bytes, Key] = {}  # by salt: one process asks for a passphrase once


def key_from_passphrase(text: str) -> Key:
    """A new key, for a file to be written."""
    return _derived(text, _new_salt(_BY_PASSPHRASE))


def key_in_keyring() -> Key:
    """A new random key, put into the keyring first. DvcheckError with Exit.JOURNAL where that fails.

    Keys of earlier files stay in the keyring: a copy of such a file may still be needed.
    """
    key = Key(_new_salt(_BY_KEYRING), os.urandom(32))
    with _KeyringErrors():
        keyring = _keyring()
        keyring.set_password(_KEYRING_SERVICE, key.salt.hex(), key.secret.hex())
        kept = keyring.get_password(_KEYRING_SERVICE, key.salt.hex())
    if kept != key.secret.hex():
        raise DvcheckError("the keyring did not keep the key", hint=_OTHER_WAY, code=Exit.JOURNAL)
    return key


def key_of(path: Path) -> Key | None:
    """The key of the file at `path`, asked for if it has to be; None where that is not encrypted."""
    salt = salt_of(path)
    if salt is None:
        return None
    return _known.get(salt) or _found(path, salt)


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted journal; None for any other file, or one that cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(_SALT)
    except OSError:
        return None
    return start if len(start) == _SALT and start.startswith(ENCRYPTED) else None


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection to the encrypted journal at `path`, its key proved right. Its errors are sqlite3's.

    DvcheckError with Exit.JOURNAL where it is not: nothing was changed then.
    """
    sqlcipher()
    key = key_of(path)
    if key is None:  # cut off within its first bytes
        raise _wrong_key(path)
    connection = connect_with(path, key, wait)
    tries = Tries(path.with_name(TRIES_NAME))
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
            raise
        if _is_by_passphrase(key.salt):
            tries.note_wrong()
        raise (_wrong_passphrase if _is_by_passphrase(key.salt) else _wrong_key)(path) from None
    _known[key.salt] = key
    tries.forget()
    _discard_leftovers(connection, path)
    return connection


def connect_with(path: Path, key: Key | None, wait: float) -> sqlite3.Connection:
    """A connection by SQLCipher to `path`, which is read with `key`, or is plain where that is None."""
    connection = _Connection(path, wait)
    try:
        # It would write of every wrong key to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.sql}"')
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted on the way stays off the disk
    except BaseException:
        connection.close()
        raise
    return cast(sqlite3.Connection, connection)


def remember(key: Key) -> None:
    """Ask for this key no more in this process."""
    _known[key.salt] = key


def aside_of(path: Path) -> Path:
    """Where the other form of a journal is written before it takes the journal's place."""
    return path.with_name(path.name + ".aside")


def discard_aside(path: Path) -> None:
    """Remove what an encryption or decryption that was killed has left beside the journal at `path`."""
    aside = aside_of(path)
    for file in (aside.with_name(aside.name + "-journal"), aside):
        with suppress(FileNotFoundError):
            descriptor = os.open(file, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
            try:
                blot(descriptor)
            finally:
                os.close(descriptor)
            file.unlink()


def blot(descriptor: int) -> None:
    """Write zeros over an open file. It promises little on an SSD, or a file system that copies on write."""
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, 1 << 20)))
    os.fsync(descriptor)


def sqlcipher() -> Any:
    """SQLCipher's module. DvcheckError with Exit.JOURNAL, saying how to install it, where it is missing."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise DvcheckError(
            "encrypted journals need SQLCipher, which is not installed here",
            hint='Install it with python -m pip install "dvcheck[encrypted]" and run the command again.',
            code=Exit.JOURNAL,
        ) from None
    return dbapi2


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong passphrases in a row there were, in a small file beside the journal.

    It slows down who tries by hand with dvcheck. Who can copy the journal, or delete this file, is slowed
    down by scrypt alone.
    """

    path: Path

    def require_allowed(self) -> None:
        """DvcheckError with Exit.JOURNAL while it is too early for another try."""
        wrong, last = self._read()
        left = last + _delay(wrong) - clock()
        if wrong < TRIES_ALLOWED or left <= 0:
            return
        if clock() < last:  # the computer's clock was set back: the delay counts from now
            self._write(wrong, clock())
        seconds = max(1, round(min(left, _delay(wrong))))
        raise DvcheckError(
            f"{wrong} wrong passphrases in a row: the next can be tried in {seconds} s",
            hint="Nothing recorded is affected.",
            code=Exit.JOURNAL,
        )

    def note_wrong(self) -> None:
        """Count one more."""
        self._write(self._read()[0] + 1, clock())

    def forget(self) -> None:
        """Start again at none."""
        with suppress(OSError):
            self.path.unlink()

    def _read(self) -> tuple[int, float]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=tuple[int, float])
        except (OSError, msgspec.DecodeError):
            return 0, 0.0

    def _write(self, wrong: int, last: float) -> None:
        aside = self.path.with_name(f"{self.path.name}-{os.getpid()}")
        with suppress(OSError):  # a folder that is read-only
            aside.write_bytes(msgspec.json.encode((wrong, last)))
            aside.replace(self.path)


def _delay(wrong: int) -> float:
    return float(min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(max(0, wrong - TRIES_ALLOWED), 30)))


def _new_salt(letter: bytes) -> bytes:
    return ENCRYPTED + letter + os.urandom(_RANDOM)


def _letter(salt: bytes) -> bytes:
    return salt[len(ENCRYPTED) : len(ENCRYPTED) + 1]


def _is_by_passphrase(salt: bytes) -> bool:
    return _letter(salt) == _BY_PASSPHRASE


def _derived(text: str, salt: bytes) -> Key:
    from unicodedata import normalize

    secret = hashlib.scrypt(
        normalize("NFC", text).encode("utf-8", "surrogatepass"),
        salt=salt,
        n=_SCRYPT_N,
        r=_SCRYPT_R,
        p=_SCRYPT_P,
        maxmem=2**28,
        dklen=32,
    )
    return Key(salt, secret)


def _found(path: Path, salt: bytes) -> Key:
    """The key of an encrypted file that this process does not have yet."""
    if _letter(salt) == _BY_KEYRING:
        with _KeyringErrors():
            secret = _keyring().get_password(_KEYRING_SERVICE, salt.hex())
        if secret is None:
            raise _no_key(path)
        with suppress(ValueError):
            return Key(salt, bytes.fromhex(secret))
        raise _wrong_key(path)
    if not _is_by_passphrase(salt):
        raise DvcheckError(
            f"{clean(str(path))} was encrypted by a newer dvcheck than this one",
            hint="Update dvcheck on this computer; the journal is left as it is.",
            code=Exit.JOURNAL,
        )
    Tries(path.with_name(TRIES_NAME)).require_allowed()
    file = named_file or os.environ.get(PASSPHRASE_FILE)
    return _derived(passphrase.from_file(Path(file)) if file else ask("Passphrase of the journal: "), salt)


_OTHER_WAY = "Without a keyring, encrypt with a passphrase."


def _keyring() -> "ModuleType":
    try:
        import keyring
    except ImportError:
        raise DvcheckError(
            "the system's keyring needs the Python package keyring, which is not installed here",
            hint='Install it with python -m pip install "dvcheck[keyring]" and run the command again.',
            code=Exit.JOURNAL,
        ) from None
    module: ModuleType = keyring
    return module


class _KeyringErrors:
    """Where the keyring is used: whatever it raises is one line of ours."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # Each backend has errors of its own, of every kind.
        if isinstance(error, Exception) and not isinstance(error, DvcheckError):
            message = f"the system's keyring refused: {clean(str(error)) or type(error).__name__}"
            raise DvcheckError(
                message, hint="Unlock the keyring and run the command again.", code=Exit.JOURNAL
            ) from error


def _no_key(path: Path) -> DvcheckError:
    return DvcheckError(
        f"the system's keyring holds no key for {clean(str(path))}",
        hint="It opens where it was encrypted: by the same user, on the same computer.",
        code=Exit.JOURNAL,
    )


def _wrong_key(path: Path) -> DvcheckError:
    return DvcheckError(
        f"{clean(str(path))} is encrypted, and its key does not open it: the start of the file is damaged",
        hint="Do not delete it; show this line to your IT unit.",
        code=Exit.JOURNAL,
    )


def _wrong_passphrase(path: Path) -> DvcheckError:
    return DvcheckError(
        f"that passphrase does not open {clean(str(path))}: it is wrong, or the start of the file is damaged",
        code=Exit.JOURNAL,
    )


def _discard_leftovers(connection: sqlite3.Connection, path: Path) -> None:
    """A decryption that was killed leaves what it was protecting: it goes with the next command."""
    if not aside_of(path).exists():
        return
    with suppress(sqlite3.Error, OSError):
        # Under this lock nobody else is at it: whoever writes aside has the journal to himself.
        connection.execute("BEGIN IMMEDIATE")
        try:
            discard_aside(path)
        finally:
            connection.execute("ROLLBACK")


class _Connection:
    """SQLCipher's connection, with the errors of sqlite3: what stands above knows of one kind only."""

    def __init__(self, path: Path, wait: float) -> None:
        self._path = path
        self._errors = sqlcipher().Error
        self._run(self._open, path, wait)

    def _open(self, path: Path, wait: float) -> None:
        self._connection = sqlcipher().connect(str(path), timeout=wait, isolation_level=None)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> "_Cursor":
        return _Cursor(self, self._run(self._connection.execute, sql, parameters))

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
    def __init__(self, connection: _Connection, cursor: Any) -> None:
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
        if number == sqlite3.SQLITE_READONLY:  # SQLCipher's module keeps the particulars to itself
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

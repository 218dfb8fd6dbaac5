"""An encrypted journal: its key, and the connection that reads it. The same SQL, behind AES-256 (SQLCipher).

An encrypted file begins with SQLCipher's 16 bytes of salt, which it stores in the clear. Here they are a
mark, a letter and 12 random bytes. The mark keeps an encrypted journal apart from a damaged one; the letter
tells where the key comes from, and with which parameters: a passphrase through scrypt, or the system's
keyring. So there is no second file that could be lost, or be one step ahead of the first.
"""

import errno
import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.library import read_kept
from dvcheck.record import passphrase
from dvcheck.record.journal import ENCRYPTED, flush
from dvcheck.text import clean, why_not_imported

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
_FORMAT = 4
"""SQLCipher's format: page size, HMAC and all. What a newer SQLCipher would choose is never asked."""

TRIES_ALLOWED = 5
FIRST_DELAY = 30.0
LONGEST_DELAY = 900.0
UNCOUNTED_DELAY = FIRST_DELAY / TRIES_ALLOWED
"""What a try that cannot be counted waits, in seconds: five of them wait as long as the sixth that can."""
TRIES_NAME = "journal.tries"
_IN_LINE = 30.0
"""How long a try stands in line behind those of other programs, in seconds."""


def _warn(line: str) -> None:
    sys.stderr.write(f"dvcheck: {clean(line)}\n")


clock: Callable[[], float] = time.time
"""What the delay after wrong passphrases goes by, in seconds."""

pause: Callable[[float], None] = time.sleep
"""How so many seconds are waited."""

ask: Callable[[str], str] = passphrase.at_terminal
"""How a passphrase is asked for."""

warn: Callable[[str], None] = _warn
"""How a line is told that is no error."""

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

    @property
    def is_by_passphrase(self) -> bool:
        """Whether it comes from a passphrase."""
        return _is_by_passphrase(self.salt)


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
    """The key that opened the file at `path` in this process; None where it is not encrypted, or none did."""
    salt = salt_of(path)
    return None if salt is None else _known.get(salt)


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted journal; None for any other file, or one that cannot be read."""
    try:
        start = read_kept(path, _SALT)
    except OSError:
        return None
    return start if len(start) == _SALT and start.startswith(ENCRYPTED) else None


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection to the encrypted journal at `path`, its key proved right. Its errors are sqlite3's.

    DvcheckError with Exit.JOURNAL where it is not: nothing was changed then.
    """
    sqlcipher()
    salt = salt_of(path)
    if salt is None:  # cut off within its first bytes
        raise _wrong_key(path)
    key = _known.get(salt)
    if key is not None:
        connection = _proved(path, key, wait)
    elif _letter(salt) == _BY_KEYRING:
        key = _from_keyring(path, salt)
        connection = _proved(path, key, wait)
    elif _is_by_passphrase(salt):
        key, connection = _tried(path, salt, wait)
    else:
        raise DvcheckError(
            f"{clean(str(path))} was encrypted by a newer dvcheck than this one",
            hint="Update dvcheck on this computer; the journal is left as it is.",
            code=Exit.JOURNAL,
        )
    _known[salt] = key
    _discard_leftovers(connection, path)
    return connection


def _tried(path: Path, salt: bytes, wait: float) -> tuple[Key, sqlite3.Connection]:
    """What a passphrase opens that is asked for now."""
    tries = Tries.beside(path)
    tries.require_allowed()  # before anybody is asked in vain
    file = named_file or os.environ.get(PASSPHRASE_FILE)
    text = passphrase.from_file(Path(file)) if file else ask("Passphrase of the journal: ")
    with tries.one():
        key = _derived(text, salt)
        return key, _proved(path, key, wait)


def _proved(path: Path, key: Key, wait: float) -> sqlite3.Connection:
    connection = connect_with(path, key, wait)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
            raise
        raise (_wrong_passphrase if key.is_by_passphrase else _wrong_key)(path) from None
    return connection


def connect_with(path: Path, key: Key | None, wait: float) -> sqlite3.Connection:
    """A connection by SQLCipher to `path`, which is read with `key`, or is plain where that is None."""
    connection = _Connection(path, wait)
    try:
        # It would write of every wrong key to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.sql}"')
            require_format(connection, "main")
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted on the way stays off the disk
    except BaseException:
        connection.close()
        raise
    return cast(sqlite3.Connection, connection)


def require_format(connection: "sqlite3.Connection | _Connection", database: str) -> None:
    """Read and write a database in our format; after it was given its key, and before anything is read."""
    connection.execute(f"PRAGMA {database}.cipher_compatibility = {_FORMAT}")


def remember(key: Key) -> None:
    """Ask for this key no more in this process."""
    _known[key.salt] = key


def real(path: Path) -> Path:
    """The file itself where `path` is a symbolic link to it: what belongs beside it is beside that one."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def aside_of(path: Path) -> Path:
    """Where the other form of a journal is written before it takes the journal's place."""
    path = real(path)
    return path.with_name(path.name + ".aside")


def discard_aside(path: Path) -> None:
    """Remove what an encryption or decryption that was killed has left beside the journal at `path`."""
    aside = aside_of(path)
    for file in (aside.with_name(aside.name + "-journal"), aside):
        with suppress(OSError):  # a full disk that copies on write has no room for zeros either
            # A pipe of this name would be waited for without O_NONBLOCK.
            flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            descriptor = os.open(file, flags)
            try:
                blot(descriptor)
            finally:
                os.close(descriptor)
        file.unlink(missing_ok=True)


def blot(descriptor: int) -> None:
    """Write zeros over an open file. It promises little on an SSD, or a file system that copies on write."""
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, 1 << 20)))
    flush(descriptor)


def sqlcipher() -> Any:
    """SQLCipher's module. DvcheckError with Exit.JOURNAL, saying how to install it, where it is missing."""
    try:
        from sqlcipher3 import dbapi2
    except (ImportError, OSError) as error:
        if why := why_not_imported(error, "sqlcipher3"):
            raise _does_not_start("SQLCipher", why) from None
        raise DvcheckError(
            "encrypted journals need SQLCipher, which is not installed here",
            hint='Install it with python -m pip install "dvcheck[encrypted]" and run the command again.',
            code=Exit.JOURNAL,
        ) from None
    return dbapi2


def _does_not_start(library: str, why: str) -> DvcheckError:
    return DvcheckError(
        f"{library} is installed and does not start: {why}",
        hint="Show this line to your IT unit. The journal is left as it is.",
        code=Exit.JOURNAL,
    )


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong passphrases in a row there were, in a small SQLite file beside the journal.

    One try is made at a time, and counted as a wrong one before it is made: many programs at once get no
    more tries than one, and none that is killed is free. It slows down who tries by hand with dvcheck. Who
    can copy the journal, or delete this file, is slowed down by scrypt alone.
    """

    path: Path

    @classmethod
    def beside(cls, journal: Path) -> "Tries":
        """Those of a journal."""
        return cls(real(journal).absolute().with_name(TRIES_NAME))

    def require_allowed(self) -> None:
        """DvcheckError with Exit.JOURNAL while it is too early for another try."""
        wrong, last = self._read()
        if wrong >= TRIES_ALLOWED and last > clock():
            last = self._counted_from_now()
        _require_waited(wrong, last)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Make one try in here: it was right where no DvcheckError leaves it.

        One that cannot be counted says so and waits.
        """
        try:
            counted = self._alone()
        except (sqlite3.Error, OSError) as error:
            self._wait_uncounted(error)
            yield
            return
        with closing(counted):
            before = _state(counted)
            _require_waited(*before)
            try:
                _keep(counted, before[0] + 1, clock())
            except sqlite3.Error as error:
                self._wait_uncounted(error)
            try:
                yield
            except sqlite3.Error:  # a locked journal or a bad disk told nothing of the passphrase
                with suppress(sqlite3.Error):
                    _keep(counted, *before)
                raise
            with suppress(sqlite3.Error):
                _keep(counted, 0, 0.0)

    def discard(self) -> None:
        """Remove the file, where the journal is read with no passphrase any more."""
        with suppress(OSError):
            self.path.unlink()

    def _read(self) -> tuple[int, float]:
        with suppress(sqlite3.Error, OSError), closing(self._connection("ro")) as found:
            return _state(found)
        return 0, 0.0

    def _alone(self) -> sqlite3.Connection:
        """The count, held until it is closed. sqlite3.Error or OSError where it cannot be had to write."""
        try:
            return self._taken()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) not in (
                sqlite3.SQLITE_NOTADB,
                sqlite3.SQLITE_CORRUPT,
            ):
                raise
        self.path.unlink()
        return self._taken()

    def _taken(self) -> sqlite3.Connection:
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        counted = self._connection("rw")
        try:
            counted.execute("PRAGMA page_size = 512")
            counted.execute("PRAGMA journal_mode = MEMORY")
            counted.execute("PRAGMA synchronous = OFF")  # a power cut is no way to try quickly
            counted.execute("BEGIN EXCLUSIVE")
            # Only now: two that wait for each other in this mode would wait for good.
            counted.execute("PRAGMA locking_mode = EXCLUSIVE")
            counted.execute("CREATE TABLE IF NOT EXISTS tries (wrong INTEGER, last REAL)")
            counted.execute("COMMIT")  # in this mode the lock is kept
        except BaseException:
            counted.close()
            raise
        return counted

    def _connection(self, mode: str) -> sqlite3.Connection:
        if self.path.exists() and not self.path.is_file():  # SQLite would wait for a pipe for ever
            raise OSError(errno.EINVAL, "it is no file", str(self.path))
        address = self.path.as_uri()
        if not address.startswith("file:///"):  # a share of Windows: SQLite wants its server in the path
            address = address.replace("file://", "file:////", 1)
        # With a mode it is not SQLite that makes the file: it would be readable to everyone.
        return sqlite3.connect(f"{address}?mode={mode}", uri=True, timeout=_IN_LINE, isolation_level=None)

    def _counted_from_now(self) -> float:
        """The computer's clock was set back: the delay begins again, if that can be kept."""
        with suppress(sqlite3.Error, OSError), closing(self._alone()) as counted:
            wrong, last = _state(counted)
            last = min(last, clock())
            _keep(counted, wrong, last)
            return last
        return 0.0

    def _wait_uncounted(self, error: Exception) -> None:
        warn(
            f"this try of a passphrase cannot be counted in {self.path} ({error}): "
            f"it waits {UNCOUNTED_DELAY:.0f} s"
        )
        pause(UNCOUNTED_DELAY)


def _state(counted: sqlite3.Connection) -> tuple[int, float]:
    """How many wrong ones there were, and when the last of them was."""
    # CAST: somebody may have written into the file.
    sql = "SELECT ifnull(CAST(wrong AS INTEGER), 0), ifnull(CAST(last AS REAL), 0.0) FROM tries"
    found: tuple[int, float] = counted.execute(sql).fetchone() or (0, 0.0)
    return found


def _keep(counted: sqlite3.Connection, wrong: int, last: float) -> None:
    counted.execute("BEGIN")
    try:
        counted.execute("DELETE FROM tries")
        counted.execute("INSERT INTO tries VALUES (?, ?)", (wrong, last))
        counted.execute("COMMIT")
    finally:
        if counted.in_transaction:
            counted.execute("ROLLBACK")


def _require_waited(wrong: int, last: float) -> None:
    left = last + _delay(wrong) - clock()
    if wrong < TRIES_ALLOWED or left <= 0:
        return
    seconds = max(1, round(min(left, _delay(wrong))))
    raise DvcheckError(
        f"{wrong} wrong passphrases in a row: the next can be tried in {seconds} s",
        hint="Nothing recorded is affected.",
        code=Exit.JOURNAL,
    )


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


def _from_keyring(path: Path, salt: bytes) -> Key:
    with _KeyringErrors():
        secret = _keyring().get_password(_KEYRING_SERVICE, salt.hex())
    if secret is None:
        raise _no_key(path)
    with suppress(ValueError):
        return Key(salt, bytes.fromhex(secret))
    raise _wrong_key(path)


_OTHER_WAY = "Without a keyring, encrypt with a passphrase."


def _keyring() -> "ModuleType":
    try:
        import keyring
    except (ImportError, OSError) as error:
        if why := why_not_imported(error, "keyring"):
            raise _does_not_start("the Python package keyring", why) from None
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

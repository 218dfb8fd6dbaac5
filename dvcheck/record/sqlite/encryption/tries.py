"""The limit on trying passphrases: wrong ones are counted, and after a few the next must wait."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dvcheck.language import phrase
from dvcheck.record.errors import JournalRefused
from dvcheck.record.sqlite.encryption.aside import resolve_link
from dvcheck.record.sqlite.files import address_of

TRIES_ALLOWED = 5
FIRST_DELAY = 30.0
LONGEST_DELAY = 900.0
UNCOUNTED_DELAY = FIRST_DELAY / TRIES_ALLOWED
"""The wait for a try that cannot be counted, in seconds: five such tries wait as long as one delay."""
TRIES_NAME = "journal.tries"
_IN_LINE = 30.0
"""The most seconds that a try waits for the tries of other programs."""


@dataclass(frozen=True, slots=True)
class Tries:
    """The count of wrong passphrases in a row, in a small SQLite file beside the journal.

    Tries are made one at a time and counted as wrong before they are made. Several programs at once therefore
    get no extra tries, and a killed try still counts. This slows down only tries made with dvcheck. Anyone
    who can copy the journal or delete this file is slowed down only by scrypt.
    """

    path: Path
    clock: Callable[[], float]
    """The clock for the delay, in seconds."""
    pause: Callable[[float], None]
    """Waits a number of seconds."""
    warn: Callable[[str], None]
    """Receives the warning that a try cannot be counted."""

    def require_allowed(self) -> None:
        """Raise JournalRefused if it is too early for another try."""
        wrong, last = self._read()
        if wrong >= TRIES_ALLOWED and last > self.clock():
            last = self._counted_from_now()
        self._require_waited(wrong, last)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one try, made in the block. The try is right unless the block raises JournalRefused.

        A try that cannot be counted says so and waits.
        """
        try:
            counted = self._alone()
        except (sqlite3.Error, OSError) as error:
            self._wait_uncounted(error)
            yield
            return
        with closing(counted):
            before = _state(counted)
            self._require_waited(*before)
            try:
                _keep(counted, before[0] + 1, self.clock())
            except sqlite3.Error as error:
                self._wait_uncounted(error)
            try:
                yield
            except sqlite3.Error:  # a locked journal or a bad disk says nothing about the passphrase
                with suppress(sqlite3.Error):
                    _keep(counted, *before)
                raise
            with suppress(sqlite3.Error):
                _keep(counted, 0, 0.0)

    def wait_to_read(self) -> None:
        """Wait as before a try that cannot be counted: nothing is written. JournalRefused if too early."""
        self._require_waited(*self._read())
        self.pause(UNCOUNTED_DELAY)

    def _read(self) -> tuple[int, float]:
        with suppress(sqlite3.Error, OSError), closing(self._connection("ro")) as found:
            return _state(found)
        return 0, 0.0

    def _alone(self) -> sqlite3.Connection:
        """Open the count and lock it until it is closed. sqlite3.Error or OSError if it is not writable."""
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
            # Only now: in this mode two programs would wait for each other forever.
            counted.execute("PRAGMA locking_mode = EXCLUSIVE")
            counted.execute("CREATE TABLE IF NOT EXISTS tries (wrong INTEGER, last REAL)")
            counted.execute("COMMIT")  # in this mode the lock is kept
        except BaseException:
            counted.close()
            raise
        return counted

    def _connection(self, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
        if self.path.exists() and not self.path.is_file():  # SQLite would wait forever for a pipe
            raise OSError(errno.EINVAL, phrase("it is not a file"), str(self.path))
        # With a mode SQLite does not create the file: it would be readable to everyone.
        return sqlite3.connect(address_of(self.path, mode), uri=True, timeout=_IN_LINE, isolation_level=None)

    def _require_waited(self, wrong: int, last: float) -> None:
        left = last + _delay(wrong) - self.clock()
        if wrong < TRIES_ALLOWED or left <= 0:
            return
        seconds = max(1, round(min(left, _delay(wrong))))
        raise JournalRefused(
            phrase(
                "{wrong} wrong passphrases in a row: try again in {seconds} s",
                wrong=wrong,
                seconds=seconds,
            ),
            hint=phrase("The journal is not affected."),
        )

    def _counted_from_now(self) -> float:
        """Restart the delay after the computer's clock was set back, if the count can be written."""
        with suppress(sqlite3.Error, OSError), closing(self._alone()) as counted:
            wrong, last = _state(counted)
            last = min(last, self.clock())
            _keep(counted, wrong, last)
            return last
        return 0.0

    def _wait_uncounted(self, error: Exception) -> None:
        self.warn(
            phrase(
                "this passphrase cannot be counted as a try in {file} ({error}): "
                "dvcheck waits {uncounted_delay:.0f} s",
                file=self.path,
                error=error,
                uncounted_delay=UNCOUNTED_DELAY,
            )
        )
        self.pause(UNCOUNTED_DELAY)


def file_beside(journal: Path) -> Path:
    """Return the file that counts the wrong passphrases of a journal."""
    return resolve_link(journal).absolute().with_name(TRIES_NAME)


def discard(journal: Path) -> None:
    """Remove the count of a journal that no longer has a passphrase."""
    with suppress(OSError):
        file_beside(journal).unlink()


def _state(counted: sqlite3.Connection) -> tuple[int, float]:
    """Return the number of wrong passphrases and the time of the last one."""
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


def _delay(wrong: int) -> float:
    return float(min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(max(0, wrong - TRIES_ALLOWED), 30)))

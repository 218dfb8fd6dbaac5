"""The source of the keys of encrypted journals, for one command. Importing it loads no cipher."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dvcheck.language import phrase

if TYPE_CHECKING:
    from dvcheck.record.sqlite.database import JournalConnection
    from dvcheck.record.sqlite.encryption.keys import Key
    from dvcheck.record.sqlite.encryption.tries import Tries

PASSPHRASE_FILE = "DVCHECK_PASSPHRASE_FILE"
"""The environment variable that names a passphrase file, for use without a terminal."""


def _ask_nobody(prompt: str) -> str:
    from dvcheck.record.errors import JournalRefused

    raise JournalRefused(
        phrase("the journal needs a passphrase, and there is no terminal to ask for it"),
        hint=phrase(
            "Set the environment variable {passphrase_file} to the name of a file that has it.",
            passphrase_file=PASSPHRASE_FILE,
        ),
    )


def _tell_nobody(line: str) -> None:
    pass


class KeySource:
    """A finder of keys: already known, in the keyring, or from a passphrase that it asks for once."""

    def __init__(
        self,
        file: Path | None = None,
        *,
        ask: Callable[[str], str] | None = None,
        warn: Callable[[str], None] = _tell_nobody,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.file = file
        """The passphrase file. It wins over the one in the environment."""
        self.ask = ask or _ask_nobody
        """Asks for a passphrase."""
        self.warn = warn
        """Receives a warning line."""
        self.clock = clock
        """The clock for the delay after wrong passphrases, in seconds."""
        self.pause = pause
        """Waits a number of seconds."""
        self._known: dict[bytes, Key] = {}
        """The known keys, by salt."""

    def connect(self, path: Path, wait: float) -> "JournalConnection":
        """Connect to the encrypted journal at `path` and check its key.

        The connection's errors are those of sqlite3. JournalError if the key is wrong or missing; then
        nothing was changed.
        """
        from dvcheck.record.sqlite.encryption import keyring, keys
        from dvcheck.record.sqlite.encryption.aside import discard_leftovers
        from dvcheck.record.sqlite.encryption.sqlcipher import connect_and_check, sqlcipher

        sqlcipher()
        salt = keys.salt_of(path)
        if salt is None:  # cut off within its first bytes
            raise keys.wrong_key(path)
        key = self._known.get(salt)
        letter = keys.letter_of(salt)
        if key is not None:
            connection = connect_and_check(path, key, wait)
        elif letter == keys.BY_KEYRING:
            key = keyring.keyring_key(path, salt)
            connection = connect_and_check(path, key, wait)
        elif letter == keys.BY_PASSPHRASE:
            tries = self.tries(path)
            tries.require_allowed()  # before asking for a passphrase that cannot be tried yet
            text = self._passphrase()
            with tries.one():
                key = keys.derive_key(text, salt)
                connection = connect_and_check(path, key, wait)
        else:
            raise keys.too_new(path)
        self._known[salt] = key
        discard_leftovers(connection, path)
        return connection

    def connect_to_read(self, path: Path, wait: float) -> "JournalConnection":
        """Connect to the encrypted journal at `path` without writing to it or beside it.

        The key must be in the keyring, or its passphrase in a file: nobody is asked. Errors as in `connect`.
        """
        from dvcheck.record.sqlite.encryption import keyring, keys
        from dvcheck.record.sqlite.encryption.sqlcipher import connect_and_check, sqlcipher

        salt = keys.salt_of(path)
        if salt is None:
            raise keys.wrong_key(path)
        letter, key = keys.letter_of(salt), self._known.get(salt)
        if letter not in (keys.BY_KEYRING, keys.BY_PASSPHRASE):
            raise keys.too_new(path)
        if key is None and letter == keys.BY_PASSPHRASE and not self._passphrase_file():
            raise keys.without_key(path)
        sqlcipher()
        if key is None and letter == keys.BY_KEYRING:
            key = keyring.keyring_key(path, salt)
        if key is None:
            self.tries(path).wait_to_read()
            key = keys.derive_key(self._passphrase(), salt)
        connection = connect_and_check(path, key, wait, to_read=True)
        self._known[salt] = key
        return connection

    def _passphrase_file(self) -> "str | Path | None":
        return self.file or os.environ.get(PASSPHRASE_FILE)

    def _passphrase(self) -> str:
        from dvcheck.record.sqlite.encryption import passphrase

        file = self._passphrase_file()
        return passphrase.from_file(Path(file)) if file else self.ask(phrase("Passphrase of the journal: "))

    def tries(self, path: Path) -> "Tries":
        """Return the count of wrong passphrases beside the journal at `path`."""
        from dvcheck.record.sqlite.encryption import tries

        return tries.Tries(tries.file_beside(path), clock=self.clock, pause=self.pause, warn=self.warn)

    def key_of(self, path: Path) -> "Key | None":
        """Return the key that opened the file at `path`; None if it is not encrypted or not yet opened."""
        from dvcheck.record.sqlite.encryption.keys import salt_of

        salt = salt_of(path)
        return None if salt is None else self._known.get(salt)

    def remember(self, key: "Key") -> None:
        """Remember a key, so that nobody is asked for it again."""
        self._known[key.salt] = key

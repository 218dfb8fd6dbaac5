"""Where the key of an encrypted journal comes from, for one command. Loading this loads no cipher."""

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
"""The environment variable that names the file a passphrase is in, where nobody can be asked."""


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
    """Finds the key of a journal: known already, in the keyring, or from a passphrase it asks for once."""

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
        """The file to take the passphrase from; it goes before the one that the environment names."""
        self.ask = ask or _ask_nobody
        """How a passphrase is asked for."""
        self.warn = warn
        """Is told a line that is no error."""
        self.clock = clock
        """What the delay after wrong passphrases goes by, in seconds."""
        self.pause = pause
        """Waits this many seconds."""
        self._known: dict[bytes, Key] = {}
        """By salt."""

    def connect(self, path: Path, wait: float) -> "JournalConnection":
        """Connect to the encrypted journal at `path`, its key proved right. Its errors are sqlite3's.

        JournalError where it is not: nothing was changed then.
        """
        from dvcheck.record.sqlite.encryption import keyring, keys
        from dvcheck.record.sqlite.encryption.aside import discard_leftovers
        from dvcheck.record.sqlite.encryption.sqlcipher import proved, sqlcipher

        sqlcipher()
        salt = keys.salt_of(path)
        if salt is None:  # cut off within its first bytes
            raise keys.wrong_key(path)
        key = self._known.get(salt)
        letter = keys.letter_of(salt)
        if key is not None:
            connection = proved(path, key, wait)
        elif letter == keys.BY_KEYRING:
            key = keyring.kept_key(path, salt)
            connection = proved(path, key, wait)
        elif letter == keys.BY_PASSPHRASE:
            tries = self.tries(path)
            tries.require_allowed()  # before anybody is asked in vain
            text = self._passphrase()
            with tries.one():
                key = keys.derived(text, salt)
                connection = proved(path, key, wait)
        else:
            raise keys.too_new(path)
        self._known[salt] = key
        discard_leftovers(connection, path)
        return connection

    def _passphrase(self) -> str:
        from dvcheck.record.sqlite.encryption import passphrase

        file = self.file or os.environ.get(PASSPHRASE_FILE)
        return passphrase.from_file(Path(file)) if file else self.ask(phrase("Passphrase of the journal: "))

    def tries(self, path: Path) -> "Tries":
        """The wrong passphrases counted beside the journal at `path`."""
        from dvcheck.record.sqlite.encryption import tries

        return tries.Tries(tries.file_beside(path), clock=self.clock, pause=self.pause, warn=self.warn)

    def key_of(self, path: Path) -> "Key | None":
        """The key that opened the file at `path`; None where it is not encrypted, or none did."""
        from dvcheck.record.sqlite.encryption.keys import salt_of

        salt = salt_of(path)
        return None if salt is None else self._known.get(salt)

    def remember(self, key: "Key") -> None:
        """Ask for this key no more."""
        self._known[key.salt] = key

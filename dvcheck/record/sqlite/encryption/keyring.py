"""Keys in the system's keyring."""

import os
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from dvcheck.errors import DvcheckError
from dvcheck.language import Later, phrase
from dvcheck.record.errors import JournalError, JournalRefused
from dvcheck.record.sqlite.encryption.keys import BY_KEYRING, Key, new_salt, wrong_key
from dvcheck.record.sqlite.encryption.sqlcipher import does_not_start
from dvcheck.text import clean, why_not_imported

_SERVICE = "dvcheck journal"
_OTHER_WAY = Later("Without a keyring, encrypt with a passphrase.")


def key_in_keyring() -> Key:
    """Make a random key and store it in the keyring. JournalError if that fails.

    Keys of earlier files stay in the keyring: a copy of such a file may still need them.
    """
    key = Key(new_salt(BY_KEYRING), os.urandom(32))
    with _KeyringErrors():
        keyring = _keyring()
        keyring.set_password(_SERVICE, key.salt.hex(), key.secret.hex())
        kept = keyring.get_password(_SERVICE, key.salt.hex())
    if kept != key.secret.hex():
        raise JournalError(phrase("the keyring did not store the key"), hint=_OTHER_WAY.said())
    return key


def keyring_key(path: Path, salt: bytes) -> Key:
    """Return the key that the keyring has for the file at `path`."""
    with _KeyringErrors():
        secret = _keyring().get_password(_SERVICE, salt.hex())
    if secret is None:
        raise _no_key(path)
    with suppress(ValueError):
        return Key(salt, bytes.fromhex(secret))
    raise wrong_key(path)


def _keyring() -> ModuleType:
    try:
        import keyring
    except (ImportError, OSError) as error:
        if why := why_not_imported(error, "keyring"):
            raise does_not_start(phrase("the Python package keyring"), why) from None
        raise JournalRefused(
            phrase("the system's keyring needs the Python package keyring, which is not installed here"),
            hint=phrase(
                'Install it with python -m pip install "dvcheck[keyring]" and run the command again.'
            ),
        ) from None
    module: ModuleType = keyring
    return module


class _KeyringErrors:
    """A block that uses the keyring: any error in it becomes one JournalError line."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # Each backend has its own errors, of any type.
        if isinstance(error, Exception) and not isinstance(error, DvcheckError):
            message = phrase(
                "the system's keyring reported an error: {name}",
                name=clean(str(error)) or type(error).__name__,
            )
            raise JournalError(
                message, hint=phrase("Unlock the keyring and run the command again.")
            ) from error


def _no_key(path: Path) -> JournalRefused:
    return JournalRefused(
        phrase("the system's keyring has no key for {path}", path=clean(str(path))),
        hint=phrase("Only the user who encrypted it can open it, on the same computer."),
    )

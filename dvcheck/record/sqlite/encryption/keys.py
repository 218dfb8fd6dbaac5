"""The key of an encrypted journal, and its derivation from a passphrase.

An encrypted file begins with SQLCipher's 16 bytes of salt, which are not encrypted. Here they are a mark, a
letter and 12 random bytes. The mark distinguishes an encrypted journal from a damaged one. The letter names
the source of the key and its parameters: a passphrase through scrypt, or the system's keyring. So there is no
second file that could be lost or get out of step.
"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from dvcheck.language import phrase
from dvcheck.pack.library import read_kept
from dvcheck.record.errors import JournalRefused
from dvcheck.record.sqlite.files import ENCRYPTED
from dvcheck.text import clean

BY_PASSPHRASE, BY_KEYRING = b"p", b"k"
_RANDOM = 12
_SALT = len(ENCRYPTED) + 1 + _RANDOM
# Letter p: 128 MiB and about half a second for each try. Other numbers would be another letter.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**17, 8, 1


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one encrypted file: the salt stored in it, and 32 secret bytes."""

    salt: bytes
    secret: bytes = field(repr=False)

    @property
    def sql(self) -> str:
        """The key in SQLCipher's raw form, without further derivation."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"

    @property
    def is_by_passphrase(self) -> bool:
        """Whether the key comes from a passphrase."""
        return letter_of(self.salt) == BY_PASSPHRASE


def key_from_passphrase(text: str) -> Key:
    """Make a new key for a file to be written."""
    return derive_key(text, new_salt(BY_PASSPHRASE))


def salt_of(path: Path) -> bytes | None:
    """Return the salt of an encrypted journal; None for any other or unreadable file."""
    try:
        start = read_kept(path, _SALT)
    except OSError:
        return None
    return start if len(start) == _SALT and start.startswith(ENCRYPTED) else None


def new_salt(letter: bytes) -> bytes:
    """Make a salt for a file to be written; the letter names the source of its key."""
    return ENCRYPTED + letter + os.urandom(_RANDOM)


def letter_of(salt: bytes) -> bytes:
    """Return the letter in a salt."""
    return salt[len(ENCRYPTED) : len(ENCRYPTED) + 1]


def derive_key(text: str, salt: bytes) -> Key:
    """Derive the key of a file with this salt from a passphrase."""
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


def wrong_key(path: Path) -> JournalRefused:
    return JournalRefused(
        phrase(
            "{path} is encrypted, but its key does not open it: the start of the file is damaged",
            path=clean(str(path)),
        ),
        hint=phrase("Do not delete the file. Show this line to your IT unit."),
    )


def wrong_passphrase(path: Path) -> JournalRefused:
    return JournalRefused(
        phrase(
            "that passphrase does not open {path}: it is wrong, or the file is damaged at its start",
            path=clean(str(path)),
        )
    )


def without_key(path: Path) -> JournalRefused:
    """Make the error for a journal that is only read, and whose passphrase is in no file."""
    return JournalRefused(phrase("{path} is encrypted, and its key is not here", path=clean(str(path))))


def too_new(path: Path) -> JournalRefused:
    """Make the error for a file whose letter this version does not know."""
    return JournalRefused(
        phrase("{path} was encrypted by a newer dvcheck than this one", path=clean(str(path))),
        hint=phrase("Update dvcheck on this computer. The journal was not changed."),
    )

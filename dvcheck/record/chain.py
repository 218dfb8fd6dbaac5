"""The chain of entries: the hash of each is over the hash of the one before it and its own content.

Pure: no file, no database. The journal adds entries with these functions, and verification uses them too.
Any other store of entries can follow the same rules.

The hash is over the number, case, time and kind of an entry, and over the seal of its body. The seal is a
hash over a random salt and the body. A purge removes the salt and the body and keeps the seal, so the chain
can still be verified. Entries of schema 1 have no seal: their hash is over the body itself.
"""

import hashlib
from typing import NamedTuple

import msgspec

from dvcheck.record.events import NOT_CASES, CasePurged

_SEALED = b"dvcheck-2"
"""Prefix of the hashed bytes of a sealed entry. It keeps them apart from those of schema 1."""
SALT = 16
"""Bytes of random salt in each entry."""
FIRST_HASH = bytes(32)
"""The hash before the first entry."""


class Stored(NamedTuple):
    """The stored bytes of one entry, readable as an event or not."""

    seq: int
    case: bytes
    at: bytes
    kind: bytes
    body: bytes
    hash: bytes
    salt: bytes = b""
    """Empty for an entry of schema 1 and for a purged one."""
    seal: bytes = b""
    """Empty unless the entry was purged."""


class Unread(NamedTuple):
    """A range of entries that a damaged store cannot return; `last` is None if the end is unknown."""

    first: int
    last: int | None


def code(hash: bytes) -> str:
    """Return the short form of a hash that reports print, such as `9F2C-41B7`."""
    digits = hash[:4].hex().upper()
    return f"{digits[:4]}-{digits[4:]}"


def encode(value: object) -> bytes:
    """Encode a value as JSON for storing or hashing: the same value always gives the same bytes."""
    return msgspec.json.encode(value, order="deterministic")


def seal_of(salt: bytes, body: bytes) -> bytes:
    """Return the seal of a body. Without the salt nobody can test a guessed body against it."""
    return hashlib.sha256(salt + body).digest()


def hash_of(before: bytes, seq: int, case: str, at: str, kind: str, sealed: bytes) -> bytes:
    """Return the hash of an entry, over the seal of its stored body."""
    return hashlib.sha256(_SEALED + before + encode([seq, case, at, kind, sealed.hex()])).digest()


def hash_of_schema_1(before: bytes, seq: int, case: str, at: str, kind: str, body: bytes) -> bytes:
    """Return the hash of an entry of schema 1, over the stored bytes: decoding could hide a change."""
    return hashlib.sha256(before + encode([seq, case, at, kind, msgspec.Raw(body)])).digest()


_UNSEEN, _FULL = 0, -1
"""The states of a case without empty entries: no entry since the last purge, or one with a body."""


class Chain:
    """A check of entries in order: each must follow from the one before.

    A purge empties all entries of a case. No other entry may be empty.
    """

    def __init__(self) -> None:
        self.head: bytes | None = FIRST_HASH
        """The hash that the next entry must follow; None if unknown: then any entry is accepted."""
        self.purged = 0
        """The number of purged cases."""
        self._emptied: dict[bytes, int] = {}
        """The number of each case's first empty entry while all are empty; else `_UNSEEN` or `_FULL`."""
        self._unexplained: int | None = None
        """The number of the first empty entry that no later purge can explain."""

    def takes(self, entry: Stored) -> bool:
        """Check whether an entry follows the last one. Either way it becomes the last one."""
        before, self.head = self.head, entry.hash
        empty = self._emptied.setdefault(entry.case, _UNSEEN)
        if before is not None and not _follows(before, entry):
            return False
        if not entry.body:
            if empty == _FULL:
                self._unexplained = min(self._unexplained or entry.seq, entry.seq)
            elif empty == _UNSEEN:
                self._emptied[entry.case] = entry.seq
        elif entry.kind == CasePurged.kind.encode() and empty != _FULL:
            self.purged += empty != _UNSEEN
            self._emptied[entry.case] = _UNSEEN
        else:
            if empty not in (_UNSEEN, _FULL):
                self._unexplained = min(self._unexplained or empty, empty)
            self._emptied[entry.case] = _FULL
        return True

    @property
    def cases(self) -> int:
        """The number of cases that have entries."""
        return len(self._emptied.keys() - {case.encode() for case in NOT_CASES})

    @property
    def emptied(self) -> int | None:
        """The number of the first empty entry that no purge of its case explains."""
        left = (seq for seq in self._emptied.values() if seq not in (_UNSEEN, _FULL))
        return min(filter(None, (self._unexplained, min(left, default=None))), default=None)


def _follows(before: bytes, entry: Stored) -> bool:
    """Check that an entry's hash is over the hash before it and its own content."""
    seq, case, at, kind, body, found, salt, sealed = entry
    if bool(sealed) == bool(body) or (sealed and salt):
        return False  # a seal replaces a body
    try:
        name, stamp, what = case.decode(), at.decode(), kind.decode()
    except UnicodeDecodeError:
        return False
    if not sealed and not salt:
        return found == hash_of_schema_1(before, seq, name, stamp, what, body)
    return found == hash_of(before, seq, name, stamp, what, sealed or seal_of(salt, body))

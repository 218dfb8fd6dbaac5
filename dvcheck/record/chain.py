"""The chain of entries: the hash of each is over the hash of the one before it and its own content.

Pure: no file, no database. A journal adds entries by these functions and a check follows them, so any other
store of entries can be held to the same rules.

The hash is over the number, case, time and kind of an entry, and over the seal of its body: a hash over a
random salt and the body. When a case is purged, the salt and the body of its entries go and the seal stays,
so the chain is followed over them as before. Entries of schema 1 have no seal: their hash is over the body
itself.
"""

import hashlib
from typing import NamedTuple

import msgspec

from dvcheck.record.events import NOT_CASES, CasePurged

_SEALED = b"dvcheck-2"
"""Starts the hashed bytes of an entry with a seal, so that none equals those of an entry of schema 1."""
SALT = 16
"""Bytes of random salt in each entry."""
FIRST_HASH = bytes(32)
"""The hash the first entry follows from."""


class Stored(NamedTuple):
    """One entry as its bytes are stored, whether or not they can be read as an event."""

    seq: int
    case: bytes
    at: bytes
    kind: bytes
    body: bytes
    hash: bytes
    salt: bytes = b""
    """Empty in an entry of schema 1, and in one that was purged."""
    seal: bytes = b""
    """Only of an entry that was purged."""


class Unread(NamedTuple):
    """Numbers under which a damaged store gives no entry; `last` is None where the end is not known."""

    first: int
    last: int | None


def code(hash: bytes) -> str:
    """The short form of an event's hash that is printed on reports, such as `9F2C-41B7`."""
    digits = hash[:4].hex().upper()
    return f"{digits[:4]}-{digits[4:]}"


def encoded(value: object) -> bytes:
    """Encode a body, or what is hashed, as JSON: the same value always gives the same bytes."""
    return msgspec.json.encode(value, order="deterministic")


def seal_of(salt: bytes, body: bytes) -> bytes:
    """What stands for a body in the hash of its event. Without the salt no body can be tried out on it."""
    return hashlib.sha256(salt + body).digest()


def hash_of(before: bytes, seq: int, case: str, at: str, kind: str, sealed: bytes) -> bytes:
    """The hash of an event, over the seal of its body as it is stored."""
    return hashlib.sha256(_SEALED + before + encoded([seq, case, at, kind, sealed.hex()])).digest()


def hash_of_schema_1(before: bytes, seq: int, case: str, at: str, kind: str, body: bytes) -> bytes:
    """The hash of an event of schema 1, over `body` as it is stored: decoding it could lose what differs."""
    return hashlib.sha256(before + encoded([seq, case, at, kind, msgspec.Raw(body)])).digest()


_UNSEEN, _SAID = 0, -1
"""In place of the number of the first empty entry of a case: it has no entry yet, or one that is full."""


class Chain:
    """Entries taken one after the other, each of which follows from the one before.

    A case that was purged is emptied whole; no other entry is empty.
    """

    def __init__(self) -> None:
        self.head: bytes | None = FIRST_HASH
        """The hash the next entry follows from; None where it is not known, and anything follows."""
        self.purged = 0
        """How many cases were purged."""
        self._emptied: dict[bytes, int] = {}
        """By case the number of its first empty entry, for as long as all of them are empty."""
        self._for_good: int | None = None
        """The number of the first empty entry that no purge can account for any more."""

    def takes(self, entry: Stored) -> bool:
        """Whether an entry follows; it is the one to follow from then, also where it does not."""
        before, self.head = self.head, entry.hash
        empty = self._emptied.setdefault(entry.case, _UNSEEN)
        if before is not None and not _follows(before, entry):
            return False
        if not entry.body:
            if empty == _SAID:
                self._for_good = min(self._for_good or entry.seq, entry.seq)
            elif empty == _UNSEEN:
                self._emptied[entry.case] = entry.seq
        elif entry.kind == CasePurged.kind.encode() and empty != _SAID:
            self.purged += empty != _UNSEEN
            self._emptied[entry.case] = _UNSEEN
        else:
            if empty not in (_UNSEEN, _SAID):
                self._for_good = min(self._for_good or empty, empty)
            self._emptied[entry.case] = _SAID
        return True

    @property
    def cases(self) -> int:
        """How many cases the entries are of."""
        return len(self._emptied.keys() - {case.encode() for case in NOT_CASES})

    @property
    def emptied(self) -> int | None:
        """The number of the first entry that is empty though its case was not purged whole."""
        left = (seq for seq in self._emptied.values() if seq not in (_UNSEEN, _SAID))
        return min(filter(None, (self._for_good, min(left, default=None))), default=None)


def _follows(before: bytes, entry: Stored) -> bool:
    """Whether the hash of an entry is the one over the hash before it and the entry's own content."""
    seq, case, at, kind, body, found, salt, sealed = entry
    if bool(sealed) == bool(body) or (sealed and salt):
        return False  # a seal stands in place of a body
    try:
        name, stamp, what = case.decode(), at.decode(), kind.decode()
    except UnicodeDecodeError:
        return False
    if not sealed and not salt:
        return found == hash_of_schema_1(before, seq, name, stamp, what, body)
    return found == hash_of(before, seq, name, stamp, what, sealed or seal_of(salt, body))

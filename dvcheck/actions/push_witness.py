"""The witness: the last entry that the precinct acknowledged, in a file of the home folder.

A push never decides by it what to send. It shows that the precinct has lost entries, and how many entries
wait while there is no network. An auditor compares it with the precinct.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import msgspec

from dvcheck.errors import DvcheckError
from dvcheck.record.head import Head
from dvcheck.record.store import ReadableStore

FILE = "precinct.head"


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """The last entry that a precinct acknowledged."""

    seq: int = 0
    """Its number; 0 if none is known."""
    elsewhere: bool = False
    """Whether the dsn was another one then: it may be the same precinct on a new server, or another one."""


class PushWitness(msgspec.Struct, frozen=True, kw_only=True):
    """The witness of a home folder, for one precinct."""

    home: Path
    dsn: str

    def acknowledged(self, journal: ReadableStore) -> Acknowledged:
        """Return the last acknowledged entry that is in the journal."""
        with suppress(OSError, ValueError, KeyError, TypeError, DvcheckError):
            kept = json.loads((self.home / FILE).read_text(encoding="utf-8"))
            head = Head(seq=int(kept["seq"]), hash=bytes.fromhex(kept["hash"]))
            if journal.hash_of(head.seq) == head.hash:
                return Acknowledged(seq=head.seq, elsewhere=kept["dsn"] != self.dsn)
        return Acknowledged()

    def waiting(self, journal: ReadableStore) -> int:
        """Return how many entries the precinct has not acknowledged, as far as this computer knows."""
        known = self.acknowledged(journal)
        return journal.head().seq - (0 if known.elsewhere else known.seq)

    def keep(self, journal: UUID, known: Head) -> None:
        """Write the last entry that the precinct acknowledged, and the journal that it is in there.

        A failure is ignored: the next push asks the precinct anyway.
        """
        kept = {"dsn": self.dsn, "journal": str(journal), "seq": known.seq, "hash": known.hash.hex()}
        text = json.dumps(kept)
        aside = self.home / f".{FILE}.{os.getpid()}.new"
        with suppress(OSError):
            try:
                aside.touch(mode=0o600)
                aside.write_text(text + "\n", encoding="utf-8")
                aside.replace(self.home / FILE)
            finally:
                aside.unlink(missing_ok=True)

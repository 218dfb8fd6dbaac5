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


class PushWitness(msgspec.Struct, frozen=True, kw_only=True):
    """The witness of a home folder, for one precinct."""

    home: Path
    dsn: str

    def acknowledged(self, journal: ReadableStore) -> int:
        """Return the number of the last acknowledged entry that is in the journal; 0 if none is known."""
        with suppress(OSError, ValueError, KeyError, TypeError, DvcheckError):
            kept = json.loads((self.home / FILE).read_text(encoding="utf-8"))
            head = Head(seq=int(kept["seq"]), hash=bytes.fromhex(kept["hash"]))
            if kept["dsn"] == self.dsn and journal.hash_of(head.seq) == head.hash:
                return head.seq
        return 0

    def waiting(self, journal: ReadableStore) -> int:
        """Return how many entries the precinct has not acknowledged, as far as this computer knows."""
        return max(0, journal.head().seq - self.acknowledged(journal))

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

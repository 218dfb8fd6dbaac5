"""Read the entries of a push, a page at a time. Each is checked, and the first bad one ends the push.

No lock is held on the journal between two pages: others can record while a push waits for the network.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice

from dvcheck.language import phrase
from dvcheck.record.chain import Chain, Stored, Unread
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.events import utc_text
from dvcheck.record.head import Head
from dvcheck.record.store import InspectableStore

BATCH = 500
"""The most entries of one transaction."""
MOST_BYTES = 4 * 2**20
"""The most bytes of content in one transaction, unless one entry has more."""
_CASE = re.compile(r"c-[0-9A-Z]{4,16}|shift|journal")
_KIND = re.compile(r"[a-z][a-z-]{0,39}")


class PushPages:
    """A reader of the pages of one push."""

    def __init__(self, journal: InspectableStore) -> None:
        self._journal = journal
        self._salvaged: Iterator[Stored | Unread] | None = None
        """The entries from the start, read around damage; None as long as there was none."""
        self.fault = ""
        """Why the pages end before the journal does; empty if they do not."""

    def after(self, known: Head) -> list[Stored]:
        """Return the next entries after a known one; none at the end or at the first bad entry."""
        page: list[Stored] = []
        chain, size = Chain(), 0
        chain.head = known.hash
        for entry in () if self.fault else self._read(known.seq):
            self.fault = self._fault(entry, known.seq + len(page) + 1, chain)
            if self.fault:
                break
            page.append(entry)
            size += len(entry.body)
            if len(page) == BATCH or size >= MOST_BYTES:
                break
        return page

    def _read(self, after: int) -> Iterator[Stored]:
        """Yield entries after a number. If a page is damaged, yield those before the damage."""
        if self._salvaged is None:
            try:
                yield from list(islice(self._journal.since(after), BATCH))
            except JournalDamaged:
                self._salvaged = self._journal.stored()
            else:
                return
        for entry in self._salvaged:
            if isinstance(entry, Stored) and entry.seq > after:
                yield entry
            elif isinstance(entry, Unread) and (entry.last is None or entry.last > after):
                self.fault = phrase("entry {seq:,} cannot be read", seq=max(entry.first, after + 1))
                return

    def _fault(self, entry: Stored, expected: int, chain: Chain) -> str:
        """Return why an entry cannot be pushed after the one before it; empty if it can."""
        if entry.seq != expected:
            return phrase("entry {seq:,} is missing", seq=expected)
        if not chain.takes(entry):
            return phrase("entry {seq:,} was changed", seq=entry.seq)
        if not _is_as_written(entry):
            return phrase("entry {seq:,} has a time, case or kind that dvcheck never writes", seq=entry.seq)
        return ""


def follows(journal: InspectableStore, head: Head) -> bool:
    """Check whether the entry after a known one is there and follows from it."""
    return bool(PushPages(journal).after(head))


def _is_as_written(entry: Stored) -> bool:
    """Check what the precinct checks, so that the error here has the number of the entry."""
    with suppress(ValueError):
        case, kind, at = entry.case.decode("ascii"), entry.kind.decode("ascii"), entry.at.decode("ascii")
        return bool(
            _CASE.fullmatch(case) and _KIND.fullmatch(kind) and utc_text(datetime.fromisoformat(at)) == at
        )
    return False

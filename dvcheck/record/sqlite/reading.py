"""Reading an open journal file: entries, cases and packs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec

from dvcheck.record.chain import FIRST_HASH, Chain, Stored, Unread
from dvcheck.record.errors import EntryUnreadable, JournalDamaged
from dvcheck.record.events import Event
from dvcheck.record.head import Head
from dvcheck.record.sqlite import migration, salvage
from dvcheck.record.sqlite.case_table import CaseTable, is_text
from dvcheck.record.sqlite.connection import File
from dvcheck.record.sqlite.faults import entry_unreadable


class JournalReading:
    """A reader of an open journal file. Every method raises JournalError if it cannot be read."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.path = file.path
        self.cases = CaseTable(file)

    @property
    def label(self) -> str:
        """The name of the journal in messages: its file name."""
        return str(self.path)

    def stands(self, entry: Event | Head) -> bool:
        """Check whether a recorded entry is still in the file."""
        return self.hash_of(entry.seq) == entry.hash

    def hash_of(self, seq: int) -> bytes | None:
        """Return the hash of the entry with this number; None if there is none."""
        with self._file.reopen_after_damage():
            rows = self._file.read("SELECT hash FROM events WHERE seq = ?", seq)
        return rows[0][0] if rows else None

    def head(self) -> Head:
        """Return the last entry; number 0 for an empty journal."""
        seq, hash = self._head()
        return Head(seq=seq, hash=hash)

    def pack(self, digest: str) -> bytes | None:
        """Return the pack with a digest; None if there is none."""
        try:
            with self._file.reopen_after_damage():
                rows = self._file.read("SELECT CAST(content AS BLOB) FROM packs WHERE digest = ?", digest)
        except JournalDamaged:
            found = self.stored_packs().get(digest)  # perhaps only the index is damaged
            if found is None:
                raise
            return found
        return rows[0][0] if rows else None

    def pack_digests(self) -> list[str]:
        """Return the digests of the stored packs, in the order stored."""
        rows = self._file.read(
            "SELECT ifnull(CAST(digest AS BLOB), x'') FROM packs NOT INDEXED ORDER BY rowid"
        )
        return [digest.decode(errors="replace") for (digest,) in rows]

    def events(self, case: str, after: int = 0) -> list[Event]:
        """Return the events of one case after number `after`; empty if there is no such case."""
        return [self._loaded(row) for row in self._stored_of(case, after)]

    def holds(self, case: str) -> bool:
        """Check whether the file has an entry of this case."""
        return is_text(case) and bool(self._file.read("SELECT 1 FROM events WHERE case_id = ? LIMIT 1", case))

    def events_of_kind(self, kind: str) -> tuple[list[Event], list[str]]:
        """Return the events of one kind in order, and the ids of the cases where one is damaged."""
        events: list[Event] = []
        damaged: list[str] = []
        for row in self._file.read(f"{self._file.select} WHERE kind = ? ORDER BY seq", kind):
            stored = Stored(*row)
            try:
                events.append(self._loaded(stored))
            except EntryUnreadable:
                damaged.append(stored.case.decode(errors="replace"))
        return events, damaged

    def last(self, case: str, kind: str) -> int:
        """Return the number of the last event of a kind in a case; 0 if there is none."""
        ((seq,),) = self._file.read("SELECT max(seq) FROM events WHERE kind = ? AND case_id = ?", kind, case)
        return seq or 0

    def all_events(self) -> Iterator[Event]:
        """Yield every event in order. No lock is held between two events."""
        return map(self._loaded, self._rows())

    def since(self, seq: int) -> Iterator[Stored]:
        """Yield the stored bytes of every entry after a number, in order. No lock is held between two."""
        sql = f"{self._file.select} WHERE seq > ? ORDER BY seq LIMIT {salvage.PAGE}"
        return self._pages(self._file.read(sql, seq))

    def _rows(self) -> Iterator[Stored]:
        # Not `since` 0: a tampered entry may have number 0 or a negative one.
        return self._pages(self._file.read(f"{self._file.select} ORDER BY seq LIMIT {salvage.PAGE}"))

    def _pages(self, page: Sequence[tuple[Any, ...]]) -> Iterator[Stored]:
        # In pages: an unfinished cursor would block every other writer.
        while page:
            yield from map(Stored._make, page)
            sql = f"{self._file.select} WHERE seq > ? ORDER BY seq LIMIT {salvage.PAGE}"
            page = self._file.read(sql, page[-1][0])

    def stored(self) -> Iterator[Stored | Unread]:
        """Yield the stored bytes of every entry, in order, and an `Unread` for those that cannot be read.

        No lock is held between two entries.
        """
        return salvage.stored_entries(self._file)

    def stored_packs(self) -> dict[str, bytes]:
        """Return every readable pack, by digest, even from a damaged file."""
        return salvage.stored_packs(self._file)

    def damage(self) -> list[str]:
        """Return the first ten faults that SQLite's own check finds, in its words."""
        return salvage.find_damage(self._file)

    def is_guarded(self) -> bool:
        """Check that the tables and the triggers that protect entries are as dvcheck made them."""
        return migration.is_guarded(self._file)

    def case_ids(self) -> list[str]:
        """Return the case ids in the order of their first events."""
        rows = self._file.read("SELECT CAST(case_id AS BLOB) FROM events GROUP BY case_id ORDER BY min(seq)")
        return [case.decode(errors="replace") for (case,) in rows]

    def version(self) -> object:
        """Return a value that changes when another program writes to the file."""
        return self._file.read("PRAGMA data_version")

    def first_bad(self) -> int | None:
        """Return the number of the first entry that breaks the chain; None if the chain is intact.

        After a missing entry, that is the next existing one. A tail that was cut off does not show: see
        `chain.code`.
        """
        chain = Chain()
        for expected, row in zip(count(1), self._rows(), strict=False):
            if row.seq != expected or not chain.takes(row):
                return row.seq
        return chain.emptied

    def _stored_of(self, case: str, after: int = 0) -> list[Stored]:
        sql = f"{self._file.select} WHERE case_id = ? AND seq > ? ORDER BY seq"
        return [Stored(*row) for row in self._file.read(sql, case, after)]

    def _head(self) -> tuple[int, bytes]:
        rows = self._file.read("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        return rows[0] if rows else (0, FIRST_HASH)

    def _loaded(self, row: Stored) -> Event:
        seq, case, at, kind, body, found, *_ = row
        try:
            return event_of(seq, case.decode(), at.decode(), kind.decode(), body, found)
        except (ValueError, OverflowError, RecursionError) as error:
            raise entry_unreadable(self.path, seq) from error


def event_of(seq: int, case: str, at: str, kind: str, body: bytes, hash: bytes) -> Event:
    """Make an event from a stored entry. ValueError, OverflowError or RecursionError if unreadable."""
    return Event(
        seq=seq,
        case=case,
        at=datetime.fromisoformat(at).astimezone(UTC),
        kind=kind,
        body=msgspec.json.decode(body, type=dict[str, object]) if body else {},
        hash=hash,
    )

"""What the record asks of a store of entries. The SQLite journal is one; another may stand in its place.

`Reads` is enough to list, show and report cases. `Store` can also be added to. Bytes are handed out as they
are stored, so that `chain` can follow them wherever they are kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from dvcheck.record.chain import Stored
from dvcheck.record.events import Entry, Event
from dvcheck.record.head import Head, Rewind
from dvcheck.record.rows import State, TableRow


class FindsCases(Protocol):
    """Finds the rows of cases: see record/rows.py. What is found is checked against the entries of a case."""

    def by_key(self, key: str) -> list[TableRow]:
        """The cases whose id is looked up so, in the order opened."""

    def by_number(self, number: str) -> list[TableRow]:
        """The cases of a CAD or GO number, in the order opened."""

    def starting(self, key: str) -> list[TableRow]:
        """The cases whose id, as it is looked up, starts so, in the order opened."""

    def unread(self) -> list[TableRow]:
        """The cases whose number cannot be read."""

    def of_state(self, state: State, before: int) -> list[TableRow]:
        """A page of the cases in a state that were opened before an entry, the newest first."""

    def not_purged(self, before: int) -> list[TableRow]:
        """A page of the cases that are open or closed and were opened before an entry, the newest first."""

    def doubt(self) -> bool:
        """Derive the rows from the entries from now on; False where they are already."""


class Reads(Protocol):
    """A store of entries that can be read. Every method raises JournalError where it cannot."""

    @property
    def cases(self) -> FindsCases:
        """Finds the cases."""

    def events(self, case: str, after: int = 0) -> list[Event]:
        """The events of one case that follow the one of number `after`; empty for a case not there."""

    def events_of_kind(self, kind: str) -> tuple[list[Event], list[str]]:
        """The events of one kind, in the order recorded; and the ids of the cases where one is damaged."""

    def last(self, case: str, kind: str) -> int:
        """The number of the last event of a kind in a case; 0 where there is none."""

    def holds(self, case: str) -> bool:
        """Whether there is an entry of this case."""

    def stands(self, entry: Event | Head) -> bool:
        """Whether an entry that was recorded is still there."""

    def since(self, seq: int) -> Iterator[Stored]:
        """Every entry after a number as its bytes are stored, in order."""

    def pack(self, digest: str) -> bytes | None:
        """The pack kept under a digest."""

    def pack_digests(self) -> list[str]:
        """What packs are kept under, in the order kept."""


class Store(Reads, Protocol):
    """A store that can be added to. What a method that writes has returned from is kept."""

    @property
    def rewound(self) -> Rewind | None:
        """What is gone of the entries that were acknowledged."""

    def append_all(
        self,
        case: str,
        entries: Iterable[Entry],
        at: datetime,
        *,
        pack: tuple[str, bytes] | None = None,
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        """Record entries in their order, and a pack (digest, content): all or none.

        `check` is asked first, when nobody else can write any more: nothing is recorded where it says no.
        """

    def append_again(
        self, case: str, events: Iterable[Event], *, pack: tuple[str, bytes] | None
    ) -> tuple[Event, ...]:
        """Record events of a case that were acknowledged and are gone, each with the time it had."""

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        """Erase what cases say, each named with the hash of its last entry; returns those erased."""

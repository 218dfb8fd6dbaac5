"""The interface of a store of entries. The SQLite journal is one; another can replace it.

| protocol           | enough to                                                            |
| ------------------ | -------------------------------------------------------------------- |
| `CaseFinder`       | find a case by its id or number, and list cases                      |
| `ReadableStore`    | list, show and report cases                                          |
| `StoreToRead`      | show the cases of somebody else; nothing is ever written             |
| `InspectableStore` | verify and export the entries, also if some cannot be read           |
| `Store`            | record entries, and purge cases                                      |
| `StoreLocation`    | open the store; check whether it exists, and whether it has changed  |

A store returns entries as stored bytes, so `chain` can verify any store. Backup and
encryption need an SQLite file, so they are in record/sqlite.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import msgspec

from dvcheck.record.chain import Stored, Unread
from dvcheck.record.errors import JournalError
from dvcheck.record.events import Entry, Event
from dvcheck.record.head import Head, Rewind
from dvcheck.record.rows import State, TableRow


class CaseFinder(Protocol):
    """A finder of case rows (record/rows.py). Callers check each row against the entries of its case."""

    def by_key(self, key: str) -> list[TableRow]:
        """Return the cases with this lookup key, in the order opened."""

    def by_number(self, number: str) -> list[TableRow]:
        """Return the cases with a case number, in the order opened."""

    def starting(self, key: str) -> list[TableRow]:
        """Return the cases whose lookup key starts with `key`, in the order opened."""

    def unread(self) -> list[TableRow]:
        """Return the cases whose number cannot be read."""

    def of_state(self, state: State, before: int) -> list[TableRow]:
        """Return a page of the cases in a state, opened before entry `before`, the newest first."""

    def not_purged(self, before: int) -> list[TableRow]:
        """Return a page of open and closed cases, opened before entry `before`, the newest first."""

    def count(self, *states: State) -> int:
        """Count the cases in these states."""

    def doubt(self) -> bool:
        """Stop using the table: derive rows from the entries from now on. False if already done."""

    def wrong(self) -> Iterator[str]:
        """Yield the ids of the cases whose rows disagree with their entries.

        A row without a case yields an empty id.
        """


class ReadableStore(Protocol):
    """A readable store of entries. Every method raises JournalError if reading fails."""

    @property
    def cases(self) -> CaseFinder:
        """The finder of its cases."""

    def events(self, case: str, after: int = 0) -> list[Event]:
        """Return the events of one case after number `after`; empty if there is no such case."""

    def events_of_kind(self, kind: str) -> tuple[list[Event], list[str]]:
        """Return the events of one kind in order, and the ids of the cases where one is damaged."""

    def last(self, case: str, kind: str) -> int:
        """Return the number of the last event of a kind in a case; 0 if there is none."""

    def holds(self, case: str) -> bool:
        """Check whether the store has an entry of this case."""

    def stands(self, entry: Event | Head) -> bool:
        """Check whether a recorded entry is still there."""

    def hash_of(self, seq: int) -> bytes | None:
        """Return the hash of the entry with this number; None if there is none."""

    def since(self, seq: int) -> Iterator[Stored]:
        """Yield the stored bytes of every entry after a number, in order."""

    def head(self) -> Head:
        """Return the last entry; number 0 for an empty store."""

    def pack(self, digest: str) -> bytes | None:
        """Return the pack with a digest; None if there is none."""

    def pack_digests(self) -> list[str]:
        """Return the digests of the stored packs, in the order stored."""


class StoreToRead(ReadableStore, Protocol):
    """A store that was opened without the means to write to it."""

    @property
    def rewound(self) -> Rewind | None:
        """The acknowledged entries that are gone; None if none are."""

    @property
    def is_older(self) -> bool:
        """Whether an earlier version of dvcheck wrote the store, and it is read as it is."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class InspectableStore(ReadableStore, Protocol):
    """A store whose entries can be verified and exported, even if it is damaged."""

    @property
    def label(self) -> str:
        """The name of the store in messages, such as its file name."""

    @property
    def refused(self) -> JournalError | None:
        """The error that allows only salvage."""

    @property
    def rewound(self) -> Rewind | None:
        """The acknowledged entries that are gone; None if none are."""

    def stored(self) -> Iterator[Stored | Unread]:
        """Yield the stored bytes of every entry, in order, and an `Unread` for those that cannot be read."""

    def stored_packs(self) -> dict[str, bytes]:
        """Return every readable pack, by digest."""

    def damage(self) -> list[str]:
        """Return the first ten faults that the store's own check finds, in its words."""

    def is_guarded(self) -> bool:
        """Check that the protection of entries against change is as dvcheck made it."""

    def version(self) -> object:
        """Return a value that changes when another program writes to the store."""


class Store(InspectableStore, Protocol):
    """A writable store. When a writing method returns, the entries are safely stored.

    It stays open until `close` or the end of its `with`.
    """

    def close(self) -> None:
        """Close the store; closing twice is fine."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def prove_writable(self) -> None:
        """Check that an entry could be recorded now; JournalError if not. Changes nothing."""

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

        `check` is called first, under the write lock. If it returns False, nothing is recorded. Each entry
        gets a random salt (`os.urandom`), so purged content cannot be guessed from its hash.
        """

    def append_dated(
        self,
        case: str,
        entries: Iterable[tuple[datetime, Entry]],
        *,
        packs: Mapping[str, bytes],
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        """Record entries that have a time already, and packs (digest to content), as `append_all` does."""

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        """Erase the content of cases, given with the hash of their last entry; return those erased."""


class OpeningCallbacks(msgspec.Struct, frozen=True, kw_only=True):
    """The callbacks that a store gets when it is opened."""

    ask: Callable[[str], str] | None = None
    """Asks for the passphrase of the store; None if there is no terminal."""
    warn: Callable[[str], None] = lambda line: None
    """Receives a warning line."""
    migrating: Callable[[], AbstractContextManager[object]] = nullcontext
    """The context shown while an older store is migrated."""
    recorded: Callable[[], None] = lambda: None
    """Called after something was recorded."""


class StoreLocation(Protocol):
    """The location of a store, and how a command opens it."""

    def open(self) -> Store:
        """Open the store and check that it is writable. Creates it if missing."""

    def open_existing(self, *, whatever: bool = False) -> Store | None:
        """Open the store; None if nothing has been recorded yet. Creates nothing.

        With `whatever`, open even a store that is otherwise refused, to save its content; `refused` has the
        error.
        """

    def open_to_read(self) -> StoreToRead | None:
        """Open the store for reading alone; None if nothing has been recorded yet.

        Nothing is created, written, migrated or asked, and no lock is held between two readings.
        """

    def is_there(self) -> bool:
        """Check whether something has been recorded here, without opening the store."""

    def identity(self) -> object:
        """Return a value that all locations of the same store share, whatever name or link leads to it."""

    def version(self) -> object:
        """Return a value that changes when something is recorded. Cheap: the store is not opened."""

    def files(self) -> frozenset[Path]:
        """Return the files that the store has or may create. No output may be written to them."""

    def may_keep(self, name: str) -> bool:
        """Check whether this or a later version may have a file of this name in the home folder."""

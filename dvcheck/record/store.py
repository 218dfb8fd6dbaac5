"""What dvcheck asks of a store of entries. The SQLite journal is one; another may stand in its place.

| protocol     | enough to                                                            |
| ------------ | -------------------------------------------------------------------- |
| `FindsCases` | find a case by its id or number, and list cases                      |
| `Reads`      | list, show and report cases                                          |
| `Inspects`   | verify and export the entries, also where some cannot be read        |
| `Store`      | record entries, and purge cases                                      |
| `Place`      | open the store; say whether there is one, and whether it has changed |

Bytes are handed out as they are stored, so that `chain` can follow them wherever they are kept. What needs a
file of SQLite (a backup, encryption) is none of this: it is in record/sqlite.
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


class FindsCases(Protocol):
    """Finds the rows of cases: see record/rows.py. What is found is checked against the entries of a case."""

    def by_key(self, key: str) -> list[TableRow]:
        """The cases whose id is looked up so, in the order opened."""

    def by_number(self, number: str) -> list[TableRow]:
        """The cases of a case number, in the order opened."""

    def starting(self, key: str) -> list[TableRow]:
        """The cases whose id, as it is looked up, starts so, in the order opened."""

    def unread(self) -> list[TableRow]:
        """The cases whose number cannot be read."""

    def of_state(self, state: State, before: int) -> list[TableRow]:
        """A page of the cases in a state that were opened before an entry, the newest first."""

    def not_purged(self, before: int) -> list[TableRow]:
        """A page of the cases that are open or closed and were opened before an entry, the newest first."""

    def count(self, *states: State) -> int:
        """How many cases are in one of these states."""

    def doubt(self) -> bool:
        """Derive the rows from the entries from now on; False where they are already."""

    def wrong(self) -> Iterator[str]:
        """The ids of the cases of which the rows say something else than the entries do.

        An empty one for what is of no case.
        """


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

    def head(self) -> Head:
        """The last entry; of an empty store number 0."""

    def pack(self, digest: str) -> bytes | None:
        """The pack kept under a digest."""

    def pack_digests(self) -> list[str]:
        """What packs are kept under, in the order kept."""


class Inspects(Reads, Protocol):
    """A store whose entries can be verified and exported, also where it is damaged."""

    @property
    def label(self) -> str:
        """What messages call the store, such as the name of its file."""

    @property
    def refused(self) -> JournalError | None:
        """The error that allows only salvage."""

    @property
    def rewound(self) -> Rewind | None:
        """What is gone of the entries that were acknowledged."""

    def stored(self) -> Iterator[Stored | Unread]:
        """Every entry as its bytes are stored, in order; an `Unread` stands for those that cannot be read."""

    def stored_packs(self) -> dict[str, bytes]:
        """Every pack that can be read, by digest."""

    def damage(self) -> list[str]:
        """What the store's own check finds wrong with it, in its words; the first ten."""

    def is_guarded(self) -> bool:
        """Whether what keeps entries from being changed is as dvcheck made it."""

    def version(self) -> object:
        """What changes whenever another program has written to the store."""


class Store(Inspects, Protocol):
    """A store that can be added to. What a method that writes has returned from is kept.

    It is open until it is closed, at the latest by the end of its `with`.
    """

    def close(self) -> None:
        """Close the store; closing twice is fine."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def prove_writable(self) -> None:
        """Return if an entry could be recorded now; JournalError if not. Changes nothing."""

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
        The salt of each is random (`os.urandom`): it keeps what was purged from being guessed.
        """

    def append_again(
        self, case: str, events: Iterable[Event], *, pack: tuple[str, bytes] | None
    ) -> tuple[Event, ...]:
        """Record events of a case that were acknowledged and are gone, each with the time it had."""

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        """Erase what cases say, each named with the hash of its last entry; returns those erased."""


class Opener(msgspec.Struct, frozen=True, kw_only=True):
    """What a store is given by who opens it: whom to ask, and whom to tell."""

    ask: Callable[[str], str] | None = None
    """Asks for the passphrase of the store; None where there is nobody to ask."""
    warn: Callable[[str], None] = lambda line: None
    """Is told a line that is no error."""
    migrating: Callable[[], AbstractContextManager[object]] = nullcontext
    """What is shown while a store of an earlier version is brought to this one."""
    recorded: Callable[[], None] = lambda: None
    """Is told that something was recorded."""


class Place(Protocol):
    """Where a store is kept, and how one command opens it."""

    def open(self) -> Store:
        """The store, made if it is missing, and proved writable."""

    def open_existing(self, *, whatever: bool = False) -> Store | None:
        """The store, or None where nothing has been recorded yet. Creates nothing.

        With `whatever`, to save what it holds, also one that is refused otherwise: `refused` has the error.
        """

    def is_there(self) -> bool:
        """Whether something has been recorded here. The store is not opened."""

    def version(self) -> object:
        """What changes whenever something is recorded. The store is not opened: it is asked many times."""

    def files(self) -> frozenset[Path]:
        """The files it keeps or may keep, which no result is written to; none where it keeps no files."""

    def may_keep(self, name: str) -> bool:
        """Whether this version or a later one may keep a file of this name in the home folder."""

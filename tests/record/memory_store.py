"""Another store of entries in the place of the SQLite journal: a list in memory, which is gone at the end.

It does what record/store.py asks of a store, and no more: begin with it when you write another store.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from dvcheck.record import chain
from dvcheck.record.chain import FIRST_HASH, Stored
from dvcheck.record.errors import JournalError
from dvcheck.record.events import NOT_CASES, CasePurged, Entry, Event, body_of, utc_text
from dvcheck.record.head import Head, Rewind
from dvcheck.record.rows import RowEntry, State, TableRow, row_of
from dvcheck.record.store import Store, StoreLocation


class MemoryCases:
    """Finds cases by the entries themselves."""

    def __init__(self, kept: list[Stored]) -> None:
        self._kept = kept

    def _rows(self, fits: Callable[[TableRow], bool]) -> list[TableRow]:
        told: dict[str, list[tuple[int, RowEntry]]] = {}
        for entry in self._kept:
            case = entry.case.decode()
            if case not in NOT_CASES:
                told.setdefault(case, []).append((entry.seq, RowEntry(entry.kind.decode(), entry.body)))
        found = (row_of(case, entries) for case, entries in told.items())
        return [row for row in found if row is not None and fits(row)]

    def by_key(self, key: str) -> list[TableRow]:
        return self._rows(lambda row: row.key == key)

    def by_number(self, number: str) -> list[TableRow]:
        return self._rows(lambda row: row.number == number)

    def starting(self, key: str) -> list[TableRow]:
        return self._rows(lambda row: row.key.startswith(key))

    def unread(self) -> list[TableRow]:
        return self._rows(lambda row: row.unread)

    def of_state(self, state: State, before: int) -> list[TableRow]:
        return self._rows(lambda row: row.state == state and row.opened < before)[::-1]

    def not_purged(self, before: int) -> list[TableRow]:
        return self._rows(lambda row: row.state != "purged" and row.opened < before)[::-1]

    def count(self, *states: State) -> int:
        return len(self._rows(lambda row: row.state in states))

    def doubt(self) -> bool:
        return False

    def wrong(self) -> Iterator[str]:
        return iter(())


class MemoryStore:
    """A store of entries that keeps them in a list."""

    label = "memory"
    rewound: Rewind | None = None
    refused: JournalError | None = None

    def __init__(self, recorded: Callable[[], None] = lambda: None) -> None:
        self._kept: list[Stored] = []
        self._packs: dict[str, bytes] = {}
        self._recorded = recorded
        self.cases = MemoryCases(self._kept)

    # Reads

    def events(self, case: str, after: int = 0) -> list[Event]:
        return [_event(e) for e in self.since(after) if e.case == case.encode()]

    def events_of_kind(self, kind: str) -> tuple[list[Event], list[str]]:
        return [_event(e) for e in self._kept if e.kind == kind.encode()], []

    def last(self, case: str, kind: str) -> int:
        return max((e.seq for e in self.events(case) if e.kind == kind), default=0)

    def holds(self, case: str) -> bool:
        return bool(self.events(case))

    def stands(self, entry: Event | Head) -> bool:
        return any((e.seq, e.hash) == (entry.seq, entry.hash) for e in self._kept)

    def hash_of(self, seq: int) -> bytes | None:
        return next((e.hash for e in self._kept if e.seq == seq), None)

    def since(self, seq: int) -> Iterator[Stored]:
        return (e for e in list(self._kept) if e.seq > seq)

    def head(self) -> Head:
        last = self._kept[-1] if self._kept else None
        return Head(seq=0, hash=FIRST_HASH) if last is None else Head(seq=last.seq, hash=last.hash)

    def pack(self, digest: str) -> bytes | None:
        return self._packs.get(digest)

    def pack_digests(self) -> list[str]:
        return list(self._packs)

    # Inspects

    def stored(self) -> Iterator[Stored]:
        return self.since(0)

    def stored_packs(self) -> dict[str, bytes]:
        return dict(self._packs)

    def damage(self) -> list[str]:
        return []

    def is_guarded(self) -> bool:
        return True

    @property
    def is_older(self) -> bool:
        return False

    def version(self) -> object:
        return self.head()

    # Store

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prove_writable(self) -> None: ...

    def append_all(
        self,
        case: str,
        entries: Iterable[Entry],
        at: datetime,
        *,
        pack: tuple[str, bytes] | None = None,
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        if check is not None and not check():
            return ()
        packs = dict([pack] if pack is not None else [])
        return self.append_dated(case, [(at, entry) for entry in entries], packs=packs)

    def append_dated(
        self,
        case: str,
        entries: Iterable[tuple[datetime, Entry]],
        *,
        packs: Mapping[str, bytes],
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        if check is not None and not check():
            return ()
        for digest, content in packs.items():
            self._packs.setdefault(digest, content)
        added = tuple([self._add(case, at, e.kind, chain.encode(body_of(e))) for at, e in entries])
        self._recorded()
        return added

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        done: list[str] = []
        for case, head in heads.items():
            said = [n for n, e in enumerate(self._kept) if e.case == case.encode()]
            if not said or self._kept[said[-1]].hash != head:
                continue
            self.append_all(case, [CasePurged(len(said))], at)
            for n in said:
                e = self._kept[n]
                self._kept[n] = e._replace(body=b"", salt=b"", seal=chain.seal_of(e.salt, e.body))
            done.append(case)
        return done

    def _add(self, case: str, at: datetime, kind: str, body: bytes) -> Event:
        head, salt, stamp = self.head(), os.urandom(chain.SALT), utc_text(at)
        hash = chain.hash_of(head.hash, head.seq + 1, case, stamp, kind, chain.seal_of(salt, body))
        stored = Stored(head.seq + 1, case.encode(), stamp.encode(), kind.encode(), body, hash, salt)
        self._kept.append(stored)
        return _event(stored)


class Memory:
    """The location of a store in memory, which is made at its first opening and then reused."""

    def __init__(self, recorded: Callable[[], None] = lambda: None) -> None:
        self._recorded = recorded
        self._store: MemoryStore | None = None

    def open(self) -> MemoryStore:
        if self._store is None:
            self._store = MemoryStore(self._recorded)
        return self._store

    def open_existing(self, *, whatever: bool = False) -> MemoryStore | None:
        return self._store

    def open_to_read(self) -> MemoryStore | None:
        return self.open_existing()

    def is_there(self) -> bool:
        return self._store is not None

    def identity(self) -> object:
        return id(self)

    def version(self) -> object:
        return self._store.version() if self._store is not None else None

    def files(self) -> frozenset[Path]:
        return frozenset()

    def may_keep(self, name: str) -> bool:
        return False


def _event(entry: Stored) -> Event:
    return Event(
        seq=entry.seq,
        case=entry.case.decode(),
        at=datetime.fromisoformat(entry.at.decode()),
        kind=entry.kind.decode(),
        body=msgspec.json.decode(entry.body) if entry.body else {},
        hash=entry.hash,
    )


A_PLACE: StoreLocation = Memory()
A_STORE: Store = MemoryStore()
"""mypy checks here that they fit the protocols."""

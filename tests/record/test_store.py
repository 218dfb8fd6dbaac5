"""Another store of entries in the place of the SQLite journal: a list in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from dvcheck.record import chain, shift
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import all_cases, find_case, open_case_of, open_cases, recent_packs
from dvcheck.record.chain import FIRST_HASH, Chain, Stored
from dvcheck.record.clock import Clock
from dvcheck.record.events import (
    CaseOpened,
    CasePurged,
    ChecklistStarted,
    Entry,
    Event,
    Noted,
    ShiftStarted,
    body_of,
    utc_text,
)
from dvcheck.record.head import Head, Rewind
from dvcheck.record.rows import State, TableRow, Told, row_of
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.store import Store

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
CLOCK = Clock(lambda: NOW, lambda: 0.0)
PACK = ("sha256:1", lambda: b"pack")


class Shelf:
    """A store of entries that keeps them in a list."""

    def __init__(self) -> None:
        self.rewound: Rewind | None = None
        self.cases = self
        self._kept: list[Stored] = []
        self._packs: dict[str, bytes] = {}

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

    def since(self, seq: int) -> Iterator[Stored]:
        return (e for e in list(self._kept) if e.seq > seq)

    def pack(self, digest: str) -> bytes | None:
        return self._packs.get(digest)

    def pack_digests(self) -> list[str]:
        return list(self._packs)

    # Finds cases

    def _rows(self, fits: Callable[[TableRow], bool]) -> list[TableRow]:
        ids = dict.fromkeys(e.case.decode() for e in self._kept)
        found = (row_of(i, ((e.seq, Told(e.kind, e.body)) for e in self.events(i))) for i in ids)
        return [row for row in found if row is not None and fits(row)]

    def by_key(self, key: str) -> list[TableRow]:
        return self._rows(lambda row: row.key == key)

    def by_number(self, number: str) -> list[TableRow]:
        return self._rows(lambda row: row.number == number)

    def starting(self, key: str) -> list[TableRow]:
        return self._rows(lambda row: row.key.startswith(key))

    def unread(self) -> list[TableRow]:
        return []

    def of_state(self, state: State, before: int) -> list[TableRow]:
        return self._rows(lambda row: row.state == state and row.opened < before)[::-1]

    def not_purged(self, before: int) -> list[TableRow]:
        return self._rows(lambda row: row.state != "purged" and row.opened < before)[::-1]

    def doubt(self) -> bool:
        return False

    # Store

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
        if pack is not None:
            self._packs.setdefault(*pack)
        return tuple([self._add(case, at, e.kind, chain.encoded(body_of(e))) for e in entries])

    def append_again(
        self, case: str, events: Iterable[Event], *, pack: tuple[str, bytes] | None
    ) -> tuple[Event, ...]:
        return tuple([self._add(case, e.at, e.kind, chain.encoded(e.body)) for e in events])

    def purge_all(self, heads: Mapping[str, bytes], at: datetime) -> list[str]:
        for case in heads:
            said = [n for n, e in enumerate(self._kept) if e.case == case.encode()]
            self.append_all(case, [CasePurged(len(said))], at)
            for n in said:
                e = self._kept[n]
                self._kept[n] = e._replace(body=b"", salt=b"", seal=chain.seal_of(e.salt, e.body))
        return list(heads)

    def _add(self, case: str, at: datetime, kind: str, body: bytes) -> Event:
        before = self._kept[-1].hash if self._kept else FIRST_HASH
        seq, salt, stamp = len(self._kept) + 1, bytes(chain.SALT), utc_text(at)
        hash = chain.hash_of(before, seq, case, stamp, kind, chain.seal_of(salt, body))
        self._kept.append(Stored(seq, case.encode(), stamp.encode(), kind.encode(), body, hash, salt))
        return _event(self._kept[-1])


def _event(entry: Stored) -> Event:
    return Event(
        seq=entry.seq,
        case=entry.case.decode(),
        at=datetime.fromisoformat(entry.at.decode()),
        kind=entry.kind.decode(),
        body=msgspec.json.decode(entry.body) if entry.body else {},
        hash=entry.hash,
    )


@pytest.fixture(params=["a list", "SQLite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "a list":
        yield Shelf()
        return
    with Journal.open(tmp_path) as journal:
        yield journal


def begun(store: Store, number: str | None) -> CaseFile:
    opening = CaseOpened(number=number, zone="UTC", pack="sha256:1", dvcheck="0.1.0")
    return CaseFile.begin(store, [opening, ChecklistStarted("walk")], CLOCK, PACK)


def follows(entries: Sequence[Stored]) -> bool:
    links = Chain()
    return all(links.takes(entry) for entry in entries) and links.emptied is None


def test_a_case_is_worked_found_and_closed_in_any_store(store: Store) -> None:
    first, second = begun(store, "26-1"), begun(store, None)
    first.note("one")
    first.start_timer("twenty", 1200)
    first.done(["report"])
    second.close("moved away", ["report"])
    assert find_case(store, "26-1") == first.case
    assert find_case(store, second.case.id.upper()) == second.case
    assert [case.id for case in all_cases(store)[0]] == [second.case.id, first.case.id]
    assert [case.id for case in open_cases(store)[0]] == [first.case.id]
    assert open_case_of(store, "26-1") == first.case.id
    assert recent_packs(store) == ["sha256:1"]
    assert first.case.remarks[0].text == "one"


def test_two_windows_on_any_store_see_what_the_other_records(store: Store) -> None:
    one = begun(store, "26-1")
    other = CaseFile(store, store.events(one.case.id), CLOCK)
    one.note("of one")
    other.note("of the other")
    assert [remark.text for remark in other.case.remarks] == ["of one", "of the other"]


def test_the_shift_is_read_from_any_store(store: Store) -> None:
    shift.record(store, ShiftStarted(NOW, NOW.replace(hour=11), "41234"), NOW)
    found = shift.current(store)
    assert found is not None
    assert found.officer == "41234"


def test_what_any_store_hands_out_can_be_followed_also_after_a_purge(store: Store) -> None:
    file = begun(store, "26-1")
    store.append_all(file.case.id, [Noted("two")], NOW)
    begun(store, "26-2")
    assert follows(list(store.since(0)))
    assert [entry.seq for entry in store.since(3)] == [4, 5]
    head = store.events(file.case.id)[-1].hash
    assert store.purge_all({file.case.id: head}, NOW) == [file.case.id]
    assert follows(list(store.since(0)))
    assert [case.number for case in all_cases(store)[0]] == ["26-2"]

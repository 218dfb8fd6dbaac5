"""Another store of entries in the place of the SQLite journal: a list in memory."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dvcheck.record import shift
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import all_cases, find_case, open_case_of, open_cases, recent_packs
from dvcheck.record.chain import Chain, Stored
from dvcheck.record.clock import Clock
from dvcheck.record.events import (
    CaseOpened,
    ChecklistStarted,
    Noted,
    ShiftStarted,
)
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.store import Store
from tests.record.memory_store import MemoryStore

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
CLOCK = Clock(lambda: NOW, lambda: 0.0)
PACK = ("sha256:1", lambda: b"pack")


@pytest.fixture(params=["a list", "SQLite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "a list":
        yield MemoryStore()
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


def drafted(store: Store, number: str | None = None) -> CaseFile:
    opening = CaseOpened(number=number, zone="UTC", pack="sha256:1", dvcheck="0.1.0")
    return CaseFile.draft(store, lambda: [opening, ChecklistStarted("walk")], CLOCK, PACK)


def test_a_draft_leaves_nothing_in_a_store(store: Store) -> None:
    file = drafted(store)
    assert file.case.checklists == ("walk",)
    file.check_clock()
    file.keep_checklist()
    assert not file.is_kept
    assert store.head().seq == 0
    assert store.pack_digests() == []
    assert all_cases(store) == ([], [])


def test_the_first_thing_recorded_opens_the_case_and_keeps_its_pack(store: Store) -> None:
    file = drafted(store)
    id = file.case.id
    file.note("one")
    assert file.is_kept
    file.note("two")
    found = find_case(store, id)
    assert found == file.case
    assert [event.kind for event in store.events(id)] == [
        "case-opened",
        "checklist-started",
        "noted",
        "noted",
    ]
    assert store.pack("sha256:1") == b"pack"
    assert follows([*store.since(0)])


def test_a_draft_whose_id_was_taken_meanwhile_is_opened_under_another(store: Store) -> None:
    file = drafted(store)
    id = file.case.id
    opening = CaseOpened(number=None, zone="UTC", pack="sha256:1", dvcheck="0.1.0")
    store.append_all(id, [opening], NOW)
    file.note("mine")
    assert file.case.id != id
    assert find_case(store, id).remarks == ()
    assert [remark.text for remark in find_case(store, file.case.id).remarks] == ["mine"]


def test_a_draft_is_opened_with_what_holds_when_it_is_opened(store: Store) -> None:
    numbers = iter(["before", "now"])
    file = CaseFile.draft(
        store,
        lambda: [CaseOpened(number=next(numbers), zone="UTC", pack="sha256:1", dvcheck="0.1.0")],
        CLOCK,
        PACK,
    )
    assert file.case.number == "before"
    file.note("one")
    assert file.case.number == "now"

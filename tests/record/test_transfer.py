"""The file of a case: what it carries, what it refuses, and what older versions make of the entries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

import msgspec
import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.digest import digest_of
from dvcheck.record import transfer
from dvcheck.record.case import Case, fold
from dvcheck.record.chain import FIRST_HASH, Stored, encode, hash_of_schema_1
from dvcheck.record.events import (
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseTakenOver,
    Entry,
    Event,
    Noted,
    RawEvent,
    ShiftEnds,
    ShiftExtended,
    body_of,
)
from dvcheck.record.transfer import Transfer
from tests.record.memory_store import MemoryStore

AT = datetime(2026, 7, 6, 5, 10, tzinfo=UTC)
FILES = {"policy.yaml": "id: x\n"}
PACK = digest_of(FILES)
OPENED = CaseOpened(number="26-1", zone="America/Los_Angeles", pack=PACK, dvcheck="0.1.0")


def taken(first: int = 3, head: str = "ab" * 32, opening: str = "cd" * 32) -> Entry:
    return CaseTakenOver(file="sha256:ef", case="c-1", head=head, first=first, opening=opening, entries=7)


def moved(*entries: Entry, packs: Mapping[str, Mapping[str, str]] | None = None) -> Transfer:
    """Return what the file of a case with these entries says."""
    store = MemoryStore()
    store.append_all("c-0001", [CaseOpened(number="26-9", zone="UTC", pack=PACK)], AT)
    store.append_all("c-R5R3", [OPENED, *entries], AT)
    written = transfer.encode(store.stored(), "c-R5R3", {PACK: FILES} if packs is None else packs)
    return transfer.decode(written.content, "a file")


def case(*entries: Entry) -> Case:
    events = [
        Event(seq=n, case="c-R5R3", at=AT, kind=entry.kind, body=dict(body_of(entry)), hash=bytes(32))
        for n, entry in enumerate([OPENED, *entries], 1)
    ]
    return fold(events)


def test_a_case_is_handed_over_until_it_is_opened_again() -> None:
    closing = CaseClosed("", (), "sha256:ef")
    assert case(closing).is_handed_over
    assert not case(closing, CaseReopened()).is_handed_over
    assert not case(closing, CaseReopened(), CaseClosed("", ())).is_handed_over


def test_an_older_version_reads_a_hand_over_as_a_closing() -> None:
    class Older(msgspec.Struct, frozen=True):
        kind: ClassVar[str] = "case-closed"
        reason: str = ""
        open: tuple[str, ...] = ()

    body = dict(body_of(CaseClosed("relief", ("report",), "sha256:ef")))
    assert msgspec.convert(body, Older) == Older("relief", ("report",))
    assert CaseClosed.kind == Older.kind


def test_an_entry_of_a_later_version_travels_with_its_case() -> None:
    entry = RawEvent("of-a-later-version", {"z": 1, "a": [2.5, None]})
    found = moved(entry, Noted("known"))
    assert found.events[1].kind == entry.kind
    assert found.events[1].body == entry.body
    assert (found.length, [event.seq for event in found.events]) == (4, [2, 3, 4])


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (ShiftExtended(AT), "that dvcheck never writes"),
        (RawEvent("case-purged", {"entries": 3}), "that dvcheck never writes"),
        (RawEvent("answered", {"question": 3}), "cannot be read"),
        (RawEvent("case-taken-over", {"file": "x"}), "cannot be read"),
        (CaseClosed("", ()), "is closed"),
        (taken(first=0), "cannot be read"),
        (taken(first=2**63), "cannot be read"),
        (taken(head="ab"), "cannot be read"),
        (taken(opening="no hash"), "cannot be read"),
        (ShiftEnds(datetime(1, 1, 1, tzinfo=UTC)), "a time in it is impossible"),
        (ShiftEnds(datetime(9999, 12, 31, tzinfo=UTC)), "a time in it is impossible"),
    ],
)
def test_an_entry_that_no_open_case_has_is_refused(entry: Entry, why: str) -> None:
    with pytest.raises(DvcheckError, match=why):
        moved(entry)


def test_a_case_of_an_impossible_zone_shows_its_times_all_the_same() -> None:
    for zone in ("Nowhere/Here", "", "../../etc/passwd", "\x00"):
        assert msgspec.structs.replace(case(), zone=zone).local(AT) == AT


def test_a_file_has_exactly_the_packs_of_its_case() -> None:
    for packs in ({}, {PACK: FILES, "sha256:1": FILES}, {PACK: {"policy.yaml": "id: y\n"}}):
        with pytest.raises(DvcheckError, match="its checklists are not those"):
            moved(packs=packs)


def test_an_early_entry_without_a_seal_is_not_put_into_a_file() -> None:
    body = encode({"text": "secret"})
    hash = hash_of_schema_1(FIRST_HASH, 1, "c-1", "2026-01-02T03:04:05.678901Z", "noted", body)
    row = Stored(1, b"c-1", b"2026-01-02T03:04:05.678901Z", b"noted", body, hash)
    with pytest.raises(DvcheckError, match="without a seal") as caught:
        transfer.encode([row], "c-1", {})
    assert caught.value.code == Exit.JOURNAL


def test_the_same_journal_gives_the_same_bytes() -> None:
    store = MemoryStore()
    store.append_all("c-R5R3", [OPENED, Noted("one")], AT)
    first, second = (transfer.encode(store.stored(), "c-R5R3", {PACK: FILES}).content for _ in range(2))
    assert first == second
    assert first.startswith(b'{"dvcase":1,"digest":"sha256:')
    assert first.endswith(b"]}\n")

"""What each kind of entry is stored as: these bytes are hashed, so they must never change."""

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest

from dvcheck.record.chain import encode
from dvcheck.record.events import (
    Answered,
    AnswerTakenBack,
    CaseClosed,
    CaseNumbered,
    CaseOpened,
    CasePurged,
    CaseReopened,
    CaseRepacked,
    CaseTakenOver,
    ChecklistStarted,
    ClockMoved,
    Entry,
    EntryMarked,
    Event,
    JournalRestored,
    JournalRewound,
    Marked,
    Noted,
    OfCase,
    OfJournal,
    OfShift,
    RawEvent,
    RewindAccepted,
    ShiftEnded,
    ShiftEnds,
    ShiftExtended,
    ShiftStarted,
    TimerEnded,
    TimerSeen,
    TimerStarted,
    body_of,
    of_case,
    of_shift,
)
from tests.record.fixtures import HERE

T = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
EVENING = datetime(2026, 11, 1, 22, 0, tzinfo=timezone(timedelta(hours=-7)))
ZONE = "America/Los_Angeles"
HASH = "ab" * 32

ENTRIES: tuple[Entry, ...] = (
    CaseOpened(number="26-000001", zone=ZONE, pack="sha256:ab", dvcheck="0.1.0"),
    CaseOpened(number=None, zone=ZONE, pack="sha256:ab", dvcheck="0.1.0", officer="41234"),
    CaseNumbered("26-000002"),
    ChecklistStarted("incident"),
    Answered("hurt", "yes"),
    Answered("terms", ("no-contact", "stay-away")),
    Answered("terms", ()),
    Answered("story", "W\u00e4lk \u201cone\u201d \x1b[31m\u202e\n"),
    Marked("report", "done"),
    Marked("photos", "not-feasible", "no light"),
    AnswerTakenBack("call-type"),
    Marked("report", "open"),
    Marked("report", "carried-over", "no computer"),
    ShiftEnds(T),
    ShiftEnds(EVENING),
    TimerStarted("twenty", 1200),
    TimerStarted("twenty", 1200, 60),
    TimerSeen("twenty"),
    TimerEnded("twenty", 1100),
    ClockMoved.by(timedelta(hours=1), {"twenty": timedelta(seconds=90.5), "ten": timedelta(seconds=7)}),
    ClockMoved.by(timedelta(seconds=-90.4), {}),
    EntryMarked("things", "coat", "taken"),
    EntryMarked("things", "dog", "open"),
    Noted("\u00dcn\u00efcode, tabs\tand more"),
    CaseClosed("moved away", ("report", "photos")),
    CaseClosed("", ()),
    CaseReopened(),
    CaseRepacked(pack="sha256:cd", was="sha256:ab", zone=ZONE, dvcheck="0.2.0"),
    ShiftStarted(EVENING, T, "41234"),
    ShiftStarted(T, T, None),
    ShiftExtended(EVENING),
    ShiftEnded({"c-0004": 1, "c-0001": 2}),
    ShiftEnded({}),
    CasePurged(7),
    JournalRewound(seq=9, hash=HASH, last=7),
    RewindAccepted(),
    JournalRestored(seq=9, hash=HASH, lost=2, kept="journal-1.sqlite3"),
    JournalRestored(seq=None, hash=None, lost=None, kept=None),
    CaseClosed("the night shift has it", ("report",), "sha256:ef"),
    CaseTakenOver(file="sha256:ef", case="c-R5R3", head=HASH, first=3, opening=HASH, entries=7),
    CaseTakenOver(
        file="sha256:ef",
        case="c-R5R3",
        head=HASH,
        first=3,
        opening=HASH,
        entries=7,
        officer="41235",
        dvcheck="0.1.0",
    ),
)
STORED = (HERE / "event-bodies.txt").read_bytes().splitlines()
"""The same entries as version 0.1.0 stored them: kind and body, one a line."""


def events() -> list[Event]:
    return [
        Event(seq=n, case="c-1", at=T, kind=entry.kind, body=dict(body_of(entry)), hash=bytes(32))
        for n, entry in enumerate(ENTRIES, 1)
    ]


@pytest.mark.parametrize(("entry", "stored"), list(zip(ENTRIES, STORED, strict=True)))
def test_an_entry_is_stored_in_the_same_bytes_as_ever(entry: Entry, stored: bytes) -> None:
    assert entry.kind.encode() + b" " + encode(body_of(entry)) == stored


def test_every_kind_of_entry_is_among_them() -> None:
    declared = {*get_args(OfCase), *get_args(OfShift), *get_args(OfJournal)}
    assert {type(entry) for entry in ENTRIES} == declared
    assert len({shape.kind for shape in declared}) == len(declared)


def test_what_is_stored_reads_back_as_the_entry() -> None:
    for entry, event in zip(ENTRIES, events(), strict=True):
        said = of_case(event) or of_shift(event)
        if isinstance(entry, get_args(OfJournal)):
            assert said is None
        else:
            assert said == entry


def test_an_entry_by_its_kind_and_body_is_stored_as_it_is() -> None:
    body = {"z": 1, "a": {"nobody": ["knows", 2.5, None, True]}}
    assert encode(body_of(RawEvent("of-a-later-version", body))) == encode(body)


def test_a_time_without_its_zone_is_refused() -> None:
    for entry in (ShiftEnds(datetime(2026, 1, 2)), ShiftExtended(datetime(2026, 1, 2))):
        with pytest.raises(ValueError, match="without its zone"):
            body_of(entry)

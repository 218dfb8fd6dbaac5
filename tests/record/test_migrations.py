"""A journal of any released schema version opens unchanged and folds; a newer one is refused."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.library import from_archive
from dvcheck.record.audit import verdict
from dvcheck.record.cases import all_cases
from dvcheck.record.chain import code
from dvcheck.record.events import RawEvent
from dvcheck.record.sqlite import faults, migration, schema
from dvcheck.record.sqlite.connection import File
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.schema import APPLICATION_ID, MIGRATIONS
from tests.record.fixtures import HERE, PACK, file_of, fill_whole

VERSIONS = range(1, len(MIGRATIONS) + 1)

KEPT = {
    1: ("E436-6C7A", "91fe4c185b2f9568dfb507045225a42aa575ae97fb0c90a70f0160e0b0aeb593"),
    2: ("7360-9A8E", "5780c77bd3977cbb5268eae195e65d9b02ae7377949ea34c9dcac0fbb8cf83a0"),
    3: ("FE3A-6A4C", "ccf5162ba3f49cae837fcde684212d3d1e995967be1f8d668bc1387a1577b650"),
}
"""The code of the head of each, and the SHA-256 of its file: the kept files never change."""
ENTRIES, CASES, PURGED = {1: 21, 2: 34, 3: 34}, {1: 3, 2: 5, 3: 5}, {1: 0, 2: 1, 3: 1}
"""The number of entries, cases and purged cases of each."""


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture
def folder(version: int, tmp_path: Path) -> Path:
    """Return a folder with a copy of the journal of a version."""
    shutil.copy(file_of(version), tmp_path / FILE_NAME)
    return tmp_path


def opened(folder: Path) -> Journal:
    journal = Journal.open_existing(folder)
    assert journal is not None
    return journal


def test_a_journal_of_every_version_is_kept_as_it_was() -> None:
    assert sorted(p.name for p in HERE.glob("*.sqlite3")) == [file_of(v).name for v in VERSIONS], (
        "run: python -m tests.record.fixtures"
    )
    sums = {v: hashlib.sha256(file_of(v).read_bytes()).hexdigest() for v in VERSIONS}
    assert sums == {v: kept for v, (_, kept) in KEPT.items()}


def test_the_version_is_in_the_file(version: int) -> None:
    header = file_of(version).read_bytes()[:100]
    assert int.from_bytes(header[60:64], "big") == version
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID


def test_it_stands_as_it_was_recorded_and_is_of_this_version_once_opened(folder: Path, version: int) -> None:
    head, _ = KEPT[version]
    with opened(folder) as journal:
        found = verdict(journal, head.replace("-", "").lower())
        assert (found.is_sound, found.entries, found.cases) == (True, ENTRIES[version], CASES[version])
        assert found.purged == PURGED[version]
        assert [place.seq for place in found.places or ()] == [ENTRIES[version]]
        assert found.head is not None
        assert code(found.head) == head
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_its_cases_are_what_the_same_entries_fold_to_now(folder: Path, version: int, tmp_path: Path) -> None:
    fill_whole(tmp_path / "now")
    with opened(folder) as kept, opened(tmp_path / "now") as now:
        cases, problems = all_cases(kept)
        assert problems == []
        assert [case.id for case in cases][-3:] == ["c-0003", "c-0002", "c-0001"]
        assert len(cases) == CASES[version] - PURGED[version]
        assert [replace(case, head=b"") for case in cases] == [
            replace(case, head=b"") for case in all_cases(now)[0][-len(cases) :]
        ]
        assert cases[-1].marks["photos"].reason.endswith("\n\x1b[31m\u202e")
        assert cases[-2].timers["twenty"].ended is not None


def test_the_pack_of_its_cases_is_what_was_stored(folder: Path) -> None:
    with opened(folder) as journal:
        (digest,) = journal.pack_digests()
        content = journal.pack(digest)
        assert content is not None
        pack = from_archive(content)
        assert (pack.digest, pack.files) == (digest, PACK)
        assert {case.pack_digest for case in all_cases(journal)[0]} == {digest}


def test_it_can_be_written_to(folder: Path, version: int) -> None:
    with Journal.open(folder) as journal:
        event = journal.append("c-0001", RawEvent("noted", {"text": "later"}), journal.events("c-0001")[0].at)
        assert event.seq == ENTRIES[version] + 1
        assert verdict(journal).is_sound


def test_the_step_to_a_version_yet_to_come_keeps_every_entry(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(folder) as journal:
        before = list(journal.all_events())
    later = ("ALTER TABLE packs ADD COLUMN later TEXT", "CREATE TABLE later (x TEXT) STRICT")
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, later))
    with opened(folder) as journal:
        assert list(journal.all_events()) == before
        assert verdict(journal).is_sound


def test_a_newer_one_is_refused_and_left_as_it_is(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = (folder / FILE_NAME).read_bytes()
    for way in (Journal.open, Journal.open_existing):
        with pytest.raises(DvcheckError, match="was written by a newer dvcheck") as caught:
            way(folder)
        assert caught.value.code == Exit.JOURNAL
    assert (folder / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("number", [sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM])
def test_one_of_the_first_version_is_read_as_it_is_where_it_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _refuse_migration(monkeypatch, number)
    shutil.copy(file_of(1), tmp_path / FILE_NAME)
    with opened(tmp_path) as journal:
        assert verdict(journal, KEPT[1][0].replace("-", "").lower()).is_sound
        assert len(all_cases(journal)[0]) == CASES[1]
    assert (tmp_path / FILE_NAME).read_bytes() == file_of(1).read_bytes()


@pytest.mark.parametrize("number", [sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_BUSY])
def test_one_that_cannot_be_brought_to_this_version_otherwise_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _refuse_migration(monkeypatch, number)
    shutil.copy(file_of(1), tmp_path / FILE_NAME)
    with pytest.raises(DvcheckError) as caught:
        Journal.open_existing(tmp_path)
    assert caught.value.code == Exit.JOURNAL


def _refuse_migration(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(file: File) -> None:
        error = sqlite3.OperationalError("refused")
        error.sqlite_errorcode = number
        with faults.plain_errors(file.path):
            raise error

    monkeypatch.setattr(migration, "_migrate", refuse)

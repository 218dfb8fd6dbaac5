"""A purge takes what a case says out of the file, and leaves a chain that still shows every other change."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.audit import verdict
from dvcheck.record.cases import all_cases, find_case, open_cases
from dvcheck.record.chain import encode, seal_of
from dvcheck.record.events import (
    Answered,
    CaseClosed,
    CaseOpened,
    CasePurged,
    CaseReopened,
    Entry,
    Noted,
    body_of,
)
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.record.fixtures import file_of

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
CANARY = "Xanthippe of Elm Street"
LONG = f"{CANARY} " * 2_000
"""More than a page of the file, so that it fills separate pages."""


def opening(number: str) -> Entry:
    return CaseOpened(number=number, zone="UTC", pack="sha256:1", dvcheck="0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Record three cases in turn; c-0002 has the text to purge."""
    with Journal.open(tmp_path) as journal:
        journal.append_all("c-0001", [opening("1"), Noted("stays")], AT)
        journal.append_all("c-0002", [opening(CANARY), Noted(LONG), Answered("who", CANARY)], AT)
        journal.append_all("c-0003", [opening("3")], AT)
        journal.append_all("c-0002", [Noted(CANARY), CaseClosed("over", ())], AT)
        journal.append_all("c-0001", [Noted("stays too")], AT)
    return tmp_path


def head_of(journal: Journal, case: str) -> bytes:
    return journal.events(case)[-1].hash


def purged(folder: Path) -> Path:
    with Journal.open(folder) as journal:
        assert journal.purge("c-0002", AT + timedelta(days=400), head=head_of(journal, "c-0002"))
    return folder / FILE_NAME


def test_what_the_case_said_is_nowhere_on_the_disk(folder: Path) -> None:
    assert CANARY.encode() in (folder / FILE_NAME).read_bytes()
    purged(folder)
    found = [path for path in folder.iterdir() if CANARY.encode() in path.read_bytes()]
    assert found == []


def test_the_other_cases_stand_as_they_did(folder: Path) -> None:
    with Journal.open(folder) as journal:
        before = {name: journal.events(name) for name in ("c-0001", "c-0003")}
    purged(folder)
    with Journal.open(folder) as journal:
        assert {name: journal.events(name) for name in before} == before
        assert [case.id for case in all_cases(journal)[0]] == ["c-0003", "c-0001"]
        assert all_cases(journal)[1] == []


def test_the_chain_runs_on_over_it(folder: Path) -> None:
    purged(folder)
    with Journal.open(folder) as journal:
        found = verdict(journal)
        assert (found.bad, found.entries, found.cases, found.purged) == (None, 10, 3, 1)
        assert journal.first_bad() is None
        journal.append("c-0001", Noted("later"), at=AT)
        assert verdict(journal).bad is None


def test_a_code_printed_before_still_stands(folder: Path) -> None:
    with Journal.open(folder) as journal:
        codes = [event.hash.hex() for event in journal.all_events()]
    purged(folder)
    with Journal.open(folder) as journal:
        assert all(verdict(journal, code).places for code in codes)


def test_a_purged_case_is_named_and_not_opened(folder: Path) -> None:
    purged(folder)
    with Journal.open(folder) as journal, pytest.raises(DvcheckError, match="was purged") as caught:
        find_case(journal, "c-0002")
    assert caught.value.code == Exit.USAGE


def test_several_purges_one_after_the_other(folder: Path) -> None:
    purged(folder)
    with Journal.open(folder) as journal:
        assert journal.purge("c-0001", AT, head=head_of(journal, "c-0001"))
        found = verdict(journal)
        assert (found.bad, found.purged) == (None, 2)


UNLOCK = "DROP TRIGGER events_never_change; DROP TRIGGER events_never_go;"


def tampered(folder: Path, sql: str) -> tuple[str, int]:
    """Return what `verdict` finds wrong, and where, after the file was changed by hand."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        triggers = connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name <> 'events_only_follow'"
        ).fetchall()
        connection.create_function("sealed", 2, lambda salt, body: seal_of(salt, body.encode()))
        connection.executescript(UNLOCK + sql)
        for (again,) in triggers:
            connection.execute(again)
        connection.commit()
    with Journal.open(folder) as journal:
        found = verdict(journal)
        assert found.guarded
        assert journal.first_bad() is not None
        assert found.bad is not None
        return found.bad.fault, found.bad.seq


EMPTIED = "body = '', salt = NULL, seal = sealed(salt, body)"
"""The SQL that changes an entry as a purge does."""


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (f"UPDATE events SET {EMPTIED} WHERE seq = 2", ("emptied", 2)),
        (f"UPDATE events SET {EMPTIED} WHERE case_id = 'c-0001'", ("emptied", 1)),
        (f"UPDATE events SET {EMPTIED}, case_id = 'c-0002' WHERE seq = 2", ("changed", 2)),
        ("UPDATE events SET body = '' WHERE seq = 2", ("changed", 2)),
        ("UPDATE events SET body = '', salt = NULL WHERE seq = 2", ("changed", 2)),
        ("UPDATE events SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 4", ("changed", 4)),
        ("UPDATE events SET kind = 'marked' WHERE seq = 4", ("changed", 4)),
        ("UPDATE events SET case_id = 'c-0001' WHERE seq = 4", ("changed", 4)),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 4", ("changed", 4)),
        ("UPDATE events SET seal = zeroblob(32) WHERE seq = 4", ("changed", 4)),
        ("UPDATE events SET salt = zeroblob(16) WHERE seq = 4", ("changed", 4)),
        ("UPDATE events SET salt = zeroblob(16) WHERE seq = 1", ("changed", 1)),
        ("UPDATE events SET body = '{}' WHERE seq = 4", ("changed", 4)),
        (
            "UPDATE events SET body = '\"' || lower(hex(seal)) || '\"', seal = NULL WHERE seq = 4",
            ("changed", 4),
        ),
        ("DELETE FROM events WHERE seq = 4", ("missing", 5)),
        ("DELETE FROM events WHERE kind = 'case-purged'", ("emptied", 3)),
        (f"UPDATE events SET {EMPTIED} WHERE kind = 'case-purged'", ("emptied", 3)),
    ],
)
def test_what_is_changed_around_a_purge_shows(folder: Path, sql: str, found: tuple[str, int]) -> None:
    purged(folder)
    assert tampered(folder, sql) == found


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET body = '' WHERE seq = 1",
        "UPDATE events SET body = '{}' WHERE seq = 3",
        "UPDATE events SET hash = zeroblob(32) WHERE seq = 3",
        "UPDATE events SET seq = 100 WHERE seq = 3",
        "UPDATE events SET body = '' WHERE kind = 'case-purged'",
        "DELETE FROM events WHERE seq = 3",
    ],
)
def test_a_purge_opens_no_way_to_change_an_entry(folder: Path, sql: str) -> None:
    path = purged(folder)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)


def test_a_purge_that_fails_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with Journal.open(folder) as journal:
        events = list(journal.all_events())
        with closing(sqlite3.connect(folder / FILE_NAME)) as other:
            other.execute("BEGIN IMMEDIATE")
            journal._file.connection.execute("PRAGMA busy_timeout = 0")
            head = head_of(journal, "c-0002")
            with pytest.raises(DvcheckError, match="locked"):
                journal.purge("c-0002", AT, head=head)
        assert list(journal.all_events()) == events
    assert (folder / FILE_NAME).read_bytes()[100:] == before[100:]


def test_what_it_says_of_itself(folder: Path) -> None:
    purged(folder)
    with Journal.open(folder) as journal:
        last = journal.events("c-0002")[-1]
    assert (last.kind, last.body) == (CasePurged.kind, {"entries": 5})


def test_a_case_worked_on_since_is_not_purged(folder: Path) -> None:
    with Journal.open(folder) as journal:
        before = head_of(journal, "c-0002")
        journal.append("c-0002", Noted("new"), at=AT)
        assert not journal.purge("c-0002", AT, head=before)
        assert not journal.purge("c-0009", AT, head=before)
        assert journal.events("c-0002")[-1].body == {"text": "new"}


def test_what_was_said_cannot_be_tried_out_on_what_stays(folder: Path) -> None:
    """Without the salt no body leads to the seal, though everything else in the hash is known."""
    body = encode(body_of(Answered("who", CANARY)))
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        ((salt,),) = connection.execute("SELECT salt FROM events WHERE seq = 5").fetchall()
    purged(folder)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        rows = connection.execute("SELECT body, salt, seal FROM events WHERE case_id = 'c-0002'").fetchall()
    assert all((said, kept) == ("", None) for said, kept, _ in rows[:-1])
    assert rows[2][2] == seal_of(salt, body)
    assert seal_of(b"", body) not in [seal for _, _, seal in rows]
    assert salt not in (folder / FILE_NAME).read_bytes()


def test_what_is_deleted_is_overwritten(folder: Path) -> None:
    with Journal.open(folder) as journal:
        assert journal._file.connection.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_entries_of_schema_1_are_refused_and_stay(tmp_path: Path) -> None:
    shutil.copy(file_of(1), tmp_path / FILE_NAME)
    with Journal.open(tmp_path) as journal:
        before = list(journal.all_events())
        with pytest.raises(DvcheckError, match="has case c-0001 from an early version of dvcheck"):
            journal.purge("c-0001", AT, head=head_of(journal, "c-0001"))
        assert list(journal.all_events()) == before
        assert verdict(journal).is_sound


STATES: list[tuple[Callable[[], Entry], bool]] = [
    (lambda: CaseClosed("", ()), False),
    (CaseReopened, True),
    (lambda: CaseClosed("again", ("x",)), False),
]


def test_closed_cases_are_not_among_the_open_ones(folder: Path) -> None:
    with Journal.open(folder) as journal:
        assert [case.id for case in open_cases(journal)[0]] == ["c-0003", "c-0001"]
        for entry, is_open in STATES:
            journal.append("c-0003", entry(), at=AT)
            assert ("c-0003" in [c.id for c in open_cases(journal)[0]]) == is_open
        assert [case.id for case in all_cases(journal)[0]] == ["c-0003", "c-0002", "c-0001"]
        closing_ = find_case(journal, "c-0003").closed
        assert closing_ is not None
        assert (closing_.reason, closing_.open) == ("again", ("x",))

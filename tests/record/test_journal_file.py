"""The file of the journal, and each of its faults in the officer's words."""

import errno
import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import cases
from dvcheck.record.cases import new_case_id
from dvcheck.record.chain import FIRST_HASH
from dvcheck.record.events import RawEvent
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite import connection as connection_module
from dvcheck.record.sqlite import faults, files
from dvcheck.record.sqlite.connection import WAIT_SECONDS, PlainConnection
from dvcheck.record.sqlite.faults import Trouble
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.schema import APPLICATION_ID, MIGRATIONS

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
CASE = "c-7K2M"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "dvcheck"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("fullfsync", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("user_version", 3),
        ("application_id", 0x6476636B),
        ("busy_timeout", 5000),
    ],
)
def test_the_file_is_kept_as_the_power_cuts_asked_for(folder: Path, pragma: str, value: object) -> None:
    with Journal.open(folder) as journal:
        assert journal._file.connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_the_numbers_a_file_is_known_by() -> None:
    assert (APPLICATION_ID, FIRST_HASH, WAIT_SECONDS, len(MIGRATIONS)) == (1685480299, b"\0" * 32, 5.0, 3)
    assert FILE_NAME == "journal.sqlite3"


def test_tables_are_strict_and_cases_are_found_by_an_index(folder: Path) -> None:
    with Journal.open(folder) as journal:
        tables = journal._file.connection.execute("SELECT name, strict FROM pragma_table_list").fetchall()
        assert {("events", 1), ("packs", 1)} <= set(tables)
        plan = journal._file.connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM events WHERE case_id = 'c' AND seq > 0 ORDER BY seq"
        ).fetchall()
        assert "events_of_case" in plan[0][3]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE events SET body = '{}' WHERE seq = 1", "append-only: an event is never changed"),
        ("DELETE FROM events WHERE seq = 1", "append-only: an event is never deleted"),
        (
            "REPLACE INTO events SELECT * FROM events WHERE seq = 2",
            "append-only: an event follows the last one",
        ),
    ],
)
def test_the_file_itself_refuses_and_says_why(folder: Path, statement: str, said: str) -> None:
    with Journal.open(folder) as journal:
        journal.append_all(CASE, [RawEvent("a", {}), RawEvent("b", {})], NOW)
        with pytest.raises(sqlite3.IntegrityError) as caught:
            journal._file.connection.execute(statement)
        assert str(caught.value) == said


def test_events_after_a_number_and_of_a_kind_are_those_and_no_others(folder: Path) -> None:
    with Journal.open(folder) as journal:
        journal.append_all(
            CASE, [RawEvent("a", {"n": 1}), RawEvent("b", {"n": 2}), RawEvent("a", {"n": 3})], NOW
        )
        journal.append("c-0000", RawEvent("a", {"n": 4}), NOW)
        assert [e.body["n"] for e in journal.events(CASE)] == [1, 2, 3]
        assert [e.body["n"] for e in journal.events(CASE, after=1)] == [2, 3]
        assert [e.body["n"] for e in journal.events(CASE, after=3)] == []
        assert [e.body["n"] for e in journal.events_of_kind("a")[0]] == [1, 3, 4]
        assert [journal.last(CASE, kind) for kind in ("a", "b", "c")] == [3, 2, 0]
        assert [e.seq for e in journal.all_events()] == [1, 2, 3, 4]
        assert journal.pack("sha256:none") is None


def test_nothing_to_record_is_recorded_as_nothing(folder: Path) -> None:
    with Journal.open(folder) as journal:
        assert journal.append_all(CASE, [], NOW) == ()
        assert list(journal.all_events()) == []


def test_a_case_id_is_four_of_crockfords_characters_and_grows_once_they_are_used_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def urandom(length: int) -> bytes:
        asked.append(length)
        return bytes([33, 10, 31, 255, 0][:length])

    monkeypatch.setattr(cases.os, "urandom", urandom)  # type: ignore[attr-defined]
    with Journal.open(folder) as journal:
        assert new_case_id(journal) == "c-1AZZ"
        journal.append("c-1AZZ", RawEvent("a", {}), NOW)
        asked.clear()
        assert new_case_id(journal) == "c-1AZZ0"
        assert asked == [4] * 16 + [5]


# Faults


def told(error: Exception, path: Path) -> DvcheckError:
    with pytest.raises(DvcheckError) as caught, faults.plain_errors(path):
        raise error
    assert caught.value.code == Exit.JOURNAL
    assert caught.value.__cause__ is error
    return caught.value


LOCKED = ("is locked by another program", "Close the other dvcheck window")
FULL = ("the disk that holds", "Free some space")
FORBIDDEN = ("no permission to read and write in", "Choose another folder with --home DIR, or ask")
DAMAGED = ("is damaged", "Do not delete the file. Move it to another folder")
DISK = ("the disk refused to read or write", "Check the drive")
OTHER = ("could not be read or written: odd", "Run the command again. If this line comes back")
NO_FOLDER = ("is not a folder: a file is in the way", "Move that file aside")
READ_ONLY = ("is read-only", "Make the file and its folder writable")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (sqlite3.SQLITE_BUSY, LOCKED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LOCKED),
        (sqlite3.SQLITE_LOCKED, LOCKED),
        (sqlite3.SQLITE_FULL, FULL),
        (sqlite3.SQLITE_PERM, FORBIDDEN),
        (sqlite3.SQLITE_AUTH, FORBIDDEN),
        (sqlite3.SQLITE_READONLY, READ_ONLY),
        (sqlite3.SQLITE_READONLY_DBMOVED, ("was moved or deleted while dvcheck had it open", "Put it back")),
        (sqlite3.SQLITE_NOTADB, ("is not a dvcheck journal: it is damaged", "Do not delete the file")),
        (sqlite3.SQLITE_CORRUPT, DAMAGED),
        (sqlite3.SQLITE_FORMAT, DAMAGED),
        (sqlite3.SQLITE_ERROR, DAMAGED),
        (sqlite3.SQLITE_CONSTRAINT, DAMAGED),
        (sqlite3.SQLITE_IOERR, DISK),
        (sqlite3.SQLITE_IOERR_WRITE, DISK),
        (sqlite3.SQLITE_MISUSE, OTHER),
    ],
)
def test_each_error_of_sqlite_is_told_in_the_officers_words(
    number: int, words: tuple[str, str], tmp_path: Path
) -> None:
    error = sqlite3.OperationalError("odd")
    error.sqlite_errorcode = number
    file = tmp_path / FILE_NAME
    file.write_bytes(b"")
    found = told(error, file)
    assert words[0] in found.message
    assert found.hint.startswith(words[1])
    assert str(tmp_path) in found.message
    assert not found.message.startswith("XX")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EACCES, FORBIDDEN),
        (errno.EPERM, FORBIDDEN),
        (errno.EROFS, READ_ONLY),
        (errno.EEXIST, NO_FOLDER),
        (errno.ENOTDIR, NO_FOLDER),
        (errno.EIO, DISK),
        (errno.EMFILE, OTHER),
        (None, OTHER),
    ],
)
def test_each_error_of_the_system_is_told_in_the_officers_words(
    number: int | None, words: tuple[str, str], tmp_path: Path
) -> None:
    error = OSError("odd") if number is None else OSError(number, "odd")
    found = told(error, tmp_path / FILE_NAME)
    assert words[0] in found.message
    assert found.hint.startswith(words[1])
    assert str(tmp_path) in found.message


def test_an_error_that_is_not_sqlites_own_is_shown_as_it_is(tmp_path: Path) -> None:
    assert OTHER[0] in told(sqlite3.ProgrammingError("odd"), tmp_path / FILE_NAME).message


def test_what_a_message_begins_with_is_the_file_or_the_disk(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    file.write_bytes(b"")
    troubles = {name: trouble for name, trouble in vars(faults).items() if isinstance(trouble, Trouble)}
    assert len(troubles) > 10
    for name, trouble in troubles.items():
        said = trouble.message.said(file="FILE", folder="FOLDER", error="")
        assert said.startswith(("FILE ", "FOLDER ", "the disk ", "no permission ")), name
        assert trouble.hint.said()[0].isupper(), name
        assert trouble.hint.said().endswith((".", "!")), name
        assert not trouble.hint.said().startswith("XX"), name


def test_a_failed_write_leaves_a_journal_that_works(folder: Path) -> None:
    with Journal.open(folder) as journal:
        with pytest.raises(ValueError):
            journal.append(CASE, RawEvent("a", {"x": "\ud800"}), NOW)
        assert not journal._file.connection.in_transaction
        assert journal.append(CASE, RawEvent("a", {}), NOW).seq == 1
        journal.prove_writable()
        assert not journal._file.connection.in_transaction


def test_a_journal_that_cannot_be_opened_is_closed_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    class Connection(PlainConnection):
        def close(self) -> None:
            closed.append(True)
            super().close()

    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"Dear diary, " * 500)
    monkeypatch.setattr(connection_module, "PlainConnection", Connection)
    with pytest.raises(DvcheckError):
        Journal.open(folder)
    assert closed


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be opened there")
def test_the_names_of_new_folders_are_put_on_the_disk_and_nothing_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, int] = {}

    def fsync(descriptor: int, fsync: Callable[[int], None] = os.fsync) -> None:
        synced[os.fstat(descriptor).st_ino] = descriptor
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    Journal.open(tmp_path / "one" / "two").close()
    assert {tmp_path.stat().st_ino, (tmp_path / "one").stat().st_ino} <= set(synced)
    if sys.platform == "linux":
        left_open = {os.path.realpath(entry) for entry in Path("/proc/self/fd").iterdir()}
        assert not {str(tmp_path), str(tmp_path / "one")} & left_open


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
@pytest.mark.parametrize("way", ["read", "prove", "append"])
def test_a_journal_that_was_replaced_while_open_is_not_worked_on(folder: Path, way: str) -> None:
    with Journal.open(folder) as journal:
        journal.append("c-0001", RawEvent("noted", {"text": "one"}), NOW)
        other = folder / "other"
        other.write_bytes(journal.path.read_bytes())
        other.replace(journal.path)
        before = journal.path.read_bytes()
        work = {
            "read": lambda: journal.events("c-0001"),
            "prove": journal.prove_writable,
            "append": lambda: journal.append("c-0001", RawEvent("noted", {"text": "two"}), NOW),
        }
        with pytest.raises(DvcheckError, match="was replaced while dvcheck had it open") as caught:
            work[way]()
        assert caught.value.code == Exit.JOURNAL
        assert journal.path.read_bytes() == before


def test_a_journal_is_closed_at_the_end_of_its_block(folder: Path) -> None:
    with Journal.open(folder) as journal:
        pass
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        journal._file.connection.execute("SELECT 1")


def test_names_of_cases_that_are_no_text_are_told_all_the_same(folder: Path) -> None:
    with Journal.open(folder) as journal:
        journal.append("c-0001", RawEvent("noted", {"text": "one"}), NOW)
        row = "CAST(x'ff' AS TEXT), '', {}, '{{}}', x'', x'', NULL)"
        odd = row.format("CAST(x'6eff' AS TEXT)")
        journal._file.connection.execute(f"INSERT INTO events VALUES (2, {odd}")
        assert journal.case_ids() == ["c-0001", "\ufffd"]
        named = row.format("'noted'")
        journal._file.connection.execute(f"INSERT INTO events VALUES (3, {named}")


def test_a_database_of_nobody_without_tables_is_no_journal_and_becomes_one(folder: Path) -> None:
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("VACUUM")
    assert (folder / FILE_NAME).stat().st_size > 0
    assert Journal.open_existing(folder) is None
    with Journal.open(folder) as journal:
        journal.append(CASE, RawEvent("answered", {}), NOW)
    assert Journal.open_existing(folder) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_journal_is_its_owners_alone_and_on_the_disk_before_it_has_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[tuple[str, object]] = []
    fsync = os.fsync

    def synced(descriptor: int) -> None:
        status = os.fstat(descriptor)
        steps.append(("synced", stat.S_ISREG(status.st_mode) and status.st_size > 0))
        fsync(descriptor)

    def named(path: Path, aside: Path) -> None:
        steps.append(("named", oct(stat.S_IMODE(aside.stat().st_mode))))
        os.link(aside, path)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "hardlink_to", named)
    Journal.open(folder).close()
    assert steps[:3] == [("synced", True), ("named", "0o600"), ("synced", False)]


def test_one_that_was_replaced_while_it_stood_in_line_is_not_called_another_kind_of_file(
    folder: Path,
) -> None:
    class Blotted:
        """A connection to a file that another program has replaced and overwritten."""

        def execute(self, *_: object) -> None:
            (folder / FILE_NAME).replace(folder / "old")
            (folder / FILE_NAME).write_bytes(b"DVC")
            error = sqlite3.DatabaseError("file is not a database")
            error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
            raise error

        def close(self) -> None:
            pass

    with Journal.open(folder) as journal:
        journal._file.connection.close()
        journal._file.connection = Blotted()  # type: ignore[assignment]
        with pytest.raises(DvcheckError, match="was replaced while dvcheck had it open"):
            journal.case_ids()


@pytest.fixture
def without_index(folder: Path) -> Path:
    """Return a journal with two packs and a damaged index of packs."""
    with Journal.open(folder) as journal:
        for name in ("one", "two"):
            pack = (f"sha256:{name}", f"content of {name}".encode())
            journal.append_all(CASE, [RawEvent("case-opened", {})], NOW, pack=pack)
    path = folder / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        find = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_packs_1'"
        (page,) = connection.execute(find).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    return folder


def test_a_pack_is_found_also_where_the_index_of_packs_is_damaged(without_index: Path) -> None:
    with Journal.open(without_index) as journal:
        assert journal.pack("sha256:two") == b"content of two"
        assert list(journal.stored_packs()) == ["sha256:one", "sha256:two"]
        with pytest.raises(DvcheckError, match="is damaged"):
            journal.pack("sha256:three")


def test_where_it_is_locked_no_pack_is_looked_for_any_further(without_index: Path) -> None:
    with (
        Journal.open(without_index, wait=0) as journal,
        closing(sqlite3.connect(without_index / FILE_NAME, isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        for look in (lambda: journal.pack("sha256:two"), journal.stored_packs):
            with pytest.raises(DvcheckError, match="is locked by another program"):
                look()


class Failing:
    """A connection, other than one of Python's own sqlite3, on which everything fails alike."""

    ends_at_damage = True

    def __init__(self, error: Exception) -> None:
        self._error = error
        self.closed = False

    def execute(self, *_: object) -> None:
        raise self._error

    def close(self) -> None:
        self.closed = True


def failing(journal: Journal, error: Exception) -> Failing:
    journal._file.connection.close()
    connection = Failing(error)
    journal._file.connection = connection  # type: ignore[assignment]
    return connection


def test_words_of_sqlite_that_are_not_utf_8_tell_of_damage(folder: Path) -> None:
    with Journal.open(folder) as journal:
        failing(journal, UnicodeDecodeError("utf-8", b"near \xff", 5, 6, "invalid start byte"))
        (said,) = journal.damage()
    assert "invalid start byte" in said


def test_after_a_lock_a_connection_is_not_opened_anew(folder: Path) -> None:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    with Journal.open(folder) as journal:
        connection = failing(journal, error)
        with pytest.raises(DvcheckError, match="is locked by another program"):
            journal.damage()
        assert not connection.closed


@pytest.mark.skipif(sys.platform == "win32", reason="another way there")
def test_what_killed_commands_left_stands_in_nobodys_way_and_can_be_removed(folder: Path) -> None:
    folder.mkdir(parents=True)
    own, other = (folder / f".{FILE_NAME}.{number}.new" for number in (os.getpid(), 4711))
    own.write_bytes(b"half")
    other.write_bytes(b"half")
    with Journal.open(folder) as journal:
        journal.append(CASE, RawEvent("answered", {}), NOW)
    assert not own.exists()
    assert other.exists()
    files.discard_unfinished(folder / FILE_NAME)
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be opened there")
def test_on_macos_a_journal_goes_past_the_cache_of_the_drive(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    known = SimpleNamespace(F_FULLFSYNC=51, fcntl=lambda _, command: asked.append(command))
    monkeypatch.setitem(sys.modules, "fcntl", known)
    monkeypatch.setattr(sys, "platform", "darwin")
    files.sync(folder.parent)
    assert asked == [51]

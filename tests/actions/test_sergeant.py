"""What several officers owe, read from their homes: which homes, whose duties, in which order."""

import hashlib
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from dvcheck.actions import encryption, sergeant
from dvcheck.actions import shift as shifts
from dvcheck.actions.workspace import Workspace
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.shift import Shift
from dvcheck.record.sqlite.encryption import keys
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.report.json import sergeant as sergeant_json
from dvcheck.report.json.text import indented
from dvcheck.report.owed import DutiesOfOfficers, OfficerHome
from dvcheck.screens import sergeant as screen
from tests.actions.calls import opened, pack_in, unfinished, verbal
from tests.terminal.walks import ASSAULT, answers_file

DOCS = Path(__file__).parents[2] / "docs"
FIXTURES = Path(__file__).parents[1] / "record" / "fixtures"


@pytest.fixture
def homes(tmp_path: Path) -> Path:
    """The folder that has the home of each officer."""
    folder = tmp_path / "homes"
    folder.mkdir()
    return folder


def read(*homes: Path, at: datetime | None = None, own: Path | None = None) -> DutiesOfOfficers:
    once, same = sergeant.named_once(homes)
    at = at or now()
    return sergeant.gathered(sergeant.read_each(Workspace(home=own), once, at), same, at)


def officer(home: Path, folder: Path, *, name: str | None = None, ends: timedelta | None = None) -> Workspace:
    """A home in which an officer, of this id if one is given, began a shift."""
    workspace = Workspace(home=home)
    at = now()
    with workspace.journal_to_write() as journal:
        shift = Shift(began=at, ends=at + (ends or timedelta(hours=8)), officer=name)
        shifts.start(workspace, journal, shift, at)
    return workspace


def assault(workspace: Workspace, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    return opened(workspace, "incident", Path(answers_file(folder, ASSAULT)))


def state(folder: Path) -> dict[str, object]:
    """Every name in a folder, with its content, mode and times of change."""
    found: dict[str, object] = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = (content, status.st_mode, status.st_mtime_ns, status.st_ino)
    return found


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    before = state(folder)
    yield
    assert state(folder) == before


def one(found: DutiesOfOfficers, name: str) -> OfficerHome:
    (home,) = (home for home in found.homes if home.officer.name == name)
    return home


def lines(found: DutiesOfOfficers) -> list[str]:
    return list(screen.aloud(found))


def test_each_duty_has_its_officer_and_the_homes_are_unchanged(homes: Path, tmp_path: Path) -> None:
    roe = officer(homes / "roe", tmp_path, name="4127")
    verbal(roe, tmp_path)
    verbal(officer(homes / "diaz", tmp_path), tmp_path)
    with unchanged(homes):
        found = read(homes / "roe", homes / "diaz")
    owed = {(row.officer.name, row.officer.home) for row in found.listed.rows if row.officer is not None}
    assert owed == {("4127", str(homes / "roe")), ("diaz", str(homes / "diaz"))}
    assert [home.officer.name for home in found.homes] == ["4127", "diaz"]


def test_a_home_of_the_reader_is_unchanged_too(homes: Path, tmp_path: Path) -> None:
    own = homes / "own"
    verbal(officer(own, tmp_path), tmp_path)
    shutil.rmtree(own / "packs")
    with unchanged(homes):
        assert read(own, own=own).listed.rows


def test_required_arrests_come_first_then_overdue_then_the_nearest_deadline(
    homes: Path, tmp_path: Path
) -> None:
    late = officer(homes / "late", tmp_path, ends=timedelta(hours=1))
    soon = officer(homes / "soon", tmp_path, ends=timedelta(hours=3))
    hurt = officer(homes / "hurt", tmp_path, ends=timedelta(hours=9))
    for workspace in (late, soon):
        verbal(workspace, tmp_path)
    assault(hurt, tmp_path / "hurt")
    found = read(homes / "soon", homes / "hurt", homes / "late", at=now() + timedelta(hours=2))
    titles = list(dict.fromkeys(screen.title(row.duty) for row in found.listed.rows))
    assert titles == ["ARREST REQUIRED", "OVERDUE", "DO NOW", "BEFORE YOU CLEAR", "REPORTS AND PAPERS"]
    assert found.listed.rows[0].obligation.id == "custodial-arrest"
    timed = [row.officer.name for row in found.listed.rows if row.officer is not None and row.at is not None]
    assert timed == ["late", "soon", "hurt"]


def test_an_unfinished_walk_names_its_officer(homes: Path, tmp_path: Path) -> None:
    case = unfinished(officer(homes / "roe", tmp_path), tmp_path)
    found = read(homes / "roe")
    (left,) = found.listed.unfinished
    assert left.officer is not None
    assert (left.officer.name, left.case.id) == ("roe", case)
    assert any(line.startswith(f"roe, {case}: ") for line in lines(found))


def test_questions_that_an_officer_may_not_be_asked_leave_no_walk_unfinished(
    homes: Path, tmp_path: Path
) -> None:
    item = '  - {ask: hurt, text: Hurt?, kind: yes-no, sensitive: true, cites: ["1a"]}\n'
    pack = pack_in(tmp_path / "pack", item)
    empty = tmp_path / "none.yaml"
    empty.write_text("{}\n", encoding="utf-8")
    opened(Workspace(home=homes / "roe", pack=pack), "incident", empty)
    assert len(read(homes / "roe").listed.unfinished) == 1
    (homes / "roe" / "config.toml").write_text("sensitive = false\n", encoding="utf-8")
    assert read(homes / "roe").listed.unfinished == ()


def test_the_last_entry_says_how_long_an_officer_has_been_silent(homes: Path, tmp_path: Path) -> None:
    officer(homes / "roe", tmp_path)
    silent = timedelta(hours=3, minutes=10, seconds=30)
    assert "roe: last entry 3 h 10 min ago." in lines(read(homes / "roe", at=now() + silent))
    assert "roe: last entry just now." in lines(read(homes / "roe"))
    early = lines(read(homes / "roe", at=now() - timedelta(hours=1)))
    assert any(line.endswith("later than now: a clock is wrong.") for line in early)


def test_the_name_is_of_the_shift_then_of_the_settings_then_of_the_folder(
    homes: Path, tmp_path: Path
) -> None:
    for name, id in (("a", "4127"), ("b", None), ("c", None)):
        officer(homes / name, tmp_path, name=id)
    for name in ("a", "b"):
        (homes / name / "config.toml").write_text('officer = "5310"\n', encoding="utf-8")
    found = read(*(homes / name for name in "abc"))
    assert [(Path(h.officer.home).name, h.officer.name) for h in found.homes] == [
        ("a", "4127"),
        ("b", "5310"),
        ("c", "c"),
    ]


def test_a_case_of_another_officer_on_the_same_computer_keeps_that_name(homes: Path, tmp_path: Path) -> None:
    workspace = officer(homes / "car", tmp_path, name="4127")
    verbal(workspace, tmp_path)
    with workspace.journal_to_write() as journal:
        shifts.shifts.record(journal, shifts.ShiftStarted(now(), now() + timedelta(hours=8), "5310"), now())
    found = read(homes / "car")
    assert [home.officer.name for home in found.homes] == ["5310"]
    assert {row.officer.name for row in found.listed.rows if row.officer is not None} == {"4127"}


def test_folders_of_one_name_are_told_apart(homes: Path, tmp_path: Path) -> None:
    for name in ("roe", "diaz"):
        officer(homes / name / "dvcheck", tmp_path)
    found = read(homes / "roe" / "dvcheck", homes / "diaz" / "dvcheck")
    assert [home.officer.name for home in found.homes] == ["diaz/dvcheck", "roe/dvcheck"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_the_same_record_by_another_name_is_shown_once_and_said(
    homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbal(officer(homes / "roe", tmp_path), tmp_path)
    (homes / "link").symlink_to(homes / "roe")
    (homes / "beside").mkdir()
    (homes / "beside" / FILE_NAME).symlink_to(homes / "roe" / FILE_NAME)
    monkeypatch.chdir(homes / "roe")
    found = read(homes / "roe", homes / "link", Path(), homes / "beside", homes / "roe")
    assert len(found.homes) == 1
    assert [Path(same.named).name for same in found.same] == ["link", "", "beside", "roe"]
    said = lines(found)
    assert f"{homes / 'link'} is the same as {homes / 'roe'}: it is shown once." in said
    assert f"{homes / 'roe'} was named twice: it is shown once." in said


# --- homes that cannot be read ------------------------------------------------------------------------------


def damage(home: Path) -> None:
    file = home / FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)


def make_newer(home: Path) -> None:
    with sqlite3.connect(home / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def lose(home: Path) -> None:
    (home / FILE_NAME).unlink()


def cut(home: Path) -> None:
    (home / FILE_NAME).write_bytes(b"")


def replace_by_file(home: Path) -> None:
    shutil.rmtree(home)
    home.write_text("not a folder", encoding="utf-8")


def encrypt(home: Path) -> None:
    encryption.rewrite(home / FILE_NAME, None, keys.key_from_passphrase("three small words"))


def use_a_log(home: Path) -> None:
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.close()


BROKEN = {
    damage: "is damaged",
    make_newer: "was written by a newer dvcheck than this one",
    lose: "is missing: it had",
    cut: "is empty: its content was lost",
    shutil.rmtree: "there is no such folder",
    replace_by_file: "is a file. Name the folder of a journal",
    encrypt: "is encrypted, and its key is not here",
    use_a_log: "cannot be read without writing to it",
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_home_that_cannot_be_read_is_one_line_and_the_others_are_shown(
    homes: Path, tmp_path: Path, broken: object
) -> None:
    for name in ("roe", "diaz"):
        verbal(officer(homes / name, tmp_path), tmp_path)
    broken(homes / "roe")  # type: ignore[operator]
    with unchanged(homes):
        found = read(homes / "roe", homes / "diaz")
    (said,) = [line for line in lines(found) if line.startswith("NOT READ: ")]
    assert BROKEN[broken] in said  # type: ignore[index]
    assert {row.officer.name for row in found.listed.rows if row.officer is not None} == {"diaz"}
    assert found.listed.problems == ()
    assert not found.is_clear


def test_a_home_without_a_record_is_one_line_and_stays_empty(homes: Path) -> None:
    (homes / "new").mkdir()
    found = read(homes / "new")
    assert lines(found) == ["No open cases.", "new: nothing is recorded yet."]
    assert found.is_clear
    assert list((homes / "new").iterdir()) == []


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_journal_is_read_as_it_is(homes: Path, tmp_path: Path, version: int) -> None:
    home = homes / "roe"
    verbal(officer(home, tmp_path), tmp_path)
    with sqlite3.connect(home / FILE_NAME) as connection:
        connection.execute("DROP TABLE cases")
        connection.execute("DROP TABLE numbers")
        if version == 1:
            connection.execute("DROP INDEX events_of_kind")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with unchanged(homes):
        found = read(home)
    assert found.listed.rows
    assert one(found, "roe").notices == (
        "an earlier version of dvcheck wrote this journal; it is read as it is",
    )


def test_an_encrypted_home_is_read_with_its_passphrase_in_a_file(
    homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbal(officer(homes / "roe", tmp_path), tmp_path)
    encrypt(homes / "roe")
    words = tmp_path / "words"
    words.write_text("three small words\n", encoding="utf-8")
    monkeypatch.setenv("DVCHECK_PASSPHRASE_FILE", str(words))
    monkeypatch.setattr("dvcheck.record.sqlite.encryption.tries.UNCOUNTED_DELAY", 0.0)
    with unchanged(homes):
        assert read(homes / "roe").listed.rows
    words.write_text("other words\n", encoding="utf-8")
    with unchanged(homes):
        assert "that passphrase does not open" in one(read(homes / "roe"), "roe").unread


def test_an_entry_that_was_cut_off_is_left_for_its_officer(homes: Path, tmp_path: Path) -> None:
    """A program died while it wrote: only a program that may write takes that back."""
    home = homes / "roe"
    verbal(officer(home, tmp_path), tmp_path)
    with sqlite3.connect(home / FILE_NAME, isolation_level=None) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE more (content BLOB)")
        for _ in range(50):
            connection.execute("INSERT INTO more VALUES (randomblob(4000))")
        left = homes / "left"
        shutil.copytree(home, left)
        connection.execute("ROLLBACK")
    connection.close()
    with unchanged(homes):
        assert "cut off while it was written" in one(read(left), "left").unread


def test_an_older_copy_in_place_of_a_journal_is_said(homes: Path, tmp_path: Path) -> None:
    home = homes / "roe"
    verbal(officer(home, tmp_path), tmp_path)
    before = (home / FILE_NAME).read_bytes()
    verbal(Workspace(home=home), tmp_path, "26-2")
    (home / FILE_NAME).write_bytes(before)
    (notice,) = one(read(home), "roe").notices
    assert "an older copy is in place of the journal" in notice


def test_settings_that_cannot_be_read_are_said_and_the_duties_shown(homes: Path, tmp_path: Path) -> None:
    verbal(officer(homes / "roe", tmp_path), tmp_path)
    (homes / "roe" / "config.toml").write_text("officer = 7\n", encoding="utf-8")
    found = read(homes / "roe")
    assert found.listed.rows
    assert one(found, "roe").notices[0].startswith("the settings cannot be read: ")


def test_an_officer_who_writes_meanwhile_is_not_held_up(homes: Path, tmp_path: Path) -> None:
    """No lock is kept between two readings."""
    workspace = officer(homes / "roe", tmp_path)
    case = verbal(workspace, tmp_path)
    reading = sergeant.read_each(Workspace(), [homes / "roe", homes / "none"], now())
    next(reading)
    with workspace.journal_to_write() as journal:
        CaseFile(journal, journal.events(case), SYSTEM).note("Still here")
    assert next(reading).home.unread


def test_the_document_is_as_its_schema_says(homes: Path, tmp_path: Path) -> None:
    roe = officer(homes / "roe", tmp_path, name="4127")
    assault(roe, tmp_path / "assault")
    unfinished(roe, tmp_path)
    (homes / "new").mkdir()
    found = read(homes / "roe", homes / "new", homes / "nowhere", homes / "roe")
    document = {
        name: list(value) if isinstance(value, Iterator) else value
        for name, value in sergeant_json.document(found).items()
    }
    read_back = json.loads(indented(document))
    registry = Registry().with_resource(
        "assessment.schema.json", Resource.from_contents(_schema("assessment"))
    )
    jsonschema.Draft202012Validator(_schema("sergeant"), registry=registry).validate(read_back)
    assert read_back["schema"] == 1
    assert {row["officer"] for row in read_back["outstanding"]} == {"4127"}
    assert [home["empty"] for home in read_back["officers"]] == [False, True, False]


def _schema(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found

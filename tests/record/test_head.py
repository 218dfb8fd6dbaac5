"""The head file beside the journal: an older copy of the journal in its place is noticed."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import head
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM
from dvcheck.record.events import JOURNAL, CaseOpened, ChecklistStarted, JournalRewound, RawEvent
from dvcheck.record.head import Head
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.small_packs import question

AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


def say(folder: Path, *texts: str) -> None:
    with Journal.open(folder) as journal:
        for text in texts:
            journal.append("c-AAAA", RawEvent("noted", {"text": text}), AT)


def end(folder: Path) -> Head:
    with Journal.open(folder) as journal:
        return journal.head()


def rewound(folder: Path) -> str:
    journal = Journal.open_existing(folder)
    assert journal is not None
    with journal:
        return journal.rewound.gone if journal.rewound is not None else ""


def kinds(folder: Path) -> list[str]:
    with Journal.open(folder) as journal:
        return [event.kind for event in journal.all_events()]


def test_the_head_file_names_the_last_entry(folder: Path) -> None:
    say(folder, "one", "two")
    assert head.read(folder / head.NAME) == end(folder)
    assert (folder / head.NAME).stat().st_size < 100
    assert rewound(folder) == ""


def test_an_older_copy_is_noticed_until_the_next_entry_records_it(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    shutil.copy(folder / FILE_NAME, tmp_path / "older")
    say(folder, "two", "three")
    shutil.copy(tmp_path / "older", folder / FILE_NAME)
    assert rewound(folder) == "entries 2 to 3 are gone"
    assert rewound(folder) == "entries 2 to 3 are gone"
    say(folder, "four")
    assert kinds(folder) == ["noted", JournalRewound.kind, "noted"]
    assert rewound(folder) == ""
    with Journal.open(folder) as journal:
        assert journal.first_bad() is None
        (event,) = journal.events(JOURNAL)
        assert (event.body["seq"], event.body["last"]) == (3, 1)


def test_one_entry_that_is_gone_is_named(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    shutil.copy(folder / FILE_NAME, tmp_path / "older")
    say(folder, "two")
    shutil.copy(tmp_path / "older", folder / FILE_NAME)
    assert rewound(folder) == "entry 2 is gone"


def test_another_journal_of_any_length_is_noticed(folder: Path, tmp_path: Path) -> None:
    say(folder, "one", "two")
    for many in (1, 2, 3):
        other = tmp_path / f"other {many}"
        say(other, *"abc"[:many])
        shutil.copy(other / FILE_NAME, folder / FILE_NAME)
        assert rewound(folder) != ""


def test_a_journal_that_went_on_from_an_older_copy_elsewhere_is_noticed(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    shutil.copytree(folder, tmp_path / "elsewhere")
    say(folder, "two")
    say(tmp_path / "elsewhere", "other two", "other three")
    shutil.copy(tmp_path / "elsewhere" / FILE_NAME, folder / FILE_NAME)
    assert rewound(folder) == "entry 2 is gone, and perhaps some before it"


@pytest.mark.parametrize(
    "content",
    [b"", b"1", b"x y", b"0 " + b"0" * 64, b"1 00", b"-1 " + b"0" * 64, b"\xff" * 300, b"9" * 5_000],
)
def test_a_head_file_that_is_none_is_no_fault(folder: Path, content: bytes) -> None:
    say(folder, "one")
    (folder / head.NAME).write_bytes(content)
    assert rewound(folder) == ""
    say(folder, "two")
    assert kinds(folder) == ["noted", "noted"]


def test_a_head_file_that_is_missing_or_behind_is_no_fault(folder: Path) -> None:
    say(folder, "one")
    behind = (folder / head.NAME).read_bytes()
    say(folder, "two")
    (folder / head.NAME).write_bytes(behind)
    assert rewound(folder) == ""
    (folder / head.NAME).unlink()
    assert rewound(folder) == ""


def test_a_head_file_that_cannot_be_written_keeps_nobody_from_recording(folder: Path) -> None:
    (folder / head.NAME).mkdir(parents=True)
    say(folder, "one", "two")
    assert kinds(folder) == ["noted", "noted"]
    assert [p.name for p in folder.iterdir() if p.name.endswith(".new")] == []


def test_a_stale_rollback_file_that_takes_entries_back_is_noticed(folder: Path) -> None:
    say(folder, "one", "two", "three")
    copy = shutil.copytree(folder, folder.with_name("copy"))
    with Journal.open(copy) as journal:
        connection = journal._file.connection
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        sql = "INSERT INTO events (seq, case_id, at, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?)"
        for seq, size in ((4, 10), (5, 400_000)):  # too much to be kept in memory: the file is complete
            connection.execute(sql, (seq, "c-AAAA", AT.isoformat(), "noted", "x" * size, bytes(32)))
        rollback = (copy / f"{FILE_NAME}-journal").read_bytes()
        connection.execute("ROLLBACK")
    assert len(rollback) > 512
    say(folder, "four", "five")
    (folder / f"{FILE_NAME}-journal").write_bytes(rollback)
    assert rewound(folder) == "entries 4 to 5 are gone"


# --- while a walk is open -----------------------------------------------------------------------------------


def opened(folder: Path) -> tuple[Journal, CaseFile]:
    journal = Journal.open(folder)
    opening = CaseOpened(number="1", zone="UTC", pack="sha256:1", dvcheck="0", officer=None)
    entries = [opening, ChecklistStarted("walk")]
    return journal, CaseFile.begin(journal, entries, SYSTEM, ("sha256:1", lambda: b"a pack"))


def test_an_open_case_records_again_what_an_older_copy_lacks(folder: Path, tmp_path: Path) -> None:
    journal, file = opened(folder)
    with journal:
        file.answer(question("first"), "yes")
        shutil.copy(folder / FILE_NAME, tmp_path / "older")
        file.answer(question("second"), "no")
        said = file.case.answers["second"].at
        with Journal.open(folder) as other:
            other.append("c-BBBB", RawEvent("noted", {"text": "of another case"}), AT)
        (folder / FILE_NAME).write_bytes((tmp_path / "older").read_bytes())  # in place
        file.answer(question("third"), "unknown")
        assert {name: a.value for name, a in file.case.answers.items()} == {
            "first": "yes",
            "second": "no",
            "third": "unknown",
        }
        assert file.case.answers["second"].at == said
        assert file.news()[0] == "An older copy has replaced the journal: entry 4 is gone."
        assert file.news() == ()
    assert kinds(folder).count(JournalRewound.kind) == 1
    with Journal.open(folder) as journal:
        assert journal.first_bad() is None


def test_a_case_that_the_older_copy_never_had_is_recorded_again_with_its_pack(
    folder: Path, tmp_path: Path
) -> None:
    say(folder, "before")
    shutil.copy(folder / FILE_NAME, tmp_path / "older")
    journal, file = opened(folder)
    with journal:
        file.answer(question("first"), "yes")
        (folder / FILE_NAME).write_bytes((tmp_path / "older").read_bytes())
        file.answer(question("second"), "no")
        assert set(file.case.answers) == {"first", "second"}
        assert journal.pack("sha256:1") == b"a pack"
        assert journal.first_bad() is None


def test_two_windows_record_what_is_lost_once(folder: Path, tmp_path: Path) -> None:
    journal, file = opened(folder)
    with journal, Journal.open(folder) as other_journal:
        shutil.copy(folder / FILE_NAME, tmp_path / "older")
        file.answer(question("first"), "yes")
        other = CaseFile(other_journal, other_journal.events(file.case.id), SYSTEM)
        (folder / FILE_NAME).write_bytes((tmp_path / "older").read_bytes())
        file.answer(question("second"), "no")
        other.answer(question("third"), "no")
        file.check_clock()
        assert file.case.answers == other.case.answers
        assert set(file.case.answers) == {"first", "second", "third"}
        told = [e for e in journal.events(file.case.id) if e.body.get("question") == "first"]
        assert len(told) == 1


# --- a journal that cannot be reached -----------------------------------------------------------------------


def refused(folder: Path) -> str:
    with pytest.raises(DvcheckError) as caught:
        Journal.open_existing(folder)
    assert caught.value.code == Exit.JOURNAL
    return caught.value.message


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / FILE_NAME).symlink_to(tmp_path / "stick" / "j.db")
    assert "cannot be reached" in refused(folder)
    linked = tmp_path / "linked home"
    linked.symlink_to(tmp_path / "not mounted")
    assert "cannot be reached" in refused(linked)
    assert "cannot be reached" in refused(linked / "deeper")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there are no such devices")
def test_a_device_is_refused(tmp_path: Path) -> None:
    for device in ("/dev/null", "/dev/zero"):
        folder = tmp_path / device.rpartition("/")[2]
        folder.mkdir()
        (folder / FILE_NAME).symlink_to(device)
        assert "is not a dvcheck journal" in refused(folder)
        assert "is not a folder" in refused(Path(device))


def test_a_file_in_place_of_the_home_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "is not a folder" in refused(tmp_path / "file")


def test_a_journal_that_was_there_and_is_gone_is_refused_and_a_new_one_says_what_is_gone(
    folder: Path,
) -> None:
    say(folder, "one", "two")
    (folder / FILE_NAME).unlink()
    assert "is missing: it had 2 entries" in refused(folder)
    say(folder, "new")
    assert kinds(folder) == [JournalRewound.kind, "noted"]


def test_a_folder_in_which_nothing_was_recorded_has_no_journal(folder: Path) -> None:
    assert Journal.open_existing(folder) is None
    folder.mkdir()
    assert Journal.open_existing(folder) is None


def test_an_entry_whose_head_was_not_written_yet_is_no_rewind(folder: Path) -> None:
    say(folder, "one")
    os.utime(folder / head.NAME, (1, 1))
    with Journal.open(folder) as one, Journal.open(folder) as other:
        one.append("c-AAAA", RawEvent("noted", {"text": "a"}), AT)
        other.append("c-AAAA", RawEvent("noted", {"text": "b"}), AT + timedelta(seconds=1))
        one.append("c-AAAA", RawEvent("noted", {"text": "c"}), AT)
    assert rewound(folder) == ""
    assert kinds(folder) == ["noted"] * 4

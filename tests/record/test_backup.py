"""A backup is complete or not there, has the key of its journal, and comes back without losing anything."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import head
from dvcheck.record.events import JOURNAL, JournalRestored, RawEvent
from dvcheck.record.sqlite.backup import Restored, back_up, put_back
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import keys
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.rewrite import rewrite

OPENING = OpeningOptions()
"""Options that know the key of the journal encrypted here."""
AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
CANARY = "the canary sings"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


def say(folder: Path, *texts: str) -> None:
    with Journal.open(folder, opening=OPENING) as journal:
        for text in texts:
            journal.append("c-AAAA", RawEvent("noted", {"text": text}), AT)


def said(folder: Path) -> list[object]:
    with Journal.open(folder, opening=OPENING) as journal:
        assert journal.first_bad() is None
        assert journal.rewound is None
        return [e.body["text"] for e in journal.all_events() if e.kind == "noted"]


@contextmanager
def journal_in(folder: Path) -> Iterator[Journal]:
    journal = Journal.open_existing(folder, opening=OPENING)
    assert journal is not None
    with journal:
        yield journal


def backed_up(folder: Path, target: Path) -> int:
    with journal_in(folder) as journal:
        return back_up(journal, target)


def restored(file: Path, folder: Path, *, lose: bool = False) -> Restored:
    backup = Journal.open_file(file, opening=OPENING)
    assert backup is not None
    with backup:
        return put_back(backup, folder, AT, lose=lose)


def event_of_restore(folder: Path) -> dict[str, object]:
    with journal_in(folder) as journal:
        (event,) = (e for e in journal.events(JOURNAL) if e.kind == JournalRestored.kind)
        return event.body


def test_the_drill_the_computer_is_lost_and_the_backup_goes_on_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    say(folder, "one", "two")
    target = tmp_path / "stick.sqlite3"
    assert backed_up(folder, target) == 2
    if os.name == "posix":
        assert target.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(folder)
    done = restored(target, tmp_path / "new home")
    assert (done.entries, done.kept, done.lost) == (2, None, 0)
    assert said(tmp_path / "new home") == ["one", "two"]
    say(tmp_path / "new home", "three")
    assert said(tmp_path / "new home") == ["one", "two", "three"]
    assert backed_up(tmp_path / "new home", target) == 4  # with the entry of the restore


def test_a_backup_replaces_an_earlier_one_of_the_same_journal_and_nothing_else(
    folder: Path, tmp_path: Path
) -> None:
    say(folder, "one")
    target = tmp_path / "b.db"
    backed_up(folder, target)
    say(folder, "two")
    assert backed_up(folder, target) == 2
    other = tmp_path / "other"
    say(other, "other")
    text = tmp_path / "text"
    text.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(text)
    for taken in (other / FILE_NAME, text, link, tmp_path, folder / FILE_NAME):
        before = taken.read_bytes() if taken.is_file() else b""
        with pytest.raises(DvcheckError, match="is not an earlier backup") as caught:
            backed_up(folder, taken)
        assert caught.value.code == Exit.USAGE
        assert not before or taken.read_bytes() == before


def test_a_newer_backup_is_not_replaced_by_an_older_journal(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    older = shutil.copy(folder / FILE_NAME, tmp_path / "older")
    say(folder, "two")
    backed_up(folder, tmp_path / "b.db")
    shutil.copy(older, folder / FILE_NAME)
    with pytest.raises(DvcheckError, match="is not an earlier backup"):
        backed_up(folder, tmp_path / "b.db")


def test_a_backup_can_be_made_while_a_walk_is_open_and_the_walk_goes_on(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    with Journal.open(folder, opening=OPENING) as walk:
        walk.append("c-AAAA", RawEvent("noted", {"text": "two"}), AT)
        assert backed_up(folder, tmp_path / "b.db") == 2
        walk.append("c-AAAA", RawEvent("noted", {"text": "three"}), AT)
    assert said(folder) == ["one", "two", "three"]


def test_nothing_is_lost_without_a_word_and_what_is_replaced_is_kept(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    backed_up(folder, tmp_path / "b.db")
    say(folder, "two", "three")
    with pytest.raises(DvcheckError, match="has 2 entries that the backup lacks: 2 to 3") as caught:
        restored(tmp_path / "b.db", folder)
    assert caught.value.code == Exit.USAGE
    assert said(folder) == ["one", "two", "three"]
    done = restored(tmp_path / "b.db", folder, lose=True)
    assert said(folder) == ["one"]
    assert done.lost == 2
    assert done.kept is not None
    body = event_of_restore(folder)
    assert (body["seq"], body["lost"], body["kept"]) == (3, 2, done.kept)
    kept = Journal.open_file(folder / done.kept)
    assert kept is not None
    with kept:
        assert [e.body["text"] for e in kept.all_events()] == ["one", "two", "three"]
    # And back again: the file that was kept has everything but the entry of the restore.
    restored(folder / done.kept, folder, lose=True)
    assert said(folder) == ["one", "two", "three"]


def test_entries_that_an_older_copy_lacked_already_are_told_at_the_restore(
    folder: Path, tmp_path: Path
) -> None:
    say(folder, "one")
    older = shutil.copy(folder / FILE_NAME, tmp_path / "older")
    say(folder, "two")
    backed_up(folder, tmp_path / "b.db")
    say(folder, "three", "four")
    shutil.copy(older, folder / FILE_NAME)
    done = restored(tmp_path / "b.db", folder)
    assert said(folder) == ["one", "two"]
    assert done.lost == 2
    assert (event_of_restore(folder)["seq"], event_of_restore(folder)["lost"]) == (4, 2)


def test_entries_of_a_journal_that_is_missing_are_told_at_the_restore(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    backed_up(folder, tmp_path / "b.db")
    say(folder, "two", "three")
    (folder / FILE_NAME).unlink()
    done = restored(tmp_path / "b.db", folder)
    assert (done.lost, done.kept) == (2, None)
    assert event_of_restore(folder)["lost"] == 2


def test_a_backup_that_has_everything_needs_no_word(folder: Path, tmp_path: Path) -> None:
    say(folder, "one", "two")
    backed_up(folder, tmp_path / "b.db")
    done = restored(tmp_path / "b.db", folder)
    assert done.lost == 0
    assert said(folder) == ["one", "two"]


def test_a_journal_that_went_another_way_is_compared_from_where_they_part(
    folder: Path, tmp_path: Path
) -> None:
    say(folder, *"abcde")
    backed_up(folder, tmp_path / "b.db")
    say(folder, *"fgh")
    shutil.copytree(folder, tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / FILE_NAME).write_bytes((tmp_path / "b.db").read_bytes())
    (tmp_path / "elsewhere" / head.NAME).unlink()
    say(tmp_path / "elsewhere", *"xyzxyz")
    with pytest.raises(DvcheckError, match="has 3 entries that the backup lacks: 6 to 8"):
        restored(tmp_path / "elsewhere" / FILE_NAME, folder)


@pytest.mark.parametrize("content", [b"", b"junk", b"SQLite format 3\0" + b"x" * 5_000, b"\0" * 8192])
def test_a_damaged_journal_is_replaced_only_with_a_word_and_is_kept(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    say(folder, "one")
    backed_up(folder, tmp_path / "b.db")
    (folder / FILE_NAME).write_bytes(content)
    with pytest.raises(DvcheckError, match="cannot be read"):
        restored(tmp_path / "b.db", folder)
    assert (folder / FILE_NAME).read_bytes() == content
    done = restored(tmp_path / "b.db", folder, lose=True)
    assert said(folder) == ["one"]
    assert done.kept is not None
    assert (folder / done.kept).read_bytes() == content


def test_a_stale_rollback_file_is_not_played_into_a_backup(folder: Path, tmp_path: Path) -> None:
    say(folder, "one", "two")
    backed_up(folder, tmp_path / "b.db")
    (folder / FILE_NAME).unlink()
    (folder / f"{FILE_NAME}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 5_000)
    restored(tmp_path / "b.db", folder)
    assert said(folder) == ["one", "two"]


def test_a_damaged_backup_is_not_restored(folder: Path, tmp_path: Path) -> None:
    say(folder, *(f"entry {n} {'x' * 500}" for n in range(40)))
    backed_up(folder, tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as changed:
        changed.execute("DROP TRIGGER events_never_change")
        changed.execute("UPDATE events SET body = '{}' WHERE seq = 20")
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(DvcheckError, match="is damaged or was tampered with") as caught:
        restored(tmp_path / "b.db", folder, lose=True)
    assert caught.value.code == Exit.CHECK_FAILED
    assert (folder / FILE_NAME).read_bytes() == before
    assert [p.name for p in folder.iterdir() if p.name.endswith(".new")] == []


def test_a_journal_that_is_not_sound_is_not_backed_up(folder: Path, tmp_path: Path) -> None:
    say(folder, "one", "two")
    with sqlite3.connect(folder / FILE_NAME) as changed:
        changed.execute("DROP TRIGGER events_never_change")
        changed.execute("UPDATE events SET body = '{}' WHERE seq = 1")
    with pytest.raises(DvcheckError, match="is damaged or was tampered with") as caught:
        backed_up(folder, tmp_path / "b.db")
    assert caught.value.code == Exit.CHECK_FAILED
    assert not (tmp_path / "b.db").exists()


def test_where_the_journal_is_a_link_the_file_it_leads_to_is_replaced(folder: Path, tmp_path: Path) -> None:
    say(folder, "one")
    backed_up(folder, tmp_path / "b.db")
    stick = tmp_path / "stick"
    stick.mkdir()
    (folder / FILE_NAME).rename(stick / "j.db")
    (folder / FILE_NAME).symlink_to(stick / "j.db")
    restored(tmp_path / "b.db", folder)
    assert (folder / FILE_NAME).is_symlink()
    assert said(folder) == ["one"]


def test_an_encrypted_journal_has_an_encrypted_backup_with_the_same_key(folder: Path, tmp_path: Path) -> None:
    say(folder, CANARY)
    key = keys.Key(keys.new_salt(keys.BY_KEYRING), os.urandom(32))
    rewrite(folder / FILE_NAME, None, key)
    OPENING.keys.remember(key)
    target = tmp_path / "b.db"
    assert backed_up(folder, target) == 1
    assert keys.salt_of(target) == key.salt
    assert CANARY.encode() not in target.read_bytes()
    say(folder, "two")
    assert backed_up(folder, target) == 2
    shutil.rmtree(folder)
    restored(target, folder)
    assert said(folder) == [CANARY, "two"]
    assert keys.salt_of(folder / FILE_NAME) == key.salt
    plain = [p for p in tmp_path.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    assert plain == []

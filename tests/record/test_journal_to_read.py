"""A journal that is only read: nothing is written, and nobody who writes is disturbed."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from dvcheck.record.clock import now
from dvcheck.record.errors import JournalReadOnly
from dvcheck.record.events import RawEvent
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal, _encode_entry
from dvcheck.record.sqlite.journal_to_read import JournalToRead

_TRY_TO_WRITE = (
    "import sqlite3, sys\n"
    "connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n"
    "connection.execute('BEGIN IMMEDIATE')\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal with one entry."""
    with Journal.open(tmp_path) as journal:
        journal.append("c-7K2M", RawEvent("noted", {"text": "first"}), now())
    return tmp_path / FILE_NAME


def opened(path: Path) -> JournalToRead:
    journal = JournalToRead.open(path, OpeningOptions())
    assert journal is not None
    return journal


def test_it_reads_what_is_there_and_what_comes_later(path: Path) -> None:
    with opened(path) as reading, Journal.open(path.parent) as journal:
        assert [event.body for event in reading.events("c-7K2M")] == [{"text": "first"}]
        journal.append("c-7K2M", RawEvent("noted", {"text": "second"}), now())
        assert len(reading.events("c-7K2M")) == 2


def test_sqlite_itself_refuses_to_write(path: Path) -> None:
    with opened(path) as reading, pytest.raises(JournalReadOnly), reading._file.transaction():
        reading._file.connection.execute("CREATE TABLE other (a)")


def test_a_thread_that_reads_leaves_the_lock_of_one_that_writes(path: Path) -> None:
    """Closing a file drops the locks of its process: another program could write at the same time."""
    read: list[int] = []

    def look() -> None:
        with opened(path) as reading:
            read.append(reading.head().seq)

    with Journal.open(path.parent) as journal:
        looking = Thread(target=look)
        with journal._transaction():
            journal._add("c-7K2M", _encode_entry(RawEvent("noted", {"text": "second"}), now()))
            looking.start()
            looking.join(0.5)
            assert read == []
            other = subprocess.run(
                [sys.executable, "-c", _TRY_TO_WRITE, str(path)], capture_output=True, text=True
            )
            assert "database is locked" in other.stderr
        looking.join()
    assert read == [2]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()

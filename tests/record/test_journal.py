"""The journal against real files, real processes and real faults."""

import hashlib
import os
import random
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import dvcheck
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.cases import new_case_id
from dvcheck.record.chain import FIRST_HASH, code
from dvcheck.record.events import Event, RawEvent, utc_text
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite import migration, salvage, schema
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.schema import MIGRATIONS
from tests.drawn import drawn
from tests.pty import PATIENCE

NOW = datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and signals")

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from dvcheck.record.events import RawEvent
from dvcheck.record.sqlite.journal import Journal

folder, name, many = sys.argv[1:]
with Journal.open(Path(folder)) as journal:
    for number in range(int(many)):
        event = journal.append(name, RawEvent("answered", {"number": number}), datetime.now(UTC))
        print(event.seq, flush=True)
"""

UNPRIVILEGED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from dvcheck.errors import DvcheckError
from dvcheck.record.sqlite.journal import Journal

from tests.programs.obeying_modes import obey_modes

if {is_owner}:
    obey_modes()
elif os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    {action}
except DvcheckError as error:
    print(int(error.code), error.message)
"""


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    root = str(Path(dvcheck.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / FILE_NAME, isolation_level=None)


def tamper(folder: Path, *statements: str) -> None:
    connection = raw(folder)
    for trigger in ("events_never_change", "events_never_go", "events_only_follow"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def filled(folder: Path, many: int = 5) -> None:
    with Journal.open(folder) as journal:
        for number in range(many):
            journal.append("c-7K2M", RawEvent("answered", {"question": f"q{number}", "value": "yes"}), NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "dvcheck"


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Return a folder every user can reach: only the user who runs pytest can reach pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o700)


# What an officer may rely on


def test_an_event_is_read_back_as_append_returned_it(folder: Path) -> None:
    at = datetime(2026, 11, 21, 17, 2, 3, 456789, tzinfo=timezone(timedelta(hours=-8)))
    with Journal.open(folder) as journal:
        event = journal.append("c-7K2M", RawEvent("answered", {"question": "q", "value": ("a", "b")}), at)
    with Journal.open(folder) as journal:
        assert journal.events("c-7K2M") == [event]
    assert event.seq == 1
    assert event.body == {"question": "q", "value": ["a", "b"]}
    assert event.at == at
    assert event.at.tzinfo is UTC
    assert len(event.hash) == 32


def test_times_are_stored_in_utc_to_the_microsecond(folder: Path) -> None:
    filled(folder, 1)
    connection = raw(folder)
    assert connection.execute("SELECT at FROM events").fetchall() == [("2026-11-22T01:02:03.456789Z",)]
    connection.close()


def test_a_hash_follows_from_the_hash_before_and_the_canonical_event(folder: Path) -> None:
    with Journal.open(folder) as journal:
        first, second = journal.append_all(
            "c-7K2M", [RawEvent("a", {"y": 1, "x": "é"}), RawEvent("b", {})], NOW
        )
    connection = raw(folder)
    (one, other) = [salt for (salt,) in connection.execute("SELECT salt FROM events ORDER BY seq")]
    connection.close()
    assert one != other
    assert len(one) == len(other) == 16
    expected = FIRST_HASH
    for event, salt, body in ((first, one, '{"x":"é","y":1}'), (second, other, "{}")):
        seal = hashlib.sha256(salt + body.encode()).hexdigest()
        told = f'[{event.seq},"c-7K2M","2026-11-22T01:02:03.456789Z","{event.kind}","{seal}"]'
        expected = hashlib.sha256(b"dvcheck-2" + expected + told.encode()).digest()
        assert event.hash == expected


def test_a_naive_time_is_refused_and_records_nothing(folder: Path) -> None:
    with Journal.open(folder) as journal:
        with pytest.raises(ValueError, match="without its zone"):
            journal.append("c-7K2M", RawEvent("answered", {}), datetime(2026, 11, 22))
        assert list(journal.all_events()) == []


def test_text_no_file_can_hold_is_refused_and_records_nothing(folder: Path) -> None:
    with Journal.open(folder) as journal:
        for case, body in (("c-7K2M", {"value": "\ud800"}), ("\ud800", {"value": "yes"})):
            with pytest.raises(ValueError):
                journal.append(case, RawEvent("answered", body), NOW)
        assert list(journal.all_events()) == []
        assert journal.append("c-7K2M", RawEvent("answered", {"value": "yes"}), NOW).seq == 1


def test_no_journal_is_none_and_nothing_is_made(folder: Path) -> None:
    assert Journal.open_existing(folder) is None
    assert not folder.parent.exists()
    folder.mkdir(parents=True)
    assert Journal.open_existing(folder) is None
    assert list(folder.iterdir()) == []


def test_a_journal_of_which_nothing_is_left_is_refused_and_not_begun_anew(folder: Path) -> None:
    filled(folder)
    os.truncate(folder / FILE_NAME, 0)
    for opening in (Journal.open, Journal.open_existing):
        with pytest.raises(DvcheckError, match="is empty: its content was lost") as caught:
            opening(folder)
        assert caught.value.code == Exit.JOURNAL
    assert (folder / FILE_NAME).read_bytes() == b""


KILLED_WHILE_MAKING = """
import os, signal, sys
from pathlib import Path
from dvcheck.record.sqlite import files, journal

def trace(frame, event, argument):
    if frame.f_code.co_filename not in (files.__file__, journal.__file__):
        return None
    if event == "line":
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace

folder, left = Path(sys.argv[1]), 0
for n in range(1, 1000):
    child = os.fork()
    if child == 0:
        left = n
        sys.settrace(trace)
        journal.Journal.open(folder / str(n))
        os._exit(0)
    if not os.waitpid(child, 0)[1]:
        break
print(n)
"""


@posix_only
def test_killed_at_any_step_of_making_a_journal_there_is_none_or_a_whole_one(tmp_path: Path) -> None:
    making = python(KILLED_WHILE_MAKING, tmp_path)
    said, _ = making.communicate(timeout=PATIENCE)
    killed = [tmp_path / str(n) for n in range(1, int(said))]
    there = [(folder / FILE_NAME).exists() for folder in killed]
    assert there.count(True) > 10
    assert there.count(False) > 10
    for folder in killed:
        filled(folder)
        with Journal.open(folder) as journal:
            assert len(journal.events("c-7K2M")) == 5


def test_a_journal_is_made_whole_also_where_the_disk_has_no_hard_links(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    filled(folder)
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}
    filled(folder)
    with Journal.open(folder) as journal:
        assert len(journal.events("c-7K2M")) == 10


@posix_only
def test_a_pipe_in_its_place_is_refused_at_once(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.mkfifo(folder / FILE_NAME)
    with pytest.raises(DvcheckError, match="is not a dvcheck journal"):
        Journal.open(folder)


@posix_only
def test_a_journal_that_others_may_read_is_its_owners_alone_once_it_is_written_to(folder: Path) -> None:
    filled(folder)
    (folder / FILE_NAME).chmod(0o644)
    filled(folder)
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600


@posix_only
def test_only_the_owner_can_enter_the_folder_and_read_the_file(folder: Path) -> None:
    before = os.umask(0)
    try:
        filled(folder)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600


def test_case_ids_are_in_the_order_opened(folder: Path) -> None:
    with Journal.open(folder) as journal:
        for case in ("c-ZZZZ", "c-0000", "c-ZZZZ", "c-7K2M", "c-0000"):
            journal.append(case, RawEvent("answered", {}), NOW)
        assert journal.case_ids() == ["c-ZZZZ", "c-0000", "c-7K2M"]


def test_every_event_is_iterated_over_more_than_one_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvage, "PAGE", 3)
    filled(folder, 7)
    with Journal.open(folder) as journal:
        assert [event.seq for event in journal.all_events()] == list(range(1, 8))
        assert journal.first_bad() is None


def test_a_reader_half_way_through_does_not_keep_others_from_writing(folder: Path) -> None:
    filled(folder)
    with Journal.open(folder) as reader, Journal.open(folder, wait=0) as writer:
        events = reader.all_events()
        next(events)
        writer.append("c-7K2M", RawEvent("answered", {}), NOW)
        assert [event.seq for event in events] == [2, 3, 4, 5, 6]


def test_events_of_a_kind_are_found_over_all_cases(folder: Path) -> None:
    with Journal.open(folder) as journal:
        journal.append_all("c-A", [RawEvent("case-opened", {"number": "1"}), RawEvent("answered", {})], NOW)
        journal.append("c-B", RawEvent("case-opened", {"number": "2"}), NOW)
        found, damaged = journal.events_of_kind("case-opened")
        assert [(e.case, e.body) for e in found] == [("c-A", {"number": "1"}), ("c-B", {"number": "2"})]
        assert damaged == []


def test_a_pack_is_kept_once_as_it_was_first_stored(folder: Path) -> None:
    with Journal.open(folder) as journal:
        journal.append_all("c-7K2M", [RawEvent("case-opened", {})], NOW, pack=("sha256:1", b"first"))
        journal.append_all("c-7K2N", [RawEvent("case-opened", {})], NOW, pack=("sha256:1", b"second"))
        journal.append_all("c-7K2P", [RawEvent("case-opened", {})], NOW, pack=("sha256:2", b"\x00\xff"))
        assert journal.pack("sha256:1") == b"first"
        assert journal.pack("sha256:2") == b"\x00\xff"
        assert journal.pack("sha256:3") is None


def test_an_entry_that_fails_takes_the_whole_commit_with_it(folder: Path) -> None:
    with Journal.open(folder) as journal:
        journal._file.connection.execute(
            "CREATE TRIGGER fault BEFORE INSERT ON events WHEN NEW.kind = 'b'"
            " BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
        with pytest.raises(DvcheckError):
            journal.append_all("c-7K2M", [RawEvent("a", {}), RawEvent("b", {})], NOW, pack=("sha256:1", b"1"))
        assert list(journal.all_events()) == []
        assert journal.pack("sha256:1") is None


def test_a_new_case_id_is_short_and_not_in_use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal.open(folder) as journal:
        assert len({new_case_id(journal) for _ in range(50)}) > 45
        case = new_case_id(journal)
        assert case.startswith("c-")
        assert len(case) == 6
        assert not set(case[2:]) & set("ILOU")
        monkeypatch.setattr(os, "urandom", bytes)
        journal.append("c-0000", RawEvent("case-opened", {}), NOW)
        assert new_case_id(journal) == "c-00000"


def test_a_code_is_the_first_eight_digits_of_the_hash() -> None:
    assert code(bytes.fromhex("9f2c41b7") + bytes(28)) == "9F2C-41B7"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01T00:00:00.000000Z"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-8))), "2026-01-01T08:00:00.000000Z"),
    ],
)
def test_a_time_is_written_one_way_only(at: datetime, text: str) -> None:
    assert utc_text(at) == text


# Compared with a list: all that was appended is there, however often it is reopened

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
bodies = st.dictionaries(st.text(), json_values, max_size=3)
times = st.datetimes(
    datetime(1990, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))]),
)
case_names = st.sampled_from(["c-7K2M", "c-7K2N", "", "c-\x00é\u202e"])
kinds = st.text(max_size=5)


class JournalIsAList(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.journal = Journal.open(self.folder)
        self.model: list[tuple[str, str, object, datetime]] = []

    def teardown(self) -> None:
        self.journal.close()
        self.temporary.cleanup()

    @rule(case=case_names, kind=kinds, body=bodies, at=times)
    def append(self, case: str, kind: str, body: dict[str, object], at: datetime) -> None:
        self.journal.append(case, RawEvent(kind, body), at)
        self.model.append((case, kind, body, at))

    @rule(case=case_names, entries=st.lists(st.tuples(kinds, bodies), max_size=3), at=times)
    def append_all(self, case: str, entries: list[tuple[str, dict[str, object]]], at: datetime) -> None:
        self.journal.append_all(case, [RawEvent(*entry) for entry in entries], at)
        self.model.extend((case, kind, body, at) for kind, body in entries)

    @rule(case=case_names)
    def fail(self, case: str) -> None:
        with pytest.raises(ValueError):
            self.journal.append_all(case, [RawEvent("good", {}), RawEvent("bad", {"x": "\ud800"})], NOW)

    @rule()
    def reopen(self) -> None:
        self.journal.close()
        self.journal = Journal.open(self.folder)

    @invariant()
    def holds_what_was_appended(self) -> None:
        def told(events: list[Event]) -> list[tuple[str, str, object, datetime]]:
            return [(e.case, e.kind, e.body, e.at) for e in events]

        assert told(list(self.journal.all_events())) == self.model
        for case in {entry[0] for entry in self.model}:
            assert told(self.journal.events(case)) == [entry for entry in self.model if entry[0] == case]
        assert self.journal.case_ids() == list(dict.fromkeys(entry[0] for entry in self.model))
        assert self.journal.first_bad() is None


TestJournalIsAList = JournalIsAList.TestCase
TestJournalIsAList.settings = settings(max_examples=drawn(40), stateful_step_count=20, deadline=None)


# Other processes, and the end of this one


def test_two_processes_writing_at_once_lose_and_repeat_nothing(folder: Path) -> None:
    writers = [python(WRITER, folder, name, 100) for name in ("c-A", "c-B")]
    acknowledged = [
        [int(line) for line in writer.communicate(timeout=PATIENCE)[0].split()] for writer in writers
    ]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sorted(acknowledged[0] + acknowledged[1]) == list(range(1, 201))
    with Journal.open(folder) as journal:
        assert [event.seq for event in journal.all_events()] == list(range(1, 201))
        for name, seqs in zip(("c-A", "c-B"), acknowledged, strict=True):
            assert [event.seq for event in journal.events(name)] == seqs
            assert [event.body["number"] for event in journal.events(name)] == list(range(100))
        assert journal.first_bad() is None


@posix_only
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(folder: Path) -> None:
    chance = random.Random(825)
    for turn in range(20):
        writer = python(WRITER, folder, f"c-{turn}", 10_000)
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(chance.randrange(12))]
        time.sleep(chance.random() * (0.004 if lines else 0.08))
        writer.kill()
        lines += writer.communicate()[0].splitlines()
        acknowledged = [int(line) for line in lines]
        with Journal.open(folder) as journal:
            recorded = [event.seq for event in journal.events(f"c-{turn}")]
            assert recorded[: len(acknowledged)] == acknowledged
            assert len(recorded) <= len(acknowledged) + 1  # committed, and killed before it could say so
            assert journal.first_bad() is None


def test_a_locked_journal_is_named_as_locked_and_works_once_it_is_free(folder: Path) -> None:
    filled(folder)
    with Journal.open(folder, wait=0.01) as journal:
        other = raw(folder)
        other.execute("BEGIN EXCLUSIVE")
        for attempt in (
            lambda: Journal.open(folder, wait=0.01),
            lambda: Journal.open_existing(folder, wait=0.01),
            lambda: journal.append("c-7K2M", RawEvent("answered", {}), NOW),
            lambda: journal.events("c-7K2M"),
        ):
            with pytest.raises(DvcheckError, match="is locked by another program") as caught:
                attempt()
            assert caught.value.code == Exit.JOURNAL
            assert "try again" in caught.value.hint
        other.execute("COMMIT")
        other.close()
        assert journal.append("c-7K2M", RawEvent("answered", {}), NOW).seq == 6


# Tampering


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE events SET body = replace(body, 'yes', 'no') WHERE seq = 3", 3),
        ("UPDATE events SET body = body || ' ' WHERE seq = 3", 3),
        ("UPDATE events SET body = 'not JSON' WHERE seq = 3", 3),
        ("UPDATE events SET body = CAST(x'ff' AS TEXT) WHERE seq = 3", 3),
        ("UPDATE events SET kind = CAST(x'ff' AS TEXT) WHERE seq = 3", 3),
        ("UPDATE events SET at = '2026-11-22T01:02:04.456789Z' WHERE seq = 2", 2),
        ("UPDATE events SET case_id = 'c-0000' WHERE seq = 1", 1),
        ("UPDATE events SET kind = 'marked' WHERE seq = 5", 5),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 4", 4),
        ("DELETE FROM events WHERE seq = 1", 2),
        ("DELETE FROM events WHERE seq = 3", 4),
        ("UPDATE events SET seq = 9 WHERE seq = 5", 9),
        ("UPDATE events SET seq = 0 WHERE seq = 1", 0),
        (
            "INSERT INTO events SELECT 6, case_id, at, kind, body, hash, salt, seal FROM events WHERE seq=5",
            6,
        ),
    ],
)
def test_tampering_shows(folder: Path, statement: str, first_bad: int) -> None:
    filled(folder)
    tamper(folder, statement)
    with Journal.open(folder) as journal:
        assert journal.first_bad() == first_bad


def test_a_cut_tail_does_not_show_but_the_code_on_an_earlier_report_does(folder: Path) -> None:
    filled(folder)
    with Journal.open(folder) as journal:
        printed = code(journal.events("c-7K2M")[-1].hash)
    tamper(folder, "DELETE FROM events WHERE seq = 5")
    with Journal.open(folder) as journal:
        assert journal.first_bad() is None
        assert code(journal.events("c-7K2M")[-1].hash) != printed


@pytest.mark.parametrize(
    "column", ["body = 'not JSON'", "body = '[]'", "at = 'noon'", "kind = CAST(x'ff' AS TEXT)"]
)
def test_an_entry_that_cannot_be_read_is_named(folder: Path, column: str) -> None:
    filled(folder)
    tamper(folder, f"UPDATE events SET {column} WHERE seq = 3")
    with (
        Journal.open(folder) as journal,
        pytest.raises(DvcheckError, match="is damaged: entry 3 cannot") as caught,
    ):
        journal.events("c-7K2M")
    assert caught.value.code == Exit.JOURNAL


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = '{}' WHERE seq = 1",
        "DELETE FROM events WHERE seq = 5",
        "DELETE FROM events",
        "REPLACE INTO events SELECT * FROM events WHERE seq = 2",
        "INSERT INTO events SELECT 0, case_id, at, kind, body, hash, salt, seal FROM events WHERE seq = 1",
    ],
)
def test_any_program_that_changes_an_event_is_refused(folder: Path, statement: str) -> None:
    filled(folder)
    connection = raw(folder)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


# Faults, each in the officer's words


def refused(folder: Path, message: str) -> DvcheckError:
    for opened in (Journal.open, Journal.open_existing):
        with pytest.raises(DvcheckError, match=message) as caught:
            opened(folder)
        assert caught.value.code == Exit.JOURNAL
        assert caught.value.hint
        assert str(folder) in caught.value.message
    return caught.value


def test_a_full_disk_is_named_and_costs_nothing_recorded(folder: Path) -> None:
    filled(folder)
    with Journal.open(folder) as journal:
        before = journal.events("c-7K2M")
        pages = journal._file.connection.execute("PRAGMA page_count").fetchone()[0]
        # SQLite's own limit gives the same SQLITE_FULL as a disk with no room left.
        journal._file.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DvcheckError, match=r"the disk that holds .* is full") as caught:
            journal.append("c-7K2M", RawEvent("answered", {"value": "x" * 100_000}), NOW)
        assert caught.value.code == Exit.JOURNAL
        assert "earlier entry is safe" in caught.value.hint
        assert journal.events("c-7K2M") == before
        assert journal.append("c-7K2M", RawEvent("answered", {"value": "yes"}), NOW).seq == 6
        assert journal.first_bad() is None


def test_another_kind_of_file_is_refused_and_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / FILE_NAME
    path.write_bytes(b"Dear diary, " * 500)
    refused(folder, "is not a dvcheck journal: it is damaged, or another kind of file")
    assert path.read_bytes() == b"Dear diary, " * 500


def test_another_programs_database_is_refused_and_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    for statement in ("CREATE TABLE diary (day)", "PRAGMA application_id = 7"):
        connection = raw(folder)
        connection.execute(statement)
        connection.close()
        before = (folder / FILE_NAME).read_bytes()
        refused(folder, "is not a dvcheck journal: another program made it")
        assert (folder / FILE_NAME).read_bytes() == before


def test_a_newer_journal_asks_for_a_newer_dvcheck(folder: Path) -> None:
    filled(folder)
    connection = raw(folder)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    assert "Update dvcheck" in refused(folder, "was written by a newer dvcheck").hint


def test_an_older_journal_is_migrated_with_its_events(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(folder)
    later = ("CREATE TABLE later (x TEXT) STRICT",)
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, later))
    for _ in range(2):
        journal = Journal.open_existing(folder)
        assert journal is not None
        assert migration.version_of(journal._file) == len(MIGRATIONS) + 1
        assert len(journal.events("c-7K2M")) == 5
        assert journal.first_bad() is None
        journal.close()


def test_a_damaged_journal_is_named_as_damaged(folder: Path) -> None:
    filled(folder, 200)
    path = folder / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with Journal.open(folder) as journal, pytest.raises(DvcheckError, match="is damaged") as caught:
        list(journal.all_events())
    assert caught.value.code == Exit.JOURNAL


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "dvcheck"):
        with pytest.raises(DvcheckError, match="is not a folder") as caught:
            Journal.open(folder)
        assert caught.value.code == Exit.JOURNAL
        with pytest.raises(DvcheckError, match="is not a folder") as caught:
            Journal.open_existing(folder)
        assert caught.value.code == Exit.JOURNAL


def test_a_folder_where_the_file_should_be_is_refused(folder: Path) -> None:
    (folder / FILE_NAME).mkdir(parents=True)
    refused(folder, "could not be read or written")


@posix_only
def test_a_journal_deleted_under_a_running_walk_is_named(folder: Path) -> None:
    filled(folder)
    with Journal.open(folder) as journal:
        (folder / FILE_NAME).unlink()
        with pytest.raises(DvcheckError, match="was moved or deleted"):
            journal.append("c-7K2M", RawEvent("answered", {}), NOW)


def test_a_python_with_too_old_a_sqlite_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(DvcheckError, match=r"dvcheck needs 3\.37"):
        Journal.open(folder)


def test_a_closed_journal_says_so_in_an_error_of_ours(folder: Path) -> None:
    journal = Journal.open(folder)
    journal.close()
    journal.close()
    with pytest.raises(DvcheckError) as caught:
        journal.append("c-7K2M", RawEvent("answered", {}), NOW)
    assert caught.value.code == Exit.JOURNAL


@posix_only
def test_control_characters_in_a_path_reach_no_screen(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m").write_text("")
    with pytest.raises(DvcheckError) as caught:
        Journal.open(tmp_path / "\x1b[31m")
    assert "\x1b" not in caught.value.message
    assert "\\x1b[31m" in caught.value.message


OPEN = "Journal.open(Path(sys.argv[1]))"
READ = "print(len(Journal.open_existing(Path(sys.argv[1])).events('c-7K2M')))"


@posix_only
@pytest.mark.parametrize("is_owner", [True, False], ids=["owner", "other"])
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "action", "said"),
    [
        (0o555, None, OPEN, "4 no permission to read and write in {folder}"),
        (0o555, 0o666, OPEN, "4 no permission to read and write in {folder}"),
        (0o777, 0o444, OPEN, "4 {file} is read-only"),
        (0o777, 0o000, OPEN, "4 no permission to read and write in {folder}"),
        (0o000, 0o666, OPEN, "4 no permission to read and write in {folder}"),
        (0o000, 0o666, READ, "4 no permission to read and write in {folder}"),
        (0o555, 0o444, READ, "5"),
    ],
)
def test_a_folder_or_file_without_permission_is_refused_before_the_first_question(
    public_folder: Path, folder_mode: int, file_mode: int | None, action: str, said: str, *, is_owner: bool
) -> None:
    file = public_folder / FILE_NAME
    if file_mode is not None:
        filled(public_folder)
        file.chmod(file_mode)
    public_folder.chmod(folder_mode)
    output, _ = python(UNPRIVILEGED.format(action=action, is_owner=is_owner), public_folder).communicate(
        timeout=PATIENCE
    )
    assert output.strip() == said.format(folder=public_folder, file=file)


@posix_only
def test_a_folder_that_cannot_be_made_is_refused(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    output, _ = python(UNPRIVILEGED.format(action=OPEN, is_owner=True), public_folder / "new").communicate(
        timeout=PATIENCE
    )
    assert output.startswith("4 no permission")


def test_proving_a_journal_writable_changes_nothing(folder: Path) -> None:
    filled(folder)
    before = (folder / FILE_NAME).read_bytes()
    with Journal.open(folder) as journal:
        journal.prove_writable()
    assert (folder / FILE_NAME).read_bytes() == before
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}

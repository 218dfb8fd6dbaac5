"""The table of cases says what the entries say, whatever happens, and nothing of a purged case."""

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dvcheck.errors import DvcheckError
from dvcheck.record.case import Case
from dvcheck.record.cases import all_cases, find_case, open_case_of, open_cases
from dvcheck.record.events import CaseClosed, CaseNumbered, CaseOpened, CaseReopened, Entry, Noted, RawEvent
from dvcheck.record.sqlite import faults, index, migration
from dvcheck.record.sqlite.connection import File
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.drawn import drawn
from tests.record.fixtures import file_of

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def opening(number: str | None) -> Entry:
    return CaseOpened(number=number, zone="UTC", pack="sha256:1", dvcheck="0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sixty cases, every third closed, the last two purged."""
    with Journal.open(tmp_path) as journal:
        for number in range(60):
            ends = [CaseClosed("", ())] if number % 3 == 0 else []
            journal.append_all(f"c-{number:04}", [opening(f"26-{number:06}"), Noted("x"), *ends], AT)
        for case in ("c-0058", "c-0059"):
            assert journal.purge(case, AT, head=journal.events(case)[-1].hash)
    return tmp_path


def changed(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.executescript(sql)


class RowEntry(RuleBasedStateMachine):
    """Officers open, number, close, reopen and purge cases in turn, in two windows."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.windows = [Journal.open(self.folder), Journal.open(self.folder)]
        for window in self.windows:
            window._file.connection.execute("PRAGMA synchronous = OFF")
        self.state: dict[str, tuple[str, str | None]] = {}

    @rule(number=st.none() | st.text(max_size=8), window=st.integers(0, 1))
    def open(self, number: str | None, window: int) -> None:
        case = f"c-{len(self.state):04}"
        self.windows[window].append_all(case, [opening(number), Noted("x")], AT)
        self.state[case] = ("open", number)

    @rule(data=st.data(), window=st.integers(0, 1))
    def go_on(self, data: st.DataObject, window: int) -> None:
        cases = [case for case, (state, _) in self.state.items() if state != "purged"]
        if not cases:
            return
        case = data.draw(st.sampled_from(cases))
        state, number = self.state[case]
        what = data.draw(st.sampled_from(["close", "reopen", "number", "note", "purge", "shift"]))
        journal = self.windows[window]
        match what:
            case "close":
                journal.append(case, CaseClosed("", ()), AT)
                state = "closed"
            case "reopen":
                journal.append(case, CaseReopened(), AT)
                state = "open"
            case "number":
                number = data.draw(st.text(max_size=70))
                journal.append(case, CaseNumbered(number), AT)
            case "purge":
                assert journal.purge(case, AT, head=journal.events(case)[-1].hash)
                state, number = "purged", None
            case "note":
                journal.append(case, Noted("y"), AT)
            case _:
                journal.append("shift", RawEvent("shift-ended", {"open": {case: 1}}), AT)
        self.state[case] = (state, number)

    @invariant()
    def the_table_says_what_the_entries_say(self) -> None:
        journal = self.windows[0]
        assert list(journal.cases.wrong()) == []
        rows = journal.cases._rows(f"{index._ROWS} ORDER BY opened")
        assert {row.id: (row.state, row.number) for row in rows} == self.state
        opened = [case for case, (state, _) in self.state.items() if state == "open"]
        assert [case.id for case in open_cases(self.windows[1])[0]] == opened[::-1]

    def teardown(self) -> None:
        for window in self.windows:
            window.close()
        shutil.rmtree(self.folder)


TestTold = RowEntry.TestCase
TestTold.settings = settings(max_examples=drawn(25), stateful_step_count=25, deadline=None)


def test_it_is_made_for_a_journal_of_every_version(tmp_path: Path) -> None:
    for version in (1, 2, 3):
        folder = tmp_path / str(version)
        folder.mkdir()
        shutil.copy(file_of(version), folder / FILE_NAME)
        with Journal.open(folder) as journal:
            assert journal._file.schema == 3
            assert list(journal.cases.wrong()) == []
            assert find_case(journal, "26-000001").id == "c-0001"


@pytest.mark.parametrize("version", [1, 2])
def test_where_it_cannot_be_made_the_cases_are_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    def refuse(file: File) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        with faults.plain_errors(file.path):
            raise error

    monkeypatch.setattr(migration, "_migrate", refuse)
    shutil.copy(file_of(version), tmp_path / FILE_NAME)
    journal = Journal.open_existing(tmp_path)
    assert journal is not None
    with journal:
        assert find_case(journal, "26-000001").id == "c-0001"
        assert open_case_of(journal, "26-000003") == "c-0003"
        assert [case.id for case in open_cases(journal)[0]][-3:] == ["c-0003", "c-0002", "c-0001"]
    assert (tmp_path / FILE_NAME).read_bytes() == file_of(version).read_bytes()


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda j: find_case(j, "26-000001"), 1),
        (lambda j: find_case(j, "C-OOO1"), 1),
        (lambda j: find_case(j, "000"), 0),
        (lambda j: open_case_of(j, "26-000001"), 0),
        (lambda j: open_case_of(j, "26-999999"), 0),
        (open_cases, 40),
    ],
)
def test_no_entry_of_another_case_is_read(folder: Path, ask: Callable[[Journal], object], most: int) -> None:
    asked: list[str] = []
    with Journal.open(folder) as journal:
        journal._file.connection.set_trace_callback(asked.append)
        try:
            ask(journal)
        except DvcheckError:
            assert most == 0
        journal._file.connection.set_trace_callback(None)
        of_events = [sql for sql in asked if "FROM events" in sql]
        assert len(of_events) <= most + 1
        for sql in of_events:
            plan = journal._file.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            assert all("SEARCH events USING INDEX events_of_case" in step[3] for step in plan), plan


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (index.BY_KEY, ("7K2M",)),
        (index.BY_NUMBER, ("26-1",)),
        (index.STARTING, ("7", "7")),
        (index.OF_STATE, ("open", 2**62)),
        (index.NOT_PURGED, (2**62,)),
        (index.COUNTED, ("open",)),
    ],
)
def test_every_lookup_goes_by_an_index(folder: Path, query: str, values: tuple[object, ...]) -> None:
    with Journal.open(folder) as journal:
        plan = journal._file.connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
        assert all("SEARCH" in step[3] for step in plan if "cases" in step[3] or "numbers" in step[3]), plan


LIES: list[tuple[str, str]] = [
    ("UPDATE cases SET state = 'closed' WHERE id = 'c-0001'", "c-0001"),
    ("UPDATE cases SET state = 'purged' WHERE id = 'c-0001'", "c-0001"),
    ("UPDATE cases SET state = 'open' WHERE id = 'c-0003'", "c-0003"),
    ("UPDATE cases SET state = 'open' WHERE id = 'c-0058'", "c-0058"),
    ("UPDATE cases SET key = '9999' WHERE id = 'c-0001'", "c-0001"),
    ("UPDATE cases SET unread = 1 WHERE id = 'c-0001'", "c-0001"),
    ("UPDATE cases SET opened = 5 WHERE id = 'c-0001'", "c-0001"),
    ("DELETE FROM cases WHERE id = 'c-0001'", "c-0001"),
    ("INSERT INTO cases VALUES (1000, 'c-new', 'NEW', 'open', 0)", "c-new"),
    ("UPDATE numbers SET number = '26-9' WHERE number = '26-000001'", "c-0001"),
    ("DELETE FROM numbers WHERE number = '26-000001'", "c-0001"),
    ("INSERT INTO numbers VALUES (1001, '26-9')", ""),
    ("UPDATE cases SET id = 'c-x001' WHERE id = 'c-0001'", "c-0001"),
]


@pytest.mark.parametrize(("sql", "case"), LIES)
def test_what_the_table_says_otherwise_is_found(folder: Path, sql: str, case: str) -> None:
    changed(folder, sql)
    with Journal.open(folder) as journal:
        assert case in list(journal.cases.wrong())


@pytest.mark.parametrize(("sql", "case"), LIES)
def test_a_case_named_by_its_id_is_found_whatever_the_table_says(folder: Path, sql: str, case: str) -> None:
    changed(folder, sql)
    with Journal.open(folder) as journal:
        assert find_case(journal, "c-0001").number == "26-000001"
        assert find_case(journal, "C-OOO3").closed is not None


def test_a_table_that_cannot_be_read_keeps_no_case_back(folder: Path) -> None:
    path = folder / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        find = "SELECT rootpage FROM sqlite_master WHERE tbl_name IN ('cases', 'numbers')"
        roots = [page for (page,) in connection.execute(find)]
    with Journal.open(folder) as journal:
        before = [open_cases(journal)[0], all_cases(journal)[0]]
    content = bytearray(path.read_bytes())
    for page in roots:
        content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with Journal.open(folder) as journal:
        assert find_case(journal, "26-000001").id == "c-0001"
        assert open_case_of(journal, "26-000001") == "c-0001"
        assert [open_cases(journal)[0], all_cases(journal)[0]] == before


def test_a_damaged_entry_of_an_earlier_version_keeps_no_other_case_back(tmp_path: Path) -> None:
    """The table cannot be made then: the file keeps its version and is used."""
    with Journal.open(tmp_path) as journal:
        for number in range(60):
            case = f"c-{number:04}"
            journal.append_all(case, [opening(f"26-{number:06}"), Noted("x" * 3000)], AT)
    changed(tmp_path, "DROP TABLE cases; DROP TABLE numbers; PRAGMA user_version = 2;")
    path = tmp_path / FILE_NAME
    content = path.read_bytes()
    page = content.index(b"26-000030") // 4096 * 4096
    path.write_bytes(content[:page] + b"\xff" * 4096 + content[page + 4096 :])
    with Journal.open(tmp_path) as journal:
        assert journal._file.schema == 2
        assert find_case(journal, "26-000050").id == "c-0050"
        assert find_case(journal, "c-0002").number == "26-000002"
        journal.append_all("c-NEW1", [opening("26-777777")], AT)
        assert find_case(journal, "26-777777").id == "c-NEW1"
        assert open_cases(journal)[0][0].id == "c-NEW1"
        assert len(open_cases(journal)[0]) > 50


def test_no_byte_of_the_number_of_a_purged_case_stays(tmp_path: Path) -> None:
    """Pages of the index were split, and SQLite leaves copies of rows in them."""
    chance = random.Random(825)
    numbers = [f"26-{chance.randrange(10**9):09}" for _ in range(1500)]
    with Journal.open(tmp_path) as journal:
        journal._file.connection.execute("PRAGMA synchronous = OFF")
        for start in range(0, len(numbers), 50):
            for place in range(start, start + 50):
                journal.append_all(f"c-{place:04}", [opening(numbers[place])], AT)
        gone = chance.sample(range(len(numbers)), 400)
        for place in gone[:100]:
            later = f"26-{chance.randrange(10**9):09}-{'x' * chance.randrange(40)}"
            journal.append(f"c-{place:04}", CaseNumbered(later), AT)
        heads = {f"c-{place:04}": journal.events(f"c-{place:04}")[-1].hash for place in gone}
        assert len(journal.purge_all(heads, AT)) == 400
        assert list(journal.cases.wrong()) == []
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [numbers[place] for place in gone if numbers[place].encode() in content] == []


def test_a_purge_that_cannot_do_one_of_several_does_the_others(tmp_path: Path) -> None:
    shutil.copy(file_of(1), tmp_path / FILE_NAME)
    with Journal.open(tmp_path) as journal:
        journal.append_all("c-0009", [opening("9")], AT)
        heads = {case: journal.events(case)[-1].hash for case in ("c-0001", "c-0009")}
        with pytest.raises(DvcheckError, match="c-0001 from an early version of dvcheck"):
            journal.purge_all(heads, AT)
        with pytest.raises(DvcheckError, match="was purged"):
            find_case(journal, "c-0009")
        assert find_case(journal, "c-0001").id == "c-0001"


def test_many_cases_that_fit_are_named_in_part(folder: Path) -> None:
    with Journal.open(folder) as journal, pytest.raises(DvcheckError, match=r"c-0009 and 48 more"):
        find_case(journal, "00")


def test_text_that_no_file_holds_fits_no_case(folder: Path) -> None:
    with Journal.open(folder) as journal, pytest.raises(DvcheckError, match="no case"):
        find_case(journal, "26-\udcff")


@pytest.fixture
def of_one_number(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path) as journal:
        journal.append_all("c-0001", [opening("26-1"), CaseClosed("", ())], AT)
        journal.append_all("c-0002", [opening("26-1")], AT)
        yield journal


def test_an_open_case_goes_before_closed_ones_of_its_number(of_one_number: Journal) -> None:
    found: Case = find_case(of_one_number, "26-1")
    assert found.id == "c-0002"
    of_one_number.append("c-0002", CaseClosed("", ()), AT)
    with pytest.raises(DvcheckError, match="fits more than one case: c-0001, c-0002"):
        find_case(of_one_number, "26-1")

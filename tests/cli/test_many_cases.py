"""Lists over many cases: paged, in parts that look as one, and in as much memory as for few."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from dvcheck.cli.printer import stream_json
from dvcheck.pack import library
from dvcheck.record.audit import verdict
from dvcheck.record.events import Answered, CaseClosed, CaseOpened, ChecklistStarted, Noted
from dvcheck.record.sqlite import salvage
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report.json.text import indented, inert
from tests.cli.test_report import run

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def fill(home: Path, *, open_: int, ended: int) -> None:
    source = library.read(library.shipped_folder())
    with Journal.open(home) as journal:
        journal._file.connection.execute("PRAGMA synchronous = OFF")
        for number in range(open_ + ended):
            opening = CaseOpened(
                number=f"26-{number:06}", zone="America/Los_Angeles", pack=source.digest, dvcheck="0"
            )
            entries = [opening, ChecklistStarted("incident"), Answered("call-type", "domestic-disturbance")]
            entries += [CaseClosed("", ())] if number < ended else []
            at = AT + timedelta(minutes=number)
            journal.append_all(f"c-{number:04}", entries, at, pack=(source.digest, source.archive()))


def test_closed_cases_come_a_page_at_a_time_the_newest_first(home: Path) -> None:
    fill(home, open_=3, ended=60)
    lines = run("cases", "--closed").stdout.decode().splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("c-")]
    assert listed == [f"c-{number:04}" for number in range(62, 12, -1)]
    assert lines[-2] == "13 older. All of them:"
    assert lines[-1].endswith("dvcheck cases --closed --all")
    lines = run("cases", "--closed", "--all").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines if line.startswith("c-")] == [
        f"c-{number:04}" for number in range(62, -1, -1)
    ]
    assert "older" not in lines[-1]
    rows = json.loads(run("cases", "--closed", "--format", "json").stdout)["cases"]
    assert [row["id"] for row in rows] == [f"c-{number:04}" for number in range(62, -1, -1)]
    assert len(json.loads(run("cases", "--format", "json").stdout)["cases"]) == 3


def test_a_page_is_all_there_is_where_no_more_are_left(home: Path) -> None:
    fill(home, open_=0, ended=50)
    assert b"older" not in run("cases", "--closed").stdout
    assert run("cases").stdout.decode().startswith("No open cases.")


def test_all_goes_with_closed_only(home: Path) -> None:
    done = run("cases", "--all")
    assert done.returncode == 2
    assert b"--all goes with --closed" in done.stderr


def test_a_page_of_closed_cases_reads_no_entry_of_the_others(home: Path) -> None:
    fill(home, open_=0, ended=55)
    with Journal.open(home) as journal:
        journal._file.connection.execute("DROP TRIGGER events_never_change")
        journal._file.connection.execute("UPDATE events SET body = '{' WHERE case_id = 'c-0001'")
    assert run("cases", "--closed").returncode == 0
    assert run("cases", "--closed", "--all").returncode == 4


def test_a_long_list_looks_like_a_short_one(home: Path) -> None:
    """The list is laid out in parts whose columns align."""
    fill(home, open_=210, ended=0)  # more than are laid out at once
    lines = run("cases").stdout.decode().splitlines()
    assert sum(line.startswith("Case") for line in lines) == 1
    rows = [line for line in lines if line.startswith("c-")]
    assert len(rows) == 210
    place = lines[0].index("Opened")
    assert {row[place - 2 : place] for row in rows} == {"  "}
    assert all(", 2026" in row[place : place + 14] for row in rows)
    owed = run("outstanding").stdout.decode()
    counts = {f"c-{number:04}": owed.count(f"c-{number:04} 26-{number:06}") for number in range(210)}
    assert len(set(counts.values())) == 1
    assert min(counts.values()) > 0


def test_json_written_row_by_row_is_the_same_as_all_at_once(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    rows: list[dict[str, object]] = [
        {"id": "c-1", "n": None, "list": [1, {"a": []}], "text": 'a\n"b" \u202e\x7f'},
        {"id": "c-2", "raw": msgspec.Raw(b'{"x":[1,2]}')},
    ]
    for kept in ([], rows[:1], rows):
        document = {"schema": 1, "policy": {"a": [1]}, "rows": kept, "left": []}
        stream_json({**document, "rows": iter(kept)})
        assert capfdbinary.readouterr().out.decode() == inert(indented(document)) + "\n"


MEASURED = """
import os, sys, tracemalloc
from dvcheck import cli
from dvcheck.screens import cases, outstanding
cases.ROWS_AT_ONCE = outstanding.ROWS_AT_ONCE = 20
sys.stdout = open(os.devnull, "w")
_, home, what = sys.argv
words = {
    "verify": ["journal", "verify"],
    "export": ["journal", "export"],
    "cases": ["cases"],
    "cases-json": ["cases", "--closed", "--format", "json"],
    "outstanding": ["outstanding"],
}[what]
sys.argv = ["dvcheck", *words, "--home", home]
assert cli._run(cli.Session()) == 0
tracemalloc.start()
assert cli._run(cli.Session()) == 0
sys.stderr.write(str(tracemalloc.get_traced_memory()[1]))
"""


def most_memory(home: Path, what: str) -> int:
    """The most memory in bytes that Python's objects took in a command, once all it needs is loaded."""
    command = [sys.executable, "-c", MEASURED, str(home), what]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    return int(done.stderr)


@pytest.mark.parametrize(("what", "most"), [("cases", 6_000), ("cases-json", 3_000), ("outstanding", 10_000)])
def test_many_cases_take_little_more_memory_than_few(tmp_path: Path, what: str, most: int) -> None:
    """A case as it is read and assessed takes more than 20 kB; a row of a list takes a few hundred bytes."""
    fill(tmp_path / "few", open_=30, ended=0)  # more than is laid out at once there
    fill(tmp_path / "many", open_=80, ended=0)
    few, many = (most_memory(tmp_path / name, what) for name in ("few", "many"))
    assert (many - few) / 50 < most, f"{many} bytes among many, {few} among few"


@pytest.mark.parametrize("what", ["verify", "export"])
def test_many_entries_take_little_more_memory_than_few(tmp_path: Path, what: str) -> None:
    """An entry as it is read takes more than 500 bytes."""
    for name, count in (("few", 2_000), ("many", 8_000)):
        fill(tmp_path / name, open_=1, ended=0)
        with Journal.open(tmp_path / name) as journal:
            journal.append_all("c-0000", [Noted(f"note {n}") for n in range(count)], AT)
    few, many = (most_memory(tmp_path / name, what) for name in ("few", "many"))
    assert (many - few) / 6_000 < 50, f"{many} bytes among many, {few} among few"


def test_a_journal_that_a_purge_changes_while_it_is_read_is_no_damaged_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home, open_=0, ended=6)
    monkeypatch.setattr(salvage, "PAGE", 3)
    with Journal.open(home) as journal, Journal.open(home) as other:
        read = Journal.stored
        purges = iter([True])

        def purged(of: Journal) -> object:
            for entry in read(of):
                yield entry
                if entry[0] == 2 and next(purges, False):
                    assert other.purge("c-0000", AT, head=other.events("c-0000")[-1].hash)

        monkeypatch.setattr(Journal, "stored", purged)
        found = verdict(journal)
        assert found.is_sound
        assert found.purged == 1
    assert (home / FILE_NAME).exists()

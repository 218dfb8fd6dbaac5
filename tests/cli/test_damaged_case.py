"""An entry that cannot be read harms its own case, and no other."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dvcheck.record.sqlite.files import FILE_NAME
from tests.cli.test_report import run
from tests.terminal.walks import ASSAULT, answers_file


@pytest.fixture
def cases(home: Path, tmp_path: Path) -> tuple[str, str]:
    """The ids of two cases; the opening of the first cannot be read any more."""
    for number in ("25-1", "25-2"):
        options = ("--answers", answers_file(tmp_path, ASSAULT), "--number", number)
        assert run("incident", "--new", *options).returncode == 0
    second, first = (str(c["id"]) for c in json.loads(run("cases", "--format", "json").stdout)["cases"])
    _spoil(home, "case-opened", "AND case_id = ?", first)
    return first, second


def _spoil(home: Path, kind: str, further: str = "", *values: str) -> None:
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute(f"UPDATE events SET body = '{{' WHERE kind = '{kind}' {further}", values)


@pytest.mark.parametrize(
    "command", [("show",), ("report",), ("outstanding",), ("note", "a note"), ("incident", "--plain")]
)
def test_other_cases_are_worked_on_by_id_number_and_prefix(
    cases: tuple[str, str], command: tuple[str, ...]
) -> None:
    other = cases[1]
    for name in (other, "25-2", other[2:5]):
        done = run(command[0], name, *command[1:])
        assert done.returncode in (0, 130), done.stderr
        assert b"cannot be read" not in done.stderr


def test_the_damaged_one_is_named_with_its_entry(cases: tuple[str, str]) -> None:
    done = run("show", cases[0])
    assert done.returncode == 4
    assert b"entry 1 cannot be read" in done.stderr
    done = run("show", "25-1")
    assert done.returncode == 2
    assert f'no case "25-1"; the numbers of these cases cannot be read: {cases[0]}'.encode() in done.stderr


def test_a_damaged_shift_keeps_nobody_from_a_case_or_from_another_shift(home: Path, tmp_path: Path) -> None:
    assert run("shift", "start", "--ends", "07:00").returncode == 0
    _spoil(home, "shift-started")
    assert run("shift", "status").returncode == 4
    done = run("incident", "--new", "--answers", answers_file(tmp_path, ASSAULT))
    assert done.returncode == 0
    assert b"entry 1 cannot be read" in done.stderr
    assert run("shift", "start", "--ends", "08:00").returncode == 0
    assert b"08:00" in run("shift", "status").stdout

"""DuckDB reads an export of a precinct."""

from pathlib import Path
from typing import Any

import pytest

from dvcheck.record.events import Noted
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.pty import run_dvcheck


def test_duckdb_counts_the_cases_of_an_export(force: Force, tmp_path: Path) -> None:
    duckdb: Any = pytest.importorskip("duckdb")
    for login, numbers in (("o1North1", ("26-1", "26-2")), ("o1East1", ("26-3",))):
        laptop = Laptop(tmp_path / login, force, login)
        for number in numbers:
            laptop.record(laptop.open(number), *([Noted("x")] if number == "26-2" else []))
        laptop.push()
    records, file = Laptop(tmp_path / "records", force, "r1North1"), tmp_path / "cases.jsonl"
    done = run_dvcheck(
        "precinct", "export", "--reason", "the yearly count", "-o", str(file), "--home", str(records.home)
    )
    assert done.returncode == 0, done.stderr
    query = "SELECT about.withheld > 0, count(*), count(DISTINCT id) FROM read_json(?) GROUP BY 1 ORDER BY 1"
    assert duckdb.execute(query, [str(file)]).fetchall() == [(False, 2, 2), (True, 1, 1)]

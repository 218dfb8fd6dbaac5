"""`dvcheck sergeant`: the duties of several officers, as a sergeant types it."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from dvcheck.record.clock import now
from dvcheck.record.events import RawEvent
from dvcheck.record.sqlite.journal import Journal
from tests.pty import run_dvcheck
from tests.terminal.walks import ASSAULT, VERBAL, given

if sys.platform != "win32":
    from tests.pty import Officer

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")


def dvcheck(home: Path, *arguments: str) -> str:
    """Run a command of an officer that must succeed."""
    done = run_dvcheck(*arguments, env={**os.environ, "DVCHECK_HOME": str(home)})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def homes(tmp_path: Path) -> list[str]:
    """Two officers: one with an assault, one with a verbal dispute."""
    for name, walk in (("roe", ASSAULT), ("diaz", VERBAL)):
        (tmp_path / name).mkdir()
        dvcheck(tmp_path / name / "dvcheck", "shift", "start", "--ends", "23:59", "--officer", name)
        dvcheck(tmp_path / name / "dvcheck", "incident", *given(tmp_path / name, walk))
    return [str(tmp_path / name / "dvcheck") for name in ("roe", "diaz")]


def _has_last_entry(name: str, lines: list[str]) -> bool:
    """Look for the line on the last entry, which a busy computer may print a minute later."""
    return any(re.fullmatch(rf" {name}: last entry (just now|\d+ min ago)\.", line) for line in lines)


def test_it_lists_the_duties_of_all_with_their_officer(homes: list[str], home: Path) -> None:
    done = run_dvcheck("sergeant", *homes)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith(" ARREST REQUIRED  ")
    assert lines[1].split()[-2] == "roe"
    assert _has_last_entry("roe", lines)
    assert not (home / "journal.sqlite3").exists()


def test_plain_mode_names_the_officer_in_words(homes: list[str]) -> None:
    said = run_dvcheck("sergeant", *homes, "--plain").stdout
    assert "Arrest required, " in said
    assert ". Officer roe. Case c-" in said
    assert "[ ]" not in said


def test_with_why_it_says_what_raised_each_duty(homes: list[str]) -> None:
    said = " ".join(run_dvcheck("sergeant", homes[0], "--why").stdout.split())
    assert "roe · c-" in said
    assert "shall" in said


def test_check_tells_a_script_whether_all_is_clear(homes: list[str], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert run_dvcheck("sergeant", str(tmp_path / "new"), "--check").returncode == 0
    assert run_dvcheck("sergeant", *homes, "--check").returncode == 1
    nowhere = run_dvcheck("sergeant", str(tmp_path / "nowhere"))
    assert (nowhere.returncode, nowhere.stderr) == (0, "")
    assert run_dvcheck("sergeant", str(tmp_path / "nowhere"), "--check").returncode == 1


def test_a_case_that_cannot_be_read_ends_it_with_4_and_names_its_officer(
    homes: list[str], tmp_path: Path
) -> None:
    with Journal.open(Path(homes[0])) as journal:
        journal.append("c-BAD0", RawEvent("case-opened", {"number": 7}), now())
    done = run_dvcheck("sergeant", *homes)
    assert done.returncode == 4
    assert done.stderr.startswith("dvcheck: roe: case c-BAD0: ")
    assert _has_last_entry("diaz", done.stdout.splitlines())


def test_a_name_that_controls_a_terminal_is_shown_inert(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[31mb"
    folder.mkdir()
    done = run_dvcheck("sergeant", str(folder))
    assert "\x1b" not in done.stdout
    assert r"a\x1b[31mb: nothing is recorded yet." in done.stdout


def test_without_a_home_it_is_used_wrongly() -> None:
    done = run_dvcheck("sergeant")
    assert done.returncode == 2
    assert "Missing argument 'HOME...'" in done.stderr


def test_the_document_is_on_standard_output_alone(homes: list[str]) -> None:
    done = run_dvcheck("sergeant", *homes, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [one["officer"] for one in json.loads(done.stdout)["officers"]] == ["diaz", "roe"]


@at_terminal
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_long_list_is_read_in_pages_at_any_width(homes: list[str], columns: int) -> None:
    with Officer("sergeant", *homes, columns=columns) as officer:
        officer.wait_for("ARREST REQUIRED")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.left_as_found

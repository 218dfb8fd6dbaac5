"""The destinations of a result: closed pipes, full disks, widths, files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.errors import Exit
from tests.journal import entries, only_case
from tests.pty import PATIENCE, dvcheck, run_dvcheck

PICTURE = str(Path(__file__).parents[2] / "docs" / "picture.yaml")


@pytest.fixture
def case() -> str:
    made = dvcheck("incident", "--new", "--number", "26-1", "--answers", PICTURE)
    assert made.returncode == 0, made.stderr
    return only_case()


def run_into(stream: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """dvcheck with a descriptor as its standard output."""
    return run_dvcheck(*arguments, stdout=stream)


@pytest.fixture
def closed() -> Iterator[int]:
    """A pipe that nobody reads, as after `| true`."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


# --- a closed pipe ------------------------------------------------------------------------------------------

READ_ONLY = (
    "--version",
    "--help",
    "cases --help",
    "outstanding",
    "outstanding --check",
    "outstanding --format json",
    "show 26-1",
    "show 26-1 --format json",
    "explain 26-1",
    "cases",
    "cases --format json",
    "report 26-1",
    "report 26-1 --format html",
    "report 26-1 --format json",
    "report 26-1 --form service",
    f"assess {PICTURE}",
    "policy",
    "contacts",
    "contacts --card",
    "demo --plain",
    "config",
    "shift status",
    "journal verify",
    "journal export",
    "pack validate",
    "pack coverage",
    "pack test",
)


@pytest.mark.parametrize("line", READ_ONLY)
def test_a_closed_pipe_is_exit_5_and_says_nothing(line: str, case: str, closed: int) -> None:
    done = run_into(closed, *line.split(" "))
    assert (done.returncode, done.stderr) == (Exit.OUTPUT, "")


def test_a_receipt_read_into_a_closed_pipe_is_exit_5(case: str, closed: int, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.json"
    assert dvcheck("report", case, "--format", "json", "-o", str(receipt)).returncode == 0
    done = run_into(closed, "assess", "--receipt", str(receipt))
    assert (done.returncode, done.stderr) == (Exit.OUTPUT, "")


@pytest.mark.parametrize("line", ["note 26-1 seen", "done 26-1 photos", "amend 26-1 --number 26-2"])
def test_what_was_recorded_before_the_pipe_was_closed_stays_and_is_named(
    line: str, case: str, closed: int
) -> None:
    before = len(entries(case))
    done = run_into(closed, *line.split(" "))
    assert done.returncode in (Exit.OUTPUT, Exit.USAGE)
    if done.returncode == Exit.OUTPUT:
        assert "saved. Do not enter them again" in done.stderr
        assert len(entries(case)) > before


def test_a_pipe_that_is_read_to_the_end_keeps_the_result_of_a_check(case: str) -> None:
    assert dvcheck("outstanding", "--check").returncode == Exit.CHECK_FAILED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
class TestFullDisk:
    def test_a_note_whose_result_cannot_be_printed_is_said_to_be_saved(self, case: str) -> None:
        with Path("/dev/full").open("w") as full:
            done = run_into(full.fileno(), "note", case, "the neighbor called")
        assert done.returncode == Exit.OUTPUT
        assert "No space left" in done.stderr
        assert "saved. Do not enter them again" in done.stderr
        assert any("the neighbor called" in str(body) for _, body in entries(case))

    def test_a_command_that_records_nothing_does_not_say_that_something_is_saved(self, case: str) -> None:
        with Path("/dev/full").open("w") as full:
            done = run_into(full.fileno(), "show", case)
        assert done.returncode == Exit.OUTPUT
        assert "No space left" in done.stderr
        assert "saved" not in done.stderr

    def test_an_error_that_cannot_be_printed_keeps_its_exit_code(self) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "dvcheck", "show", "26-1"],
                stdin=subprocess.DEVNULL,
                stderr=full,
                timeout=PATIENCE,
                check=False,
            )
        assert done.returncode == Exit.USAGE


# --- the width ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["outstanding", "cases", "show 26-1", "config", "contacts", "policy"])
def test_a_width_that_cannot_be_is_80_columns(line: str, case: str) -> None:
    words = line.split(" ")
    usual = dvcheck(*words)
    assert usual.stdout.strip()
    for columns in ("0", "19"):
        assert dvcheck(*words, env={"COLUMNS": columns}).stdout == usual.stdout


def test_a_width_that_can_be_is_kept(case: str) -> None:
    narrow = dvcheck("outstanding", env={"COLUMNS": "20"}).stdout
    assert max(map(len, narrow.splitlines())) < 80

"""Work of more than a second shows its progress at a terminal, and erases it afterwards."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import pexpect

from dvcheck.record.sqlite.files import FILE_NAME
from tests.pty import PATIENCE
from tests.record.fixtures import file_of, fill

SLOW = """
import sys, time
from dvcheck import cli
from dvcheck.record.sqlite import index, journal
from dvcheck.screens import progress
progress.AT_ONCE = 0.1
read, made = journal.Journal.stored, index.of_entries
def stored(self):
    for entry in read(self):
        time.sleep(0.05)
        yield entry
def slowly(read):
    time.sleep(0.7)
    return made(read)
journal.Journal.stored, index.of_entries = stored, slowly
sys.argv = ["dvcheck", *sys.argv[1:]]
cli.main()
"""


def at_a_terminal(*arguments: str, term: str = "xterm-256color") -> tuple[str, int]:
    """What a terminal was given by a command that takes its time, and its exit code."""
    child = pexpect.spawn(
        sys.executable,
        ["-c", SLOW, *arguments],
        env={**os.environ, "TERM": term},
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(24, 100),
    )
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before), int(child.exitstatus or 0)


def test_a_long_verification_says_how_far_it_is(home: Path) -> None:
    fill(home)
    said, code = at_a_terminal("journal", "verify")
    assert code == 0
    assert "Verifying the journal" in said
    assert "/21" in said
    shown, result = said.rsplit("intact: 21 entries", 1)
    assert "Verifying" in shown
    assert "Verifying" not in result
    assert shown.rstrip().endswith(("\x1b[2K", "\x1b[?25h", "\r"))


def test_a_long_export_says_so_beside_its_lines(home: Path, tmp_path: Path) -> None:
    fill(home)
    said, code = at_a_terminal("journal", "export", "--output", str(tmp_path / "all.jsonl"))
    assert code == 0
    assert "Exporting the journal" in said
    assert len((tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()) == 22


def test_a_migration_says_so(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(file_of(2), home / FILE_NAME)
    said, code = at_a_terminal("show", "26-000003")
    assert "Updating the journal for this version of dvcheck" in said
    assert code == 4  # its checklists are none that can be used


def test_a_terminal_that_can_do_nothing_gets_a_line(home: Path) -> None:
    fill(home)
    said, _ = at_a_terminal("journal", "verify", term="dumb")
    assert "Verifying the journal ...\r\n" in said
    assert "\x1b" not in said


def test_off_a_terminal_nothing_is_shown(home: Path) -> None:
    fill(home)
    command = [sys.executable, "-c", SLOW, "journal", "verify"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    assert done.stdout.startswith(b"intact: 21 entries")

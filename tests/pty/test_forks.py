"""A fork that the tests start is a dvcheck that somebody starts: the same facts, results and screens."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.pty import run_dvcheck
from tests.pty.forks import FRESH, forks_for

if sys.platform != "linux" or FRESH:
    pytest.skip("nothing is started in a fork", allow_module_level=True)

from tests.pty import Officer, dvcheck
from tests.terminal.walks import ASSAULT, TICK, answers_file, press_through

FACTS = "tests.programs.facts_of_a_start"
COMMANDS = (
    "--help",
    "--version",
    "no-such-command",
    "incident",
    "verify-order 26-1 --number",
    "serve-order 26-1",
    "standby --answers /nowhere",
    "outstanding --check",
    "show 26-1 --format json",
    "explain 26-1 2.1.4.1",
    "done 26-1",
    "amend 26-1 no-such-question",
    "note 26-1",
    "close 26-1",
    "purge",
    "cases",
    "report 26-1 --format html",
    "assess",
    "policy 4.5",
    "contacts",
    "demo no-such-scenario",
    "config",
    "pack validate",
    "journal verify",
    "shift status",
    "sergeant /nowhere",
    "case repack 26-1",
    "case hand-over 26-1 -o /nowhere/26-1.dvcase",
    "case take-over /nowhere/26-1.dvcase",
    "push",
    "precinct verify",
)


def facts(folder: Path, *, fresh: bool, in_utf8: bool) -> Any:
    env = {**os.environ, "TZ": "Asia/Kathmandu", "ODD": "ä\udcff", **({"PYTHONUTF8": "1"} if in_utf8 else {})}
    done = run_dvcheck("--one", "zwei ä", module=FACTS, env=env, cwd=folder, umask=0o27, fresh=fresh)
    assert (done.returncode, done.stderr) == (7, "")
    return json.loads(done.stdout)


@pytest.mark.parametrize("in_utf8", [False, True])
def test_a_fork_finds_what_a_start_finds(in_utf8: bool, tmp_path: Path) -> None:
    assert facts(tmp_path, fresh=False, in_utf8=in_utf8) == facts(tmp_path, fresh=True, in_utf8=in_utf8)


def test_a_fork_finds_in_a_terminal_what_a_start_finds() -> None:
    found = []
    for fresh in (False, True):
        with Officer("x", module=FACTS, fresh=fresh, columns=4_000) as officer:
            assert officer.exit_status == 7
            found.append(json.loads("".join(officer.screen)))
            assert officer.left_as_found
    assert found[0] == found[1]
    assert found[0]["leads its session"]
    assert found[0]["in the foreground"]


def test_most_are_forks_and_what_python_reads_at_its_start_takes_one() -> None:
    def forks(**env: str) -> bool:
        return forks_for("dvcheck", {**os.environ, **env}) is not None

    assert forks()
    assert forks(PYTHONUTF8="1")
    assert not forks(PYTHONIOENCODING="ascii")
    assert not forks(LC_ALL="C")


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_started_by_python_itself_says_the_same(line: str, tmp_path: Path) -> None:
    given = answers_file(tmp_path, ASSAULT)
    assert dvcheck("incident", "--new", "--number", "26-1", "--answers", given).returncode == 0
    fork, start = (run_dvcheck(*line.split(), fresh=fresh) for fresh in (False, True))
    assert (_timeless(fork), fork.returncode) == (_timeless(start), start.returncode)


def test_a_walk_started_by_python_itself_looks_and_records_the_same() -> None:
    seen = []
    for fresh in (False, True):
        with Officer("incident", "--new", "--number", f"26-{fresh:d}", fresh=fresh) as officer:
            press_through(officer, ASSAULT)
            officer.wait_for_question(TICK)
            seen.append(officer.screen)
            officer.press("q")
            assert officer.exit_status == 130
    assert [re.sub("26-1", "26-0", line) for line in seen[1]] == seen[0]


def _timeless(done: subprocess.CompletedProcess[str]) -> str:
    return re.sub(r"\d\d:\d\d(:\d\d)?", "12:34", done.stdout + done.stderr)

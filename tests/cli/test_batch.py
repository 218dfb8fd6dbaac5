"""`dvcheck assess --batch` as it is run: streams, files, interruptions, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dvcheck.errors import Exit
from dvcheck.report.json.text import inert
from tests.pty import PATIENCE, dvcheck, run_dvcheck, run_for_bytes

GOOD = '{"id": "26-1", "answers": {"two-members": "yes"}, "at": "2026-01-15T20:00:00Z"}\n'
BAD = '{"id": "26-2", "answers": {"two-membrs": "yes"}}\n'

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and process groups")


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text(GOOD + BAD + GOOD, encoding="utf-8")
    return path


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    """dvcheck in a process group of its own, with pipes for all its streams."""
    return subprocess.Popen(
        [sys.executable, "-m", "dvcheck", "assess", "--batch", "-", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
    )


@pytest.fixture(params=["1", "2"], ids=["one process", "two processes"])
def jobs(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- what is written ----------------------------------------------------------------------------------------


def test_a_bad_line_is_in_its_place_and_the_exit_code_says_so(cases: Path, jobs: str) -> None:
    done = dvcheck("assess", "--batch", str(cases), "--jobs", jobs)
    assert done.returncode == Exit.CHECK_FAILED
    assert [tuple(json.loads(line)) for line in done.stdout.splitlines()] == [
        ("id", "assessment"),
        ("id", "line", "error"),
        ("id", "assessment"),
    ]
    assert done.stderr.startswith(
        'dvcheck: 1 of 3 lines could not be assessed; line 2: no question is called "two-membrs"; did you'
    )


def test_a_line_holds_what_assess_prints_of_its_answers(tmp_path: Path) -> None:
    answers = Path(__file__).parents[2] / "docs" / "picture.yaml"
    printed = dvcheck("assess", str(answers), "--format", "json", "--include-sensitive", "--all")
    document = json.loads(printed.stdout)
    written = {
        "id": "26-1",
        "answers": {name: answer["value"] for name, answer in document["answers"].items()},
        "at": next(iter(document["answers"].values()))["at"],
    }
    given = ("assess", "--batch", "-", "--include-sensitive", "--all")
    done = dvcheck(*given, typed=json.dumps(written))
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    assert json.loads(done.stdout) == {"id": "26-1", "assessment": document}


def test_nothing_is_recorded(cases: Path, home: Path) -> None:
    dvcheck("assess", "--batch", str(cases))
    assert [path.name for path in home.iterdir()] == ["packs"]


def test_a_checklist_for_all_lines_is_named_once() -> None:
    by_option = dvcheck("assess", "--batch", "-", "--checklist", "standby", typed='{"id":"a","answers":{}}')
    by_line = dvcheck("assess", "--batch", "-", typed='{"id":"a","answers":{},"checklist":"standby"}')
    assert by_option.stdout == by_line.stdout
    refused = dvcheck("assess", "--batch", "-", "--checklist", "standbi", typed="")
    assert refused.returncode == Exit.USAGE
    assert 'did you mean "standby"?' in refused.stderr


def test_what_is_written_shows_nothing_but_itself() -> None:
    hostile = "\x1b[2J\x9b\u202e\u2028"
    typed = json.dumps({"id": "a", hostile: 1, "answers": {hostile: hostile}}) + '\n{"id": "\x9b"}'
    done = dvcheck("assess", "--batch", "-", typed=typed)
    assert done.stdout == inert(done.stdout)
    assert len(done.stdout.splitlines()) == 2
    assert "\x1b" not in done.stderr


def test_a_result_goes_to_a_file_whole(cases: Path, tmp_path: Path, jobs: str) -> None:
    output = tmp_path / "result.jsonl"
    done = dvcheck("assess", "--batch", str(cases), "-o", str(output), "--jobs", jobs)
    assert done.returncode == Exit.CHECK_FAILED
    assert done.stdout == f"Written to {output}\n"
    assert len(output.read_text(encoding="utf-8").splitlines()) == 3


def test_the_file_that_is_read_is_not_written_over(cases: Path) -> None:
    done = dvcheck("assess", "--batch", str(cases), "-o", str(cases.parent / "." / cases.name))
    assert done.returncode == Exit.USAGE
    assert "is the input file" in done.stderr
    assert cases.read_text(encoding="utf-8") == GOOD + BAD + GOOD


def test_a_result_is_not_written_over_the_journal(cases: Path, home: Path) -> None:
    home.mkdir()
    done = dvcheck("assess", "--batch", str(cases), "-o", str(home / "journal.sqlite3"))
    assert done.returncode == Exit.USAGE
    assert "one of dvcheck's own files" in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("assess", "assess takes one file"),
        ("assess --batch a b", "assess takes one file"),
        ("assess --batch a --receipt b", "assess takes one file"),
        ("assess a --jobs 2", "--jobs and -o go with --batch"),
        ("assess a -o b", "--jobs and -o go with --batch"),
        ("assess --batch a --jobs 0", "--jobs"),
        ("assess --batch a --jobs 1000", "--jobs"),
    ],
)
def test_options_that_do_not_go_together_are_refused(line: str, said: str) -> None:
    done = dvcheck(*line.split(" "))
    assert done.returncode == Exit.USAGE
    assert said in done.stderr


def test_a_file_that_is_not_there_is_told() -> None:
    done = dvcheck("assess", "--batch", "nowhere.jsonl")
    assert done.returncode == Exit.BAD_INPUT
    assert done.stderr.startswith("dvcheck: nowhere.jsonl: ")


def test_bytes_of_all_kinds_are_lines() -> None:
    done = run_for_bytes("assess", "--batch", "-", typed=b"\xef\xbb\xbf" + GOOD.encode() + b"\xff\r\n\r\n\0")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one.get("line") for one in found] == [None, 2, 4]
    assert done.returncode == Exit.CHECK_FAILED


# --- where it cannot go on ----------------------------------------------------------------------------------


@pytest.fixture
def closed() -> Iterator[int]:
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


def test_a_closed_pipe_is_exit_5_and_says_nothing(cases: Path, closed: int, jobs: str) -> None:
    done = run_dvcheck("assess", "--batch", str(cases), "--jobs", jobs, stdout=closed)
    assert (done.returncode, done.stderr) == (Exit.OUTPUT, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_exit_5(cases: Path, jobs: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_dvcheck("assess", "--batch", str(cases), "--jobs", jobs, stdout=full.fileno())
    assert done.returncode == Exit.OUTPUT
    assert "No space left" in done.stderr


@needs_posix
def test_each_line_is_answered_before_the_next_is_there(jobs: str) -> None:
    with start("--jobs", jobs) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line in (GOOD, BAD, GOOD):
            running.stdin.write(line.encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == json.loads(line)["id"]
        running.stdin.close()
        assert running.stdout.read() == b""
        assert running.wait(PATIENCE) == Exit.CHECK_FAILED


@needs_posix
@pytest.mark.parametrize(
    ("number", "code"),
    [("SIGINT", Exit.INTERRUPTED), ("SIGTERM", 128 + 15), ("SIGKILL", -9)],
)
def test_who_ends_it_ends_its_processes_and_leaves_no_half_file(
    number: str, code: int, tmp_path: Path
) -> None:
    """A signal of the terminal goes to all processes, that of `kill` to the one."""
    output = tmp_path / "out" / "result.jsonl"
    output.parent.mkdir()
    with start("--jobs", "2", "-o", str(output)) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(GOOD.encode() * 50)
        running.stdin.flush()
        workers = until(lambda: children(running.pid) if len(children(running.pid)) >= 2 else [])
        if number == "SIGINT":
            until(lambda: list(output.parent.iterdir()))
            os.killpg(running.pid, signal.SIGINT)
        else:
            running.send_signal(getattr(signal, number))
        assert running.wait(PATIENCE) == code
        running.stdin.close()
        assert running.stderr.read() == b""
    until(lambda: not any(map(runs, workers)))
    assert not output.exists()
    if number != "SIGKILL":
        assert list(output.parent.iterdir()) == []


def until(holds: Callable[[], Any]) -> Any:
    """What `holds` gives, once it is something."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [row.split(None, 2) for row in found.stdout.splitlines()]
    return [int(child) for child, parent, args in rows if parent == str(pid) and "spawn_main" in args]


def runs(pid: int) -> bool:
    found = subprocess.run(["ps", "-p", str(pid), "-o", "stat="], capture_output=True, text=True, check=False)
    return found.stdout.strip()[:1] not in ("", "Z")


@needs_posix
def test_a_process_that_is_killed_is_told() -> None:
    with start("--jobs", "2") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(GOOD.encode())
        running.stdin.flush()
        assert running.stdout.readline()
        for worker in children(running.pid):
            os.kill(worker, signal.SIGKILL)
        running.stdin.write(GOOD.encode() * 3)
        running.stdin.close()
        said = running.stderr.read().decode()
        assert running.wait(PATIENCE) == Exit.UNEXPECTED
    assert said.startswith("dvcheck: a process that assessed lines ended early\n")
    assert "Traceback" not in said


# --- at a terminal ------------------------------------------------------------------------------------------


@needs_posix
@pytest.mark.parametrize("is_pipe", [False, True], ids=["a file", "a pipe"])
def test_at_a_terminal_it_shows_how_far_it_is(is_pipe: bool, tmp_path: Path) -> None:
    import pexpect

    slow = """
import sys, time
from dvcheck import cli
from dvcheck.actions import assessor
from dvcheck.screens import progress
progress.AT_ONCE = 0.1
done = assessor.Assessor.outcome
def slowly(self, line):
    time.sleep(0.2)
    return done(self, line)
assessor.Assessor.outcome = slowly
sys.argv = ["dvcheck", *sys.argv[1:]]
cli.main()
"""
    cases = tmp_path / "cases.jsonl"
    cases.write_text(GOOD * 7, encoding="utf-8")
    command = f'"{sys.executable}" -c "$SLOW" assess --batch'
    line = f'cat "{cases}" | {command} -' if is_pipe else f'{command} "{cases}"'
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", f'{line} -o "{tmp_path / "result.jsonl"}"'],
        env={**os.environ, "TERM": "xterm-256color", "SLOW": slow},
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(24, 100),
    )
    child.expect(pexpect.EOF)
    child.close()
    said = str(child.before)
    assert child.exitstatus == Exit.DONE
    assert "Assessing" in said
    assert ("/?" if is_pipe else "/7") in said
    assert "Written to" in said
    assert len((tmp_path / "result.jsonl").read_text(encoding="utf-8").splitlines()) == 7

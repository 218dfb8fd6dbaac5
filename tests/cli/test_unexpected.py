"""Unexpected errors: one line, what is safe, a log without anything an officer entered, exit code 70."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dvcheck.cli.unexpected import KEPT
from dvcheck.errors import Exit
from tests.programs.failing import SECRET
from tests.pty import Officer, run_dvcheck

IN_A_COMMAND = ("fails", "chained", "endless", "no_memory", "missing_file", "panics", "leaves_with_words")
BESIDE = ("in_destructor", "at_exit")


def failing(where: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_dvcheck(
        *arguments, module="tests.programs.failing", env={**os.environ, "FAILING": where, **env}
    )


def logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("dvcheck-unexpected-*.log"))


@pytest.mark.parametrize("where", IN_A_COMMAND)
def test_an_unexpected_error_is_reported_in_three_lines(where: str, home: Path) -> None:
    home.mkdir()
    done = failing(where, "cases")
    assert done.returncode == Exit.UNEXPECTED
    what, safe, log = done.stderr.splitlines()
    assert what.startswith("dvcheck: it ended ")
    assert safe == "Your answers are saved."
    (kept,) = logs(home)
    assert log == f"For your IT unit: {kept}"
    assert SECRET not in done.stderr


@pytest.mark.parametrize("columns", [40, 80])
def test_an_unexpected_error_wraps_between_words_at_a_terminal(columns: int, home: Path) -> None:
    """The name of the log stays in one piece, to be copied."""
    home.mkdir()
    kept = {"FAILING": "missing_file"}
    with Officer("cases", module="tests.programs.failing", env=kept, columns=columns, lines=40) as officer:
        assert officer.exit_status == Exit.UNEXPECTED
        said = officer.raw.decode()
    written = re.sub(r"\x1b\[[?0-9]*[a-z]", "", said).split("\r\n")
    assert written[0].startswith("dvcheck: it ended because of a system")
    assert "Your answers are saved." in written
    assert str(logs(home)[0]) in said
    assert [line for line in written if len(line) > columns and " " in line] == []


@pytest.mark.parametrize("where", IN_A_COMMAND)
def test_a_log_says_where_it_was_and_nothing_that_was_entered(where: str, home: Path) -> None:
    home.mkdir()
    failing(where, "cases", "--format", "json", PRIVATE="value")
    (kept,) = logs(home)
    text = kept.read_text(encoding="utf-8")
    assert "command cases\n" in text
    assert "dvcheck/cli/__init__.py, line" in text
    assert re.search(
        r"^(KeyError|ZeroDivisionError|RecursionError|MemoryError|FileNotFoundError|SystemExit)|Panic",
        text,
        re.M,
    )
    assert SECRET not in text
    assert "json" not in text
    assert str(home.parent) not in text
    assert len(text.splitlines()) < 200
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_log_has_the_error_and_what_led_to_it(home: Path) -> None:
    home.mkdir()
    failing("chained", "cases")
    lines = logs(home)[0].read_text(encoding="utf-8").splitlines()
    assert lines.index("KeyError") < lines.index("ZeroDivisionError")


def test_the_newest_logs_are_kept(home: Path) -> None:
    home.mkdir()
    for _ in range(KEPT + 2):
        failing("fails", "cases")
    assert len(logs(home)) == KEPT


def test_a_log_goes_to_the_temporary_folder_where_home_takes_none(home: Path, tmp_path: Path) -> None:
    home.write_text("no folder")
    done = failing("fails", "cases", TMPDIR=str(tmp_path))
    assert done.returncode == Exit.UNEXPECTED
    assert str(logs(tmp_path)[0]) in done.stderr


@pytest.mark.parametrize("where", BESIDE)
def test_what_fails_where_nobody_waits_for_it_is_logged_without_a_word(where: str, home: Path) -> None:
    home.mkdir()
    done = failing(where, "cases")
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    assert SECRET not in logs(home)[0].read_text(encoding="utf-8")


def test_a_thread_that_fails_is_told_without_a_traceback(home: Path) -> None:
    home.mkdir()
    done = failing("in_thread", "cases")
    assert done.stderr.startswith("dvcheck: it ended because of an unexpected error: KeyError")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("where", ["in_callback", "in_drawing", "in_task"])
def test_a_screen_that_fails_leaves_the_terminal_as_it_was(where: str, home: Path) -> None:
    home.mkdir()
    with Officer("incident", "--new", module="tests.programs.failing", env={"FAILING": where}) as officer:
        if where == "in_callback":
            officer.answer("What kind of call is this?", "1")
        assert officer.exit_status == Exit.UNEXPECTED
        shown = "\n".join(officer.everything)
        assert "Your answers are saved." in shown
        assert "Traceback" not in shown
        assert "Unhandled" not in shown
        assert SECRET not in shown
        assert officer.left_as_found


def test_a_watch_that_fails_leaves_the_terminal_as_it_was(home: Path) -> None:
    home.mkdir()
    with Officer(
        "outstanding", "--watch", module="tests.programs.failing", env={"FAILING": "while_watching"}
    ) as officer:
        officer.wait_for("q leave")
        officer.press("x")
        assert officer.exit_status == Exit.UNEXPECTED
        assert "Traceback" not in "\n".join(officer.everything)
        assert officer.left_as_found


def test_every_exit_code_in_the_program_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    table = page.split("## Exit codes")[1].split("\n## ")[0]
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.M)}
    assert documented == {int(code) for code in Exit}


def test_no_command_ends_with_a_number_that_is_not_an_exit_code() -> None:
    package = Path(__file__).parents[2] / "dvcheck"
    ended = re.compile(r"(?:SystemExit|sys\.exit|os\._exit|typer\.Exit)\((.*)\)")
    for path in package.rglob("*.py"):
        for said in ended.findall(path.read_text(encoding="utf-8")):
            assert said.startswith(("Exit.", "_flush(", "128 + number")), f"{path}: {said}"

"""Commands in hints: pasted into a shell they are what they were meant to be."""

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck import hint
from dvcheck.actions.walks import WalkOptions
from dvcheck.cli import at_once
from dvcheck.cli.entries import commands_of
from dvcheck.cli.table_of_precinct import PRECINCT
from tests.cli.test_at_once import read_by_typer
from tests.journal import cases
from tests.pty import PATIENCE, Officer, dvcheck

PACKAGE = Path(__file__).parents[1] / "dvcheck"

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.skipif(sys.platform == "win32", reason="another shell")
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_shell_reads_the_words_of_a_command_as_they_were(words: list[str]) -> None:
    line = " ".join(map(hint._quoted_for_posix, words))
    assert line.isprintable() or not any(ord(c) < 32 or ord(c) == 127 for c in line)
    shown = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {line}"], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    assert shown.stdout.decode().split("\0")[:-1] == words


@given(WORDS)
def test_windows_reads_the_words_of_a_command_as_they_were(word: str) -> None:
    quoted = hint._quoted_for_windows(word)
    assert _read_by_windows(quoted) == word
    if re.search(r"[&|<>^(); ]", word):
        assert quoted.startswith('"')


def _read_by_windows(line: str) -> str:
    """One argument as Microsoft's C library takes it apart."""
    read, slashes, inside = "", 0, False
    for character in line:
        if character == "\\":
            slashes += 1
            continue
        if character == '"':
            read += "\\" * (slashes // 2)
            if slashes % 2:
                read += '"'
            else:
                inside = not inside
        else:
            read += "\\" * slashes + character
            assert inside or character not in " \t"
        slashes = 0
    return read + "\\" * slashes


FOLDER = "it's $(touch stolen) `touch stolen` " + "with a long name " * 5
"""A home folder whose name would run a program in double quotes, and is wider than a terminal."""


@pytest.mark.skipif(sys.platform == "win32", reason="such a folder cannot be there")
def test_every_command_that_is_shown_can_be_pasted_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DVCHECK_HOME")
    monkeypatch.chdir(tmp_path)
    home = tmp_path / FOLDER
    made = dvcheck("incident", "--new", "--plain", "--number", "26 1", "--home", str(home), typed="1\n")
    shown = [made.stderr]
    for line in ("cases", "outstanding", "show '26 1'", "shift status", "explain '26 1' bogus", "show 99"):
        done = dvcheck(*shlex.split(line), "--home", str(home))
        shown += [done.stdout, done.stderr]
    done = dvcheck("incident", "--plain", "--number", "26 1", "--home", str(home), typed="")
    shown.append(done.stderr)
    commands = [line for text in shown for line in text.splitlines() if line.startswith("  python")]
    assert len(commands) >= 6
    for command in commands:
        ready = command.replace("HH:MM", "07:00")
        ran = subprocess.run(
            ["sh", "-c", ready], capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL
        )
        assert b"Usage" not in ran.stderr, command
        assert b"no case" not in ran.stderr, command
        assert b"nothing is recorded" not in ran.stderr, command
    assert not (tmp_path / "stolen").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="such a folder cannot be there")
def test_a_long_command_is_not_broken_on_a_narrow_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DVCHECK_HOME")
    home = tmp_path / FOLDER
    dvcheck("incident", "--new", "--plain", "--home", str(home), typed="1\n")
    with Officer("outstanding", "--home", str(home), columns=40, lines=60) as officer:
        assert officer.exit_status == 0
        text = officer.raw.decode().replace("\r\n", "\n")
    (command,) = [line for line in text.splitlines() if "incident" in line]
    assert shlex.split(command)[-2:] == ["--home", str(home)]


def test_a_command_names_the_program_as_it_was_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "bin" / "dvcheck"
    script.parent.mkdir()
    script.write_text("")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert hint.command("cases") == f"{shlex.quote(str(script))} cases"
    if sys.platform != "win32":
        monkeypatch.setenv("PATH", str(script.parent))
        assert hint.command("cases") == "dvcheck cases"
    monkeypatch.setattr(sys, "argv", [str(PACKAGE / "__main__.py")])
    monkeypatch.setattr(sys, "orig_argv", ["my pythons/python"])
    assert hint.command("cases") in (
        "'my pythons/python' -m dvcheck cases",
        '"my pythons/python" -m dvcheck cases',
    )


CHECKLISTS = st.sampled_from([*hint.SHORT_FORMS, "walk", "new", "cases", "help"]) | st.from_regex(
    "[a-z][a-z0-9-]{0,20}", fullmatch=True
)


@given(CHECKLISTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_the_command_that_resumes_a_walk_walks_that_checklist_whatever_its_name(checklist: str) -> None:
    words = shlex.split(hint.walk(checklist, "c-7F2K"))[1:]
    with pytest.MonkeyPatch.context() as patched:
        read = read_by_typer(words, patched)
    assert read is not None, "Typer refuses it"
    assert read[1] == WalkOptions(checklist=checklist, case="c-7F2K")
    assert at_once.read_walk(words, {}) == at_once.WalkLine(checklist, "c-7F2K", False, None)


@given(CHECKLISTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_the_command_that_begins_a_walk_names_the_pack_it_is_of(checklist: str) -> None:
    with hint.naming(Path("/home folder"), Path("my packs/one")):
        words = shlex.split(hint.walk_new(checklist, "--number", "26 1"))[1:]
    with pytest.MonkeyPatch.context() as patched:
        read = read_by_typer(words, patched)
    assert read is not None, "Typer refuses it"
    workspace, wanted = read
    assert wanted == WalkOptions(checklist=checklist, number="26 1")
    assert workspace.folder == Path("my packs/one")
    assert workspace.home == Path("/home folder")


def test_only_the_short_forms_are_commands_of_their_own() -> None:
    assert hint.walk("incident", "c-7F2K").endswith(" incident c-7F2K")
    assert hint.walk("parties", "c-7F2K").endswith(" walk parties c-7F2K")


def test_a_home_folder_is_named_as_long_as_a_command_runs(tmp_path: Path) -> None:
    with hint.naming(tmp_path):
        assert shlex.split(hint.on_journal("cases"))[-2:] == ["--home", str(tmp_path)]
    assert "--home" not in hint.on_journal("cases")


def test_the_home_folder_is_named_only_where_it_was_named(tmp_path: Path) -> None:
    named = dvcheck("cases", "--home", str(tmp_path / "other"))
    assert named.stdout.endswith(f"dvcheck incident --home {tmp_path / 'other'}\n")
    assert dvcheck("cases").stdout.endswith("dvcheck incident\n")
    assert cases() == []
    json.loads(dvcheck("cases", "--format", "json").stdout)
    assert os.environ["DVCHECK_HOME"]


def test_only_hint_makes_a_command_of_the_name_of_a_checklist() -> None:
    """Elsewhere the first word of a command is written out: a checklist need not be a command."""
    seen = 0
    for path in PACKAGE.rglob("*.py"):
        if path.name == "hint.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            if called == "on_journal" or (called == "command" and "hint" in path.read_text(encoding="utf-8")):
                first = node.args[0] if node.args else None
                if (
                    isinstance(first, ast.Constant)
                    and called == "command"
                    and path.parts[-2:-1] == ("commands",)
                ):
                    continue
                seen += 1
                assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: {ast.unparse(node)}"
    assert seen > 30


ALLOWED = (
    "older: dvcheck cases)",  # in the title of a list, which is wrapped
    "A receipt is what dvcheck report CASE",  # no case is known there
    "dvcheck journal verify --head",  # on paper
)


def test_no_text_names_a_command_that_was_not_made_by_hint() -> None:
    command = re.compile(
        r"dvcheck (incident|walk|verify-order|serve-order|standby|outstanding|show|explain|done|amend|note|"
        r"close|purge|cases|report|assess|policy|contacts|demo|config|shift|journal \w+|pack)\b"
    )
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        described = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in described:
                continue
            if command.search(node.value) and not any(text in node.value for text in ALLOWED):
                pytest.fail(f"{path}:{node.lineno}: {node.value!r} is to be made with dvcheck.hint")


def test_a_command_of_the_precinct_in_a_text_is_one_of_the_table() -> None:
    """These are for somebody at another computer, so they are no commands to paste here."""

    known = tuple(" ".join((*names, "")) for one in PRECINCT.entries for names, _ in commands_of(one))
    seen = 0
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            for found in re.finditer(r"(?<!`)dvcheck ((?:push|board|precinct)\b[a-z -]*)", node.value):
                seen += 1
                assert f"{found[1]} ".startswith(known), node.value
    assert seen > 5

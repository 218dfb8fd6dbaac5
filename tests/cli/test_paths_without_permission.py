"""Paths without permission, and names that are too long: every command says so in words of our own."""

import os
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from typer.models import TyperPath

from dvcheck.cli.entries import commands_of
from dvcheck.cli.table import TREE
from dvcheck.cli.tree import full_tree
from dvcheck.errors import Exit
from tests.journal import entries, only_case
from tests.programs.obeying_modes import CAN_OBEY
from tests.pty import Officer, run_dvcheck
from tests.terminal.walks import ASSAULT

pytestmark = pytest.mark.skipif(not CAN_OBEY, reason="no mode stops this user")

PICTURE = str(Path(__file__).parents[2] / "docs" / "picture.yaml")
SHARED = {"--home", "--pack", "--output"}
"""The paths that one function reads for all commands: one unreadable path is enough for them."""
MORE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("incident", "verify-order", "serve-order", "standby"), ("--new", "--plain")),
    **dict.fromkeys(("amend", "close", "explain", "report", "show"), ("26-1",)),
    **dict.fromkeys(("case hand-over", "case repack"), ("26-1",)),
    **dict.fromkeys(("precinct case", "precinct purge"), ("journal", "case", "--reason", "a reason")),
    **dict.fromkeys(("demo", "scenario handout"), ("both-bleeding",)),
    "done": ("26-1",),
    "note": ("26-1", "words"),
    "pack remove": ("lakeside",),
    "pack use": ("lakeside",),
    "precinct export": ("--reason", "a reason"),
    "scenario new": ("a-call",),
    "shift extend": ("--ends", "23:00"),
    "train": ("both-bleeding", "--plain"),
    "walk": ("incident", "--new", "--plain"),
}
"""The other words that a command needs before it looks at its paths."""
NOT_RUN = {"precinct try"}
"""It starts a server."""


def _paths_of(words: Sequence[str]) -> list[Any]:
    command: Any = reduce(lambda group, word: group.commands[word], words, _BUILT)
    return [parameter for parameter in command.params if isinstance(parameter.type, TyperPath)]


_BUILT: Any = full_tree()
COMMANDS = {
    name: found
    for entry in TREE
    for words, _ in commands_of(entry)
    if (name := " ".join(words)) not in NOT_RUN and (found := _paths_of(words))
}
"""The commands with paths, each with the parameters that are paths."""


def run(*words: str, env: dict[str, str] | None = None) -> CompletedProcess[str]:
    """Run dvcheck as a user whom the modes of files stop."""
    return run_dvcheck(*words, env={**os.environ, **(env or {})}, module="tests.programs.obeying_modes")


@pytest.fixture
def case(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)  # `case hand-over` writes to the folder it is called in
    done = run("incident", "--new", "--number", "26-1", "--answers", PICTURE)
    assert done.returncode == 0, done.stderr
    # A precinct that is never reached: without one, its commands do not look at their files.
    (home / "config.toml").write_text('[precinct]\ndsn = "host=/nowhere"\n', encoding="utf-8")
    return only_case()


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """Paths that cannot be read. The files are there."""
    closed, file = tmp_path / "closed", tmp_path / "file"
    closed.mkdir()
    for one in (closed / "file", file):
        one.write_text("words\n", encoding="utf-8")
    file.chmod(0)
    closed.chmod(0)
    link = tmp_path / "link"
    link.symlink_to(closed / "file")
    yield {
        "in a closed folder": closed / "file",
        "closed": file,
        "link": link,
        "too long": tmp_path / ("x" * 300),
    }
    closed.chmod(0o700)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_path_ends_a_command_unexpectedly(
    name: str, case: str, paths: dict[str, Path], tmp_path: Path
) -> None:
    before = entries(case)
    for parameter in COMMANDS[name]:
        is_option = parameter.param_type_name == "option"
        option = parameter.opts[-1] if is_option else ""
        for kind, path in paths.items():
            if option in SHARED and kind != "in a closed folder":
                continue
            needed = [] if not is_option else [str(tmp_path / "other")] * _files(name)
            words = [*name.split(), *needed, *MORE.get(name, ()), *filter(None, [option]), str(path)]
            done = run(*words)
            said = (words, done.returncode, done.stdout, done.stderr)
            assert done.returncode in (0, 1, 2, 3, 4, 5, 6, 130), said
            assert "is not readable" not in done.stderr, said  # as Typer says it, with a usage line
            assert "Traceback" not in done.stderr, said
    assert entries(case)[: len(before)] == before


def _files(name: str) -> int:
    return sum(p.required for p in COMMANDS[name])


def test_the_words_of_each_command_are_right(case: str) -> None:
    """Otherwise a command would end before it looks at its path, and the test above would show nothing."""
    for name, words in MORE.items():
        done = run(*name.split(), *words)
        assert "Usage: " not in done.stderr, (name, done.stderr)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("case", "take-over"), Exit.BAD_INPUT, "{path}: {why}\nName the file that was handed over."),
        (("journal", "restore"), Exit.USAGE, "{path}: {why}\nName the file of a backup."),
        (("assess",), Exit.BAD_INPUT, "{path}: {why}\nCheck the file's name."),
        (("incident", "--new", "--plain", "--answers"), Exit.BAD_INPUT, "{path}: {why}\nCheck"),
        (("pack", "validate"), Exit.BAD_INPUT, "{path}: the pack cannot be read: {why}\n"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("in a closed folder", "Permission denied"),
        ("link", "Permission denied"),
        ("too long", "File name too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    words: tuple[str, ...], code: Exit, said: str, kind: str, why: str, case: str, paths: dict[str, Path]
) -> None:
    done = run(*words, str(paths[kind]))
    assert done.returncode == code
    assert done.stderr.startswith("dvcheck: " + said.format(path=paths[kind], why=why))


def test_a_backup_without_permission_is_not_taken_for_the_journal(case: str, paths: dict[str, Path]) -> None:
    done = run("journal", "restore", str(paths["closed"]))
    assert done.returncode == Exit.USAGE
    assert done.stderr == f"dvcheck: {paths['closed']}: Permission denied\nName the file of a backup.\n"


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("in a closed folder", "Permission denied"),
        ("link", "Permission denied"),
        ("too long", "File name too long"),
    ],
)
def test_a_sergeant_reads_why_a_home_is_not_read(kind: str, why: str, paths: dict[str, Path]) -> None:
    done = run("sergeant", str(paths[kind]), "--check", env={"COLUMNS": "900"})
    assert done.returncode == 1
    assert f"NOT READ: {paths[kind]}: {why}" in done.stdout


def test_a_walk_whose_folder_is_closed_under_it_ends_in_plain_words(home: Path) -> None:
    with Officer("incident", "--new", module="tests.programs.obeying_modes") as officer:
        officer.wait_for_question(ASSAULT[0].text)
        home.chmod(0)
        officer.press(*ASSAULT[0].keys)
        status, text = officer.exit_status, " ".join("\n".join(officer.everything).split())
    home.chmod(0o700)
    assert status == Exit.JOURNAL
    assert "no permission to read and write in" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("kind", ["in a closed folder", "link", "too long"])
def test_the_settings_are_shown_whatever_the_paths_are(kind: str, paths: dict[str, Path]) -> None:
    path = paths[kind]
    done = run("config", "--pack", str(path), env={"COLUMNS": "900"})
    assert (done.returncode, f"{path} (not there)" in done.stdout) == (0, True)
    done = run("config", "--home", str(path), env={"COLUMNS": "900"})
    assert (done.returncode, f"{path}/config.toml (there is none)" in done.stdout) == (0, True)

"""The command line of a walk is read without Typer, and with the same meaning."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer._click.exceptions import ClickException

from dvcheck.actions.walks import WalkOptions
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import Session, at_once, table, tree, walking
from dvcheck.cli.at_once import WalkLine, read_walk
from dvcheck.hint import SHORT_FORMS

_WORDS = (
    "incident",
    "standby",
    "walk",
    "lethality-screen",
    "--new",
    "--ne",
    "-",
    "--",
    "c-7F2K",
    "26-118",
    "",
    " ",
    "--home",
    "show",
    "é\udc80",
)


def read_by_typer(arguments: list[str], patched: pytest.MonkeyPatch) -> tuple[Workspace, WalkOptions] | None:
    """What Typer makes of a walk's command line; None where it refuses it."""
    found: list[tuple[Workspace, WalkOptions]] = []

    def run(workspace: Workspace, wanted: WalkOptions, *, as_json: bool, sensitive: bool) -> None:
        assert not as_json
        assert not sensitive
        found.append((workspace, wanted))

    patched.setattr(walking, "run", run)
    with suppress(ClickException):
        tree.command_line().main(arguments, prog_name="dvcheck", standalone_mode=False, obj=Session())
    return found[0] if found else None


@given(st.lists(st.sampled_from(_WORDS), max_size=4), st.sampled_from([None, "", "/nowhere/home"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_what_is_read_without_typer_is_what_typer_reads(arguments: list[str], home: str | None) -> None:
    with pytest.MonkeyPatch.context() as patched:
        if home is None:
            patched.delenv("DVCHECK_HOME", raising=False)
        else:
            patched.setenv("DVCHECK_HOME", home)
        line = read_walk(arguments, {} if home is None else {"DVCHECK_HOME": home})
        if line is None:
            return
        read = read_by_typer(arguments, patched)
        assert read is not None, "Typer refuses what was taken"
        workspace, wanted = read
        assert wanted == WalkOptions(checklist=line.checklist, case=line.case, new=line.new)
        assert workspace.home == Workspace(home=line.home).home


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("incident", WalkLine("incident", None, False, None)),
        ("incident --new", WalkLine("incident", None, True, None)),
        ("standby c-7F2K", WalkLine("standby", "c-7F2K", False, None)),
        ("verify-order --new 26-118", WalkLine("verify-order", "26-118", True, None)),
        ("serve-order c-7F2K --plain", None),
        ("incident --new --new", None),
        ("incident a b", None),
        ("walk", None),
        ("walk --new", None),
        ("walk parties", WalkLine("parties", None, False, None)),
        ("walk --new parties", WalkLine("parties", None, True, None)),
        ("walk lethality-screen c-7F2K", WalkLine("lethality-screen", "c-7F2K", False, None)),
        ("walk incident c-7F2K --new", WalkLine("incident", "c-7F2K", True, None)),
        ("walk parties a b", None),
        ("walk parties --plain", None),
        ("walk walk", WalkLine("walk", None, False, None)),
        ("outstanding", None),
        ("", None),
    ],
)
def test_only_a_plain_line_is_taken(words: str, expected: WalkLine | None) -> None:
    assert read_walk(words.split(), {}) == expected


def test_another_pack_is_left_to_typer() -> None:
    assert read_walk(["incident"], {"DVCHECK_PACK": "somewhere"}) is None
    assert read_walk(["incident"], {"DVCHECK_PACK": ""}) is not None


def test_without_a_terminal_typer_reads_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dvcheck", "incident"])
    assert at_once.run_walk(Session()) is None


def test_the_short_forms_are_those_of_the_table() -> None:
    assert tuple(entry.name for entry in table.WALKS) == SHORT_FORMS


def test_typer_is_not_loaded_for_such_a_line(tmp_path: Path) -> None:
    first = "dvcheck.cli.at_once, dvcheck.cli.session_workspace, dvcheck.cli.walking, dvcheck.terminal.early"
    late = "('typer', 'rich', 'prompt_toolkit', 'yaml')"
    loaded = f"import sys, {first}; print([m for m in sys.modules if m.split('.')[0] in {late}])"
    command = [sys.executable, "-c", loaded]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"

"""Every command that needs a case offers a list at a terminal, and names what is missing without one."""

import sys
from pathlib import Path

import pytest
import typer

from dvcheck.cli import tree
from tests.pty import run_dvcheck as dvcheck
from tests.terminal.walks import VERBAL, given

if sys.platform != "win32":
    from tests.journal import cases, only_case
    from tests.pty import CTRL_C, ENTER, Officer

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")

WITHOUT = {"walk", "incident", "verify-order", "serve-order", "standby", "outstanding"}
"""What a case may be named to, and which has a meaning without one."""


def taking_a_case(group: typer.core.TyperGroup, *path: str) -> list[tuple[str, ...]]:
    """The commands with an argument that is a case, found in the tree."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            found += taking_a_case(command, *path, name)
        elif any(param.metavar == "[CASE]" for param in command.params):
            found.append((*path, name))
    return found


ALL = taking_a_case(tree.full_tree())
NEEDING = [words for words in ALL if words[0] not in WITHOUT]


def begun(tmp_path: Path, number: str, *more: str) -> None:
    assert dvcheck("incident", "--number", number, *given(tmp_path, VERBAL[:3]), *more).returncode == 0


def test_the_tree_is_searched() -> None:
    assert {words[0] for words in ALL} >= WITHOUT
    assert {("show",), ("done",), ("explain",), ("report",), ("amend",), ("note",), ("close",)} < set(NEEDING)
    assert ("case", "repack") in NEEDING


@pytest.mark.parametrize("words", NEEDING, ids=" ".join)
def test_without_a_terminal_the_missing_case_is_named(words: tuple[str, ...], tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    for plain in ((), ("--plain",)):
        if plain and words == ("report",):
            continue  # it prints no screen
        done = dvcheck(*words, *plain, typed="\n")
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.splitlines()[0] == f"Usage: dvcheck {' '.join(words)} [OPTIONS] [CASE]" + {
            "amend": " [QUESTION]",
            "done": " [DUTY]...",
            "explain": " [DUTY]",
            "note": " [TEXT]...",
        }.get(words[0], "")
        assert done.stderr.splitlines()[-1] == "Error: Missing argument 'CASE'."


@at_terminal
@pytest.mark.parametrize("words", NEEDING, ids=" ".join)
def test_at_a_terminal_the_cases_are_offered_the_one_worked_on_last_first(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    begun(tmp_path, "26-1")
    begun(tmp_path, "26-2")
    with Officer(*words) as officer:
        officer.wait_for_question("Which case?")
        first, second = (line for line in officer.screen if "stopped at" in line)
        assert "» 1 c-" in first
        assert "26-2" in first
        assert "26-1" in second
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert officer.says("Left. No case was chosen.")
        assert officer.left_as_found


@at_terminal
@pytest.mark.parametrize("words", NEEDING, ids=" ".join)
def test_the_only_open_case_is_taken_and_named(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some of the commands write a file
    begun(tmp_path, "26-1")
    with Officer(*words) as officer:
        only = f"{only_case()} 26-1: the only open case."
        officer.wait_until(lambda: any(only in line for line in officer.everything), only)
        assert not officer.says("Which case?")


@at_terminal
def test_the_chosen_case_is_what_the_command_is_about(tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    begun(tmp_path, "26-2")
    with Officer("note", "--plain") as officer:
        officer.wait_for("Which case?")
        officer.press("2", ENTER)
        officer.wait_for("What should the note say?")
        officer.wait_for("Note, or Enter to go back:")
        officer.press(*"drives a blue Honda", ENTER)
        assert officer.exit_status == 0
    of_number = {case.number: case for case in cases()}
    assert [remark.text for remark in of_number["26-1"].remarks] == ["drives a blue Honda"]
    assert of_number["26-2"].remarks == ()


@at_terminal
def test_a_note_is_asked_for_as_one_and_may_be_as_short_as_one_likes(tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    with Officer("note", "26-1") as officer:
        officer.wait_for("What should the note say?")
        assert officer.says("text then Enter Enter alone goes back")
        officer.press(*"OK", ENTER)
        assert officer.exit_status == 0
    with Officer("note", "26-1") as officer:
        officer.wait_for("What should the note say?")
        officer.press(ENTER)
        assert officer.exit_status == 130
        assert officer.says("Nothing was noted.")
    (case,) = cases()
    assert [remark.text for remark in case.remarks] == ["OK"]


@at_terminal
def test_a_closed_case_is_offered_to_be_opened_again(tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    begun(tmp_path, "26-2")
    assert dvcheck("close", "26-1", "--reason", "handed over").returncode == 0
    with Officer("close", "--reopen") as officer:
        officer.wait_for_question("Which case?")
        assert officer.says("26-1")
        assert not officer.says("26-2")
        officer.press("1")
        officer.wait_for("is open again.")


@at_terminal
def test_where_no_case_is_open_it_says_how_to_find_a_closed_one(tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    assert dvcheck("close", "26-1", "--reason", "handed over").returncode == 0
    with Officer("show") as officer:
        assert officer.exit_status == 2
        assert officer.says("dvcheck: no case is open")
        assert officer.says("cases --closed")


@at_terminal
def test_a_result_that_goes_to_a_file_is_asked_for_on_standard_error(tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    begun(tmp_path, "26-2")
    with Officer("report", "-o", str(tmp_path / "out.md")) as officer:
        officer.wait_for_question("Which case?")
        officer.press("2")
        officer.wait_for("Written to")
    assert "26-1" in (tmp_path / "out.md").read_text(encoding="utf-8")


def test_a_note_is_written_without_quotes(tmp_path: Path) -> None:
    begun(tmp_path, "26-1")
    done = dvcheck("note", "26-1", "suspect", "drives", "blue", "Honda")
    assert done.returncode == 0
    assert "suspect drives blue Honda" in dvcheck("show", "26-1").stdout

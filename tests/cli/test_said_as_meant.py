"""The typing of newcomers: help, version, and options in the wrong place."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer._click.exceptions import UsageError

from dvcheck import __version__
from dvcheck.cli import tree
from tests.pty import run_dvcheck as dvcheck
from tests.terminal.walks import VERBAL, given

if sys.platform != "win32":
    from tests.pty import ENTER, Officer

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")


@pytest.mark.parametrize(
    ("typed", "same"),
    [("-h", "--help"), ("help", "--help"), ("help show", "show --help"), ("show -h", "show --help")],
)
def test_help_is_found_by_every_name(typed: str, same: str) -> None:
    done, meant = dvcheck(*typed.split()), dvcheck(*same.split())
    assert done.returncode == meant.returncode == 0
    assert done.stdout == meant.stdout != ""


@pytest.mark.parametrize("typed", ["help shift start", "shift start -h", "shift help start"])
def test_help_of_a_command_in_a_group(typed: str) -> None:
    done = dvcheck(*typed.split())
    assert done.stdout.startswith("Usage: dvcheck shift start") == (typed != "shift help start")


def test_help_cuts_no_description() -> None:
    for words in ((), ("pack",), ("journal",)):
        said = dvcheck(*words, "--help").stdout
        assert "..." not in said.partition("-h, --help")[2]
        assert max(map(len, said.splitlines())) <= 80


def test_the_version_is_a_word_too() -> None:
    assert dvcheck("version").stdout == dvcheck("--version").stdout == f"dvcheck {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--home /tmp/there outstanding c-1", "outstanding c-1 --home /tmp/there"),
        ("--home=/tmp/there outstanding", "outstanding --home=/tmp/there"),
        ("--plain incident --new", "incident --new --plain"),
        ("--home /tmp/there", "COMMAND --home /tmp/there"),
    ],
)
def test_an_option_before_the_command_is_told_where_it_goes(typed: str, meant: str) -> None:
    done = dvcheck(*typed.split())
    assert done.returncode == 2
    option = typed.partition(" ")[0].partition("=")[0]
    assert done.stderr.splitlines()[-2:] == [
        f"Error: {option} goes after the command:",
        f"  python -m dvcheck {meant}",
    ]


@pytest.mark.parametrize(
    "command", ["", "outstanding", "incident", "shift", "shift status", "demo", "sergeant", "no-such"]
)
@pytest.mark.parametrize("form", ["--home {}", "--home={}"])
def test_a_second_home_is_refused_and_the_command_for_several_is_named(
    command: str, form: str, tmp_path: Path
) -> None:
    homes = [str(tmp_path / name) for name in "ab"]
    done = dvcheck(*command.split(), *(word for home in homes for word in form.format(home).split()))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-2:] == [
        "Error: --home is given twice. Give it once. To list what is open in all of these homes:",
        f"  python -m dvcheck sergeant {homes[0]} {homes[1]}",
    ]
    assert list(tmp_path.glob("[ab]")) == []


def test_words_after_two_dashes_are_no_options(tmp_path: Path) -> None:
    assert dvcheck("incident", "--number", "26-1", *given(tmp_path, VERBAL)).returncode == 0
    assert dvcheck("note", "26-1", "--", "--home", "twice", "--home", "twice").returncode == 0


def _single_valued() -> list[tuple[str, str]]:
    """Every command with each option that takes one value."""
    found = []
    for name, command in _commands(tree.full_tree(), ""):
        for param in command.params:
            if param.param_type_name == "option" and not (param.is_flag or param.multiple or param.count):
                found.append((name, max(param.opts, key=len)))
    return found


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def test_every_option_that_takes_one_value_is_refused_twice_on_every_command(home: Path) -> None:
    checked, built = _single_valued(), dict(_commands(tree.full_tree(), ""))
    assert len(checked) > 60
    for name, option in checked:
        command = built[name]
        with pytest.raises(UsageError) as error:
            command.parse_args(typer.Context(command), [option, "1", option, "2"])
        assert error.value.message.startswith(f"{option} is given twice. Give it once")
    assert not home.exists()


def test_words_of_a_screen_name_a_duty_and_an_answer(tmp_path: Path) -> None:
    assert dvcheck("incident", "--number", "26-1", *given(tmp_path, VERBAL)).returncode == 0
    done = dvcheck("done", "26-1", "GO report", "--format", "json")
    assert [duty["id"] for duty in json.loads(done.stdout)["obligations"]] == ["go-report"]
    assert "go-report" in dvcheck("explain", "26-1", "GO report").stdout
    changed = dvcheck("amend", "26-1", "two MEMBERS", "--plain", typed="u\ny\n")
    assert changed.returncode == 0
    assert changed.stdout.endswith("Recorded.\n")


def test_a_slip_in_the_id_of_a_case_names_the_case_also_a_closed_one(tmp_path: Path) -> None:
    done = dvcheck("incident", *given(tmp_path, VERBAL), "--format", "json")
    case = json.loads(done.stdout)["case"]["id"]
    slip = case[:-1] + ("0" if case[-1] != "0" else "1")
    for _ in range(2):
        done = dvcheck("show", slip)
        assert done.returncode == 2
        assert done.stderr.startswith(f'dvcheck: no case "{slip}"; did you mean "{case}"?\n')
        dvcheck("close", case, "--reason", "handed over")


@at_terminal
def test_the_start_of_a_shift_asks_when_it_ends() -> None:
    with Officer("shift", "start") as officer:
        officer.wait_for_question("When does the shift end?")
        first = next(line for line in officer.screen if "» 1" in line)
        end = first.split()[2]
        assert end.endswith(":00")
        officer.press(ENTER)
        officer.wait_for(f"Shift until {end}")
        assert officer.exit_status == 0


@at_terminal
@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["keys", "plain"])
@pytest.mark.parametrize(("typed", "end"), [("7:30am", "07:30"), ("07:30", "07:30"), ("7 pm", "19:00")])
def test_a_shift_that_ends_at_another_time_takes_it_as_it_is_typed(
    options: tuple[str, ...], typed: str, end: str
) -> None:
    with Officer("shift", "start", *options) as officer:
        officer.wait_for("At another time: type it")
        officer.press("8", *((ENTER,) if options else ()))
        officer.wait_for("A time such as 07:30 or 7:30am")
        officer.press(*"7", ENTER)
        officer.wait_for('"7" is two times of day. Write 07:00 or 19:00.')
        officer.press(*(() if options else ("\x7f",)), *typed, ENTER)
        # The day is named if the shift ends at this time tomorrow.
        officer.wait_for(f"{end}: it ends in")
        assert officer.exit_status == 0


@at_terminal
def test_the_line_for_a_time_goes_back_to_the_hours() -> None:
    with Officer("shift", "start") as officer:
        officer.wait_for_question("When does the shift end?")
        officer.press("8")
        officer.wait_for("A time such as 07:30 or 7:30am")
        officer.press("b", ENTER)
        officer.wait_for("At another time: type it")
        officer.press(ENTER)
        assert officer.exit_status == 0


def test_without_a_terminal_the_start_of_a_shift_asks_nothing() -> None:
    done = dvcheck("shift", "start", "--plain", typed="1\n")
    assert done.returncode == 2
    assert done.stderr.startswith("dvcheck: when does the shift end?\n")

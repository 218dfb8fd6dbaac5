"""Screens in plain mode are prose: one fact a line, its section last, words for marks, nothing twice."""

import json
import re
from pathlib import Path

import pytest

from tests.journal import only_case
from tests.prose import faults
from tests.pty import dvcheck
from tests.terminal.walks import ASSAULT, STANDBY_ANSWERS, VERBAL, Walk, answers_file, lay_out


def walked(folder: Path, walk: Walk, *options: str) -> str:
    """A case, walked from a file; its id."""
    done = dvcheck("incident", "--answers", answers_file(folder, walk), "--format", "json", *options)
    assert done.returncode == 0, done.stderr
    name: str = json.loads(done.stdout)["case"]["id"]
    return name


def read(*arguments: str) -> str:
    """What a command says in plain mode."""
    done = dvcheck(*arguments, "--plain")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def case(tmp_path: Path) -> str:
    return walked(tmp_path, ASSAULT)


def test_a_duty_is_a_sentence_that_ends_with_its_section(case: str) -> None:
    assert re.search(
        r"(?m)^\d+\. Complete the GO report\. Before end of shift\. Section 3\.1\.$", read("outstanding")
    )


def test_the_case_is_named_only_where_there_are_several(case: str, tmp_path: Path) -> None:
    assert f"Case {case}" not in read("outstanding")
    other = walked(tmp_path, VERBAL, "--new")
    found = read("outstanding")
    assert f"Case {case}. Section" in found
    assert f"Case {other}. Section" in found


def test_the_numbers_count_all_that_is_open(case: str) -> None:
    found = read("outstanding")
    numbers = [int(n) for n in re.findall(r"(?m)^(\d+)\. ", found)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert f"{len(numbers)} open in 1 open case." in found


@pytest.mark.parametrize("options", [(), ("--why",)], ids=["brief", "why"])
@pytest.mark.parametrize("command", ["outstanding", "show"])
def test_a_screen_is_prose(command: str, options: tuple[str, ...], case: str) -> None:
    named = (case,) if command == "show" else ()
    assert faults(read(command, *named, *options)) == []


def test_what_holds_is_said_in_words(case: str) -> None:
    found = read("show", case)
    assert "Forbidden: Do not cancel cover. Section 2.1.1." in found
    assert "In force: Copy of report on request. Section 2.1.6." in found
    assert "Done: Determine the primary or potential suspect. Section 2.1.2." in found


def test_the_most_urgent_is_read_first(case: str) -> None:
    found = read("show", case)
    order = [found.index(f"\n{group}, ") for group in ("Do now", "Before you clear", "Reports and papers")]
    assert order == sorted(order)
    assert found.startswith("Answers, ")
    assert found.index("\nDone: ") < order[0]
    assert order[-1] < found.index("\nForbidden: ") < found.index("\nIn force: ")


def test_a_walk_from_a_file_ends_with_prose(tmp_path: Path) -> None:
    done = dvcheck("incident", "--answers", answers_file(tmp_path, VERBAL), "--plain", typed="1\n")
    assert faults(done.stdout.partition("feasible, b, q: ")[2]) == []
    assert re.search(r"Saved, record \S+\. See it again:\n  .*dvcheck incident c-", done.stdout)


# --- the other commands -------------------------------------------------------------------------------------


@pytest.fixture
def several(case: str, tmp_path: Path) -> str:
    """A shift with an assault, a walk that stopped, and a case that was closed; the assault is given."""
    assert dvcheck("shift", "start", "--ends", "07:00", "--officer", "41023").returncode == 0
    walked(tmp_path, VERBAL, "--new", "--number", "26-300")
    assert dvcheck("close", "26-300", "--reason", "Handed over").returncode == 0
    assert dvcheck("incident", "--new", "--plain", typed="1\ny\nq\n").returncode == 130
    return case


@pytest.mark.parametrize(
    "command",
    [
        "",
        "cases",
        "cases --closed",
        "explain CASE",
        "explain CASE go-report",
        "explain CASE 2.1.4.1",
        "contacts",
        "contacts jail",
        "policy",
        "policy 1.5.1",
        "policy A09",
        "shift status",
        "pack list",
    ],
)
def test_every_command_that_tells_something_is_prose(command: str, several: str) -> None:
    assert faults(read(*command.replace("CASE", several).split())) == []


@pytest.mark.parametrize("command", ["", "cases", "cases --closed", "shift status", "outstanding"])
def test_nothing_is_said_in_prose_too(command: str) -> None:
    found = read(*command.split())
    assert faults(found) == []
    assert re.search("No (open )?cases", found)


def test_a_case_is_a_line(several: str) -> None:
    found = read("cases", "--closed")
    assert found.startswith("3 cases.\n")
    assert re.search(
        r"(?m)^Case c-.{4} 26-300\. Closed\. 2 open, \d+ undecided\. Domestic-violence call\. ", found
    )
    assert re.search(rf"(?m)^Case {several}\. \d+ open, \d+ undecided\. .*Opened \d\d:\d\d\.$", found)
    assert read("cases").startswith("2 open cases.\n")


def test_a_clock_that_runs_is_said_with_its_case() -> None:
    keys = (step.keys.strip() for step in lay_out("standby", STANDBY_ANSWERS))
    typed = "".join(f"{' '.join(line) if line.isdigit() else line}\n" for line in keys)
    assert dvcheck("standby", "--plain", typed=f"{typed}q\n").returncode == 130
    runs = r"Standby clock runs until \d\d:\d\d\."
    for command in ("", "cases", "shift status"):
        found = read(*command.split())
        assert faults(found) == []
        assert re.search(runs, found), found
    assert only_case() in read()


def test_an_explanation_says_what_it_rests_on_and_why(several: str) -> None:
    found = read("explain", several, "go-report").splitlines()
    assert found[0].startswith("Shall. ")
    assert found[1].startswith("go-report: open. ")
    assert any(line.endswith("Section 3.1.") for line in found)
    assert "Because you answered:" in found


def test_a_number_comes_after_the_name_of_whom_to_call() -> None:
    found = read("contacts")
    assert "Emergency: 911. Danger to anyone, now. Source 1." in found
    assert "Check first: " in found
    assert re.search(r"(?m)^Source 1: ", found)


def test_a_statement_of_the_policy_is_a_line_that_ends_with_its_section() -> None:
    found = read("policy", "1.3.1")
    assert re.search(
        r"(?m)^Cannot\. A petitioner cannot serve their own protection order\. .*Section 1\.3\.1\.$", found
    )


def test_the_end_of_a_shift_is_read_aloud(several: str) -> None:
    done = dvcheck("shift", "end", "--plain", typed="1\n" + 80 * "1\nNo computer\n")
    asked, _, told = done.stdout.partition("Hand-over ")
    assert faults(f"Hand-over {told}") == []
    assert re.search(r"(?m)^Case c-\S+\. Shall\. .* more after it\. Sections? [\d., P]+$", asked)
    assert " · " not in asked
    assert re.search(r"(?m)^Shift .* officer 41023\. It ends in ", told)
    assert re.search(rf"(?m)^Case {several}: code [0-9A-F-]+\.$", told)


def test_the_first_screen_is_prose_where_that_is_asked_for(several: str) -> None:
    found = read()
    assert re.search(
        r"(?m)^Shift until (?:[A-Z][a-z]{2} )?07:00, in (\d+ hours?)?( ?\d+ minutes?)?\.$", found
    )
    assert re.search(r"(?m)^\d+ open in 2 open cases\.$", found)
    assert re.search(r"(?m)^Unfinished: c-\S+, \d\d:\d\d, stopped at .*\. Continue with:$", found)

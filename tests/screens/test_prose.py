"""Screens in plain mode are prose: one thing a line, its section last, words for marks, nothing twice."""

import json
import re
from pathlib import Path

import pytest

from tests.prose import faults
from tests.terminal.officer import dvcheck
from tests.terminal.walks import ASSAULT, VERBAL, Walk, answers_file


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
    assert re.search(r"Saved, record \S+\. Resume:\n  .*dvcheck incident c-", done.stdout)

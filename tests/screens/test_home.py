"""The first screen as prose."""

from pathlib import Path

import pytest

from dvcheck.actions import home as action
from dvcheck.actions import marks
from dvcheck.actions.desk import Desk
from dvcheck.record.clock import now
from dvcheck.screens.home import lines
from tests.actions.calls import unfinished, verbal


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home=home)


def said(desk: Desk) -> list[str]:
    return [*lines(action.home(desk, now()))]


def test_without_cases_it_names_the_commands_that_begin(desk: Desk) -> None:
    told = said(desk)
    assert told[1] == "No open cases."
    assert "  dvcheck incident" in told
    assert told[-2:] == ["All commands:", "  dvcheck --help"]


def test_each_line_says_one_thing_and_each_command_has_its_own(desk: Desk, tmp_path: Path) -> None:
    case = unfinished(desk, tmp_path, "26-1")
    verbal(desk, tmp_path, "26-2")
    marks.note(desk, case, "Called back.")
    told = said(desk)
    assert len(told) == len(set(told))
    assert any(line.endswith("open in 2 open cases.") for line in told)
    at = told.index(f"  dvcheck incident {case}")
    assert told[at - 1].startswith(f"Unfinished: {case} 26-1")
    assert "  dvcheck outstanding" in told
    assert all(line.startswith("  ") or line.endswith((".", ":")) for line in told)

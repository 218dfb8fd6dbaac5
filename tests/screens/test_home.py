"""The first screen as prose."""

from pathlib import Path

import pytest

from dvcheck.actions import home as action
from dvcheck.actions import marks
from dvcheck.actions.workspace import Workspace
from dvcheck.record.clock import now
from dvcheck.screens.home import lines
from tests.actions.calls import unfinished, verbal


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def said(workspace: Workspace) -> list[str]:
    return [*lines(action.home(workspace, now()))]


def test_without_cases_it_names_the_commands_that_begin(workspace: Workspace) -> None:
    told = said(workspace)
    assert told[1] == "No open cases."
    assert "  dvcheck incident" in told
    assert told[-2:] == ["All commands:", "  dvcheck --help"]


def test_each_line_says_one_thing_and_each_command_has_its_own(workspace: Workspace, tmp_path: Path) -> None:
    case = unfinished(workspace, tmp_path, "26-1")
    verbal(workspace, tmp_path, "26-2")
    marks.note(workspace, case, "Called back.")
    told = said(workspace)
    assert len(told) == len(set(told))
    assert any(line.endswith("open in 2 open cases.") for line in told)
    at = told.index(f"  dvcheck incident {case}")
    assert told[at - 1].startswith(f"Unfinished: {case} 26-1")
    assert "  dvcheck outstanding" in told
    assert all(line.startswith("  ") or line.endswith((".", ":")) for line in told)

"""`dvcheck` alone at a terminal: what is owed, where walks stopped, and the keys that act on it."""

from pathlib import Path

import pytest

from dvcheck.errors import Exit
from tests.terminal.officer import CTRL_C, ENTER, Officer, answers, cases, dvcheck
from tests.terminal.walks import ASSAULT, VERBAL, given, press_through

STOPPED = 2
"""How many questions of an unfinished walk are answered."""


def walked(tmp_path: Path) -> str:
    """A case that was walked to its end."""
    return _new(tmp_path, len(VERBAL))


def unfinished(tmp_path: Path) -> str:
    """A case whose walk stopped."""
    return _new(tmp_path, STOPPED)


def _new(tmp_path: Path, answered: int) -> str:
    before = {case.id for case in cases()}
    done = dvcheck("incident", "--new", *given(tmp_path, VERBAL[:answered]))
    assert done.returncode == 0, done.stderr
    (new,) = {case.id for case in cases()} - before
    return new


def test_without_a_terminal_the_bare_command_prints_help_and_exits_with_2() -> None:
    done = dvcheck()
    assert done.returncode == Exit.USAGE
    assert "Usage: dvcheck" in done.stdout + done.stderr


@pytest.mark.parametrize("key", ["q", "Q", CTRL_C])
def test_home_is_left_with_0_and_the_terminal_as_it_was(key: str, tmp_path: Path) -> None:
    walked(tmp_path)
    with Officer() as officer:
        officer.wait_for("2 open in 1 open case")
        officer.wait_for("q leave")
        officer.press(key)
        assert officer.exit_status == 0
        assert officer.left_as_found
        assert officer.raw.count(b"\x1b[?1049h") == officer.raw.count(b"\x1b[?1049l") == 1


def test_home_before_anything_is_recorded_makes_no_journal(home: Path) -> None:
    with Officer() as officer:
        officer.wait_for("No open cases.")
        officer.wait_for("1 incident  2 verify-order  3 serve-order  4 standby")
        officer.press("q")
        assert officer.exit_status == 0
    assert not list(home.glob("journal*"))


def test_enter_resumes_the_walk_worked_on_last(tmp_path: Path) -> None:
    older, newer = unfinished(tmp_path), unfinished(tmp_path)
    with Officer() as officer:
        officer.wait_for(f"» {newer}")
        officer.wait_for(f"{newer}  ")
        officer.wait_for(f"stopped at {next_of(STOPPED)}")
        assert officer.screen.index(next(line for line in officer.screen if older in line)) > 3
        officer.press(ENTER)
        press_through(officer, VERBAL[STOPPED : STOPPED + 1])
        officer.wait_for_question(VERBAL[STOPPED + 1].text)
    assert len(answers(newer)) == STOPPED + 1
    assert len(answers(older)) == STOPPED


def next_of(answered: int) -> str:
    """The short name of the question that comes after so many answers."""
    from tests.terminal.walks import shipped

    return next(q.name for q in shipped().questions() if q.id == VERBAL[answered].id)


def test_a_digit_begins_a_walk(tmp_path: Path) -> None:
    with Officer() as officer:
        officer.wait_for("1 incident")
        officer.press("1")
        officer.wait_for_question(ASSAULT[0].text)
        officer.press("q")
        officer.wait_for("4 standby")
        officer.press("q")
        assert officer.exit_status == 0

"""The first screen as a person has approved it: in three widths, and as prose."""

import re
from pathlib import Path

import pytest

from tests.pty import Night, Officer
from tests.terminal.golden import compare
from tests.terminal.walks import ASSAULT, VERBAL, answers_file


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """Make a night at 02:30, with a shift until 07:00, a walk at its end and an unfinished one."""
    night = Night(tmp_path)
    night.says("shift", "start", "--ends", "07:00")
    night.says("incident", "--answers", answers_file(tmp_path, ASSAULT), "--number", "26-118")
    night.at("02:21", "2026-11-21")
    night.says("incident", "--answers", answers_file(tmp_path, VERBAL[:8]), "--new")
    night.at("02:30")
    return night


def shown(night: Night, *, columns: int = 80, lines: int = 24, **env: str) -> Officer:
    return Officer(
        env={**night.env, **env}, module="tests.programs.moved_clock", columns=columns, lines=lines
    )


def test_what_is_overdue_stands_first_once_a_shift_is_over(night: Night) -> None:
    night.at("07:04")
    with shown(night) as officer:
        officer.wait_for("q leave")
        compare("home-overdue", officer.screen)


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 30), (40, 24), (20, 10)])
def test_the_first_screen(night: Night, columns: int, lines: int) -> None:
    with shown(night, columns=columns, lines=lines) as officer:
        officer.wait_for("q leave")
        compare(f"home-{columns}x{lines}", officer.screen)


def test_the_first_screen_without_color_is_the_same(night: Night) -> None:
    with shown(night, NO_COLOR="1") as officer:
        officer.wait_for("q leave")
        compare("home-80x24", officer.screen)
        assert re.search(rb"\x1b\[(0;)?(1;)?[39][1-7]", officer.raw) is None


def test_the_first_screen_as_prose(night: Night) -> None:
    with shown(night, TERM="dumb", lines=40) as officer:
        assert officer.exit_status == 0
        compare("home-plain", officer.everything)


def test_the_keys_in_words(night: Night) -> None:
    with shown(night) as officer:
        officer.wait_for("q leave")
        officer.press("?")
        officer.wait_for("any key back")
        compare("home-keys", officer.screen)

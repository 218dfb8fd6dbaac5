"""Narrow and wide terminals, and a window that is resized in the middle."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.journal import answers, only_case
from tests.pty import ENTER, Officer
from tests.terminal.ends import summary_in
from tests.terminal.walks import ASSAULT, IN_LEDS, TICK, press_through, step, values

_SIZES = [(40, 24), (20, 10), (120, 40)]


@pytest.mark.parametrize(("columns", "lines"), _SIZES)
@pytest.mark.parametrize("name", ["two-members", "relationship", "pain-scale", "crimes"])
def test_a_question_survives_a_change_of_size(name: str, columns: int, lines: int) -> None:
    place = next(n for n, s in enumerate(ASSAULT) if s.id == name)
    with Officer("incident") as officer:
        press_through(officer, ASSAULT[:place])
        officer.wait_for_question(ASSAULT[place].text)
        officer.resize(columns=columns, lines=lines)
        if lines > 10:
            officer.wait_for_question(ASSAULT[place].text)
        officer.press(*ASSAULT[place].keys)
        officer.wait_for(_first_words(ASSAULT[place + 1].text))
        officer.resize(columns=80, lines=24)
        press_through(officer, ASSAULT[place + 1 : place + 3])
        officer.answer(ASSAULT[place + 3].text, "\x03")
        assert officer.exit_status == 130
        assert "Traceback" not in "\n".join(officer.everything)
    assert answers(only_case()) == values(ASSAULT[: place + 3])


@pytest.mark.parametrize(("columns", "lines"), _SIZES)
def test_the_list_survives_a_change_of_size(columns: int, lines: int) -> None:
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.wait_for_question(TICK)
        officer.resize(columns=columns, lines=lines)
        officer.wait_for("shall")
        officer.press(" ", ENTER)
        if columns <= 40:  # the summary is longer than the screen
            officer.wait_for("/ find")
            officer.press("q")
        assert officer.exit_status == 0
        assert "Traceback" not in "\n".join(officer.everything)


def test_a_window_that_changes_all_the_time_loses_no_key() -> None:
    with Officer("incident") as officer:
        for number, step_ in enumerate(ASSAULT):
            columns, lines = [(80, 24), (100, 30), (60, 24), (120, 40)][number % 4]
            officer.resize(columns=columns, lines=lines)
            officer.answer(step_.text, *step_.keys)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert answers(only_case()) == values(ASSAULT)


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    """The terminal itself breaks no line: the output has as many lines as the screen."""
    with Officer("incident", columns=columns, lines=50) as officer:
        press_through(officer, ASSAULT)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", officer.raw.decode())
        lines = summary_in(plain).split("\n")
        assert max(len(line) for line in lines if not line.startswith("  python -m dvcheck")) <= columns
        said = "\n".join(officer.everything)
        assert "BEFORE YOU CLEAR" in said
        assert "end of shift" in said


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_word_is_broken_at_the_edge(columns: int) -> None:
    """Neither questions nor the text between them are cut."""
    with Officer("incident", columns=columns, lines=40) as officer:
        for step_ in ASSAULT:
            officer.wait_for_question(step_.text)
            assert not list(_broken(officer, columns)), "\n".join(officer.screen)
            officer.press(*step_.keys)


@pytest.mark.parametrize("columns", [40, 120])
def test_the_keys_are_shown_whole(columns: int) -> None:
    with Officer("incident", columns=columns, lines=40) as officer:
        officer.wait_for_question(ASSAULT[0].text)
        for key in ("1-4 choose", "u unknown", "b back", "s later", "? help", "q save, leave"):
            assert any(key in line for line in officer.screen), "\n".join(officer.screen)


def test_a_long_choice_fits_24_lines_of_40() -> None:
    with Officer("incident", columns=40) as officer:
        press_through(officer, ASSAULT[:2])
        officer.wait_for_question(step(ASSAULT, "relationship").text)
        assert officer.says("9 None of these")
        assert officer.says("Domestic-violence call")


def test_the_summary_on_40_columns_says_what_the_wide_one_says() -> None:
    with Officer("verify-order", columns=40) as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        case = only_case()
        assert officer.says("! IN FORCE: Enforce the order (1.5.1.3)")
        assert officer.says(f"See it again: python -m dvcheck verify-order {case}")


def _first_words(text: str) -> str:
    """The part of a question that is shown if the window is too small for all of it."""
    return " ".join(text.split()[:2])


def _broken(officer: Officer, columns: int) -> Iterator[str]:
    """Return the lines whose last word continues on the next line."""
    for line, below in pairwise(officer.screen):
        if len(line) == columns and line[-1].isalnum() and below[:1].isalnum():
            yield line

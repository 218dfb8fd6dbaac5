"""Leaving in the middle, by choice or not: no answer is lost, and the terminal is restored."""

import os
import random
import re
import signal
import time
from pathlib import Path

import pytest

from tests.drawn import some
from tests.journal import answers, cases, only_case, shown
from tests.pty import CTRL_C, CTRL_D, ENTER, PATIENCE, Officer, dvcheck
from tests.terminal.ends import summary_in
from tests.terminal.walks import (
    ASSAULT,
    TICK,
    VERBAL,
    before,
    given,
    press_through,
    step,
    values,
)

_SAVED = re.compile(r"Saved: (\d+) answers?\. Resume with:\n  python -m dvcheck (\S+) (c-\w+)")

# --- killed -------------------------------------------------------------------------------------------------

_SEED = 825
_POINTS = [
    (number, round(draw.uniform(0, 0.02), 4))
    for draw in [random.Random(_SEED)]
    for number in sorted(draw.choices(range(len(ASSAULT)), k=20))
]


@pytest.mark.parametrize(("number", "delay"), some(_POINTS))
def test_kill_9_loses_no_answer_whose_next_question_was_shown(number: int, delay: float) -> None:
    """The program is killed `delay` seconds after the key that answers question `number` (from 0)."""
    with Officer("incident") as officer:
        press_through(officer, ASSAULT[:number])
        officer.answer(ASSAULT[number].text, *ASSAULT[number].keys)
        time.sleep(delay)  # the moment of the crash is a fixed time, not an event
        officer.kill()
        upcoming = ASSAULT[number + 1].text if number + 1 < len(ASSAULT) else TICK
        next_shown = officer.says(upcoming)
    recorded = answers(only_case()) if cases() else {}
    assert recorded in (values(ASSAULT[:number]), values(ASSAULT[: number + 1]))
    if next_shown:
        assert recorded == values(ASSAULT[: number + 1])
    if not recorded:
        return  # no case was opened
    case = only_case()
    with Officer("incident", case) as officer:
        officer.wait_for_question(upcoming if len(recorded) > number else ASSAULT[number].text)
    assert answers(case) == recorded


def test_a_window_that_is_closed_loses_nothing() -> None:
    """SIGHUP, as when the terminal's window is closed or the connection drops."""
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:4])
        officer.wait_for_question(VERBAL[4].text)
        officer.signal(signal.SIGHUP)
        assert officer.exit_status != 0
        assert "Traceback" not in "\n".join(officer.everything)
    assert answers(only_case()) == values(VERBAL[:4])


def test_a_terminal_that_is_gone_ends_the_walk() -> None:
    """The other end of the terminal is closed. No process is left waiting for keys forever."""
    officer = Officer("incident")
    with officer:
        press_through(officer, VERBAL[:4])
        officer.wait_for_question(VERBAL[4].text)
        officer.hang_up()
        assert officer.ends_within(PATIENCE)
    assert answers(only_case()) == values(VERBAL[:4])


# --- left ---------------------------------------------------------------------------------------------------

_KEYS = {"Ctrl-C": CTRL_C, "Ctrl-D": CTRL_D, "q": "q"}
_AT = {
    "yes-no": "two-members",
    "choice": "relationship",
    "choices": "crimes",
    "number": "pain-scale",
}


@pytest.mark.parametrize("key", _KEYS)
@pytest.mark.parametrize("kind", _AT)
def test_leaving_at_a_question_saves_and_says_how_to_resume(kind: str, key: str, tmp_path: Path) -> None:
    """The last answer is pressed; the earlier ones come from a file."""
    walk = before(ASSAULT, _AT[kind])
    with Officer("incident", *given(tmp_path, walk[:-1])) as officer:
        press_through(officer, walk[-1:])
        officer.wait_for_question(step(ASSAULT, _AT[kind]).text)
        officer.press(*_leaving(key, kind))
        _assert_left(officer, len(walk))
    assert answers(only_case()) == values(walk)


@pytest.mark.parametrize("key", _KEYS)
def test_leaving_at_the_list_saves_and_says_how_to_resume(key: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.wait_for_question(TICK)
        officer.press(_KEYS[key])
        _assert_left(officer, len(ASSAULT))
    assert answers(only_case()) == values(ASSAULT)


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
def test_leaving_at_the_reason_saves_and_says_how_to_resume(key: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, "x")
        officer.wait_for_question("Why was it not feasible?")
        officer.press(_KEYS[key])
        _assert_left(officer, len(VERBAL))


@pytest.mark.parametrize("key", _KEYS)
def test_leaving_at_the_list_of_cases_opens_none(key: str, tmp_path: Path) -> None:
    assert dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    case = only_case()
    with Officer("incident") as officer:
        officer.wait_for_question("Which case?")
        officer.press(_KEYS[key])
        assert officer.exit_status == 130
        assert officer.says("No case was opened")
        _assert_clean(officer)
    assert only_case() == case


@pytest.mark.parametrize("key", _KEYS)
def test_leaving_before_the_first_answer_opens_no_case(key: str) -> None:
    with Officer("incident") as officer:
        officer.wait_for_question(VERBAL[0].text)
        officer.press(_KEYS[key])
        assert officer.exit_status == 130
        assert officer.says("Left. No case was opened.")
        _assert_clean(officer)
    assert cases() == []


def test_a_case_whose_number_was_given_is_kept_without_an_answer() -> None:
    with Officer("incident", "--number", "26-1") as officer:
        officer.wait_for_question(VERBAL[0].text)
        officer.press(CTRL_C)
        _assert_left(officer, 0)
    assert answers(only_case()) == {}


def test_an_answer_and_ctrl_c_in_one_breath_records_the_answer() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:1])
        officer.wait_for_question(VERBAL[1].text)
        officer.paste(VERBAL[1].keys + CTRL_C)
        _assert_left(officer, 2)
    assert answers(only_case()) == values(VERBAL[:2])


@pytest.mark.parametrize("milliseconds", [40, 60, 80, 110, 150])
def test_ctrl_c_while_it_starts_is_no_traceback(milliseconds: int) -> None:
    """This holds from the program's first line on. It cannot control what Python does before that."""
    # Python itself takes some of the first milliseconds; a fork is at that line at once.
    with Officer("incident", fresh=milliseconds >= 80) as officer:
        officer.read_for(milliseconds / 1000)
        officer.press(CTRL_C)
        status, said = officer.exit_status, "".join(officer.everything)
        # On a busy computer, Python itself is still starting then: it exits with 1.
        assert status in (130, -signal.SIGINT) or (status == 1 and "dvcheck/cli" not in said)
        assert "in main" not in said


def test_the_interrupt_signal_leaves_as_ctrl_c_does() -> None:
    """Interrupted by `kill -INT`, or by a Ctrl-C between two questions."""
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:1])
        officer.wait_for_question(VERBAL[1].text)
        officer.signal(signal.SIGINT)
        _assert_left(officer, 1)


def test_resuming_asks_the_question_that_was_left(tmp_path: Path) -> None:
    with Officer("incident", "--number", "25-123456") as officer:
        press_through(officer, VERBAL[:5])
        officer.answer(VERBAL[5].text, "q")
        assert officer.exit_status == 130
    case = only_case()
    for name in (case, case.lower(), case[2:], "25-123456"):
        with Officer("incident", name) as officer:
            officer.answer(VERBAL[5].text, "q")
            _assert_left(officer, 5)


def test_resuming_a_finished_walk_shows_its_summary(tmp_path: Path) -> None:
    assert dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    with Officer("incident", only_case()) as officer:
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert summary_in("\n".join(officer.everything))


def test_what_was_ticked_off_before_is_not_offered_again(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.wait_for_question(TICK)
        assert officer.says("1 Get everyone's current contact details 3.4")
        officer.press("1", ENTER)
        assert officer.exit_status == 0
    with Officer("incident", only_case()) as officer:
        officer.wait_for_question(TICK)
        assert not officer.says("Get everyone's current contact details")
        assert officer.says("1 end of shift Complete the GO report 3.1")


def test_leaving_says_one_answer_for_one() -> None:
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, *VERBAL[0].keys)
        officer.answer(VERBAL[1].text, "q")
        assert officer.exit_status == 130
        assert officer.says("Saved: 1 answer. ")


def _leaving(key: str, kind: str) -> tuple[str, ...]:
    """On a line of text, `q` is a letter until Enter."""
    return ("q", ENTER) if (key, kind) == ("q", "number") else (_KEYS[key],)


def _assert_left(officer: Officer, answered: int) -> None:
    """Assert exit code 130, with a line that says what was saved, and a command to resume."""
    assert officer.exit_status == 130
    lines = "\n".join(officer.everything[-2:])
    said = _SAVED.fullmatch(lines)
    assert said, lines
    count, command, case = said.groups()
    assert (int(count), command, case) == (answered, "incident", only_case())
    assert len(shown(case)["answers"]) == answered
    _assert_clean(officer)


def _assert_clean(officer: Officer) -> None:
    assert officer.left_as_found
    said = "\n".join(officer.everything)
    assert "Traceback" not in said
    assert "Aborted" not in said
    assert "^C" not in said
    # The last question is removed from the screen with its keys.
    assert "save, leave" not in said
    assert os.environ["DVCHECK_HOME"] not in said

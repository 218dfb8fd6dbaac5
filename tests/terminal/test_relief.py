"""A relief at a terminal: a clock runs on, a walk goes on, and dvcheck asks before a case is there twice."""

import os
from pathlib import Path

import pytest

from tests.journal import answers, cases, only_case, statuses
from tests.pty import CTRL_C, DOWN, ENTER, Officer, dvcheck, run_dvcheck
from tests.terminal.test_walk_standby import ENDED, TO_CLOCK, Clock, standby, wait_for_left
from tests.terminal.walks import ASSAULT, answers_file, before, given, step, values


@pytest.fixture
def sender(tmp_path: Path) -> dict[str, str]:
    """The environment of the officer who hands over. The relief has the journal of the test."""
    return {"DVCHECK_HOME": str(tmp_path / "sender")}


def moves(folder: Path, number: str, sender: dict[str, str]) -> None:
    """Hand a case over, and take it over; with a moved clock if the sender has one."""
    file = str(folder / f"{number}.dvcase")
    module = "tests.programs.moved_clock" if "MOVED_CLOCK" in sender else "dvcheck"
    commands = ("hand-over", number, "-o", file), ("take-over", file)
    for command, computer in zip(commands, (sender, {}), strict=True):
        env = {**os.environ, **sender, "DVCHECK_HOME": os.environ["DVCHECK_HOME"], **computer}
        done = run_dvcheck("case", *command, env=env, module=module)
        assert done.returncode == 0, done.stderr


def test_an_unfinished_walk_goes_on_where_it_stopped(tmp_path: Path, sender: dict[str, str]) -> None:
    told = before(ASSAULT, "crimes")
    assert dvcheck("incident", "--number", "26-1", *given(tmp_path, told), env=sender).returncode == 0
    moves(tmp_path, "26-1", sender)
    with Officer("incident", "26-1") as officer:
        officer.answer(step(ASSAULT, "crimes").text, *step(ASSAULT, "crimes").keys)
        officer.wait_until(lambda: "crimes" in answers(only_case()), "the answer in the journal")
        officer.press("q")
    assert answers(only_case()) == {**values(told), "crimes": step(ASSAULT, "crimes").value}
    assert dvcheck("done", "26-1", "photo-close").returncode == 0
    assert statuses(only_case())["photo-close"] == "done"


def test_a_clock_runs_on_at_the_relief(tmp_path: Path, sender: dict[str, str]) -> None:
    clock = Clock(tmp_path)
    file = answers_file(tmp_path, TO_CLOCK)
    sender |= clock.env
    options = ("--number", "26-2", "--answers", file)
    with Officer("standby", *options, env=sender, module="tests.programs.moved_clock") as officer:
        officer.wait_for("start the clock")
        officer.press("1")
        officer.wait_for("left of 20 minutes")
        clock.passes(minutes=9)
        wait_for_left(officer, 10 * 60, 11 * 60)
        officer.press("q")
    clock.passes(minutes=2)
    moves(tmp_path, "26-2", sender)
    with standby(clock, "26-2") as officer:
        wait_for_left(officer, 8 * 60, 9 * 60 + 30)
        officer.press("e", "e")
        officer.answer(ENDED, "1")
        assert officer.exit_status == 0
    assert dvcheck("cases", "--closed", env=sender).stdout.count("runs until") == 0


def test_a_case_opens_on_both_computers_only_after_a_question(tmp_path: Path, sender: dict[str, str]) -> None:
    assert dvcheck("incident", "--number", "26-3", *given(tmp_path, ASSAULT[:2]), env=sender).returncode == 0
    moves(tmp_path, "26-3", sender)
    with Officer("close", "26-3", "--reopen", env=sender) as officer:
        officer.wait_for("Enter the marked one")
        assert officer.says("both computers have it")
        officer.press(ENTER)
        officer.wait_for("Nothing was reopened.")
        assert officer.exit_status == 0
    with Officer("close", "26-3", "--reopen", env=sender) as officer:
        officer.wait_for("Enter the marked one")
        assert officer.says("both computers have it")
        officer.press(DOWN, ENTER)
        assert officer.exit_status == 0
        assert officer.says("is open again")


@pytest.mark.parametrize(("columns", "plain"), [(80, False), (40, False), (40, True)])
def test_a_later_state_is_taken_only_after_a_question(
    tmp_path: Path, sender: dict[str, str], columns: int, plain: bool
) -> None:
    assert dvcheck("incident", "--number", "26-4", *given(tmp_path, ASSAULT[:2]), env=sender).returncode == 0
    moves(tmp_path, "26-4", sender)
    later = str(tmp_path / "later.dvcase")
    assert dvcheck("close", "26-4", "--reopen", "--yes", env=sender).returncode == 0
    assert dvcheck("case", "hand-over", "26-4", "-o", later, env=sender).returncode == 0
    command = ("case", "take-over", later, *(["--plain"] if plain else []))
    for keys, count in ((CTRL_C,), 1), ((ENTER,), 1), (("2", ENTER) if plain else ("2",), 2):
        with Officer(*command, columns=columns) as officer:
            officer.wait_for("Enter for 1" if plain else "Enter the marked one")
            officer.press(*keys)
            assert officer.exit_status == (130 if keys == (CTRL_C,) else 0)
        assert len(cases()) == count
    assert os.environ["DVCHECK_HOME"] != sender["DVCHECK_HOME"]

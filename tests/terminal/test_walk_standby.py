"""standby, walked with real keys while its clock runs. Tests move the time and do not wait for it."""

import json
import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journal import answers, cases, entries, only_case, shown, statuses
from tests.pty import CTRL_C, DOWN, ENTER, Officer, dvcheck
from tests.terminal.golden import compare
from tests.terminal.walks import STANDBY_ANSWERS, answers_file, before, lay_out, press_through, step

WALK = lay_out("standby", STANDBY_ANSWERS)
TO_CLOCK = before(WALK, "standby-clock")
START = "The respondent goes in: start the clock"
ENDED = "Is the standby completed, or was it cut short?"
OVER = "Have the respondent come out"
BELL = b"\x07"


class Clock:
    """The clocks of a computer: time passes, or its clock is set."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._wall = self._steady = 0.0
        self._write()

    @property
    def env(self) -> dict[str, str]:
        return {"MOVED_CLOCK": str(self._file)}

    def passes(self, **time: float) -> None:
        """Let time pass, whether the program runs or not."""
        seconds = timedelta(**time).total_seconds()
        self._wall += seconds
        self._steady += seconds
        self._write()

    def is_set(self, **by: float) -> None:
        """Set the computer's clock."""
        self._wall += timedelta(**by).total_seconds()
        self._write()

    def _write(self) -> None:
        aside = self._file.with_suffix(".new")
        aside.write_text(f"{self._wall} {self._steady}")
        aside.replace(self._file)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path)


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """Return the options that answer everything before the clock."""
    return ["--new", "--answers", answers_file(tmp_path, TO_CLOCK)]


def standby(clock: Clock, *arguments: str, **options: Any) -> Officer:
    return Officer("standby", *arguments, env=clock.env, module="tests.programs.moved_clock", **options)


def begun(clock: Clock, given: list[str], *more: str, **options: Any) -> Officer:
    """A standby whose clock has just been started."""
    officer = standby(clock, *given, *more, **options)
    officer.answer("Time in the residence", "1")
    officer.wait_for("left of 20 minutes")
    return officer


def left(officer: Officer) -> int:
    """Return the seconds left on the screen; negative when the time is over."""
    text = " ".join(officer.screen)
    found = re.search(r"(OVER by )?(\d+):(\d\d)(?: left|,)", text)
    assert found, text
    seconds = int(found[2]) * 60 + int(found[3])
    return -seconds if found[1] else seconds


def wait_for_left(officer: Officer, low: int, high: int) -> None:
    officer.wait_until(
        lambda: (
            any(word in " ".join(officer.screen) for word in (" left of", "OVER by"))
            and low <= left(officer) <= high
        ),
        f"{low} to {high} seconds left",
    )


def said(officer: Officer) -> str:
    """Return the screen as running text."""
    return " ".join(" ".join(officer.screen).split())


def test_the_whole_standby_from_the_request_to_the_end_of_the_clock(clock: Clock) -> None:
    with standby(clock) as officer:
        press_through(officer, WALK)
        officer.wait_for("left of 20 minutes")
        clock.passes(minutes=9, seconds=30)
        wait_for_left(officer, 10 * 60, 10 * 60 + 30)
        officer.press("1")
        officer.wait_for("● clothes  taken")
        officer.press(DOWN, DOWN, "x")
        officer.wait_for("- passport  stays")
        officer.press("a")
        officer.answer("Add to the list", *"glasses", ENTER)
        officer.wait_for("4 ○ glasses")
        officer.press("n")
        officer.answer("Note", *"Petitioner stayed in the kitchen", ENTER)
        officer.wait_for("noted: Petitioner stayed in the kitchen")
        officer.press("e")
        officer.wait_for("Press e again")
        officer.press("e")
        officer.answer(ENDED, "1")
        assert officer.exit_status == 0
        summary = "\n".join(officer.everything)
    assert re.search(r"Standby clock: ran for 9:\d\d", summary)
    assert "The standby is completed - the respondent is out (4.3)" in summary
    assert "Taken: clothes" in summary
    assert "Stays: passport" in summary
    case = shown(only_case())["case"]
    (timer,) = case["timers"]
    assert timer["timer"] == "standby-clock"
    assert 570 <= timer["ran"] <= 600
    assert case["entries"] == [
        {"question": "standby-items", "entry": "clothes", "mark": "taken"},
        {"question": "standby-items", "entry": "passport", "mark": "stays"},
    ]
    assert [remark["text"] for remark in case["remarks"]] == ["Petitioner stayed in the kitchen"]
    assert answers(only_case())["standby-items"] == ("clothes", "medication", "passport", "glasses")
    found = statuses(only_case())
    assert found["end-in-time"] == "done"
    assert found["accompany"] == "done"
    assert "standby-stay" not in found


def test_the_clock_looks_so(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        officer.press("1")
        officer.wait_for("● clothes  taken")
        lines = [re.sub(r"\d+:\d\d left", "19:59 left", line) for line in officer.screen]
        compare("standby-clock", [re.sub(r"ends at \d\d:\d\d", "ends at 01:22", line) for line in lines])


def test_warnings_come_in_words_and_with_a_bell(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        assert "minutes gone" not in said(officer)
        rung = officer.raw.count(BELL)
        for minutes, words in (
            (15, "15 minutes gone: less than 5 left"),
            (3, "18 minutes gone"),
            (2, OVER),
        ):
            clock.passes(minutes=minutes)
            officer.wait_for(words)
            officer.wait_until(lambda more=rung + 1: officer.raw.count(BELL) == more, "a bell")  # type: ignore[misc]
            rung += 1
        officer.wait_for("OVER by 0:0")
        clock.passes(minutes=1)
        wait_for_left(officer, -90, -60)
        assert officer.raw.count(BELL) == rung


def test_quiet_rings_no_bell_and_warns_all_the_same(clock: Clock, given: list[str]) -> None:
    with begun(clock, given, "--quiet") as officer:
        clock.passes(minutes=20)
        officer.wait_for(OVER)
        officer.read_for(0.6)
        assert BELL not in officer.raw


def test_without_colour_the_warning_stands_there_in_words(clock: Clock, given: list[str]) -> None:
    with begun(clock, given, "--no-color") as officer:
        clock.passes(minutes=20)
        officer.wait_for(OVER)
        assert "OVER by" in said(officer)
        assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", officer.raw)


def test_kill_9_and_resume_show_the_true_time_left(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        clock.passes(minutes=4)
        wait_for_left(officer, 15 * 60 + 30, 16 * 60)
        officer.kill()
    clock.passes(minutes=3)
    with standby(clock, only_case()) as officer:
        officer.wait_for("left of 20 minutes")
        assert 12 * 60 + 30 <= left(officer) <= 13 * 60
        # Earlier warnings do not ring again.
        clock.passes(minutes=8)
        officer.wait_for("15 minutes gone")
        officer.kill()
    with standby(clock, only_case()) as officer:
        officer.wait_for("15 minutes gone")
        officer.read_for(0.6)
        assert BELL not in officer.raw


@pytest.mark.parametrize("leaving", ["q", CTRL_C])
def test_leaving_says_that_the_clock_runs_on_and_how_to_resume(
    clock: Clock, given: list[str], leaving: str
) -> None:
    with begun(clock, given) as officer:
        officer.press(leaving)
        assert officer.exit_status == 130
        assert officer.left_as_found
        told = said(officer)
    assert re.search(r"Standby clock runs until \d\d:\d\d\.", told)
    assert f"dvcheck standby {only_case()}" in told
    clock.passes(minutes=21)
    with standby(clock, only_case()) as officer:
        officer.wait_for("OVER by 1:")
        officer.press("e", "e")
        officer.answer(ENDED, "1")
        assert officer.exit_status == 0
    assert shown(only_case())["case"]["timers"][0]["ran"] >= 21 * 60


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_is_set_while_it_runs_makes_no_time(clock: Clock, given: list[str], hours: int) -> None:
    with begun(clock, given) as officer:
        clock.passes(minutes=5)
        wait_for_left(officer, 14 * 60 + 30, 15 * 60)
        clock.is_set(hours=hours)
        officer.wait_for("the computer's clock was set " + ("back" if hours < 0 else "forward"))
        wait_for_left(officer, 14 * 60 + 20, 15 * 60)
        officer.kill()
    clock.passes(minutes=1)
    with standby(clock, only_case()) as officer:
        officer.wait_for("left of 20 minutes")
        assert 13 * 60 + 15 <= left(officer) <= 14 * 60
    (move,) = shown(only_case())["case"]["clock_moves"]
    assert abs(move["seconds"] - hours * 3600) <= 5
    kinds = [kind for kind, _ in entries(only_case())]
    assert kinds.count("clock-moved") == 1


@pytest.mark.parametrize("days", [-1, -20_000])
def test_a_clock_set_back_while_nothing_ran_gives_no_more_than_half_a_minute_back(
    clock: Clock, given: list[str], days: int
) -> None:
    with begun(clock, given) as officer:
        clock.passes(minutes=12)
        wait_for_left(officer, 7 * 60 + 30, 8 * 60)
        officer.wait_until(lambda: "timer-seen" in [kind for kind, _ in entries(only_case())], "a beat")
        officer.kill()
    clock.is_set(days=days)
    with standby(clock, only_case()) as officer:
        officer.wait_for("left of 20 minutes")
        assert left(officer) <= 8 * 60 + 30
        officer.wait_for("was set back by")
        officer.wait_for("check it against a watch")


def test_a_clock_of_1970_that_is_put_right_while_it_runs_costs_nothing(
    clock: Clock, given: list[str]
) -> None:
    clock.is_set(days=-20_400)
    with begun(clock, given) as officer:
        clock.passes(minutes=2)
        wait_for_left(officer, 17 * 60 + 30, 18 * 60)
        clock.is_set(days=20_400)
        officer.wait_for("set forward by 20400 days")
        wait_for_left(officer, 17 * 60 + 20, 18 * 60)
        officer.press("q")
        assert officer.exit_status == 130


def test_the_screen_is_resized_while_the_clock_runs(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        for columns, lines in ((40, 24), (120, 40), (30, 10), (80, 24)):
            officer.resize(columns=columns, lines=lines)
            clock.passes(seconds=61)
            officer.wait_until(lambda: "left of 20 minutes" in said(officer), "the time left")
        wait_for_left(officer, 15 * 60 + 20, 16 * 60)
        officer.press("2")
        officer.wait_for("● medication  taken")


def test_two_standbys_at_once_each_keep_their_own_time(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as first:
        clock.passes(minutes=6)
        with begun(clock, given) as second:
            wait_for_left(first, 13 * 60 + 30, 14 * 60)
            wait_for_left(second, 19 * 60 + 30, 20 * 60)
            second.press("e", "e")
            second.answer(ENDED, "1")
            assert second.exit_status == 0
        clock.passes(minutes=1)
        wait_for_left(first, 12 * 60 + 20, 13 * 60)
        first.kill()
    with standby(clock) as officer:
        officer.wait_for("Which case?")
        assert len(re.findall(r"Standby clock runs until \d\d:\d\d", said(officer))) == 1
        # Enter takes the case whose clock is running.
        officer.press(ENTER)
        officer.wait_for("left of 20 minutes")
        officer.press("q")
        assert officer.exit_status == 130
    assert len(cases()) == 2
    assert dvcheck("cases").stdout.count("runs until") == 1
    listed = json.loads(dvcheck("cases", "--format", "json").stdout)["cases"]
    assert sorted(len(case["running"]) for case in listed) == [0, 1]


def test_one_key_too_early_does_not_end_the_standby(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        officer.press("e")
        officer.wait_for("Press e again")
        officer.press("2")
        officer.wait_for("● medication  taken")
        officer.press("e")
        officer.wait_for("Press e again")
        officer.press("q")
        assert officer.exit_status == 130
    assert answers(only_case())["standby-clock"] == "running"


def test_a_clock_started_too_early_starts_over(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        clock.passes(minutes=5)
        wait_for_left(officer, 14 * 60 + 30, 15 * 60)
        officer.press("r", "r")
        officer.wait_for("It keeps running until you")
        officer.answer("How many minutes ago?", "3", ENTER)
        officer.wait_for("started 3 minutes ago")
        wait_for_left(officer, 16 * 60 + 30, 17 * 60)
        officer.press("q")
        assert officer.exit_status == 130
    case = shown(only_case())["case"]
    assert [kind for kind, _ in entries(only_case())].count("timer-started") == 2
    assert 300 <= case["restarts"][0]["ran"] <= 330


def test_a_correction_that_is_left_lets_the_clock_run_on(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        clock.passes(minutes=5)
        wait_for_left(officer, 14 * 60 + 30, 15 * 60)
        officer.press("r", "r")
        officer.answer("How many minutes ago?", "b")
        officer.wait_for("start not changed")
        wait_for_left(officer, 14 * 60 + 20, 15 * 60)
        officer.press("q")
        assert officer.exit_status == 130


def test_a_standby_over_its_limit_is_recorded_as_such(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        clock.passes(minutes=23)
        officer.wait_for("OVER by 3:0")
        officer.press("e", "e")
        officer.answer(ENDED, "2")
        assert officer.exit_status == 0
        text = " ".join("\n".join(officer.everything).split())
    assert "past the limit" in text
    assert re.search(r"Standby clock: ran for 23:\d\d, 3:\d\d past the limit", text)
    assert "The standby was cut short - the 20 minutes were over (4.4)" in text
    assert "Not marked: clothes, medication, passport" in text


def test_the_end_of_a_clock_that_runs_cannot_be_ticked_off(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        officer.press("q")
        assert officer.exit_status == 130
    done = dvcheck("done", only_case(), "end-in-time")
    assert done.returncode == 2
    assert "is done when its clock is ended" in done.stderr


def test_a_clock_can_be_started_from_some_minutes_ago(clock: Clock, given: list[str]) -> None:
    with standby(clock, *given) as officer:
        officer.answer("Time in the residence", "2")
        officer.answer("How many minutes ago?", "7", ENTER)
        officer.wait_for("left of 20 minutes")
        assert 12 * 60 + 30 <= left(officer) <= 13 * 60


def test_a_standby_without_the_clock_is_over_in_two_keys(clock: Clock, given: list[str]) -> None:
    with standby(clock, *given) as officer:
        officer.answer("Time in the residence", "3")
        officer.answer(ENDED, "3")
        assert officer.exit_status == 0
    assert statuses(only_case())["end-in-time"] == "done"


def test_the_walk_goes_on_beside_the_clock_and_its_deadline_is_shown(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        officer.press("s")
        assert officer.exit_status == 0
        summary = " ".join("\n".join(officer.everything).split())
    assert re.search(r"\* in (19|20) m ", summary)
    assert summary.endswith(f"See it again: dvcheck standby {only_case()}")
    clock.passes(minutes=21)
    with Officer("outstanding", env=clock.env, module="tests.programs.moved_clock") as officer:
        assert officer.exit_status == 0
        assert "* OVERDUE 1 m" in said(officer)


def test_consent_that_is_withdrawn_leaves_the_clock_and_raises_what_follows(
    clock: Clock, given: list[str]
) -> None:
    with begun(clock, given) as officer:
        officer.press("b")
        officer.answer(step(WALK, "petitioner-says").text, "2")
        officer.wait_for("left of 20 minutes")
        clock.passes(minutes=2)
        wait_for_left(officer, 17 * 60 + 30, 18 * 60)
        officer.press("e", "e")
        officer.wait_for("Have you told the respondent to leave, and do they leave?")
        officer.press("q")
        assert officer.exit_status == 130
    found = statuses(only_case())
    assert found["tell-court-order"] == "open"
    assert found["accompany"] == "done"
    assert "end-in-time" not in found
    assert shown(only_case())["case"]["timers"][0]["ran"] >= 120


def test_help_at_the_clock_names_the_reading(clock: Clock, given: list[str]) -> None:
    with begun(clock, given, columns=120, lines=50) as officer:
        officer.press("?")
        officer.wait_for("Unclear in the text (A37")
        officer.wait_for("left of 20 minutes")


def test_line_by_line_the_clock_warns_while_a_line_is_waited_for(clock: Clock, given: list[str]) -> None:
    with standby(clock, *given, "--plain") as officer:
        officer.wait_for("Time in the residence")
        officer.press("1", ENTER)
        officer.wait_for("left of 20 minutes")
        clock.passes(minutes=15)
        officer.wait_for("15 minutes gone")
        assert BELL in officer.raw
        officer.press("1", ENTER)
        officer.wait_for("Clothes: taken")
        officer.press(*"x 3", ENTER)
        officer.wait_for("Passport: stays")
        officer.press(*"n spare key handed over", ENTER)
        officer.wait_for("Noted: spare key handed over")
        officer.press(*"+ glasses", ENTER)
        officer.wait_for("Added: glasses")
        clock.passes(minutes=5)
        officer.wait_for(OVER)
        officer.press("e", ENTER)
        officer.wait_for("again to confirm")
        officer.press("e", ENTER)
        officer.wait_for(ENDED)
        officer.press("1", ENTER)
        assert officer.exit_status == 0
    assert statuses(only_case())["end-in-time"] == "done"
    assert [e["mark"] for e in shown(only_case())["case"]["entries"]] == ["taken", "stays"]


def test_without_a_terminal_a_clock_that_ended_is_taken_from_the_answers(tmp_path: Path) -> None:
    given = answers_file(
        tmp_path,
        lay_out("standby", STANDBY_ANSWERS | {"standby-clock": "ended", "standby-ended": "completed"}),
    )
    done = dvcheck("standby", "--answers", given, "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["unasked"] == []
    assert "standby-stay" not in {duty["id"] for duty in document["obligations"]}


def test_the_same_case_in_two_windows_is_ended_once(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as first, standby(clock, only_case()) as second:
        second.wait_for("left of 20 minutes")
        first.press("1")
        second.wait_for("● clothes  taken")
        second.press("a")
        second.answer("Add to the list", *"glasses", ENTER)
        first.wait_for("4 ○ glasses")
        clock.is_set(hours=-1)
        first.wait_for("was set back by 1 h 00 min")
        second.wait_for("was set back by 1 h 00 min")
        second.press("e", "e")
        second.wait_for_question(ENDED)
        first.wait_for_question(ENDED)
        second.press("1")
        assert second.exit_status == 0
        first.press("1")
        assert first.exit_status == 0
        assert "ended in another window" in "\n".join(first.everything)
    kinds = [kind for kind, _ in entries(only_case())]
    assert kinds.count("timer-ended") == 1
    assert shown(only_case())["case"]["timers"][0]["ran"] < 60


def test_warnings_come_also_beside_the_clock(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        officer.press("b")
        officer.wait_for_question(step(WALK, "petitioner-says").text)
        clock.passes(minutes=15)
        officer.wait_for("15 minutes gone")
        assert BELL in officer.raw
        officer.press(ENTER)
        wait_for_left(officer, 4 * 60 + 30, 5 * 60)
        officer.press("q")
        assert officer.exit_status == 130


def test_an_answers_file_can_start_the_clock(clock: Clock, tmp_path: Path) -> None:
    with standby(clock, "--answers", answers_file(tmp_path, WALK)) as officer:
        officer.wait_for("left of 20 minutes")
        officer.press("q")
        assert officer.exit_status == 130


def test_a_journal_that_cannot_be_written_for_a_while_does_not_stop_the_clock(
    clock: Clock, given: list[str], home: Path
) -> None:
    with begun(clock, given) as officer, sqlite3.connect(home / "journal.sqlite3") as other:
        other.execute("BEGIN EXCLUSIVE")
        clock.passes(minutes=2)
        officer.wait_for("Not recorded:")
        other.rollback()
        clock.passes(minutes=1)
        wait_for_left(officer, 16 * 60 + 30, 17 * 60)
        officer.wait_until(lambda: "Not recorded" not in said(officer), "the trouble is over")
        officer.press("1")
        officer.wait_for("● clothes  taken")


def test_thirty_things_leave_the_time_and_the_keys_in_sight(clock: Clock, tmp_path: Path) -> None:
    things = tuple(f"thing {n}" for n in range(1, 31))
    given = answers_file(
        tmp_path, before(lay_out("standby", STANDBY_ANSWERS | {"standby-items": things}), "standby-clock")
    )
    with begun(clock, ["--answers", given]) as officer:
        for _ in range(20):
            officer.press(DOWN)
        officer.press("x")
        officer.wait_for("- thing 21  stays")
        assert "left of 20 minutes" in said(officer)
        assert "q save, leave" in said(officer)
        officer.resize(columns=40, lines=12)
        officer.wait_until(lambda: "q save, leave" in said(officer), "the keys")
        assert "left of 20" in said(officer)


def test_a_crime_met_while_the_clock_runs_is_walked_without_losing_it(clock: Clock, given: list[str]) -> None:
    with begun(clock, given) as officer:
        officer.wait_for("A crime or a disturbance here?")
        officer.press("q")
        assert officer.exit_status == 130
    clock.passes(minutes=4)
    incident = Officer("incident", only_case(), env=clock.env, module="tests.programs.moved_clock")
    with incident as officer:
        wait_for_left(officer, 15 * 60 + 30, 16 * 60)
        officer.press("s")
        officer.answer("What kind of call is this?", "1")
        officer.wait_for("clock ends")
        officer.press("q")
        assert officer.exit_status == 130
    with standby(clock, only_case()) as officer:
        wait_for_left(officer, 15 * 60 + 20, 16 * 60)
        officer.kill()
    assert answers(only_case())["call-type"] == "domestic-disturbance"

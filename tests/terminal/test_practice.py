"""Four trainees practice on three scenarios of a small pack. Their scores and debriefs are golden files."""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.pack import library
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import UNKNOWN
from dvcheck.player.practice import clock
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import assess, next_question
from dvcheck.rules.outline import outline
from tests.academy.trainees import Random, Trainee, careless, dangerous, perfect
from tests.pty import CTRL_C, ENTER, Officer, run_dvcheck
from tests.terminal import golden
from tests.terminal.walks import TICK, keys

FOLDER = Path(__file__).parent.parent / "academy" / "practice_pack"
TRAINEES: dict[str, Trainee] = {"perfect": perfect, "careless": careless, "dangerous": dangerous}
SCENARIOS = ("quiet", "hidden", "left")
AT = datetime(2026, 1, 15, 20, 0, tzinfo=UTC)
SCORE = " points"
HIDDEN = ("KEYTEXT", "HARMFUL", "right:")
"""Texts that only the key has, or that only a debrief shows."""


@cache
def pack() -> Pack:
    return library.load(library.read(FOLDER), None)


@cache
def scenario(name: str) -> Scenario:
    found, problems = parse_all(library.scenario_files(FOLDER), pack())
    assert not problems
    return next(one for one in found if one.id == name)


def home() -> Path:
    return Path(os.environ["DVCHECK_HOME"])


def train(name: str, *options: str, columns: int = 80, lines: int = 24) -> Officer:
    return Officer("train", name, "--pack", str(FOLDER), *options, columns=columns, lines=lines)


def asked(worked: Scenario, trainee: Trainee) -> Iterator[tuple[Question, str]]:
    """Yield each question that the walk asks a trainee, and the keys that he presses."""
    walk = outline(pack(), (worked.checklist,))
    given: dict[str, Answer] = {}
    later: set[str] = set()
    while question := next_question(assess(walk, given, {}, AT), later):
        value = trainee(worked, question)
        if value is None:
            later.add(question.id)
            yield question, "s"
        else:
            given[question.id] = Answer(value=value, at=AT)
            at_once = question.kind == "number" and value == UNKNOWN
            yield question, "u" if at_once else keys(question, value)


def press_through(officer: Officer, worked: Scenario, trainee: Trainee, before: str = "") -> None:
    """Answer as a trainee does, up to the question `before`. Every screen is marked, and none has the key."""
    for question, pressed in asked(worked, trainee):
        officer.wait_for_question(question.text)
        sound(officer)
        if question.id == before:
            return
        officer.press(*pressed)


def sound(officer: Officer) -> None:
    assert "PRACTICE" in "\n".join(officer.screen)
    shown = "\n".join(officer.everything)
    assert not [text for text in HIDDEN if text in shown]


def finish(officer: Officer) -> None:
    """Go on from the last question to the end of the debrief."""
    officer.wait_until(lambda: officer.says(TICK) or officer.says("questions right"), "the end of the walk")
    if officer.says(TICK):
        sound(officer)
        officer.press(ENTER)


def debrief(officer: Officer) -> list[str]:
    """Return the debrief, and leave it and the points to try again."""
    officer.wait_until(lambda: officer.says("Try a point again?") or officer.ended, "the end of practice")
    lines = officer.everything
    if not officer.ended:
        officer.press("q")
    assert officer.exit_status == 0
    assert officer.left_as_found
    start = max(n for n, line in enumerate(lines) if line.startswith(" PRACTICE  "))
    end = next((n for n, line in enumerate(lines) if "Try a point again?" in line), len(lines))
    return [line for line in lines[start:end] if not line.startswith(" It took ")]


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("trainee", [*TRAINEES, "random"])
def test_the_score_and_the_debrief_of_each_trainee(name: str, trainee: str) -> None:
    worked = scenario(name)
    with train(name, lines=80) as officer:
        press_through(officer, worked, TRAINEES.get(trainee) or Random(f"1994 {name}"))
        finish(officer)
        golden.compare(f"train-{name}-{trainee}", debrief(officer))


def test_every_facts_comes_when_it_should_and_is_there_when_practice_goes_on() -> None:
    """`after` comes with the next question, `ask` with `?`; going back tells nothing twice."""
    worked, after, wanted = scenario("hidden"), "A child calls from upstairs", "Without the scarf"
    with train("hidden") as officer:
        press_through(officer, worked, perfect, before="hurt")
        assert not officer.says(wanted)
        officer.press("?")
        officer.wait_for(wanted)
        officer.kill()
    with train("hidden") as officer:
        press_from(officer, worked, "hurt", "child")
        assert not told(officer, after)
        officer.press("n")
        officer.wait_for(after)
        officer.press("b")
        officer.wait_for_question("Is a child in the house?")
        officer.press("y")
        officer.wait_for_question("Where is the other person?")
        assert told(officer, after) == 1
        officer.kill()
    with train("hidden") as officer:
        officer.wait_for_question("Where is the other person?")
        assert [told(officer, text) for text in ("What you know so far", after, wanted)] == [1, 1, 1]


def told(officer: Officer, text: str) -> int:
    """Return how often a text was shown, however it is broken into lines."""
    return "".join("".join(officer.everything).split()).count("".join(text.split()))


def press_from(officer: Officer, worked: Scenario, first: str, before: str) -> None:
    """Answer as the key does, from one question up to another."""
    steps = list(asked(worked, perfect))
    names = [question.id for question, _ in steps]
    for question, pressed in steps[names.index(first) : names.index(before)]:
        officer.answer(question.text, *pressed)
    officer.wait_for_question(steps[names.index(before)][0].text)


@pytest.mark.parametrize("end", ["q", CTRL_C, "kill", "hang up"])
def test_practice_interrupted_at_any_point_loses_nothing(end: str) -> None:
    """At a question, at a page of help, at the list, at the debrief and at a point to try again."""
    worked = scenario("hidden")

    def interrupt(officer: Officer) -> None:
        sound_or_over(officer)
        if end == "kill":
            officer.kill()
        elif end == "hang up":
            officer.hang_up()
            assert officer.ends_within(20)
        else:
            officer.press(end)

    with train("hidden") as officer:
        press_through(officer, worked, dangerous, before="child")
        interrupt(officer)
    with train("hidden") as officer:
        officer.wait_for_question("Is a child in the house?")
        officer.press("?")
        officer.wait_for("more")
        interrupt(officer)
    with train("hidden") as officer:
        officer.answer("Is a child in the house?", "n")
        for question, pressed in list(asked(worked, dangerous))[-3:]:
            officer.answer(question.text, *pressed)
        officer.wait_for(TICK)
        interrupt(officer)
    with train("hidden", lines=80) as officer:
        officer.wait_for(TICK)
        officer.press(ENTER)
        officer.wait_for("Try a point again?")
        officer.kill()
    with train("hidden", lines=80) as officer:
        officer.wait_for("Try a point again?")
        officer.press("1")
        officer.wait_for_question("Is anybody hurt?")
        officer.kill()
    with train("hidden", lines=80) as officer:
        officer.wait_for("Try a point again?")
        assert "0 of 17 points" in "\n".join(officer.everything)
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.says("Your result is kept.")
    with train("hidden", lines=80) as officer:
        officer.wait_for("Try a point again?")
        last = re.search(r"(\d) End this practice", "\n".join(officer.screen))
        assert last is not None
        officer.press(last[1])
        assert officer.exit_status == 0
    with train("hidden") as officer:
        officer.wait_for_question("Did you speak with each person alone?")


def sound_or_over(officer: Officer) -> None:
    assert "PRACTICE" in "\n".join(officer.screen)
    assert "Traceback" not in "\n".join(officer.everything)


def test_a_point_is_tried_again_with_the_facts_known_then_and_the_score_stays() -> None:
    worked = scenario("hidden")
    with train("hidden", lines=90) as officer:
        press_through(officer, worked, dangerous)
        finish(officer)
        officer.wait_for("Try a point again?")
        officer.press("2")
        officer.wait_for_question("Is a child in the house?")
        assert officer.says("PRACTICE")
        assert officer.says("Small shoes are in the hall")
        assert told(officer, "Glass lies on the floor") == 1, "the fact of a later question, told in the walk"
        officer.press("n")
        officer.wait_for("Harmful. KEYTEXT asleep")
        officer.press("2")
        officer.answer("Is a child in the house?", "y")
        officer.wait_for("Right: yes.")
        officer.wait_for("With this answer the score would be 1 of 17 points.")
        officer.press("1")
        officer.answer("Is anybody hurt?", "y")
        officer.wait_for("Who is hurt")
        officer.press("q")
        assert officer.exit_status == 0


def test_a_hint_costs_a_point_and_stands_in_the_debrief() -> None:
    worked = scenario("quiet")
    with train("quiet", lines=60) as officer:
        press_through(officer, worked, perfect, before="hurt")
        while not officer.says("KEYTEXT quiet"):
            before = officer.screen
            officer.press("?")
            officer.wait_until(lambda before=before: officer.screen != before, "another page of help")
        officer.kill()
    with train("quiet", lines=60) as officer:
        for question, pressed in list(asked(worked, perfect))[1:]:
            officer.answer(question.text, *pressed)
        officer.wait_for("5 of 6 points")
        officer.wait_for("1 hint")
        officer.wait_for("-1 Somebody hurt")
        assert officer.exit_status == 0


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 24), (120, 30), (60, 16), (60, 12)])
def test_every_screen_is_marked_at_every_size(columns: int, lines: int) -> None:
    worked = scenario("left")
    with train("left", "--clock", columns=columns, lines=lines) as officer:
        press_through(officer, worked, perfect)
        finish(officer)
        officer.wait_for("PRACTICE")


def test_the_clock_says_how_long_practice_has_taken_and_counts_only_time_worked() -> None:
    with train("hidden", "--clock") as officer:
        officer.wait_for("0 of 10 minutes")
        officer.press("y")
        officer.wait_for_question("Is anybody hurt?")
        officer.press("q")
        assert officer.exit_status == 130
        assert told(officer, "train hidden --clock") == 1
    entry = json.loads(answers_kept()[-1])
    assert entry["text"] == " left"


def answers_kept() -> list[str]:
    """Return the bodies of the entries of the practice journal, in order."""
    with sqlite3.connect(home() / "practice" / "journal.sqlite3") as journal:
        return [body for (body,) in journal.execute("SELECT body FROM events ORDER BY seq")]


def test_nothing_of_the_key_is_kept_or_left_in_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    worked = scenario("hidden")
    with train("hidden") as officer:
        press_through(officer, worked, careless, before="seen")
        officer.kill()
    files = [file for folder in (home(), temporary) for file in folder.rglob("*") if file.is_file()]
    assert (home() / "practice" / "journal.sqlite3") in files
    for text in (*(row.why for row in worked.harmful), worked.teaching.notes, "harmful"):
        assert not [file for file in files if text.encode() in file.read_bytes()], text


def test_practice_begun_with_other_checklists_is_said_and_kept(tmp_path: Path) -> None:
    with train("hidden") as officer:
        officer.answer("Did you speak with each person alone?", "y")
        officer.wait_for_question("Is anybody hurt?")
        officer.press("q")
    other = tmp_path / "other"
    shutil.copytree(FOLDER, other)
    text = (other / "noise.yaml").read_text(encoding="utf-8")
    (other / "noise.yaml").write_text(text.replace("Is anybody hurt?", "Is anyone hurt?"), encoding="utf-8")
    with Officer("train", "hidden", "--pack", str(other)) as officer:
        officer.wait_for_question("Did you speak with each person alone?")
        assert officer.says("You have unfinished practice of this scenario, with version")
        assert officer.says("Practice begins again.")
        officer.press("q")
    with train("hidden") as officer:
        officer.wait_for_question("Is anybody hurt?")
        assert not officer.says("unfinished practice")


def test_practice_in_plain_mode_says_that_it_is_practice_and_ends_with_the_debrief() -> None:
    pressed = [
        " ".join(keyed) if question.kind == "choices" else keyed.rstrip(ENTER)
        for question, keyed in asked(scenario("left"), dangerous)
    ]
    lines = "\n".join(pressed)
    done = run_dvcheck("train", "left", "--plain", "--pack", str(FOLDER), typed=f"{lines}\n2\nn\nq\n")
    assert done.returncode == 0, done.stderr
    assert "PRACTICE" in done.stdout.splitlines()[0]
    assert "Harmful: The other person, Here. KEYTEXT left." in done.stdout
    assert "PRACTICE · Try a point again?" in done.stdout


def test_each_page_of_a_long_debrief_is_marked_and_the_score_stays_on_the_screen() -> None:
    worked = scenario("hidden")
    with train("hidden", columns=40, lines=20) as officer:
        press_through(officer, worked, careless)
        finish(officer)
        officer.wait_for("Space page")
        officer.press(" ")
        officer.wait_until(lambda: not officer.says("questions right"), "the second page")
        assert "PRACTICE" in "".join(officer.screen[-4:])
        officer.press("q")
        officer.wait_for("Try a point again?")
        assert officer.says("of 17 points")


def test_the_clock_compares_with_the_expected_minutes() -> None:
    assert clock(timedelta(minutes=3, seconds=59), 10) == "3 of 10 minutes"
    assert clock(timedelta(minutes=11), 10) == "11 of 10 minutes, OVER"
    assert clock(timedelta(minutes=1), None) == "1 minute so far"


def test_the_grade_as_json_says_that_it_is_practice(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("alone: yes\nhurt: no\n", encoding="utf-8")
    words = ("train", "hidden", "--pack", str(FOLDER), "--format", "json")
    for more in (("--answers", str(file)), ("--rubric",), ("--notes",)):
        assert json.loads(run_dvcheck(*words, *more).stdout)["practice"] is True
    first, second = (run_dvcheck(*words, "--answers", str(file)).stdout for _ in range(2))
    assert first == second


def test_the_notes_show_the_goals_and_say_that_they_hold_the_solution() -> None:
    said = run_dvcheck("train", "hidden", "--notes", "--pack", str(FOLDER)).stdout
    for text in ("noise · officer · 10 minutes", "Ask when nothing can be seen. (1)", "holds the solution"):
        assert text in said
    assert said.index("holds the solution") < said.index("The child is asleep upstairs.")
    assert "holds the solution" not in run_dvcheck("train", "left", "--notes", "--pack", str(FOLDER)).stdout


@pytest.mark.parametrize("line", ["hurt-now: yes", "hurt: perhaps", '"schema": 1', "bleeds@4: yes"])
def test_answers_of_another_version_are_refused_with_their_place(tmp_path: Path, line: str) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(f"alone: yes\n{line}\n", encoding="utf-8")
    done = run_dvcheck("train", "hidden", "--answers", str(file), "--pack", str(FOLDER))
    assert done.returncode == 3
    assert "answers.yaml:2:" in done.stderr
    assert done.stdout == ""

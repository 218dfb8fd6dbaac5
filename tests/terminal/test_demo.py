"""`dvcheck demo`: a scenario plays by itself with the real prompts, stops on request, and keeps nothing."""

import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import TOLD_AT, Scenario, assess_scenario
from dvcheck.cli.tree import command_line
from dvcheck.pack import library
from dvcheck.pack.model import Question
from dvcheck.player import lines, pace
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.wording.aloud import sentence
from tests.drawn import some
from tests.prose import faults
from tests.pty import CTRL_C, CTRL_D, ENTER, SPACE, Officer, dvcheck
from tests.terminal.ends import summary_in
from tests.terminal.walks import shipped

SHORT = "standby-she-moves-out"
STANDBY = "standby-to-its-end"
IDS = sorted(Path(name).stem for name in library.scenario_files(library.shipped_folder()))
LEFT = "Left. A demo records nothing."
AT_THE_END = "Enter debrief r play it again q leave"


@cache
def scenarios() -> dict[str, Scenario]:
    found, problems = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    assert not problems
    return {scenario.id: scenario for scenario in found}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty at first."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _nothing_is_kept(home: Path, temporary: Path) -> Iterator[None]:
    """Check after each test that a demo leaves no journal and no temporary files."""
    yield
    assert not (home / FILE_NAME).exists()
    assert list(temporary.iterdir()) == []


def to_its_end(officer: Officer) -> None:
    """Wait for the summary, and leave."""
    officer.wait_for(AT_THE_END)
    officer.press("q")
    assert officer.exit_status == 0
    assert officer.left_as_found


def squeezed(text: str) -> str:
    return "".join(text.split())


def playing(name: str, *options: str, speed: float = 100, **how: int) -> Officer:
    return Officer("demo", name, "--speed", str(speed), *options, **how)  # type: ignore[arg-type]


def asked(name: str) -> list[str]:
    """Return the texts of a scenario's questions, in the order of its key."""
    questions = questions_of(name)
    return [questions[q].text for q in scenarios()[name].answers if not questions[q].unprompted]


def questions_of(name: str) -> dict[str, Question]:
    """Return the questions of a scenario's walk, including those asked for each person it names."""
    return {q.id: q for q in followed_from(name).outline.questions()}


def answers_shown(name: str) -> list[str]:
    """Return what the walk shows for each answer of a scenario's key, except for timers."""
    questions = questions_of(name)
    given = [(questions[q], value) for q, value in scenarios()[name].answers.items()]
    return [f"{q.name}: {q.shown(v)}" for q, v in given if q.limit is None and not q.unprompted]


def followed_from(name: str) -> Assessment:
    """Return the assessment of a scenario's key and marks."""
    return assess_scenario(shipped(), scenarios()[name])


def duties(name: str, *statuses: str) -> list[Duty]:
    return [d for d in followed_from(name).duties if d.status in statuses]


def foot(name: str, between: str = " · ") -> str:
    """Return the number of duties that the summary of a scenario must count."""
    required = [d for d in duties(name, "open") if d.obligation.force == "required"]
    excused = len(duties(name, "not-feasible"))
    counts = [f"{len(required)} open", f"{len(duties(name, 'done'))} done"]
    return between.join([*counts, *([f"{excused} not feasible"] if excused else [])])


# To the end, with keys


def all_shown(name: str) -> str:
    """Return all that a demo has shown. It must be its complete scenario."""
    scenario = scenarios()[name]
    with playing(name, lines=50) as officer:
        to_its_end(officer)
        everything = "\n".join(officer.everything)
    shown = squeezed(everything)
    assert squeezed(f"DEMO {scenario.title}") in shown
    assert squeezed(scenario.story) in shown
    for told in (*(reveal.text for reveal in scenario.reveal), *answers_shown(name)):
        assert squeezed(told) in shown, told
    assert squeezed(foot(name)) in shown
    return everything


@pytest.mark.parametrize("name", ["hurt-neighbor-called", "copy-without-judge", "serve-by-the-petitioner"])
def test_a_scenario_plays_to_its_summary(name: str) -> None:
    shown = all_shown(name)
    assert summary_in(shown)
    assert "Resume" not in shown
    assert "Saved" not in shown


def test_a_standby_plays_to_its_end_with_a_clock_that_hurries() -> None:
    shown = all_shown(STANDBY)
    ran = re.search(r"Standby clock: ran for (\d+):\d\d", shown)
    assert ran is not None
    assert int(ran[1]) >= 1, "a minute at least, in a second or two"
    assert "Taken: clothes, insulin, driver's license" in shown


def test_what_was_not_feasible_is_said_with_its_reason_typed() -> None:
    name = "serve-nothing-noted"
    (reason,) = scenarios()[name].not_feasible.values()
    with playing(name, speed=40, lines=50) as officer:
        officer.wait_for_glimpse("Why was it not feasible?")
        officer.wait_for_glimpse(reason[:20])
        to_its_end(officer)
        shown = squeezed("".join(officer.everything))
    assert squeezed("/ not feasible: ") in shown
    assert squeezed(foot(name)) in shown
    assert "1notfeasible" in shown


# Line by line


class Time:
    """A clock on which time passes only by sleeping."""

    def __init__(self) -> None:
        self._now = 0.0

    def sleep(self, seconds: float) -> None:
        self._now += seconds

    def monotonic(self) -> float:
        return self._now


def played(name: str, monkeypatch: pytest.MonkeyPatch, *, speed: str = "100") -> str:
    """Return the output of a demo without a terminal, in unbroken lines and without waiting."""
    monkeypatch.setenv("COLUMNS", "400")
    passing = Time()
    monkeypatch.setattr(pace, "time", passing)
    monkeypatch.setattr(lines, "time", passing)
    with redirect_stdout(StringIO()) as output:
        command_line().main(["demo", name, "--plain", "--speed", speed], "dvcheck", standalone_mode=False)
    return output.getvalue()


_LINE = re.compile(
    r"(?m)^(\d+\. |Forbidden: |In force: |Advice: )(.*?)(?:\.|(?<=\?)) (?:[^.]+\. )*Sections? "
)


_TYPED = re.compile(
    r"(?m)^(.*(?:unknown|leave|leaves|b, q|or q|\?, q|again to confirm, or Enter to go back|or b back): ).*$"
)
"""The lines a demo types by itself, after a prompt."""


def stated(summary: str) -> dict[str, str]:
    """Return the status of each duty in a summary that is read aloud: `open` or `in-force`, by its brief."""
    return {m[2]: "open" if m[1][0].isdigit() else "in-force" for m in _LINE.finditer(summary)}


def briefs(name: str, *named: str) -> set[str]:
    """Return the briefs of these duties of a scenario, for each person they may be owed to."""
    followed = followed_from(name)
    found = (duty for one in named for duty in followed.duties_of(one))
    return {sentence(duty.obligation.in_brief).rstrip(".") for duty in found}


@pytest.mark.parametrize("name", some(IDS))
def test_every_scenario_plays_line_by_line_to_what_it_expects(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = scenarios()[name]
    output = played(name, monkeypatch)
    assert faults(_TYPED.sub(r"\1", output)) == []
    assert "Not understood" not in output
    for told in (scenario.story, *(reveal.text for reveal in scenario.reveal), *answers_shown(name)):
        assert squeezed(told) in squeezed(output), told
    summary = output[output.index(foot(name, ", ")) : output.index("\nDebrief: ")]
    shown = stated(summary)
    binding = [d for d in duties(name, "open", "in-force") if d.outstanding or d.status == "in-force"]
    assert shown == {sentence(d.obligation.in_brief).rstrip("."): d.status for d in binding}
    open_ones = {brief for brief, status in shown.items() if status == "open"}
    advised = briefs(name, *(d.id for d in duties(name, "open") if not d.outstanding))
    assert briefs(name, *scenario.outstanding) <= open_ones | advised | not_for_all(name)
    assert not briefs(name, *scenario.not_outstanding) & open_ones
    assert briefs(name, *scenario.in_force) <= {b for b, status in shown.items() if status == "in-force"}
    undecided = len(followed_from(name).undetermined())
    counted = [
        int(n) for n in re.findall(r"(?m)^(?:Undecided, )?(\d+)(?: duty more| duties more|: answer)", summary)
    ]
    assert sum(counted) == undecided


def not_for_all(name: str) -> set[str]:
    """Return the briefs of duties that are not owed for each entry of a list."""
    return briefs(name, *(d.id for d in followed_from(name).duties if d.entry and d.status != "open"))


@pytest.mark.parametrize("name", [SHORT, "two-neighbors"])
def test_without_a_terminal_a_demo_plays_in_time_that_passes(name: str) -> None:
    done = dvcheck("demo", name, "--plain", "--speed", "100")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert scenarios()[name].title in done.stdout
    assert foot(name, ", ") in done.stdout


def test_line_by_line_a_standby_is_over_before_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the scenario, the standby ends after ten minutes."""
    output = played(STANDBY, monkeypatch, speed="1")
    assert "Standby clock: ended, ran for" in output
    assert "OVER by" not in output


# Paused, stepped, left


def stepped(officer: Officer, name: str, count: int) -> None:
    """Go through the first `count` questions of a scenario, a step at a time."""
    for text in asked(name)[:count]:
        officer.wait_for(text)
        officer.press(ENTER)
    officer.wait_for(asked(name)[count])


def test_space_pauses_and_goes_on() -> None:
    first, second = asked(SHORT)[:2]
    with playing(SHORT, speed=10) as officer:
        officer.wait_for(first)
        officer.press(SPACE)
        officer.wait_for("PAUSED")
        officer.read_for(2.5)  # the first answer would come after two seconds
        assert officer.says(first)
        assert not officer.says(second)
        officer.press(SPACE)
        officer.wait_for("PLAYING")
        officer.wait_for(second)
        officer.press("q")
        assert officer.exit_status == 130


def test_the_foot_says_whether_it_plays_and_when_the_next_key_comes() -> None:
    with playing(SHORT, speed=0.5) as officer:
        officer.wait_for("PLAYING next key in 6 s")
        officer.wait_for("PLAYING next key in 5 s")
        assert officer.says("Enter next answer now r restart q leave")
        officer.press(SPACE)
        officer.wait_for("PAUSED")
        assert not officer.says("PLAYING")
        assert officer.says("Space play on r restart q leave")
        officer.press("q")
        assert officer.exit_status == 130


def test_it_begins_at_once_however_long_the_story_is() -> None:
    """This story takes over ten seconds to read, and stays on the screen that long."""
    with playing("hurt-neighbor-called", speed=1) as officer:
        officer.wait_until(lambda: officer.raw, "the first frame")
        officer.wait_until(lambda: officer.says(asked("hurt-neighbor-called")[1]), "an answer", patience=9)
        officer.press("q")
        assert officer.exit_status == 130


def test_by_hand_each_answer_waits_for_a_key() -> None:
    with playing(SHORT, "--step") as officer:
        officer.wait_for("You step through it: Enter gives the next answer")
        officer.wait_for("PAUSED")
        officer.read_for(0.5)  # at this speed a demo would be over
        assert officer.says(asked(SHORT)[0])
        officer.press(ENTER)
        officer.wait_for(asked(SHORT)[1])
        officer.read_for(0.5)
        assert officer.says(asked(SHORT)[1])
        officer.press(SPACE)
        to_its_end(officer)


def test_line_by_line_each_answer_waits_for_enter_too() -> None:
    count = len(asked(SHORT))
    done = dvcheck("demo", SHORT, "--plain", "--step", typed="\n" * (count + 3))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Paused. Enter gives the next answer, r restarts, q leaves: ") >= count
    assert foot(SHORT, ", ") in done.stdout
    left = dvcheck("demo", SHORT, "--plain", "--step", typed="\nq\n")
    assert left.returncode == 130
    assert asked(SHORT)[1] in left.stdout
    assert LEFT in left.stderr


def _before_the_clock() -> int:
    """The number of questions of the standby before its clock."""
    clock = next(question for question in questions_of(STANDBY).values() if question.limit is not None)
    return asked(STANDBY).index(clock.text)


def test_the_clock_of_a_standby_hurries_on_after_a_pause() -> None:
    def left(officer: Officer) -> int:
        officer.wait_for("left of 20 minutes")
        found = re.search(r"(\d+):(\d\d) left", " ".join(officer.screen))
        assert found
        return int(found[1]) * 60 + int(found[2])

    with playing(STANDBY, speed=0.5) as officer:
        stepped(officer, STANDBY, _before_the_clock())
        officer.press(ENTER)
        officer.wait_for("left of 20 minutes")
        officer.press(SPACE)
        officer.wait_for("PAUSED")
        officer.press(SPACE)
        officer.wait_for("PLAYING")
        before = left(officer)
        officer.wait_until(
            lambda: before - left(officer) >= 10, "ten seconds of the clock: half a second here"
        )
        officer.press("q")
        assert officer.exit_status == 130


def test_enter_goes_a_step_at_a_time_also_while_paused() -> None:
    """At a tenth of the speed, nothing is typed by itself while the test runs."""
    with playing(STANDBY, speed=0.1) as officer:
        stepped(officer, STANDBY, 2)
        officer.press(SPACE)
        officer.wait_for("PAUSED")
        officer.press(ENTER)
        officer.wait_for(asked(STANDBY)[3])
        officer.read_for(0.5)
        assert officer.says(asked(STANDBY)[3])
        officer.press("q")
        assert officer.exit_status == 130


def test_enter_steps_through_a_standby_to_its_end() -> None:
    with playing(STANDBY, speed=0.5) as officer:
        stepped(officer, STANDBY, _before_the_clock())
        officer.press(ENTER)
        for entry in ("clothes", "insulin", "driver's license"):
            officer.wait_for(f"○ {entry}")
            officer.press(ENTER)
            officer.wait_for(f"● {entry}")
        officer.press(ENTER)
        officer.wait_for("Is the standby completed, or was it cut short?")
        officer.press(ENTER)
        to_its_end(officer)
        shown = "\n".join(officer.everything)
    assert "Nothing required is open" in shown


@pytest.mark.parametrize("leaving", ["q", "Q", CTRL_C, CTRL_D])
def test_leaving_keeps_nothing_and_leaves_the_terminal_as_found(leaving: str) -> None:
    with playing(SHORT, speed=0.1) as officer:
        stepped(officer, SHORT, 1)
        officer.press(leaving)
        assert officer.exit_status == 130
        assert officer.left_as_found
        assert officer.says(LEFT)
        assert not summary_in("\n".join(officer.everything))


@pytest.mark.parametrize("leaving", ["q", CTRL_C])
def test_leaving_while_the_clock_runs_or_a_demo_is_paused(leaving: str) -> None:
    with playing(STANDBY, speed=0.1) as officer:
        stepped(officer, STANDBY, _before_the_clock())
        officer.press(ENTER)
        officer.wait_for("left of 20 minutes")
        officer.press(SPACE)
        officer.wait_for("PAUSED")
        officer.press(leaving)
        assert officer.exit_status == 130
        assert officer.left_as_found
        assert officer.says(LEFT)


def test_keys_of_the_walk_answer_nothing_in_a_demo() -> None:
    with playing(SHORT, speed=0.1) as officer:
        officer.wait_for_question(asked(SHORT)[0])
        officer.press("y", "n", "1", "2", "b", "s", "?", "x", "z", "+")
        officer.read_for(0.5)
        assert officer.says(asked(SHORT)[0])
        assert not officer.says(asked(SHORT)[1])
        officer.press("q")
        assert officer.exit_status == 130


@pytest.mark.parametrize("early", [("x",), (ENTER,), ("r",), ("q",), ("\x1b",)])
def test_a_key_typed_before_the_first_question_shows_does_nothing(early: tuple[str, ...]) -> None:
    with playing(SHORT, "--ask") as officer:
        officer.press(*early)
        officer.wait_for("What would you do?")
        officer.read_for(0.5)
        assert officer.says(asked(SHORT)[0])
        assert officer.says("What would you do?")
        officer.press(ENTER)
        officer.wait_for(asked(SHORT)[1])
        officer.press("q")
        assert officer.exit_status == 130


@pytest.mark.parametrize("leaving", ["q", CTRL_C])
def test_leaving_before_the_first_question_shows_leaves(leaving: str) -> None:
    with playing(SHORT, "--ask") as officer:
        officer.wait_for("DEMO")
        officer.press(leaving)
        assert officer.exit_status == 130
        assert officer.left_as_found


@pytest.mark.parametrize("how", ["--step", "--ask"])
def test_line_by_line_no_key_of_a_walk_is_offered(how: str) -> None:
    done = dvcheck("demo", "verbal-only", "--plain", how, typed="\n\n\nq\n")
    assert "\nA number, or u unknown: 1\n" in done.stdout
    assert "save and leave" not in done.stdout


def test_line_by_line_ctrl_c_leaves() -> None:
    with playing(SHORT, "--plain", speed=0.1) as officer:
        officer.wait_for("Ctrl-C leaves.")
        officer.wait_for(asked(SHORT)[0])
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert officer.left_as_found
        assert officer.says(LEFT)


def test_a_terminal_without_controls_plays_line_by_line() -> None:
    with Officer("demo", SHORT, "--speed", "0.1", env={"TERM": "dumb"}) as officer:
        officer.wait_for("It plays by itself. Ctrl-C leaves.")
        officer.wait_for(asked(SHORT)[0])
        assert b"\x1b" not in officer.raw
        officer.press(CTRL_C)
        assert officer.exit_status == 130


def test_a_demo_is_resized_while_it_plays() -> None:
    sizes = [(40, 24), (120, 40), (30, 10), (80, 24)]
    with playing(STANDBY, speed=0.1) as officer:
        for text, (columns, lines) in zip(asked(STANDBY), sizes, strict=False):
            officer.wait_for(text[-8:])  # ten lines show only part of a long question
            officer.resize(columns=columns, lines=lines)
            officer.press(ENTER)
        officer.wait_for_question(asked(STANDBY)[len(sizes)])
        officer.press("q")
        assert officer.exit_status == 130
        assert officer.left_as_found


def test_the_foot_of_the_debrief_says_where_q_leads() -> None:
    with playing("verbal-only") as officer:
        officer.wait_for(AT_THE_END)
        officer.press(ENTER)
        officer.wait_for("DEBRIEF")
        officer.wait_for("q back")
        officer.press("q")
        officer.wait_for(AT_THE_END)
        to_its_end(officer)


# Which scenario


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hurt-neighbour-called", 'is not a scenario; did you mean "hurt-neighbor-called"?'),
        ("standby-to-the-end", 'is not a scenario; did you mean "standby-to-its-end"?'),
        ("qqqq", '"qqqq" is not a scenario'),
        ("standby-", "fits standby-first-steps, standby-glass-breaks"),
    ],
)
def test_a_name_that_fits_none_or_several_is_a_usage_error(name: str, said: str) -> None:
    done = dvcheck("demo", name, "--plain")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_the_start_of_a_name_is_enough_where_it_fits_one() -> None:
    with playing("standby-she", speed=0.1) as officer:
        officer.wait_for("It plays by itself.")
        officer.press("q")
        assert officer.exit_status == 130
        assert scenarios()[SHORT].title in " ".join(" ".join(officer.everything).split())


def test_without_a_terminal_it_plays_line_by_line_only_when_asked_to() -> None:
    done = dvcheck("demo", SHORT)
    assert done.returncode == 2
    assert "there is no terminal to play on" in done.stderr
    assert "--plain" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("speed", ["0", "101", "-1", "fast"])
def test_a_speed_that_cannot_be_played_is_a_usage_error(speed: str) -> None:
    assert dvcheck("demo", SHORT, "--plain", "--speed", speed).returncode == 2


def in_order() -> list[Scenario]:
    """Return the scenarios in the order of the list: by walk, then by level."""
    levels = ("recruit", "officer", "instructor")
    return sorted(scenarios().values(), key=lambda s: (s.checklist, levels.index(s.level), s.title))


def test_without_a_name_one_is_chosen_from_the_list() -> None:
    ordered = in_order()
    with Officer("demo", "--speed", "0.1", lines=80) as officer:
        officer.wait_for("Which scenario?")
        for scenario in ordered:
            officer.wait_for(scenario.title)
        officer.press("2")
        officer.wait_for(f"DEMO  {ordered[1].title}")
        officer.wait_for(asked(ordered[1].id)[0])
        officer.press("q")
        assert officer.exit_status == 130
        assert officer.left_as_found


@pytest.mark.parametrize("leaving", ["q", CTRL_C])
def test_the_list_can_be_left(leaving: str) -> None:
    with Officer("demo") as officer:
        officer.wait_for("Which scenario?")
        officer.press(leaving)
        assert officer.exit_status == 130
        assert officer.left_as_found


def test_line_by_line_one_is_chosen_by_its_number() -> None:
    number = [s.id for s in in_order()].index("two-neighbors") + 1
    done = dvcheck("demo", "--plain", "--speed", "100", typed=f"{number}\n")
    assert done.returncode == 0, done.stderr
    assert (
        f"\n{number}. Two neighbors and a hedge. Incident, recruit. Its id is two-neighbors.\n" in done.stdout
    )
    assert f"Demo: {scenarios()['two-neighbors'].title}" in done.stdout


# Ended from outside


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_from_outside_keeps_nothing(number: int, temporary: Path) -> None:
    with playing(SHORT, speed=0.1) as officer:
        officer.wait_for_question(asked(SHORT)[0])
        officer.signal(number)
        assert officer.exit_status != 0
    kept = list(temporary.iterdir())
    for folder in kept:
        shutil.rmtree(folder)
    assert kept == []


def test_the_list_of_scenarios_names_what_each_is_called_by() -> None:
    done = dvcheck("demo", "--plain", typed="q\n")
    assert "Its id is standby-refused." in done.stdout


def test_a_demo_plays_no_earlier_than_its_scenario_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even on a computer whose clock is years behind, the times of the scenario have passed."""
    monkeypatch.setattr(pace.clock, "now", lambda: datetime(1970, 1, 1, tzinfo=UTC))
    assert pace.FastClock(1.0).clock.now() >= TOLD_AT

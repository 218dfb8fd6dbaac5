"""The first prompt is shown before prompt_toolkit is loaded, and keys pressed during the load count."""

import os
import re
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from dvcheck.errors import Exit
from dvcheck.terminal import signals
from tests.drawn import some
from tests.journal import answers, cases, only_case
from tests.pty import CTRL_C, DOWN, ENTER, Officer, dvcheck
from tests.terminal.test_stopped import Shell, shell
from tests.terminal.walks import ASSAULT, TICK, VERBAL, Step, given, press_through, values

__all__ = ["shell"]  # a fixture

FIRST, SECOND, THIRD = VERBAL[:3]
WHICH = "Which case?"
_FOLDER = Path(__file__).parents[1] / "programs" / "gap"


class Gap:
    """The time between a painted prompt and the loading of prompt_toolkit, extended as a test wants."""

    def __init__(self, folder: Path) -> None:
        self._opened = folder / "opened"
        paths = [str(_FOLDER), os.environ.get("PYTHONPATH", "")]
        self.env = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "GAP": str(self._opened)}

    @property
    def is_reached(self) -> bool:
        return self._opened.with_name("reached").exists()

    @property
    def loaded(self) -> set[str]:
        """The modules loaded before prompt_toolkit."""
        return set(self._opened.with_name("reached").read_text().split())

    def open(self) -> None:
        """Let prompt_toolkit be loaded."""
        self._opened.touch()


@pytest.fixture
def gap(tmp_path: Path) -> Gap:
    return Gap(tmp_path)


def wait_in_gap(officer: Officer, gap: Gap, question: str = FIRST.text) -> None:
    officer.wait_for_question(question)
    officer.wait_until(lambda: gap.is_reached, "waiting for the gap")


def wait_for_takeover(officer: Officer) -> None:
    """prompt_toolkit draws with the terminal's own line breaks off."""
    officer.wait_until(lambda: b"\x1b[?7h" in officer.raw, "waiting for prompt_toolkit")


def answered(number: int, tmp_path: Path) -> str:
    """Open a case with a number of answers."""
    assert dvcheck("incident", *given(tmp_path, VERBAL[:number])).returncode == 0
    return only_case()


def test_only_what_the_first_question_needs_is_loaded_by_then(gap: Gap, tmp_path: Path) -> None:
    answered(1, tmp_path)  # so that the checklists are compiled
    with Officer("incident", "--new", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        late = {"questionary", "rich", "wcwidth", "yaml", "zoneinfo"}
        assert late & gap.loaded == set()
        assert "dvcheck.walk.walk" in gap.loaded


def test_only_what_the_first_screen_needs_is_loaded_by_then(gap: Gap, tmp_path: Path) -> None:
    answered(1, tmp_path)
    with Officer(env=gap.env) as officer:
        officer.wait_for("UNFINISHED WALKS")
        officer.wait_until(lambda: gap.is_reached, "waiting for the gap")
        late = {"questionary", "rich", "typer", "wcwidth", "yaml"}
        assert late & gap.loaded == set()
        officer.press(ENTER)
        gap.open()
        officer.wait_for_question(SECOND.text)


# --- keys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["1", "4", "u"])
def test_a_key_pressed_at_once_answers_the_first_question(key: str, gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.press(key)
        officer.read_for(0.05)
        assert cases() == []
        gap.open()
        officer.wait_until(lambda: bool(cases()) and FIRST.id in answers(only_case()), "the answer")
        officer.wait_until(lambda: not officer.asks(FIRST.text), "the next question")
        assert officer.echoes is False
        officer.press("q")
        assert officer.exit_status == 130
    assert list(answers(only_case())) == [FIRST.id]


@pytest.mark.parametrize(("key", "value"), [("y", "yes"), ("N", "no")])
def test_a_yes_or_no_pressed_at_once_counts(key: str, value: str, gap: Gap, tmp_path: Path) -> None:
    case = answered(1, tmp_path)
    with Officer("incident", case, env=gap.env) as officer:
        wait_in_gap(officer, gap, SECOND.text)
        officer.press(key)
        gap.open()
        officer.wait_until(lambda: SECOND.id in answers(case), "the answer")
        officer.press("q")
        assert officer.exit_status == 130
    assert answers(case)[SECOND.id] == value


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (ENTER, "Enter does nothing yet"),
        ("\x1b", "That key does nothing here."),
        ("\x1a", "That key does nothing here."),
        ("7", "That key does nothing here."),
    ],
    ids=["Enter", "Esc", "Ctrl-Z", "7"],
)
def test_a_key_that_answers_nothing_is_told_so(key: str, said: str, gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.press(key)
        gap.open()
        officer.wait_for(said)
        assert officer.asks(FIRST.text)
        officer.press("q")
        assert officer.exit_status == 130
    assert cases() == []


@pytest.mark.parametrize("key", ["q", CTRL_C], ids=["q", "Ctrl-C"])
def test_leaving_at_once_says_what_is_saved(key: str, gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.press(key)
        gap.open()
        assert officer.exit_status == 130
        assert officer.says("Left. No case was opened.")
        assert not officer.says("save, leave")
        assert officer.left_as_found


def test_an_answer_and_ctrl_c_in_one_breath_records_the_answer(gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.paste(f"1{CTRL_C}")
        gap.open()
        assert officer.exit_status == 130
        assert officer.says("Saved: 1 answer. Resume with:")
    assert answers(only_case()) == values(VERBAL[:1])


def test_several_keys_answer_one_question_each(gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.paste("".join(step.keys for step in VERBAL[:2]))
        gap.open()
        officer.wait_for_question(THIRD.text)
        officer.press("q")
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:2])


def test_what_a_terminal_pastes_answers_nothing(gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        assert officer.bracketed_paste
        officer.paste("1y1", bracketed=True)
        gap.open()
        wait_for_takeover(officer)
        officer.read_for(0.3)
        assert officer.asks(FIRST.text)
        officer.press("q")
        assert officer.exit_status == 130
    assert cases() == []


def test_an_arrow_that_comes_in_two_parts_is_an_arrow(gap: Gap, tmp_path: Path) -> None:
    """Half of its sequence has arrived when prompt_toolkit begins to read."""
    case = answered(1, tmp_path)
    with Officer("standby", env=gap.env) as officer:  # its walk is not part of the case yet
        wait_in_gap(officer, gap, WHICH)
        officer.paste(DOWN[:2])
        gap.open()
        wait_for_takeover(officer)
        officer.paste(DOWN[2:])
        officer.wait_until(lambda: any("» 2" in line for line in officer.screen), "the second row")
        officer.press(ENTER)
        officer.answer(SECOND.text, "q")
        assert officer.exit_status == 130
        assert officer.says(case)
    assert len(cases()) == 1


def test_a_case_chosen_at_once_goes_on(gap: Gap, tmp_path: Path) -> None:
    case = answered(1, tmp_path)
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap, WHICH)
        officer.press("1")
        gap.open()
        officer.answer(SECOND.text, "q")
        assert officer.exit_status == 130
    assert only_case() == case


def test_a_list_to_tick_takes_keys_at_once(gap: Gap, tmp_path: Path) -> None:
    assert dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    with Officer("incident", only_case(), env=gap.env) as officer:
        wait_in_gap(officer, gap, TICK)
        officer.paste(f"{DOWN} ")
        gap.open()
        officer.wait_for("● 2")
        officer.press(ENTER)
        assert officer.exit_status == 0


# --- what comes between -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_program_that_is_ended_at_once_leaves_the_terminal_as_it_was(number: int, gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.press("y")
        officer.signal(number)
        assert officer.exit_status == 128 + number
        assert officer.left_as_found
        assert not officer.says("save, leave")
        assert officer.says("Left. No case was opened.") == (number == signal.SIGINT)
    assert cases() == []


def test_a_signal_whose_error_is_lost_in_an_import_ends_the_program_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signals, "_asked", [signal.SIGTERM])
    with pytest.raises(SystemExit) as ended:
        signals.end_if_asked()
    assert ended.value.code == 128 + signal.SIGTERM


def test_a_result_as_json_is_asked_for_on_standard_error(gap: Gap) -> None:
    with Officer("incident", "--format", "json", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.press("1")
        gap.open()
        officer.wait_until(lambda: not officer.asks(FIRST.text), "the next question")
        officer.press("q")
        assert officer.exit_status == 130
        assert officer.left_as_found


@pytest.mark.parametrize("error", ["ImportError", "MemoryError", "SyntaxError"])
def test_what_cannot_be_loaded_is_an_error_nobody_expected(error: str, gap: Gap) -> None:
    with Officer("incident", env=gap.env | {"GAP_FAILS": error}) as officer:
        wait_in_gap(officer, gap)
        officer.press("y")
        gap.open()
        assert officer.exit_status == Exit.UNEXPECTED
        assert officer.left_as_found
        assert not officer.says("save, leave")
        assert "Traceback" not in "\n".join(officer.everything)
    assert cases() == []


def test_a_shell_gets_no_key_that_a_program_did_not_come_to_read(shell: Shell, gap: Gap) -> None:
    for name, value in (gap.env | {"GAP_FAILS": "ImportError"}).items():
        shell.type(f"export {name}='{value}'\n")
    shell.type(f"'{sys.executable}' -m dvcheck incident --new\n")
    shell.wait_for(lambda shown: "1-4 choose" in shown)
    shell.type("echo mea''nt\n")
    gap.open()
    shell.wait_for(lambda shown: "an unexpected error" in shown)
    shell.type("echo af''ter\n")
    shown = shell.wait_for(lambda shown: "after" in shown)
    assert "meant" not in shown
    assert "1-4 choose" not in shown


@pytest.mark.parametrize(("columns", "lines"), [(40, 24), (120, 40), (80, 10)])
def test_a_window_that_changes_its_size_meanwhile_is_drawn_anew(columns: int, lines: int, gap: Gap) -> None:
    with Officer("incident", env=gap.env) as officer:
        wait_in_gap(officer, gap)
        officer.resize(columns=columns, lines=lines)
        gap.open()
        wait_for_takeover(officer)
        officer.wait_for_question(FIRST.text)
        said = " ".join(officer.screen)
        assert said.count("What kind") == said.count("save, leave") == 1
        officer.press(*FIRST.keys)
        officer.wait_for_question(SECOND.text)


def test_a_program_that_was_stopped_meanwhile_goes_on(shell: Shell, gap: Gap) -> None:
    for name, value in gap.env.items():
        shell.type(f"export {name}='{value}'\n")
    shell.type(f"'{sys.executable}' -m dvcheck incident --new\n")
    shell.wait_for(lambda shown: "1-4 choose" in shown)
    shell.stop(signal.SIGTSTP)
    shell.type("fg\n")
    shown = shell.wait_for(lambda shown: "1-4 choose" in shown)
    assert "in between" in shown
    shell.type("1")
    gap.open()
    shown = shell.wait_for(lambda shown: "y/1 yes" in shown)
    assert "1-4 choose" not in shown
    shell.type("q")
    shell.wait_for(lambda shown: "Saved: 1 answer" in shown)
    shell.type("echo he''ard\n")
    shell.wait_for(lambda shown: "heard\n" in "\n".join(line.rstrip() for line in shown.splitlines()))


# --- what is on the screen ----------------------------------------------------------------------------------


_PLACES = [(80, 24, 0), (80, 24, 5), (80, 24, 60), (40, 24, 60), (120, 40, 5), (30, 8, 60), (12, 24, 0)]
"""The columns and lines of a terminal, and the lines on it before: none, a few, or a full screen."""


_ASKED = ("question", "yes-no", "choices", "cases", "duties")


@pytest.fixture(scope="module")
def eleven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with eleven unfinished walks."""
    folder, answers = tmp_path_factory.mktemp("eleven"), tmp_path_factory.mktemp("given")
    for n in range(1, 12):
        number = ("--number", f"25-{n}", *given(answers, VERBAL[:n]))
        assert dvcheck("incident", *number, env={"DVCHECK_HOME": str(folder)}).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("asked", "columns", "lines", "above"), some([(asked, *place) for asked in _ASKED for place in _PLACES])
)
def test_the_frame_is_what_prompt_toolkit_draws(
    asked: str,
    columns: int,
    lines: int,
    above: int,
    gap: Gap,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """The screens are equal in each cell, color and cursor: painted, taken over, and without painting."""
    if asked == "cases":
        shutil.copytree(request.getfixturevalue("eleven"), tmp_path / "dvcheck")
    arguments = _arguments(asked, tmp_path)
    env = {"ABOVE": str(above)}
    with Officer(
        *arguments, columns=columns, lines=lines, module="tests.programs.below", env=env | {"UNPAINTED": "1"}
    ) as officer:
        wait_for_takeover(officer)
        officer.read_for(0.05)
        drawn = look(officer)
    with Officer(
        *arguments, columns=columns, lines=lines, module="tests.programs.below", env=env | gap.env
    ) as officer:
        officer.wait_until(lambda: gap.is_reached, "waiting for the gap")
        officer.wait_until(lambda: look(officer) == drawn, "the painted screen")
        before = len(officer.raw)
        gap.open()
        wait_for_takeover(officer)
        officer.wait_until(lambda: look(officer) == drawn, "the screen taken over")
        assert b"\x1b[0J" not in officer.raw[before:].replace(b"\x1b[J", b"\x1b[0J")


def _arguments(asked: str, tmp_path: Path) -> Sequence[str]:
    """The arguments that show this prompt first."""
    steps: Sequence[Step]
    match asked:
        case "question":
            return ("incident", "--new", "--number", "25-123456")
        case "yes-no":
            steps = VERBAL[:1]
        case "choices":
            steps = ASSAULT[: next(n for n, step in enumerate(ASSAULT) if step.id == "crimes")]
        case "cases":
            return ("incident",)
        case _:
            steps = ASSAULT
    assert dvcheck("incident", *given(tmp_path, steps)).returncode == 0
    return ("incident", only_case())


def look(officer: Officer) -> object:
    """Return each cell with its style, and the cursor."""
    screen = officer.terminal
    cells = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    looks = [
        [(cell.data, cell.data != " " and (cell.fg, cell.bg, cell.bold, cell.reverse)) for cell in row]
        for row in cells
    ]
    return looks, screen.cursor.x, screen.cursor.y, screen.cursor.hidden


def test_nothing_is_colored_without_color(gap: Gap) -> None:
    for arguments, env in ((("--no-color",), {}), ((), {"NO_COLOR": "1"})):
        with Officer("incident", "--new", *arguments, env=gap.env | env) as officer:
            wait_in_gap(officer, gap)
            codes = set(re.findall(rb"\x1b\[([\d;]*)m", officer.raw))
            assert codes <= {b"0", b"1", b"2"}


def test_a_dumb_terminal_is_asked_line_by_line(gap: Gap) -> None:
    with Officer("incident", "--new", env=gap.env | {"TERM": "dumb"}) as officer:
        officer.wait_for("q save and leave:")
        assert b"\x1b" not in officer.raw
        assert not gap.is_reached


def test_a_walk_that_was_painted_first_ends_as_ever() -> None:
    with Officer("incident", fresh=True) as officer:
        press_through(officer, VERBAL)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert officer.left_as_found
    assert answers(only_case()) == values(VERBAL)

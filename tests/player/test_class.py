"""A demo for a class: it asks, waits, begins again, ends with a debrief, and is legible on a projector."""

import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.record.sqlite.files import FILE_NAME
from tests.player.lesson_pack import ASKED, EARLY, HURT, LAST, LATE, NOTES, SEEN, WORDS, lesson_pack
from tests.pty import CTRL_C, ENTER, SPACE, Officer, dvcheck
from tests.terminal.test_demo import AT_THE_END, LEFT, asked, to_its_end

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

CLASS = "What would you do?"
SHORT = "standby-she-moves-out"


@pytest.fixture(autouse=True)
def _nothing_is_kept(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield
    assert not (home / FILE_NAME).exists()
    assert list(folder.iterdir()) == []


@pytest.fixture
def pack(tmp_path: Path) -> str:
    return lesson_pack(tmp_path)


def teaching(pack: str, *options: str, **how: object) -> Officer:
    arguments = ("demo", "lesson", "--speed", "100", "--pack", pack, *options)
    return Officer(*arguments, **how)  # type: ignore[arg-type]


def shown(officer: Officer) -> str:
    return " ".join(" ".join(officer.everything).split())


# The question to the class


@pytest.mark.parametrize("key", [ENTER, SPACE, "y", "x", "5"])
def test_any_key_goes_on_and_nothing_of_the_answer_shows_before(pack: str, key: str) -> None:
    with teaching(pack, "--ask") as officer:
        officer.wait_for(CLASS)
        officer.wait_for(SEEN)
        officer.wait_for("any key go on r restart q leave")
        officer.read_for(0.7)  # at this speed a demo would be over
        assert officer.says(SEEN)
        assert officer.says(EARLY)
        assert not officer.says(ASKED)
        assert not officer.says(HURT)
        officer.press(key)
        officer.wait_for(HURT)
        officer.wait_for(CLASS)
        officer.press("q")
        assert officer.exit_status == 130


def test_facts_come_before_the_question_after_it_and_when_asked_for(pack: str) -> None:
    with teaching(pack, "--ask", lines=50) as officer:
        officer.wait_for(SEEN)
        officer.wait_for(CLASS)
        officer.press(SPACE)
        officer.wait_for(HURT)
        text = shown(officer)
        assert text.index(EARLY) < text.index(ASKED) < text.index(LATE) < text.index(HURT)
        assert LAST not in text
        officer.wait_for(CLASS)
        officer.press(SPACE)
        officer.wait_for(WORDS)
        officer.wait_for(CLASS)
        officer.press(SPACE)
        officer.wait_for(LAST)
        officer.wait_for(CLASS)  # the list of duties
        officer.press(SPACE)
        to_its_end(officer)


def test_by_hand_one_key_after_the_question_gives_the_answer(pack: str) -> None:
    with teaching(pack, "--ask", "--step") as officer:
        officer.wait_for(CLASS)
        officer.press(ENTER)
        officer.wait_for(ASKED)
        officer.wait_for("PAUSED")  # to read what was asked for
        officer.read_for(0.4)
        assert not officer.says(HURT)
        officer.press(ENTER)
        officer.wait_for(HURT)
        officer.wait_for(CLASS)
        officer.press(ENTER)
        officer.wait_for(WORDS)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert officer.left_as_found


def test_without_ask_the_class_is_not_asked(pack: str) -> None:
    with teaching(pack, lines=50) as officer:
        officer.wait_for(AT_THE_END)
        text = shown(officer)
        to_its_end(officer)
    assert CLASS not in text
    for fact in (EARLY, ASKED, LATE, LAST):
        assert text.count(fact) == 1


def test_line_by_line_the_class_is_asked_too(pack: str) -> None:
    arguments = ("demo", "lesson", "--plain", "--ask", "--speed", "100", "--pack", pack)
    done = dvcheck(*arguments, typed="\n" * 10)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(CLASS) == 4
    first = done.stdout.index(CLASS)
    assert done.stdout.index(EARLY) < first < done.stdout.index(ASKED) < done.stdout.index(LATE)
    again = dvcheck(*arguments, typed="\nr\n\nq\n")
    assert again.returncode == 130
    assert again.stdout.count("Demo: Two facts and a correction") == 2
    assert "From the beginning." in again.stdout


# Pauses, sizes, signals


def test_a_question_to_the_class_lasts_and_is_redrawn(pack: str) -> None:
    with teaching(pack, "--ask") as officer:
        for columns, lines in ((40, 24), (120, 40), (30, 10), (80, 24)):
            officer.wait_for(CLASS)
            officer.resize(columns=columns, lines=lines)
            officer.read_for(0.3)
        officer.wait_for(CLASS)
        officer.wait_for(SEEN)
        officer.press("n")
        officer.wait_for(HURT)
        officer.press("q")
        assert officer.exit_status == 130
        assert officer.left_as_found


@pytest.mark.parametrize("leaving", ["q", "Q", CTRL_C])
def test_the_question_to_the_class_can_be_left(pack: str, leaving: str) -> None:
    with teaching(pack, "--ask") as officer:
        officer.wait_for(CLASS)
        officer.press(leaving)
        assert officer.exit_status == 130
        assert officer.left_as_found
        assert officer.says(LEFT)


def test_ctrl_z_at_the_question_is_no_answer_and_stops_nothing(pack: str) -> None:
    with teaching(pack, "--ask") as officer:
        officer.wait_for(CLASS)
        officer.press("\x1a")
        officer.read_for(0.4)
        assert officer.says(SEEN)
        assert not officer.says(HURT)
        officer.press("q")
        assert officer.exit_status == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_class_that_is_ended_from_outside_leaves_nothing(pack: str, number: int, tmp_path: Path) -> None:
    with teaching(pack, "--ask") as officer:
        officer.wait_for(CLASS)
        officer.signal(number)
        assert officer.exit_status != 0
    for folder in (tmp_path / "temporary").iterdir():
        shutil.rmtree(folder)
        pytest.fail(f"{folder} was left")


# Again


@pytest.mark.parametrize("key", ["r", "R"])
def test_r_begins_again_in_the_middle(key: str) -> None:
    first, second = asked(SHORT)[:2]
    with Officer("demo", SHORT, "--step") as officer:
        for _ in range(2):
            officer.wait_for(first)
            officer.press(ENTER)
            officer.wait_for(second)
            officer.press(key)
            officer.wait_for("From the beginning.")
        officer.wait_for(first)
        officer.press("q")
        assert officer.exit_status == 130
        assert officer.left_as_found


def test_r_begins_again_at_the_end_and_at_the_question_to_the_class(pack: str) -> None:
    with teaching(pack) as officer:
        for _ in range(2):
            officer.wait_for(AT_THE_END)
            officer.press("r")
            officer.wait_until(lambda: not officer.says(AT_THE_END), "the next play")
        to_its_end(officer)
        assert shown(officer).count("DEMO Two facts and a correction") == 3
    with teaching(pack, "--ask") as officer:
        officer.wait_for(CLASS)
        officer.press("r")
        officer.wait_for("From the beginning.")
        officer.wait_for(CLASS)
        officer.press("q")
        assert officer.exit_status == 130


# The debrief, the notes, the projector


def test_the_debrief_says_what_was_done_what_came_up_why_and_where_officers_go_wrong(pack: str) -> None:
    with teaching(pack, lines=60) as officer:
        officer.wait_for(AT_THE_END)
        assert not officer.says("DEBRIEF")
        officer.press(ENTER)
        officer.wait_for("DEBRIEF")
        officer.wait_until(lambda: shown(officer).endswith(AT_THE_END), "the end once more")
        officer.press("q")
        assert officer.exit_status == 0
        text = shown(officer)
    text = text[text.index("DEBRIEF") :]
    for part in (
        "WHERE OFFICERS GO WRONG 1",
        "Asking them is enough to know.",
        "WHAT WAS ANSWERED 3",
        "WHICH DUTIES CAME UP, AND WHY 1",
        "shall: Tell the sergeant.",
        "WHAT TO TAKE AWAY 1",
        "Ask a witness what was seen.",
    ):
        assert part in text
        text = text[text.index(part) :]


def test_a_long_debrief_is_read_page_by_page() -> None:
    with Officer("demo", SHORT, "--speed", "100", lines=16) as officer:
        officer.wait_for(AT_THE_END)
        officer.press(SPACE)
        officer.wait_for("Space page")
        officer.press("q")
        officer.wait_for(AT_THE_END)
        officer.press(CTRL_C)
        assert officer.exit_status == 0
        assert officer.left_as_found


@pytest.mark.parametrize("columns", [40, 120])
def test_the_debrief_fits_narrow_and_wide_screens(pack: str, columns: int) -> None:
    with teaching(pack, columns=columns, lines=60) as officer:
        officer.wait_for(AT_THE_END)
        officer.press(ENTER)
        officer.wait_for("DEBRIEF")
        officer.wait_for("Ask a witness what was seen.")
        assert all(len(line) <= columns for line in officer.screen)
        officer.wait_for(AT_THE_END)
        officer.press("q")
        assert officer.exit_status == 0


def test_the_notes_show_only_when_asked_for(pack: str) -> None:
    for options in ((), ("--ask",), ("--projector",)):
        with teaching(pack, *options) as officer:
            officer.wait_for(SEEN)
            assert NOTES not in shown(officer)
            officer.press("q")
            officer.wait_until(lambda: officer.ended, "its end")
            assert NOTES not in shown(officer)
    with teaching(pack, "--notes", "--step") as officer:
        officer.wait_for(SEEN)
        assert shown(officer).index(NOTES) < shown(officer).index(SEEN)
        officer.press("q")
        assert officer.exit_status == 130
    arguments = ("demo", "lesson", "--plain", "--speed", "100", "--pack", pack)
    assert NOTES not in dvcheck(*arguments).stdout
    assert NOTES in dvcheck(*arguments, "--notes").stdout


def looks(officer: Officer) -> set[tuple[bool, str]]:
    """Return whether each letter on the screen is bold, and its color."""
    cells = [cell for line in officer.terminal.buffer.values() for cell in line.values()]
    return {(cell.bold, cell.fg) for cell in cells if cell.data.strip()}


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}])
def test_on_a_projector_all_is_bold_and_in_the_colors_of_the_terminal(pack: str, env: dict[str, str]) -> None:
    with teaching(pack, "--projector", "--ask", lines=50, env=env) as officer:
        officer.wait_for(CLASS)
        assert {color for _, color in looks(officer)} == {"default"}
        marked = [cell for line in officer.terminal.buffer.values() for cell in line.values() if cell.bold]
        assert len(marked) > 100
        assert b"\x1b[2m" not in officer.raw
        assert b";2m" not in officer.raw
        officer.press("q")
        assert officer.exit_status == 130


def test_without_a_projector_a_demo_has_the_theme_of_the_settings(pack: str, home: Path) -> None:
    home.mkdir(exist_ok=True)
    with teaching(pack, "--ask", lines=50) as officer:
        officer.wait_for(CLASS)
        assert len({color for _, color in looks(officer)}) > 1
        officer.press("q")
        assert officer.exit_status == 130
    (home / "config.toml").write_text('theme = "high-contrast"\n', encoding="utf-8")
    with teaching(pack, "--ask", lines=50) as officer:
        officer.wait_for(CLASS)
        assert {color for _, color in looks(officer)} == {"default"}
        officer.press("q")
        assert officer.exit_status == 130

"""`dvcheck` alone at a terminal: open duties, unfinished walks, and the keys that act on them."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dvcheck.actions.open_case import open_case
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import Exit
from dvcheck.record.sqlite.files import FILE_NAME
from tests.actions.calls import pack_in
from tests.journal import answers, cases, entries, only_case, statuses
from tests.pty import CTRL_C, DOWN, ENTER, SPACE, Officer, dvcheck
from tests.terminal.walks import ASSAULT, TICK, VERBAL, given, press_through, shipped

STOPPED = 2
"""The number of answered questions in an unfinished walk."""

GO = "Complete the GO report"
CONTACT = "Get everyone's current contact details"
PHOTO = "Photograph the injured, an overview"


def walked(tmp_path: Path, steps: tuple[object, ...] = VERBAL) -> str:
    """Open a case and walk it to its end."""
    return new(tmp_path, steps)


def unfinished(tmp_path: Path) -> str:
    """Open a case whose walk is unfinished."""
    return new(tmp_path, VERBAL[:STOPPED])


def new(tmp_path: Path, steps: object) -> str:
    before = {case.id for case in cases()}
    done = dvcheck("incident", "--new", *given(tmp_path, steps))  # type: ignore[arg-type]
    assert done.returncode == 0, done.stderr
    (made,) = {case.id for case in cases()} - before
    return made


def next_of(answered: int) -> str:
    """Return the short name of the question after a number of answers."""
    return next(q.name for q in shipped().questions() if q.id == VERBAL[answered].id)


def is_pointed_at(officer: Officer, text: str) -> bool:
    return any("»" in line and text in line for line in officer.screen)


def point_at(officer: Officer, text: str) -> None:
    """Press the down arrow until the row with this text is selected."""
    for _ in range(30):
        if is_pointed_at(officer, text):
            return
        before = officer.screen
        officer.press(DOWN)
        officer.wait_until(lambda before=before: officer.screen != before, "the next row")  # type: ignore[misc]
    pytest.fail(f"no row of {text!r}")


# --- what it shows ------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {}], ids=["a dumb terminal", "plain in the settings"])
def test_a_terminal_that_draws_no_screen_gets_the_same_in_a_few_lines(
    env: dict[str, str], home: Path, tmp_path: Path
) -> None:
    case = unfinished(tmp_path)
    if not env:
        (home / "config.toml").write_text("plain = true\n")
    with Officer(env=env) as officer:
        assert officer.exit_status == 0
        officer.wait_for(f"dvcheck incident {case}")
        officer.wait_for("dvcheck --help")
        assert b"\x1b[?1049h" not in officer.raw


def test_the_variables_of_the_environment_count_as_for_every_command(tmp_path: Path) -> None:
    item = '  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}\n'
    folder = pack_in(tmp_path / "pack", item)
    other = tmp_path / "other"
    with Officer(env={"DVCHECK_PACK": str(folder), "DVCHECK_HOME": str(other)}) as officer:
        officer.wait_for("1 incident")
        assert not officer.says("2 verify-order")
        officer.press("1")
        officer.answer("Is somebody hurt?", "y")
        officer.wait_until((other / FILE_NAME).exists, "the journal")
    assert not cases()


def test_a_long_list_says_how_much_is_above_and_below(tmp_path: Path) -> None:
    walked(tmp_path, ASSAULT)
    with Officer(lines=16) as officer:
        officer.wait_for("0 above,")
        officer.press("\x1b[F")
        officer.wait_for("0 below: arrows")


# --- walks --------------------------------------------------------------------------------------------------


def test_enter_resumes_the_walk_worked_on_last(tmp_path: Path) -> None:
    older, newer = unfinished(tmp_path), unfinished(tmp_path)
    with Officer() as officer:
        officer.wait_for(f"» {newer}")
        officer.wait_for(f"stopped at {next_of(STOPPED)}")
        assert officer.says(older)
        officer.press(ENTER)
        press_through(officer, VERBAL[STOPPED : STOPPED + 1])
        officer.wait_for_question(VERBAL[STOPPED + 1].text)
    assert len(answers(newer)) == STOPPED + 1
    assert len(answers(older)) == STOPPED


def test_leaving_a_walk_is_back_at_home_with_what_was_answered(tmp_path: Path) -> None:
    case = unfinished(tmp_path)
    with Officer() as officer:
        officer.wait_for(f"» {case}")
        officer.press(ENTER)
        press_through(officer, VERBAL[STOPPED : STOPPED + 1])
        officer.answer(VERBAL[STOPPED + 1].text, "q")
        officer.wait_for(f"stopped at {next_of(STOPPED + 1)}")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.left_as_found


def test_a_key_held_where_a_walk_is_left_does_not_leave_home_too(tmp_path: Path) -> None:
    unfinished(tmp_path)
    with Officer(guarded=True) as officer:
        officer.wait_for("UNFINISHED WALKS")
        officer.press(ENTER)
        officer.wait_for_question(VERBAL[STOPPED].text)
        officer.hold("q")
        officer.wait_for("UNFINISHED WALKS")
        officer.wait_until(lambda: not officer.unread, "what was sent is read")
        assert not officer.ended
        officer.press("q")
        assert officer.exit_status == 0


def test_a_walk_that_ends_shows_its_summary_until_enter(tmp_path: Path) -> None:
    case = new(tmp_path, VERBAL[:-1])
    with Officer() as officer:
        officer.wait_for(f"» {case}")
        officer.press(ENTER)
        press_through(officer, VERBAL[-1:])
        officer.answer(TICK, ENTER)
        officer.wait_for("Enter overview")
        officer.wait_for(GO)
        officer.press(ENTER)
        officer.wait_for("2 open in 1 open case")
        assert not officer.says("UNFINISHED")
        officer.press("q")
        assert officer.exit_status == 0


def test_a_summary_read_page_by_page_is_back_at_home_once_it_is_left(tmp_path: Path) -> None:
    new(tmp_path, ASSAULT[:-1])
    with Officer(lines=18) as officer:
        officer.wait_for("UNFINISHED WALKS")
        officer.press(ENTER)
        press_through(officer, ASSAULT[-1:])
        officer.answer(TICK, ENTER)
        officer.wait_for("Space page")
        officer.press("q")
        officer.wait_for("in 1 open case")
        assert not officer.says("Enter overview")
        officer.press("q")
        assert officer.exit_status == 0


def test_a_walk_in_which_nothing_is_answered_says_so_before_home_comes_back() -> None:
    with Officer() as officer:
        officer.wait_for("1 incident")
        officer.press("1")
        officer.answer(VERBAL[0].text, "s")
        officer.wait_for("No question was answered, so no case was kept.")
        officer.press(ENTER)
        officer.wait_for("No open cases.")
        officer.press("q")
        assert officer.exit_status == 0
    assert cases() == []


def test_a_summary_can_be_left_with_q_and_stays_on_the_screen(tmp_path: Path) -> None:
    new(tmp_path, VERBAL[:-1])
    with Officer() as officer:
        officer.wait_for("UNFINISHED WALKS")
        officer.press(ENTER)
        press_through(officer, VERBAL[-1:])
        officer.answer(TICK, ENTER)
        officer.wait_for("Enter overview")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.left_as_found
        officer.wait_for(GO)


def test_a_digit_begins_a_walk() -> None:
    with Officer() as officer:
        officer.wait_for("1 incident")
        officer.press("1")
        officer.answer(ASSAULT[0].text, "1")
        officer.wait_until(lambda: cases() and answers(only_case()), "the answer")


def test_o_opens_the_walk_of_a_duty(tmp_path: Path) -> None:
    case = walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.press("o")
        officer.wait_for(TICK)
        officer.wait_for("Enter finish")
        officer.press("q")
        officer.wait_for("2 open in 1 open case")
    assert statuses(case)["go-report"] == "open"


def test_a_case_closed_in_another_window_is_said_to_be_so(tmp_path: Path) -> None:
    case = walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        journal = Path(os.environ["DVCHECK_HOME"]) / FILE_NAME
        assert journal.exists()
        assert dvcheck("close", case, "--reason", "over").returncode == 0
        officer.wait_for("No open cases.")
        officer.press(SPACE)
        officer.wait_for("That key does nothing here.")


# --- acting -------------------------------------------------------------------------------------------------


def test_space_marks_a_duty_done_and_takes_that_back(tmp_path: Path) -> None:
    case = walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.press(SPACE)
        officer.wait_for("1 open in 1 open case")
        officer.wait_for(f"» done {GO}")
        officer.wait_for("Space take back")
        assert statuses(case)["go-report"] == "done"
        officer.press(SPACE)
        officer.wait_for("2 open in 1 open case")
        assert statuses(case)["go-report"] == "open"
        officer.press("q")
        assert officer.exit_status == 0
    assert [kind for kind, _ in entries(case)][-2:] == ["marked"] * 2


def test_z_takes_back_the_last_mark_wherever_one_points(tmp_path: Path) -> None:
    case = walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.press(SPACE)
        officer.wait_for("1 open in 1 open case")
        point_at(officer, CONTACT)
        officer.press("z")
        officer.wait_for("2 open in 1 open case")
        officer.wait_until(lambda: is_pointed_at(officer, GO), "the duty")
        officer.press("z")
        officer.wait_for("There is no mark to take back")
    assert statuses(case)["go-report"] == "open"


def test_what_was_carried_over_is_so_again_once_a_mark_is_taken_back(home: Path, tmp_path: Path) -> None:
    case = walked(tmp_path)
    with open_case(Workspace(home=home), case) as taken:
        taken.file.carry_over("go-report", "No computer is free")
    before = entries(case)[-1]
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.wait_for("carried over: No computer is free")
        officer.press(SPACE)
        officer.wait_for("1 open in 1 open case")
        officer.press(SPACE)
        officer.wait_for("2 open in 1 open case")
        officer.wait_for("carried over: No computer is free")
    assert entries(case)[-1] == before


def test_the_passphrase_is_asked_for_once_and_before_the_screen(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    walked(tmp_path)
    words = tmp_path / "words.txt"
    words.write_text("long enough to guess at for years\n", encoding="utf-8")
    assert dvcheck("journal", "encrypt", "--passphrase-file", str(words)).returncode == 0
    with Officer() as officer:
        officer.wait_for("Passphrase of the journal:")
        assert b"\x1b[?1049h" not in officer.raw
        officer.paste(words.read_text().strip() + ENTER)
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.press(SPACE)
        officer.wait_for("1 open in 1 open case")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.raw.count(b"Passphrase of the journal:") == 1


def test_a_held_space_marks_once(tmp_path: Path) -> None:
    case = walked(tmp_path)
    with Officer(guarded=True) as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.hold(SPACE)
        officer.wait_for("Key held down")
        officer.wait_for("1 open in 1 open case")
    assert statuses(case)["go-report"] == "done"


def test_x_marks_a_duty_not_feasible_for_a_reason(tmp_path: Path) -> None:
    case = walked(tmp_path, ASSAULT)
    with Officer() as officer:
        officer.wait_for(PHOTO)
        point_at(officer, PHOTO)
        officer.press("x")
        officer.wait_for("Why was it not feasible?")
        officer.press(*"No camera works", ENTER)
        officer.wait_for(f"» not feasible {PHOTO}")
    assert statuses(case)["photo-overview"] == "not-feasible"


def test_x_is_refused_where_the_directive_does_not_allow_for_it(tmp_path: Path) -> None:
    walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        assert not officer.says("x not feasible")
        officer.press("x")
        officer.wait_for('does not allow for "not feasible"')


def test_a_reason_not_given_marks_nothing(tmp_path: Path) -> None:
    case = walked(tmp_path, ASSAULT)
    with Officer() as officer:
        officer.wait_for(PHOTO)
        point_at(officer, PHOTO)
        officer.press("x")
        officer.wait_for("Why was it not feasible?")
        officer.press("b", ENTER)
        officer.wait_for(f"» {PHOTO}")
    assert statuses(case)["photo-overview"] == "open"


def test_enter_explains_a_duty_and_q_goes_back(tmp_path: Path) -> None:
    walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.press(ENTER)
        officer.wait_for("go-report: open")
        officer.wait_for("Because you answered:")
        officer.resize(columns=100, lines=30)
        officer.wait_for("Because you answered:")
        officer.press("q")
        officer.wait_until(lambda: is_pointed_at(officer, GO), "the duty")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.left_as_found


def test_n_adds_a_note_to_the_case_pointed_at(tmp_path: Path) -> None:
    case = unfinished(tmp_path)
    with Officer() as officer:
        officer.wait_for(f"» {case}")
        officer.press("n")
        officer.wait_for(f"Note on {case}")
        officer.press(*"Drives a blue Honda", ENTER)
        officer.wait_for(f"Noted on {case}.")
        officer.press("n")
        officer.wait_for(f"Note on {case}")
        officer.press(ENTER)
        officer.wait_for(f"» {case}")
    assert [body["text"] for kind, body in entries(case) if kind == "noted"] == ["Drives a blue Honda"]


def test_a_slash_shows_only_what_has_the_words(tmp_path: Path) -> None:
    walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(CONTACT)
        officer.press("/", *"go rep")
        officer.wait_until(lambda: not officer.says(CONTACT), "the filter")
        assert officer.says(GO)
        officer.press(ENTER, SPACE)
        officer.wait_for("1 open in 1 open case")
        officer.press("\x1b")
        officer.wait_for(CONTACT)
        officer.press("/", *"qqq")
        officer.wait_for("Nothing here matches these words.")


def test_a_question_mark_says_what_each_key_does(tmp_path: Path) -> None:
    walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        officer.press("?")
        officer.wait_for("mark a duty done; again takes it back")
        officer.press("q")
        officer.wait_for(GO)
        assert not officer.ended


# --- two windows, and trouble -------------------------------------------------------------------------------


def test_two_windows_show_what_either_marks(tmp_path: Path) -> None:
    case = walked(tmp_path)
    with Officer() as one, Officer() as other:
        for officer in (one, other):
            officer.wait_for(GO)
            point_at(officer, GO)
        one.press(SPACE)
        one.wait_for(f"» done {GO}")
        other.wait_until(lambda: not other.says(GO), "what the other window has marked")
        one.press(SPACE)
        one.wait_for("2 open in 1 open case")
        other.wait_for(GO)
    assert statuses(case)["go-report"] == "open"


def test_a_locked_journal_is_told_of_and_waited_for(tmp_path: Path, home: Path) -> None:
    case = walked(tmp_path)
    with Officer() as officer, closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as other:
        officer.wait_for(GO)
        point_at(officer, GO)
        other.execute("BEGIN EXCLUSIVE")
        officer.press(SPACE)
        officer.wait_for("is locked by another program")
        other.execute("ROLLBACK")
        officer.read_for(0.3)
        officer.press(SPACE)
        officer.wait_for("1 open in 1 open case")
        officer.press("q")
        assert officer.exit_status == 0
    assert statuses(case)["go-report"] == "done"


# --- the window ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "lines"), [(40, 24), (20, 10), (120, 40), (80, 5)])
def test_a_window_of_any_size_shows_the_row_pointed_at_and_how_to_leave(
    columns: int, lines: int, tmp_path: Path
) -> None:
    walked(tmp_path)
    with Officer() as officer:
        officer.wait_for(GO)
        point_at(officer, GO)
        officer.resize(columns=columns, lines=lines)
        officer.wait_until(
            lambda: (
                officer.says("q leave")
                and officer.says(GO)
                and len([line for line in officer.screen if "»" in line]) == 1
            ),
            "the row and the keys",
        )
        officer.resize(columns=80, lines=24)
        officer.wait_for(CONTACT)
        officer.press("q")
        assert officer.exit_status == 0

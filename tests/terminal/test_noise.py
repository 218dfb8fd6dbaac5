"""Only keys answer: not what a terminal sends by itself, on any screen. A held key answers once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journal import answers, cases, entries, only_case
from tests.pty import CTRL_C, ENTER, LEFT, REST, Night, Officer, dvcheck
from tests.terminal.test_keys import OTHER_KEYS, REPLIES
from tests.terminal.walks import (
    ASSAULT,
    STANDBY_ANSWERS,
    TICK,
    VERBAL,
    answers_file,
    before,
    following,
    given,
    lay_out,
    press_through,
    step,
    values,
)

_ALT = [f"\x1b{key}" for key in "ynuYNU123456789bsxe+?rqQ \r\x7fé"]
_NOISE = [
    noise.encode(errors="surrogateescape") for noise in (*REPLIES.values(), *OTHER_KEYS.values(), *_ALT)
]
_TO_CLOCK = before(lay_out("standby", STANDBY_ANSWERS), "standby-clock")
_SCENARIO = "standby-she-moves-out"


def make_noise(officer: Officer) -> None:
    """Return each sequence, first in one piece, then split in two."""
    for noise in _NOISE:
        officer.paste(noise)
        officer.read_for(0.002)
    for noise in _NOISE:
        half = max(2, len(noise) // 2)
        officer.paste(noise[:half])
        officer.read_for(0.01)
        officer.paste(noise[half:])
    officer.read_for(0.05)
    officer.wait_until(lambda: not officer.unread, "what was sent is read")


def recorded() -> int:
    """Return the number of entries in the journal."""
    return sum(len(entries(case.id)) for case in cases())


@pytest.mark.parametrize(
    ("question", "key", "says"),
    [
        ("two-members", "y", None),
        ("relationship", "1", None),
        ("crimes", ENTER, "at least one"),
        ("pain-scale", f"7{ENTER}", None),
    ],
)
def test_at_a_question_only_keys_answer(question: str, key: str, says: str | None, tmp_path: Path) -> None:
    """Enter without a tick confirms nothing: the list asks for a tick."""
    asked = step(ASSAULT, question)
    with Officer("incident", *given(tmp_path, before(ASSAULT, question))) as officer:
        officer.wait_for_question(asked.text)
        before_it = recorded()
        make_noise(officer)
        assert officer.asks(asked.text)
        assert recorded() == before_it
        officer.press(*key)
        if says is not None:
            officer.wait_for(says)
            officer.press(*asked.keys)
        officer.wait_for_question(following(ASSAULT, question).text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == values([*before(ASSAULT, question), asked])


def test_at_the_list_before_the_summary_nothing_is_ticked(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.wait_for_question(TICK)
        before_it = recorded()
        make_noise(officer)
        assert officer.asks(TICK)
        officer.press(ENTER)
        assert officer.exit_status == 0
    assert recorded() == before_it
    assert dvcheck("show", only_case()).returncode == 0


def test_at_the_choice_of_a_case_nothing_is_chosen(tmp_path: Path) -> None:
    dvcheck("incident", "--number", "26-1", *given(tmp_path, VERBAL[:1]))
    with Officer("incident") as officer:
        officer.answer("Which case?")
        before_it = recorded()
        make_noise(officer)
        assert officer.asks("Which case?")
        assert recorded() == before_it
        officer.press("1")
        officer.wait_for_question(VERBAL[1].text)
        officer.press("q")
        assert officer.exit_status == 130


def test_at_the_clock_and_in_its_note_only_keys_count(tmp_path: Path) -> None:
    with Officer("standby", "--new", "--answers", answers_file(tmp_path, _TO_CLOCK)) as officer:
        officer.answer("Time in the residence", "1")
        officer.wait_for("left of 20 minutes")
        before_it = recorded()
        make_noise(officer)
        assert "again to confirm" not in " ".join(officer.screen)
        assert recorded() == before_it
        officer.press("n")
        officer.wait_for_question("Note")
        officer.press(*"At the")
        make_noise(officer)
        officer.press(*" door", ENTER)
        officer.wait_for("noted: At the door")
        officer.press("1")
        officer.wait_for("● clothes  taken")
        officer.press("q")
        assert officer.exit_status == 130
    assert recorded() == before_it + 2


def test_at_the_hand_over_only_keys_settle(tmp_path: Path) -> None:
    night = Night(tmp_path)
    night.says("shift", "start", "--ends", "07:00")
    night.says("incident", "--answers", answers_file(tmp_path, VERBAL))
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("What of this is done?")
        before_it = recorded()
        make_noise(officer)
        assert officer.asks("What of this is done?")
        officer.press(ENTER)
        officer.wait_for_question("say why (carried over)")
        make_noise(officer)
        assert officer.asks("say why (carried over)")
        assert recorded() == before_it
        officer.press("1")
        officer.wait_for("Why does it stay open?")
        make_noise(officer)
        officer.press(*"No computer", ENTER)
        officer.wait_for_question("It stays open: No computer")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert recorded() == before_it + 1


def test_a_demo_goes_on(tmp_path: Path) -> None:
    with Officer("demo", _SCENARIO, "--speed", "0.1") as officer:
        officer.wait_for("q leave")
        make_noise(officer)
        assert not officer.ended
        assert "Paused" not in "\n".join(officer.everything)
        officer.press("q")
        assert officer.exit_status == 130
    assert not cases()


def test_the_screen_of_what_is_owed_stays(tmp_path: Path) -> None:
    dvcheck("incident", *given(tmp_path, VERBAL))
    with Officer("outstanding", "--watch") as officer:
        officer.wait_for("q leave")
        make_noise(officer)
        assert not officer.ended
        officer.press("\x1b[99;5u")
        assert officer.exit_status in (0, 130)


# --- keys of other protocols --------------------------------------------------------------------------------


@pytest.mark.parametrize("interrupt", ["\x1b[99;5u", "\x1b[100;5:1u", "\x1b[27;5;99~"])
@pytest.mark.parametrize("question", ["two-members", "crimes", "pain-scale"])
def test_ctrl_c_of_another_protocol_leaves(question: str, interrupt: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, question))) as officer:
        officer.answer(step(ASSAULT, question).text, interrupt)
        assert officer.exit_status == 130
        assert officer.left_as_found
    assert answers(only_case()) == values(before(ASSAULT, question))


def test_the_keypad_answers_with_its_digits_and_its_enter() -> None:
    with Officer("incident") as officer:
        officer.answer(ASSAULT[0].text, "\x1bOq")
        officer.read_for(REST)  # the digit 1 comes again, from the other place
        press_through(officer, before(ASSAULT, "pain-scale")[1:])
        officer.answer(step(ASSAULT, "pain-scale").text, "\x1bOw", "\x1bOM")
        officer.wait_for_question(following(ASSAULT, "pain-scale").text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == values([*before(ASSAULT, "pain-scale"), step(ASSAULT, "pain-scale")])


@pytest.mark.parametrize(
    ("begun", "silence"),
    [
        ("\x1b", 0.4),
        ("\x1b[", 0.6),
        ("\x1bO", 0.6),
        ("\x1b]11;rgb:", 0.6),
        ("\x1b]52;c;" + "yn12" * 1280, 0.6),
        ("\x1b]52;c;" + "yn12" * 1280 + "\x1b\\", 0.05),
    ],
    ids=["Esc", "CSI", "SS3", "OSC", "5 KiB", "5 KiB and its end"],
)
def test_after_what_was_cut_off_a_key_counts(begun: str, silence: float, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT[:1])) as officer:
        officer.wait_for_question(ASSAULT[1].text)
        officer.paste(begun)
        officer.wait_until(lambda: not officer.unread, "what was sent is read")
        officer.read_for(silence)
        officer.press("n")
        officer.wait_until(lambda: not officer.asks(ASSAULT[1].text), "the next question")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == {**values(ASSAULT[:1]), ASSAULT[1].id: "no"}


# --- a key that is held -------------------------------------------------------------------------------------

_HELD = "Key held down: let go, then press it again."


def _held(officer: Officer, key: str, look: Callable[[], object] = lambda: None) -> None:
    officer.hold(key)
    look()
    officer.wait_for(_HELD)


_FIRST = step(ASSAULT, "history")
_SECOND = following(ASSAULT, "history")
"""Two questions that the same keys can answer."""


def test_a_key_that_is_held_answers_one_question(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, "history")), guarded=True) as officer:
        officer.wait_for_question(_FIRST.text)
        _held(officer, "y")
        assert officer.asks(_SECOND.text)
        assert _SECOND.id not in answers(only_case())
        officer.press("y")
        officer.wait_until(lambda: not officer.asks(_SECOND.text), "the next question")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    found = answers(only_case())
    assert (found[_FIRST.id], found[_SECOND.id]) == ("yes", "yes")


_THIRD = following(ASSAULT, _SECOND.id)
"""The same keys answer this question too."""


def test_a_second_press_counts_before_the_key_that_follows_it(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, "history")), guarded=True) as officer:
        officer.answer(_FIRST.text, "y")
        officer.wait_for_question(_SECOND.text)
        officer.read_for(0.5)
        officer.paste("yn")
        officer.wait_until(lambda: not officer.asks(_THIRD.text), "the next question")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    found = answers(only_case())
    assert [found[one.id] for one in (_FIRST, _SECOND, _THIRD)] == ["yes", "yes", "no"]


def test_a_key_that_is_held_goes_back_one_question_and_ticks_once(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, "crimes")), guarded=True) as officer:
        officer.wait_for_question(step(ASSAULT, "crimes").text)
        _held(officer, LEFT)
        assert officer.asks(step(ASSAULT, "suspect").text)
        officer.press(ENTER)
        officer.wait_for_question(step(ASSAULT, "crimes").text)
        _held(officer, "1")
        officer.press(ENTER)
        officer.wait_for_question(following(ASSAULT, "crimes").text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case())["crimes"] == ("assault",)


def test_a_key_that_is_held_ends_no_clock_and_types_no_note(tmp_path: Path) -> None:
    with Officer("standby", "--new", "--answers", answers_file(tmp_path, _TO_CLOCK), guarded=True) as officer:
        officer.answer("Time in the residence", "1")
        officer.wait_for("left of 20 minutes")
        _held(officer, "e", lambda: officer.wait_for("Press e again"))
        _held(officer, "n")
        officer.press(*"boot room", ENTER)
        officer.wait_for("noted: boot room")
        officer.press("q")
        assert officer.exit_status == 130


def test_different_keys_typed_at_once_all_count(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, "history")), guarded=True) as officer:
        officer.wait_for_question(_FIRST.text)
        officer.paste("yn")
        officer.wait_for_question(following(ASSAULT, _SECOND.id).text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    found = answers(only_case())
    assert (found[_FIRST.id], found[_SECOND.id]) == ("yes", "no")

"""Walks with one-handed keys, and in each theme."""

import re
from pathlib import Path
from typing import get_args

import pytest

from dvcheck.looks import Theme
from tests.journal import answers, entries, only_case
from tests.pty import Officer, dvcheck
from tests.terminal.walks import VERBAL, given, values


def settled(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


def test_one_hand_answers_goes_back_undoes_notes_and_leaves(home: Path) -> None:
    settled(home, 'keys = "left-hand"\n')
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, "g", "f")
        officer.answer(VERBAL[1].text, "2")
        officer.answer(VERBAL[2].text, "z")
        officer.wait_for("answer taken back")
        officer.answer(VERBAL[1].text, "c")
        officer.wait_for("Enter alone goes back")
        officer.press(*"text", "\r")
        officer.wait_for("noted: text")
        officer.answer(VERBAL[1].text, "1")
        officer.wait_for_question(VERBAL[2].text)
        assert officer.says("d unknown b back s later z undo c note w help q save, leave")
        officer.press("w")
        officer.wait_for("Family or household members:")
        officer.press("q")
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:2])
    assert ("noted", {"text": "text"}) in entries(only_case())


def test_one_hand_works_on_the_first_screen_and_in_what_it_opens(home: Path, tmp_path: Path) -> None:
    given_lines = given(tmp_path, VERBAL)
    assert dvcheck("incident", "--new", *given_lines).returncode == 0
    settled(home, 'keys = "left-hand"\n')
    with Officer() as officer:
        officer.wait_for("f why Space done")
        assert officer.says("c note / find w keys q leave")
        first = [line for line in officer.screen if "»" in line]
        officer.press("g")
        officer.wait_until(lambda: [line for line in officer.screen if "»" in line] != first, "another row")
        officer.press("t")
        officer.wait_until(lambda: [line for line in officer.screen if "»" in line] == first, "the first row")
        officer.press("w")
        officer.wait_for("t g up and down; f is Enter, w is ?, c is +")
        officer.press(" ")
        officer.wait_for("f why")
        officer.press("/", *"tg")
        officer.wait_for("/tg")
        officer.press("\x1b")
        officer.wait_for("f why")
        officer.press("c")
        officer.wait_for("Enter alone goes back")
        officer.press(*"a cat", "\r")
        officer.wait_for("Noted on")
        officer.press("f")
        officer.wait_for("t g line")
        officer.press("q")
        officer.wait_for("f why")
        officer.press("q")
        assert officer.exit_status == 0
    assert ("noted", {"text": "a cat"}) in entries(only_case())


@pytest.mark.parametrize("theme", get_args(Theme))
def test_a_theme_is_in_every_prompt_from_the_first_frame_on(home: Path, theme: Theme) -> None:
    settled(home, f'theme = "{theme}"\n')
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, "1")
        officer.answer(VERBAL[1].text, "y")
        officer.answer(VERBAL[2].text, "q")
        assert officer.exit_status == 130
    codes = {c for found in re.findall(rb"\x1b\[([\d;]*)m", officer.raw) for c in found.split(b";")}
    contrast = {b"", b"0", b"1", b"4", b"7", b"39", b"49"}
    assert (codes <= contrast) == (theme != "usual")
    assert (b"2" in codes) == (theme == "usual")
    assert b"90" not in codes

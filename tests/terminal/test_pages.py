"""A long text on a small screen: what keys move, and where a word is found."""

from typing import NamedTuple

import pytest

from dvcheck.terminal.frame import Fragments
from dvcheck.terminal.pages import LONGEST_WORD, Pages


class Size(NamedTuple):
    columns: int
    rows: int


SCREEN = Size(80, 11)
"""Ten rows of the text, and the foot."""


def pages(rows: int = 50) -> Pages:
    made = Pages([[("", f"line {n}")] for n in range(1, rows + 1)])
    made.shown(SCREEN)
    return made


def text(fragments: Fragments) -> list[str]:
    return "".join(part for _, part in fragments).split("\n")


def top(made: Pages, size: Size = SCREEN) -> str:
    return text(made.shown(size))[0]


def pressed(made: Pages, *keys: str) -> None:
    for key in keys:
        assert not made.press(key)
        made.shown(SCREEN)


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        (["down"], 2),
        (["down", "down", "up"], 2),
        (["c-m"], 2),
        (["j", "k"], 1),
        (["up"], 1),
        ([" "], 11),
        (["pagedown", "pagedown"], 21),
        (["right", "left"], 1),
        (["pagedown", "pageup"], 1),
        ([" ", "b"], 1),
        (["end"], 41),
        (["G", "home"], 1),
        (["end", "pagedown", "down"], 41),
        (["x"], 1),
    ],
)
def test_keys_move_as_far_as_there_is_text(keys: list[str], first: int) -> None:
    made = pages()
    pressed(made, *keys)
    assert top(made) == f"line {first}"


@pytest.mark.parametrize("key", ["q", "Q", "c-c", "c-d", "<sigint>"])
def test_these_keys_leave(key: str) -> None:
    assert pages().press(key)


def test_the_foot_says_where_it_is_and_only_the_keys_that_work() -> None:
    made = pages()
    assert text(made.shown(SCREEN))[-1].split("  ") == [
        " 1-10 of 50",
        "arrows line",
        "Space page",
        "/ find",
        "q leave",
    ]
    pressed(made, "/", *"line 3", "c-m")
    assert "n next" in text(made.shown(SCREEN))[-1]


def test_on_a_narrow_screen_the_foot_takes_two_rows_and_nothing_is_wider() -> None:
    made = pages()
    for size in (Size(40, 10), Size(20, 10)):
        shown = text(made.shown(size))
        assert len(shown) == size.rows
        assert max(map(len, shown)) <= size.columns
        assert "q leave" in " ".join(" ".join(shown).split())


def test_a_word_is_found_further_down_then_from_the_top_in_any_case_of_letters() -> None:
    made = pages()
    pressed(made, "/", *"LINE 30", "c-m")
    assert top(made) == "line 30"
    pressed(made, "/", *"ine 4", "c-m")
    assert top(made) == "line 40"
    pressed(made, "home", "/", *"line 2", "c-m", "n", "n")
    assert top(made) == "line 21"
    pressed(made, "N", "N", "N")
    assert top(made) == "line 29", "from the first back to the last"


def test_what_was_found_stands_out_and_keeps_its_style() -> None:
    made = Pages([[("bold", "Notify "), ("", "DHS today")]])
    pressed(made, "/", *"y dhs", "c-m")
    row = [(style, part) for style, part in made.shown(SCREEN) if "found" in style]
    assert row == [("bold class:found", c) for c in "y "] + [(" class:found", c) for c in "DHS"]


def test_a_word_that_is_not_there_is_said_and_moves_nothing() -> None:
    made = pages()
    pressed(made, "down", "/", *"nowhere", "c-m")
    assert top(made) == "line 2"
    assert text(made.shown(SCREEN))[-1] == " “nowhere” is not in this text"
    pressed(made, "down")
    assert "of 50" in text(made.shown(SCREEN))[-1]


def test_a_word_is_typed_taken_back_and_given_up() -> None:
    made = pages()
    pressed(made, "/", *"lq", "c-h", "q")
    assert text(made.shown(SCREEN))[-1].rstrip() == " Look for: lq"
    pressed(made, "escape")
    assert "of 50" in text(made.shown(SCREEN))[-1]
    pressed(made, "/", "c-h")
    assert "of 50" in text(made.shown(SCREEN))[-1]
    pressed(made, "/", *"line 7", "c-m", "/", "c-m")
    assert top(made) == "line 7", "an empty word is the last one"


def test_what_is_pasted_is_cleaned_and_cut_and_only_a_word_takes_it() -> None:
    made = pages()
    made.paste("line 9")
    assert "of 50" in text(made.shown(SCREEN))[-1]
    pressed(made, "/")
    made.paste("\x1b[31mred\n" + "x" * 200)
    foot = text(made.shown(Size(200, 11)))[-1]
    assert "\x1b" not in foot
    assert len(foot.strip()) <= len("Look for: ") + LONGEST_WORD


def test_laid_out_again_it_stays_about_where_it_was() -> None:
    made = pages(100)
    pressed(made, *["pagedown"] * 5)
    assert top(made) == "line 51"
    made.lay_out([[("", f"row {n}")] for n in range(1, 201)])
    assert top(made, Size(40, 11)) == "row 101"


def test_a_text_that_is_shorter_than_the_screen_leaves_rows_blank() -> None:
    shown = text(pages(3).shown(SCREEN))
    assert shown[:3] == ["line 1", "line 2", "line 3"]
    assert shown[3:10] == [""] * 7

"""Wide and combining characters: texts are cut, wrapped and listed by cells."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from dvcheck.cells import cells, cut, wrapped
from dvcheck.text import clean
from tests.pty import Officer, dvcheck

TEXTS = st.text(st.sampled_from("ab -家力e\u0301ก\u0e31漢"), max_size=120)


@given(TEXTS, st.integers(3, 90))
def test_a_cut_text_is_never_wider_than_its_room(text: str, room: int) -> None:
    shown = cut(text, room)
    assert get_cwidth(shown) <= room
    assert shown == clean(text) or shown.endswith("…")


@given(TEXTS, st.integers(10, 90))
def test_a_wrapped_text_keeps_every_letter_in_lines_that_fit(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert max(map(get_cwidth, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32)))
def test_plain_letters_take_a_cell_each(text: str) -> None:
    assert cells(text) == len(text)


def test_every_letter_is_as_wide_as_prompt_toolkit_has_it() -> None:
    """The first prompt is laid out before that is loaded."""
    letters = [chr(code) for code in range(0x3000) if chr(code).isprintable()]
    assert [one for one in letters if cells(one) != get_cwidth(one)] == []


@pytest.mark.parametrize(("mark", "goes_on"), [("家", True), ("e\u0301", False)])
def test_a_row_goes_on_below_where_the_terminal_ends(mark: str, goes_on: bool) -> None:
    """25 wide characters are 50 columns and leave no room for the rest; 50 of which half are marks do."""
    for number in ("1", "2"):
        long = mark * 25 + number
        assert dvcheck("incident", "--new", "--number", long, "--plain", typed="1\n").returncode == 130
    with Officer("incident") as officer:
        officer.wait_for("the marked one")
        rows = [line for line in officer.screen if " c-" in line and normalize("NFC", mark) in line]
        assert len(rows) >= 2
        assert not any("…" in line for line in officer.screen)
        assert any(" open" in row for row in rows) != goes_on
        text = "".join("".join(officer.screen).split())
        assert normalize("NFC", mark) + "1" in text
        assert normalize("NFC", mark) + "2" in text
        officer.press("q")
        assert officer.exit_status == 130

"""Rows in columns: every text is there, cleaned, in lines that fit."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dvcheck.cells import cells
from dvcheck.screens import style
from dvcheck.screens.columns import ROWS_AT_ONCE, Cell, ScreenColumn, in_parts
from dvcheck.text import clean

_WORDS = st.text(st.sampled_from("abc é家·-\x1b\x07 "), max_size=30)


def drawn(columns: tuple[ScreenColumn, ...], *rows: tuple[Cell, ...], width: int = 40) -> list[str]:
    """The lines of some rows, as a terminal that is so wide gets them."""
    stream = StringIO()
    console = style.console(color=False, stream=stream, width=width)
    for part in in_parts(columns, rows):
        console.print(part)
    return stream.getvalue().splitlines()


def test_a_row_is_as_high_as_its_highest_cell_and_ends_without_spaces() -> None:
    row: tuple[Cell, ...] = (((" [ ]", "bold"),), (("one two three", ""), ("below", "dim")), (("3.1", ""),))
    columns = (ScreenColumn(4), ScreenColumn(9), ScreenColumn(6, right=True))
    assert drawn(columns, row, row) == 2 * [" [ ] one two      3.1", "     three", "     below"]


def test_one_column_takes_what_the_others_leave() -> None:
    columns = (ScreenColumn(4), ScreenColumn(), ScreenColumn(3, right=True))
    row: tuple[Cell, ...] = ((("a", ""),), (("one two three four", ""),), (("c", ""),))
    assert drawn(columns, row, width=24) == ["a    one two three     c", "     four"]
    assert drawn(columns, row, width=30) == ["a    one two three four      c"]


@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=5), st.integers(30, 90))
def test_every_letter_is_there_and_every_line_fits(texts: list[tuple[str, str]], width: int) -> None:
    rows = [(((first, ""),), ((second, "dim"),)) for first, second in texts]
    lines = drawn((ScreenColumn(12), ScreenColumn()), *rows, width=width)
    assert max(map(cells, lines)) <= width
    assert all(line == clean(line) for line in lines)
    assert sorted("".join("".join(lines).split())) == sorted(
        "".join(clean("".join(map("".join, texts))).split())
    )


def test_color_is_given_to_the_text_alone() -> None:
    stream = StringIO()
    console = Console(file=stream, force_terminal=True, color_system="standard", width=40)
    for part in in_parts((ScreenColumn(4), ScreenColumn()), [((("[ ]", "bold red"),), (("late", ""),))]):
        console.print(part)
    assert stream.getvalue() == "\x1b[1;31m[ ]\x1b[0m  late\n"


@pytest.mark.parametrize("count", [0, 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1])
def test_a_long_list_comes_in_parts_and_whole(count: int) -> None:
    rows = [(((str(number), ""),),) for number in range(count)]
    assert drawn((ScreenColumn(),), *rows) == [str(number) for number in range(count)]
    assert len(list(in_parts((ScreenColumn(),), rows))) == -(-count // ROWS_AT_ONCE)

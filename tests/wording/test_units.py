"""A number and its unit stay on one line wherever a length of time is printed."""

import io
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from dvcheck.cells import between_words, wrapped
from dvcheck.screens import style
from dvcheck.terminal.width import break_line
from dvcheck.wording.aloud import far
from dvcheck.wording.times import how_far, length, time_left

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
TIMES = [
    timedelta(minutes=25),
    timedelta(hours=4, minutes=29),
    timedelta(days=3),
    timedelta(hours=26, minutes=5),
]
SAID = [
    f"Shift 21:58 to 07:00, officer 41023: it ends in {said} (so it stands), ran for {said}, in {said}."
    for time in TIMES
    for said in (
        how_far(NOW + time, NOW),
        time_left(NOW + time, NOW),
        length(int(time.total_seconds())),
        far(NOW + time, NOW),
    )
]
_BREAK = re.compile(r"\d$")


def printed(text: str, width: int, *, as_text: bool) -> list[str]:
    """Return the lines of a text as Rich prints it."""
    stream = io.StringIO()
    style.console(color=False, stream=stream, width=width).print(style.style_text(text) if as_text else text)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("text", SAID)
def test_no_line_ends_with_a_number_whose_unit_is_in_the_next(text: str) -> None:
    for width in range(20, 80):
        for lines in (
            wrapped(text, width),
            between_words(text, width),
            break_line(text, width),
            printed(text, width, as_text=True),
            printed(text, width, as_text=False),
        ):
            assert " ".join(line.strip() for line in lines) == text
            assert max(map(len, lines)) <= width
            for line, below in pairwise(lines):
                cut = _BREAK.search(line.rstrip()) and re.match(r"(m|h|d|min|days?|hours?|minutes?)\b", below)
                assert not cut, lines


def test_styles_stay_where_they_were() -> None:
    text = style.style_text("The shift ends in 25 m", "bold")
    text.stylize("red", 18, 22)
    stream = io.StringIO()
    console = style.console(color=True, stream=stream, width=20)
    console._force_terminal = True
    console._color_system = 1  # type: ignore[assignment]  # the eight colors that every terminal has
    console.print(text)
    first, second = stream.getvalue().splitlines()
    assert "The shift ends in" in first
    assert "25 m" in second
    assert "\x1b[1;31m" in second
    assert "31m" not in first

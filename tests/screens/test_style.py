"""How Rich draws screens in each theme."""

import io
import re
from typing import get_args

import pytest
from rich.console import Console

from dvcheck.looks import Theme
from dvcheck.screens import style


def codes(theme: Theme, *styles: str) -> set[str]:
    """The codes with which texts in these styles are written to a terminal."""
    stream = io.StringIO()
    made = style.console(color=True, stream=stream, width=40, theme=theme)
    console: Console = made
    console._force_terminal = True
    console._color_system = 1  # type: ignore[assignment]  # the eight colors that every terminal has
    for name in styles:
        console.print(style.style_text("a text", name))
    return {one for found in re.findall(r"\x1b\[([\d;]*)m", stream.getvalue()) for one in found.split(";")}


def test_the_usual_theme_draws_styles_as_they_are_named() -> None:
    assert codes("usual", "bold red", "dim", "yellow") == {"1", "31", "2", "33", "0"}


@pytest.mark.parametrize("theme", ["high-contrast", "projector"])
def test_a_theme_of_contrast_has_neither_colors_nor_dim_text(theme: Theme) -> None:
    found = codes(theme, "bold red", "dim", "yellow", "green", "bold")
    assert found <= {"0", "1", "4", "7"}
    assert {"4", "7"} <= found


def test_in_every_theme_what_is_red_stands_out_from_plain_text() -> None:
    for theme in get_args(Theme):
        assert codes(theme, "bold red") != codes(theme, "")


def test_a_projector_shows_plain_text_bold() -> None:
    assert "1" in codes("projector", "")
    assert "1" not in codes("high-contrast", "")

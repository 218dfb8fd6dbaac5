"""The main prompts in each theme as a person has approved them: the text, and the style of each part."""

from collections.abc import Iterator
from typing import get_args

import pytest

from dvcheck.looks import Theme
from dvcheck.terminal.frame import CURSOR, in_rows, styles
from dvcheck.terminal.paint import ScreenSize
from tests.terminal.golden import compare
from tests.terminal.test_small import FACES

SCREEN = ScreenSize(80, 24)


def drawn(name: str, theme: Theme) -> Iterator[str]:
    """Return each line of a screen, and below it each part with its own style."""
    of = styles(theme)
    for row in in_rows(FACES[name]().shown(SCREEN, ""), SCREEN.columns):
        yield "".join(text for _, text in row)
        for style, text in row:
            named = of.get(style.removeprefix("class:"), "")
            if text.strip() and named and (style, text) != CURSOR:
                yield f"    {named}: {text.strip()}"


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("name", ["choice", "list of duties", "home"])
def test_a_prompt_in_a_theme(name: str, theme: Theme) -> None:
    compare(f"theme-{theme}-{name.replace(' ', '-')}", drawn(name, theme))

"""What a screen prints, as styled lines for a terminal that draws them by itself."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.style import Style

from dvcheck.screens import style
from dvcheck.walk.prompts import Line


def as_lines(parts: Iterable[RenderableType], width: int) -> tuple[Line, ...]:
    """Lay out parts of a screen in lines of at most so many columns."""
    console = style.console(color=False, width=width)
    rows = console.render_lines(Group(*parts), pad=False)
    return tuple(tuple((_named(part.style), part.text) for part in row) for row in rows)


def _named(given: Style | None) -> str:
    """The name that a terminal has for a style: what is red or bold stands out, what is dim does not."""
    if given is None:
        return ""
    if given.color is not None and given.color.name == "red":
        return "warn"
    return "strong" if given.bold else "dim" if given.dim else ""

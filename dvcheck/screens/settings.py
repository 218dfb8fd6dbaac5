"""The settings, and where each comes from."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from dvcheck.screens.style import style_text


def settings(file: str, rows: Sequence[tuple[str, str, str]]) -> RenderableType:
    """Lay out the settings file, then the name, value and origin of each setting."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(overflow="fold")
    grid.add_column()
    for name, value, origin in rows:
        grid.add_row(style_text(f" {name}", "bold"), style_text(value), style_text(origin, "dim"))
    return Group(style_text(f" {file}"), grid)

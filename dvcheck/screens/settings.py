"""The settings, and where each comes from."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dvcheck.cells import cells
from dvcheck.text import clean

_BESIDE = 40
"""The most cells of a value beside which the origins are aligned."""


def settings(file: str, rows: Sequence[tuple[str, str, str]]) -> RenderableType:
    """Lay out the settings file, then the name, value and origin of each setting.

    No line is broken, so that a path can be copied. A terminal that is too narrow wraps it by itself.
    """
    names = max(cells(name) for name, _, _ in rows)
    values = max((n for _, value, _ in rows if (n := cells(value)) <= _BESIDE), default=0)
    return Group(
        _unbroken((f" {file}", "")),
        *(
            _unbroken((_padded(f" {name}", names + 1), "bold"), (_padded(value, values), ""), (origin, "dim"))
            for name, value, origin in rows
        ),
    )


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cells(text))


def _unbroken(*parts: tuple[str, str]) -> Text:
    line = Text(no_wrap=True, overflow="ignore")
    for number, (text, style) in enumerate(parts):
        line.append(f"{'  ' if number else ''}{clean(text)}", style)
    return line

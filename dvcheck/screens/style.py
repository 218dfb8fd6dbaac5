"""The drawing tools of all screens: the console, rows and titles of duties, hints.

Every text passes through `style_text`, and a plain string through `_Console`. So nothing from a file or an
officer is read as markup or reaches the terminal uncleaned. Marks are ASCII, and each has its word next to
it: color never carries meaning alone.
"""

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from rich.console import Console, ConsoleDimensions, Group, RenderableType
from rich.containers import Lines
from rich.style import Style
from rich.text import Text

from dvcheck.cells import UNITED
from dvcheck.looks import Theme
from dvcheck.pack.model import (
    Obligation,
    Pack,
    sections_of,
)
from dvcheck.rules.assess import Duty, Status
from dvcheck.screens.columns import Cell, Rows, ScreenColumn, in_parts
from dvcheck.text import clean
from dvcheck.wording.directive import reviews

NARROW = 64

MARKS: Mapping[Status, str] = {
    "open": "*",
    "in-force": "!",
    "undetermined": "?",
    "done": "x",
    "not-feasible": "/",
    "not-triggered": ".",
}
"""The marks of duties in lists to read. None is a box: no key ticks there."""

OPTIONAL = "-"
"""The mark of what is advised or permitted, and of what goes."""


NARROWEST, DEFAULT_WIDTH = 20, 80
"""A width below the first is taken as unknown, and the second is used."""


class _Console(Console):
    """A console that cleans every plain string it prints."""

    theme: Theme = "usual"

    def get_style(self, name: str | Style, *, default: Style | str | None = None) -> Style:
        """Return a style by its words, in the colors of the theme."""
        return _in_theme(super().get_style(name, default=default), self.theme)

    def render_str(self, text: str, **options: Any) -> Text:
        return _Kept.of(super().render_str(clean(text, newlines=True), **options))

    def print(self, *objects: Any, **options: Any) -> None:
        """Print without cutting text that is not wrapped; see `hint`."""
        kept = (Group(self.render_str(one)) if isinstance(one, str) else _grouped(one) for one in objects)
        super().print(*kept, **{"crop": False, **options})

    def on_broken_pipe(self) -> None:
        """Raise the error again, for the one place that knows the exit codes. Rich would exit with 1."""
        self.quiet = True
        raise

    @property
    def size(self) -> ConsoleDimensions:
        """The columns and rows. A terminal narrower than `NARROWEST` does not know its width."""
        size = super().size
        return size if size.width >= NARROWEST else ConsoleDimensions(DEFAULT_WIDTH, size.height)

    @size.setter
    def size(self, size: tuple[int, int]) -> None:
        self._width, self._height = size


def _in_theme(style: Style, theme: Theme) -> Style:
    """Return a style in a theme: red shows without color, no text is dim, and on a projector all is bold."""
    if theme == "usual":
        return style
    name = style.color.name if style.color is not None else ""
    return Style(
        bold=style.bold or bool(name) or theme == "projector" or None,
        underline=style.underline or name == "yellow" or None,
        reverse=style.reverse or name == "red" or None,
    )


def console(
    *, color: bool, stream: TextIO | None = None, width: int | None = None, theme: Theme = "usual"
) -> Console:
    """Return a console on `stream` (standard output by default) that neither guesses nor decorates."""
    stream = stream or sys.stdout
    made = _Console(
        file=stream,
        width=width,
        no_color=not color,
        color_system="auto" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=_environment(),
        style="bold" if theme == "projector" else None,
    )
    made.theme = theme
    return made


def recording_console(*, color: bool, width: int, theme: Theme) -> Console:
    """Return a console that draws for a virtual terminal, the same on every computer."""
    made = _Console(
        file=io.StringIO(),
        width=width,
        no_color=not color,
        color_system="standard" if color else None,
        force_terminal=True,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
        style="bold" if theme == "projector" else None,
    )
    made.theme = theme
    return made


def _environment() -> dict[str, str]:
    """Return the environment, without an impossible COLUMNS: the terminal's own width is used then."""
    columns = os.environ.get("COLUMNS", "")
    usable = not columns.isdigit() or int(columns) >= NARROWEST
    return {name: value for name, value in os.environ.items() if usable or name != "COLUMNS"}


class _Kept(Text):
    """A text that never breaks between a number and its unit. Rich breaks at every blank."""

    @classmethod
    def of(cls, text: Text) -> "_Kept":
        """Return the same text with this wrapping."""
        kept = cls("", text.style, justify=text.justify, overflow=text.overflow, no_wrap=text.no_wrap)
        kept.append_text(text)
        return kept

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """Return the lines of the text."""
        joined = self.copy()
        joined.plain = UNITED.sub(_JOINED, joined.plain)
        lines = Text.wrap(joined, console, width, **options)
        for one in lines:
            one.plain = one.plain.replace(_JOINED, " ")
        return lines


def _grouped(one: object) -> object:
    """Keep the class of a text: Rich copies a text that is printed alone."""
    return Group(one) if isinstance(one, _Kept) else one


_JOINED = "\u2423"
"""The sign for a blank while a text is wrapped. It is as wide as a blank, and in no text of ours."""


def style_text(text: str, style: str = "") -> Text:
    return _Kept(clean(text, newlines=True), style=style)


def line(text: str, style: str = "") -> Rows:
    """Lay out a text whose lines all align with its first word, without spaces at their ends."""
    return Rows((ScreenColumn(),), [(((text, style),),)])


class Hint(Group):
    """The purpose of a command, with the command below it."""


def hint(said: str, command: str, style: str = "") -> Hint:
    """Make a hint. The command has a separate line that is never wrapped, because it is pasted."""
    return Hint(line(said, style), command_line(command, style))


def hints(parts: Iterable[RenderableType]) -> Iterator[Hint]:
    """Find the hints among the parts. They name the next step when the rest is off the screen."""
    for part in parts:
        if isinstance(part, Hint):
            yield part
        elif isinstance(part, Group):
            yield from hints(part.renderables)


def draw(console: Console, parts: Iterable[RenderableType]) -> str:
    """Draw parts as `console` would write them, cleaned and with its colors."""
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def command_line(command: str, style: str = "") -> Text:
    """Return a command as a separate line that is never wrapped."""
    return Text(f"  {clean(command)}", style, no_wrap=True, overflow="ignore")


def warning(text: str) -> RenderableType:
    """Return a line that must be noticed."""
    return style_text(text, "bold red")


def review_lines(packs: Iterable[Pack], today: date) -> list[Rows]:
    """Return a line for each document whose review date has passed, with names if there are several."""
    said = reviews((pack.policy for pack in packs), today)
    return [line(f" {one}", "yellow") for one in said]


def counted_title(title: str, count: int) -> RenderableType:
    return Text.assemble(("\n " + title, "bold underline"), (f"  {count}", "bold"))


def duty_rows(rows: Iterable[Sequence[Cell]], width: int) -> Iterator[Rows]:
    """Lay out rows of duties in parts: the mark, its word, the text, and the section if it fits."""
    wide = (ScreenColumn(2), ScreenColumn(12), ScreenColumn(), ScreenColumn(12, right=True))
    return in_parts(wide if width >= NARROW else (ScreenColumn(2), ScreenColumn(10), ScreenColumn()), rows)


def duty_row(mark: str, style: str, duty: Duty, second: str, width: int) -> RenderableType:
    """Lay out one duty."""
    return Group(*duty_rows([duty_cells(mark, style, duty.obligation, second, width)], width))


def duty_cells(mark: str, style: str, o: Obligation, second: str, width: int) -> tuple[Cell, ...]:
    """Return the cells of a row of duties."""
    section = sections_of(o.cites)
    wide = width >= NARROW
    below = second if wide else " · ".join(filter(None, [section, second]))
    body: Cell = ((o.text, ""), (below, "dim")) if below else ((o.text, ""),)
    cells: tuple[Cell, ...] = (((f" {mark}", style),), ((o.word, style),), body)
    return (*cells, ((section, "dim"),)) if wide else cells

"""A recording as an SVG: its screens one below the other, and a style that shows one at a time.

It has no script and fetches nothing, so a page shows it as an image, and GitHub does in a README.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

import msgspec

from dvcheck.cells import cells
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.player.recording import Recording
from dvcheck.player.stage import Written
from dvcheck.text import clean, why_not_imported

_WIDE, _HIGH, _SIZE = 8.4, 18, 14
"""The width of a column, the height of a row and the size of a letter, in pixels."""

_EDGE, _BAR = 14, 30
"""The margin around a screen, and the height of the bar with the title."""

_BRIEF = 0.05
"""The seconds for which a screen must be there to be shown."""

_BACK, _TEXT, _DIM = "#15181e", "#e8e8e8", "#a3a9b3"
_COLORS = {
    "red": "#ff8078",
    "green": "#7ddb89",
    "brown": "#e6b84a",
    "cyan": "#6fcbdc",
    "blue": "#86b6ff",
    "magenta": "#d9a0f0",
}
"""The colors by their names in pyte, light enough to read on the background. "brown" is yellow."""


class Look(msgspec.Struct, frozen=True):
    """The look of a letter."""

    color: str
    bold: bool
    dim: bool
    underline: bool
    reverse: bool


Run = tuple[int, Look, str]
"""Letters of the same look in a row: the first column, the look and the text."""

Screen = tuple[tuple[Run, ...], ...]


class Frame(msgspec.Struct, frozen=True):
    """A screen, and when it appears."""

    at: float
    screen: Screen


def film(recording: Recording) -> str:
    """Return a recording as an animated SVG. It shows its last screen where motion is not wanted.

    Raises what `require_emulator` raises.
    """
    return _draw(recording, _frames(recording))


def still(recording: Recording) -> str:
    """Return the last screen of a recording as an SVG, without empty rows at its end."""
    screen = _frames(recording)[-1].screen
    while screen and not screen[-1]:
        screen = screen[:-1]
    return _draw(recording, [Frame(0.0, screen)])


def require_emulator() -> Any:
    """Return the module that turns what a terminal was sent into a screen.

    DvcheckError with Exit.USAGE if it is not installed.
    """
    try:
        import pyte
    except (ImportError, OSError) as error:
        if why := why_not_imported(error, "pyte"):
            raise DvcheckError(
                phrase("pyte is installed but does not start: {why}", why=why),
                hint=phrase("Show this line to your IT unit."),
                code=Exit.OUTPUT,
            ) from None
        raise DvcheckError(
            phrase("a recording needs pyte, which is not installed here"),
            hint=phrase('Install it with python -m pip install "dvcheck[record]".'),
            code=Exit.USAGE,
        ) from None
    return pyte


# --- screens ------------------------------------------------------------------------------------------------


def _frames(recording: Recording) -> list[Frame]:
    """Return the screens of a recording that stay long enough to be seen, each with the time it appears."""
    pyte = require_emulator()

    without_faint: Any = pyte.Screen

    class Emulated(without_faint):  # type: ignore[misc]  # pyte has no types
        def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
            # pyte does not know faint text. No screen blinks, so faint text is kept as blinking text.
            faint = [part for code in attrs for part in {2: (5,), 22: (22, 25)}.get(code, (code,))]
            without_faint.select_graphic_rendition(self, *faint, **kwargs)

    screen = Emulated(recording.columns, recording.rows)
    stream = pyte.Stream(screen)
    found: list[Frame] = []
    for at, text in _until_seen(recording.written):
        stream.feed(text)
        shown = tuple(tuple(_runs(screen.buffer[row], recording.columns)) for row in range(recording.rows))
        if not found or found[-1].screen != shown:
            found.append(Frame(at, shown))
    return found


def _until_seen(written: Sequence[Written]) -> Iterator[Written]:
    """Join what was written in quick succession: a screen that is replaced at once is not seen."""
    waiting = ""
    for number, (at, text) in enumerate(written):
        waiting += text
        if number + 1 == len(written) or written[number + 1][0] - at >= _BRIEF:
            yield at, waiting
            waiting = ""


def _runs(row: Any, columns: int) -> Iterator[Run]:
    letters = [(column, row[column]) for column in range(columns)]
    column = 0
    for look, found in groupby(letters, key=lambda one: _look(one[1])):
        text = "".join(cell.data for _, cell in found)
        shown = text if look.reverse or look.underline else text.rstrip()
        if shown.strip() or look.reverse:
            lead = 0 if look.reverse or look.underline else len(shown) - len(shown.lstrip())
            yield column + lead, look, shown[lead:]
        column += cells(text)


def _look(cell: Any) -> Look:
    return Look(cell.fg, cell.bold, cell.blink, cell.underscore, cell.reverse)


# --- drawing ------------------------------------------------------------------------------------------------


def _draw(recording: Recording, frames: Sequence[Frame]) -> str:
    rows = max(1, *(len(frame.screen) for frame in frames))
    high, wide = rows * _HIGH, round(recording.columns * _WIDE)
    width, height = wide + 2 * _EDGE, high + _BAR + _EDGE
    title = _escaped(recording.title)
    distinct = list(dict.fromkeys(row for frame in frames for row in frame.screen if row))
    names = {row: f"r{number}" for number, row in enumerate(distinct)}
    looks = list(dict.fromkeys(look for row in distinct for _, look, _ in row))
    classes = {look: f"c{number}" for number, look in enumerate(looks)}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img">',
        f"<title>{title}</title>",
        "<style>",
        f"text{{font:{_SIZE}px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:{_TEXT}}}",
        *(f".{classes[look]}{{{_css(look)}}}" for look in looks),
        *_motion(frames, recording.seconds, high),
        "</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{_BACK}"/>',
        f'<text x="{width / 2}" y="20" text-anchor="middle" fill="{_DIM}">{title}</text>',
        "<defs>",
        *(f'<g id="{names[row]}">{"".join(_drawn(row, classes))}</g>' for row in distinct),
        "</defs>",
        f'<svg x="{_EDGE}" y="{_BAR}" width="{wide}" height="{high}"><g class="film">',
    ]
    for number, frame in enumerate(frames):
        places = [(names[row], at) for at, row in enumerate(frame.screen) if row]
        used = "".join(f'<use href="#{name}" y="{at * _HIGH}"/>' for name, at in places)
        lines.append(f'<g transform="translate(0 {number * high})">{used}</g>')
    return "\n".join([*lines, "</g></svg>", "</svg>"]) + "\n"


def _motion(frames: Sequence[Frame], seconds: float, high: int) -> Iterable[str]:
    """Return the style that shows one screen after the other, and begins again at the end."""
    if len(frames) == 1:
        return
    yield f".film{{animation:film {seconds:.2f}s step-end infinite}}"
    steps = "".join(
        f"{100 * frame.at / seconds:.3f}%{{transform:translateY({-number * high}px)}}"
        for number, frame in enumerate(frames)
    )
    yield f"@keyframes film{{{steps}}}"
    last = -(len(frames) - 1) * high
    yield (
        f"@media (prefers-reduced-motion:reduce){{.film{{animation:none;transform:translateY({last}px)}}}}"
    )


def _css(look: Look) -> str:
    color = _COLORS.get(look.color, _DIM if look.dim else _TEXT)
    return ";".join(
        (
            f"fill:{_BACK if look.reverse else color}",
            *(("font-weight:bold",) if look.bold else ()),
            *(("text-decoration:underline",) if look.underline else ()),
        )
    )


def _drawn(row: Sequence[Run], classes: dict[Look, str]) -> Iterator[str]:
    for column, look, text in row:
        x, length = f"{column * _WIDE:.1f}", f"{cells(text) * _WIDE:.1f}"
        if look.reverse:
            back = _COLORS.get(look.color, _TEXT)
            yield f'<rect x="{x}" width="{length}" height="{_HIGH}" fill="{back}"/>'
        shown = _escaped(text).replace(" ", "\N{NO-BREAK SPACE}")
        yield f'<text class="{classes[look]}" x="{x}" y="{_SIZE}" textLength="{length}">{shown}</text>'


def _escaped(text: str) -> str:
    return escape(clean(text))

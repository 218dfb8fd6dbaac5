"""The board of a precinct in a terminal: once, or live."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from dvcheck.language import plural
from dvcheck.report.on_board import Board, foot, head, limits, statements, title
from dvcheck.screens import prose
from dvcheck.screens.outstanding import ledger
from dvcheck.screens.style import draw, line, review_lines
from dvcheck.wording.aloud import sentence
from dvcheck.wording.directive import reviews

if TYPE_CHECKING:
    from rich.console import Console


def parts(board: Board, width: int, *, notice: str = "") -> Iterator[RenderableType]:
    """Yield the board in parts: the tallies, the duties, then what else a supervisor must know."""
    yield line(" " + head(board), "bold")
    if notice:
        yield line(f" {notice}", "bold red")
    limited = limits(board.only)
    if limited:
        yield line(f" {limited}", "bold")
    zone = board.zone()
    if board.listed.cases and isinstance(zone, ZoneInfo):
        yield from ledger(board.listed, zone, board.at, width, titled=title)
    for said in statements(board):
        yield line(f" {said}")
    yield from review_lines(board.listed.packs, board.at.date())
    yield line(f" {foot()}", "dim")


def aloud(board: Board) -> Iterator[str]:
    """Yield the same as prose, one fact a line."""
    yield sentence(head(board))
    limited = limits(board.only)
    if limited:
        yield limited
    zone = board.zone()
    if board.listed.cases and isinstance(zone, ZoneInfo):
        yield from prose.ledger(board.listed, zone, board.at, titled=title)
    yield from statements(board)
    yield from reviews((pack.policy for pack in board.listed.packs), board.at.date())
    yield foot()


@contextmanager
def live(console: "Console", paper: "Console") -> Iterator[Callable[[Board, str], None]]:
    """Take the screen of `console`, and return what draws a board on it. `paper` lays it out."""
    from rich.live import Live

    with Live(console=console, screen=True, auto_refresh=False, vertical_overflow="crop") as shown:

        def redraw(board: Board, notice: str) -> None:
            shown.update(fitted(paper, board, notice), refresh=True)

        yield redraw


def fitted(paper: "Console", board: Board, notice: str) -> Text:
    """Return the first lines of a board, as many as fit, and how many do not."""
    text = draw(paper, parts(board, paper.width, notice=notice))
    lines = text.rstrip("\n").split("\n")
    room = paper.height - 1
    if len(lines) > room:
        *lines, foot = lines
        left = len(lines) - (room - 2)
        more = plural("{n} more line does not fit.", "{n} more lines do not fit.", n=left)
        lines = [*lines[: room - 2], f" {more}", foot]
    return Text.from_ansi("\n".join(lines))

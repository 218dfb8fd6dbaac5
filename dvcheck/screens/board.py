"""The board of a precinct in a terminal: once, or live."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from dvcheck.language import plural
from dvcheck.report.on_board import (
    Board,
    foot_line,
    handed_over,
    head_line,
    limits_line,
    not_heard_from,
    statements,
    title_at,
)
from dvcheck.screens import prose
from dvcheck.screens.outstanding import ledger
from dvcheck.screens.style import draw, line, review_lines
from dvcheck.wording.aloud import sentence
from dvcheck.wording.directive import reviews

if TYPE_CHECKING:
    from rich.console import Console


def parts(board: Board, width: int) -> Iterator[RenderableType]:
    """Yield the board in parts: the tallies, the duties, then what else a supervisor must know."""
    yield from _above(board)
    yield from _duties(board, width)
    yield _foot()


def _above(board: Board, notice: str = "") -> Iterator[RenderableType]:
    """Yield what is above the duties: the counts, and what they leave out."""
    yield line(f" {head_line(board)}", "bold")
    if notice:
        yield line(f" {notice}", "bold red")
    for said in _warnings(board):
        yield line(f" {said}", "bold")


def _warnings(board: Board) -> Iterator[str]:
    """Yield what the counts and the list leave out."""
    yield from filter(None, (limits_line(board.only), not_heard_from(board), handed_over(board)))


def _duties(board: Board, width: int) -> Iterator[RenderableType]:
    zone = board.zone()
    if board.listed.cases and isinstance(zone, ZoneInfo):
        yield from ledger(board.listed, zone, board.at, width, titled=partial(title_at, at=board.at))
    for said in statements(board):
        yield line(f" {said}")
    yield from review_lines(board.listed.packs, board.at.date())


def _foot() -> RenderableType:
    return line(f" {foot_line()}", "dim")


def aloud(board: Board) -> Iterator[str]:
    """Yield the same as prose, one fact a line."""
    yield sentence(head_line(board))
    yield from _warnings(board)
    zone = board.zone()
    if board.listed.cases and isinstance(zone, ZoneInfo):
        yield from prose.ledger(board.listed, zone, board.at, titled=partial(title_at, at=board.at))
    yield from statements(board)
    yield from reviews((pack.policy for pack in board.listed.packs), board.at.date())
    yield foot_line()


@contextmanager
def live(console: "Console", paper: "Console") -> Iterator[Callable[[Board, str], None]]:
    """Take the screen of `console`, and return what draws a board on it. `paper` lays it out."""
    from rich.live import Live

    with Live(console=console, screen=True, auto_refresh=False, vertical_overflow="crop") as shown:

        def redraw(board: Board, notice: str) -> None:
            shown.update(fit_to_screen(paper, board, notice), refresh=True)

        yield redraw


def fit_to_screen(paper: "Console", board: Board, notice: str) -> Text:
    """Return as much of a board as fits on the screen, and how many lines of it do not.

    The tallies, the notice and the foot always stay: without them a short list looks like all there is.
    """

    def laid_out(found: Iterable[RenderableType]) -> list[str]:
        return draw(paper, found).rstrip("\n").split("\n")

    lines = laid_out([*_above(board, notice), *_duties(board, paper.width)])
    foot_lines = laid_out([_foot()])
    room = paper.height - 1 - len(foot_lines)
    if len(lines) > room:
        shown = lines[: max(0, room - 1)]
        left = len(lines) - len(shown)
        more = plural("{n} more line does not fit.", "{n} more lines do not fit.", n=left)
        lines = [*shown, *laid_out([line(f" {more}", "bold")])]
    return Text.from_ansi("\n".join((*lines, *foot_lines)))

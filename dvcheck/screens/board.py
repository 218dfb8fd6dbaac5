"""The board of a precinct in a terminal: once, or live."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from dvcheck.actions.board import Board
from dvcheck.actions.workspace import case_label
from dvcheck.language import phrase, plural
from dvcheck.screens import prose
from dvcheck.screens.outstanding import ledger
from dvcheck.screens.sergeant import title
from dvcheck.screens.style import draw, line, review_lines
from dvcheck.wording.other_walk import left_to_do
from dvcheck.wording.times import clock_time

if TYPE_CHECKING:
    from rich.console import Console


def parts(board: Board, width: int, *, notice: str = "") -> Iterator[RenderableType]:
    """Yield the board in parts: the tallies, the duties, then what else a supervisor must know."""
    yield line(" " + head(board), "bold")
    if notice:
        yield line(f" {notice}", "bold red")
    zone = _zone(board)
    if board.listed.cases and isinstance(zone, ZoneInfo):
        yield from ledger(board.listed, zone, board.at, width, titled=title)
    for said in _said(board, zone):
        yield line(f" {said}")
    yield from review_lines(board.listed.packs, board.at.date())
    yield line(f" {FOOT}", "dim")


def aloud(board: Board) -> Iterator[str]:
    """Yield the same as prose, one fact a line."""
    yield head(board)
    zone = _zone(board)
    if board.listed.cases and isinstance(zone, ZoneInfo):
        yield from prose.ledger(board.listed, zone, board.at, titled=title)
    yield from _said(board, zone)
    yield FOOT


FOOT = phrase("What a laptop has not sent yet is not here.")


def head(board: Board) -> str:
    """Return the precinct, the time and the tallies."""
    listed = board.listed
    tallies = (
        plural("{n} overdue", "{n} overdue", n=board.overdue),
        plural("{n} within the hour", "{n} within the hour", n=board.within_the_hour),
        plural("{n} walk not finished", "{n} walks not finished", n=len(listed.unfinished)),
        plural("{n} officer not heard from", "{n} officers not heard from", n=len(board.silent)),
    )
    when = clock_time(board.at, board.at, _zone(board))
    return phrase(
        "{precinct} at {time}: {tallies}", precinct=board.precinct, time=when, tallies=", ".join(tallies)
    )


def _zone(board: Board) -> tzinfo:
    """Return the zone of most cases; without cases, that of this computer."""
    if board.listed.cases:
        return board.listed.zone()
    found = board.at.astimezone().tzinfo
    assert found is not None
    return found


def _said(board: Board, zone: tzinfo) -> Iterator[str]:
    listed = board.listed
    if not listed.cases and not listed.problems:
        yield phrase("No required duty is open in what was sent.")
    for left in listed.unfinished:
        yield phrase(
            "{officer}, {case}: {left}.",
            officer=left.officer.name if left.officer is not None else "",
            case=case_label(left.case),
            left=left_to_do(left.unasked, left.to_walk),
        )
    for one in board.silent:
        when = clock_time(one.at, board.at, zone)
        yield phrase("{officer}: not heard from since {when}.", officer=one.officer, when=when)
    for number in board.twice:
        yield phrase("{number} is the number of several open cases.", number=number)
    for officer in board.parted:
        yield phrase("{officer}: a journal came back with other entries. Both are kept.", officer=officer)
    for problem in listed.problems:
        yield f"{problem.message}."
    if board.cut:
        yield phrase("There are more cases than a board shows.")


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


def not_reached(board: Board, since: datetime, why: str) -> str:
    """Say that the board is old, and why."""
    when = clock_time(since, board.at, _zone(board))
    return phrase("NOT REACHED since {when}: {why}", when=when, why=why)

"""`dvcheck board`: once, or live until the supervisor leaves."""

import sys
from collections.abc import Iterator
from datetime import datetime
from time import sleep

from dvcheck.actions import board as action
from dvcheck.actions import pushing
from dvcheck.actions.board import Board
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.extra import require
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.clock import now

SECONDS = 2.0
"""Between two readings of a live board."""


def run(workspace: Workspace, *, once: bool, check: bool) -> None:
    """Show the board: live at a terminal, once elsewhere."""
    settings = pushing.settings_of(workspace)
    require("precinct", "psycopg")
    from dvcheck.record.postgres.connect import connected
    from dvcheck.screens import board as screen

    if not (once or check) and sys.stdout.isatty() and not printer.reads_aloud(workspace):
        _live(workspace)
        return
    with connected(settings) as connection:
        found = action.BoardReader(workspace, connection).read(now())
    printer.result(workspace, lambda width: screen.parts(found, width), screen.aloud(found))
    if check and not found.is_clear:
        raise SystemExit(Exit.CHECK_FAILED)


def _live(workspace: Workspace) -> None:
    """Draw the board every two seconds. A precinct that goes away is said, and asked again."""
    from dvcheck.screens import board as screen

    with screen.live(printer.console(workspace), printer.console(workspace)) as draw:
        last: Board | None = None
        since: datetime | None = None
        try:
            while True:
                try:
                    for found in _readings(workspace):
                        last, since = found, None
                        draw(found, "")
                        sleep(SECONDS)
                except DvcheckError as error:
                    if last is None or error.code is not Exit.PRECINCT:
                        raise
                    since = since or now()
                    draw(last, screen.not_reached(last, since, error.message))
                    sleep(SECONDS)
        except KeyboardInterrupt:
            return


def _readings(workspace: Workspace) -> Iterator[Board]:
    """Yield the board as it is at each reading, over one connection."""
    from dvcheck.record.postgres.connect import connected

    with connected(pushing.settings_of(workspace)) as connection:
        reader = action.BoardReader(workspace, connection)
        while True:
            yield reader.read(now())

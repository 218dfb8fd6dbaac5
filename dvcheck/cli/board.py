"""`dvcheck board`: once, live until the supervisor leaves, or as a page in the browser."""

import sys
from datetime import datetime
from time import sleep

from dvcheck.actions import board as action
from dvcheck.actions import pushing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.extra import require
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.clock import now
from dvcheck.report.on_board import READ_EVERY, Board, Only, not_reached


def run(workspace: Workspace, *, once: bool, check: bool, as_json: bool = False, only: Only = Only()) -> None:
    """Show the board: live at a terminal, once elsewhere."""
    _require_configured(workspace)
    if not (once or check or as_json) and sys.stdout.isatty() and not printer.reads_aloud(workspace):
        _live(workspace, only)
        return
    found = next(action.readings(workspace, only, now))
    if as_json:
        from dvcheck.report.json import board as board_json

        printer.stream_json(board_json.document(found))
    else:
        from dvcheck.screens import board as screen

        printer.result(workspace, lambda width: screen.parts(found, width), screen.aloud(found))
    if check and not found.is_clear:
        raise SystemExit(Exit.CHECK_FAILED)


def _require_configured(workspace: Workspace) -> None:
    pushing.settings_of(workspace)  # first: without a precinct, no package is missing
    require("precinct", "psycopg")


def _live(workspace: Workspace, only: Only) -> None:
    """Draw the board every two seconds. A precinct that goes away is said, and asked again."""
    from dvcheck.screens import board as screen

    with screen.live(printer.console(workspace), printer.console(workspace)) as draw:
        last: Board | None = None
        since: datetime | None = None
        try:
            while True:
                try:
                    for found in action.readings(workspace, only, now):
                        last, since = found, None
                        draw(found, "")
                        sleep(READ_EVERY)
                except DvcheckError as error:
                    if last is None or error.code is not Exit.PRECINCT:
                        raise
                    since = since or now()
                    draw(last, not_reached(last, since, error.message))
                    sleep(READ_EVERY)
        except KeyboardInterrupt:
            return

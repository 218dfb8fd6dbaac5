"""`dvcheck outstanding --watch`: what is owed, on a screen of its own that is kept up to date."""

import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

from dvcheck.cli.desk import Desk, dumb_terminal, tidy_when_ended
from dvcheck.cli.results import lines_of, nearest_first, standing, undecided
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case import open_cases
from dvcheck.record.clock import now
from dvcheck.record.journal import FILE_NAME

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_LOOK = 0.5
"""Seconds between two looks at the clock, at the journal's file and at the size of the window."""


def watch(desk: Desk) -> None:
    """Show what is owed until Ctrl-C: drawn anew each minute, and when something is recorded.

    DvcheckError with Exit.USAGE where there is no terminal to draw on.
    """
    if desk.plain or not sys.stdout.isatty() or dumb_terminal():
        raise DvcheckError(
            "--watch needs a terminal to draw on",
            hint="dvcheck outstanding prints it once.",
            code=Exit.USAGE,
        )
    from dvcheck.terminal import screen

    tidy_when_ended()
    standing(desk, open_cases)  # what asks for a passphrase asks now, or ends it
    console = desk.console()
    with screen.whole(console) as live:
        seen: object = None
        try:
            while True:
                state = (_minute(now()), _changed(desk), console.size)
                if state != seen:
                    live.update(_screen(desk, console), refresh=True)
                seen = state
                time.sleep(_LOOK)
        except KeyboardInterrupt:
            return


def _screen(desk: Desk, console: "Console") -> "RenderableType":
    from zoneinfo import ZoneInfo

    from dvcheck.terminal import screen

    at = now()
    try:
        found, problems = standing(desk, open_cases)
        owed = nearest_first(found)
        body = screen.glance(lines_of(desk, owed), len(found), undecided(found), at)
        zone = ZoneInfo(desk.pack().policy.zone)
        said = [p.message for p in problems]
        return screen.watched(body, at.astimezone(zone), said, console)
    except DvcheckError as error:  # for instance another program holds the journal: it is tried again
        return screen.warning(f" {error.message}\n {error.hint}")


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _changed(desk: Desk) -> int:
    try:
        return (desk.home / FILE_NAME).stat().st_mtime_ns
    except OSError:
        return 0

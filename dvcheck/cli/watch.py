"""`dvcheck outstanding --watch`: what is owed, on a screen of its own that is kept up to date."""

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dvcheck.actions.desk import Desk
from dvcheck.actions.outstanding import outstanding
from dvcheck.cli import printer
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_LOOK = 0.1
"""Seconds between two looks at the keys, the clock, the journal and the size of the window."""


def watch(desk: Desk) -> None:
    """Show what is owed until somebody leaves: drawn again each minute, and when something is recorded.

    DvcheckError with Exit.USAGE where there is no terminal to draw on.
    """
    attended = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if desk.plain or not attended or dumb_terminal():
        raise DvcheckError(
            phrase("--watch needs a terminal to draw on"),
            hint=own_line(phrase("Print it once:"), on_journal("outstanding")),
            code=Exit.USAGE,
        )
    from dvcheck.screens import outstanding as outstanding_screen
    from dvcheck.terminal.listener import Left, Listener

    tidy_when_ended()
    outstanding(desk, now())  # what asks for a passphrase asks now, or ends it
    console = printer.console(desk)

    failures: list[Exception] = []

    def failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # What fails in answer to a key would be a traceback across the screen.
        if isinstance(context.get("exception"), Exception):
            failures.append(context["exception"])

    async def shown() -> None:
        asyncio.get_running_loop().set_exception_handler(failed)
        with Listener() as listener, outstanding_screen.whole(console) as live:
            seen: object = None
            above = 0
            while True:
                state = (_minute(), desk.place.version(), console.size, listener.returns, above)
                if state != seen:
                    above, drawn = _screen(desk, console, above)
                    live.update(drawn, refresh=True)
                seen = (*state[:4], above)
                await asyncio.sleep(_LOOK)
                if failures:
                    raise failures[0]
                above = max(0, above + listener.moved())

    with suppress(Left):
        asyncio.run(shown())


def _screen(desk: Desk, console: "Console", above: int) -> "tuple[int, RenderableType]":
    """Draw what is owed now, scrolled down by `above` lines; give how far it could be scrolled, too."""
    from zoneinfo import ZoneInfo

    from dvcheck.screens import outstanding as outstanding_screen
    from dvcheck.screens import style

    at = now()
    try:
        found = outstanding(desk, at)
        body = outstanding_screen.glance(found, at, console.width)
        zone = found.zone() if found.cases else ZoneInfo(desk.sound().pack.policy.zone)
        return outstanding_screen.watched(
            body, at.astimezone(zone), [p.message for p in found.problems], above, console
        )
    except DvcheckError as error:  # for instance another program holds the journal: it is tried again
        return above, style.warning(f" {error.message}\n {error.hint}")


def _minute() -> int:
    return int(now().timestamp()) // 60

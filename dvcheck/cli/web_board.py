"""`dvcheck board --web`: the board in a browser on this computer."""

import sys
from contextlib import suppress
from pathlib import Path

from dvcheck.actions import board as action
from dvcheck.actions import pushing
from dvcheck.actions.own_reports import own_report
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.extra import require
from dvcheck.cli.opening import why_not_opened
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.inert import as_html
from dvcheck.report.on_board import Only


def run(workspace: Workspace, only: Only, *, port: int | None, opens: bool) -> None:
    """Serve the board until Ctrl-C."""
    pushing.settings_of(workspace)  # first: without a precinct, no package is missing
    for module in ("psycopg", "starlette", "uvicorn"):
        require("board", module)
    from dvcheck.web.feed import Feed
    from dvcheck.web.server import serve

    feed = Feed(lambda: action.readings(workspace, only, now), now)
    opener = own_report(workspace.home, "board", "", "html") if opens else None

    def listens(address: str) -> None:
        printer.say((address,))
        sys.stdout.flush()
        beside.say(
            phrase("Open this address in a browser on this computer, and give it to nobody. Ctrl-C ends it.")
        )
        if opener is not None:
            _open(opener, address)

    try:
        with suppress(KeyboardInterrupt):
            serve(feed, port or 0, listens)
    finally:
        if opener is not None:
            opener.unlink(missing_ok=True)


def _open(file: Path, address: str) -> None:
    """Open the address by a file that leads there: all users of a computer see what a program is given."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    target = as_html(address)
    file.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={target}">'
        f'<title>dvcheck</title><a href="{target}">dvcheck</a>\n',
        encoding="utf-8",
    )
    why = why_not_opened(file)
    if why:
        beside.say(phrase("The browser was not opened: {why}.", why=why))

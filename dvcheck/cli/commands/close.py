"""`dvcheck close`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    OneCase,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, where something required is open.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open a closed case again.")] = False,
) -> None:
    from dvcheck.cli import closing

    closing.close(desk, case, reason, reopen=reopen)

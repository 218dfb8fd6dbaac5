"""`dvcheck shift start`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="HH:MM", help="When it ends: the next such time.")
    ] = None,
    began: Annotated[
        str | None, typer.Option("--began", metavar="HH:MM", help="When it began, if before now.")
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="Your id, for the cases of this shift.")
    ] = None,
) -> None:
    from dvcheck.cli import shift

    shift.start(desk, ends, began, officer)

"""`dvcheck shift extend`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    ends: Annotated[str, typer.Option("--ends", metavar="HH:MM", help="When it ends: the next such time.")],
) -> None:
    from dvcheck.cli import shift

    shift.extend(desk, ends)

"""`dvcheck cases`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    closed: Annotated[bool, typer.Option("--closed", help="Also the closed ones: the newest 50.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --closed: every one. JSON always has every one.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import results

    if everything and not closed:
        raise typer.BadParameter("--all goes with --closed")
    results.cases(desk, format, closed=closed, everything=everything)

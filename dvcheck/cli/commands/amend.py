"""`dvcheck amend`."""

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
    question: Annotated[
        str | None,
        typer.Argument(metavar="[QUESTION]", help="Its id or a part of it; without, they are listed."),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="TEXT", help="The case's CAD or GO number, put right.")
    ] = None,
) -> None:
    from dvcheck.cli import ledger

    ledger.amend(desk, case, question, number)

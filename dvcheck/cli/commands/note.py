"""`dvcheck note`."""

from typing import Annotated

import typer

from dvcheck.actions import marks
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.language import phrase


@command("pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be remembered.")],
) -> None:
    noted = marks.note(desk, case, text)
    printer.console(desk).print(phrase("Noted in {noted}.", noted=noted.id))

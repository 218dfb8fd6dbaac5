"""`dvcheck note`."""

from typing import Annotated

import typer

from dvcheck.actions import marks
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase


@command("pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be remembered.")],
) -> None:
    noted = marks.note(desk, case, text)
    printer.console(desk).print(f"Noted in {noted.id}.")

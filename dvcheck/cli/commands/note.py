"""`dvcheck note`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    OneCase,
)


@command("pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be remembered.")],
) -> None:
    from dvcheck.cli import ledger

    ledger.note(desk, case, text)

"""`dvcheck close`."""

from typing import Annotated

import typer

from dvcheck.actions import closing
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.chain import code


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, where something required is open.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open a closed case again.")] = False,
) -> None:
    if reopen and reason is not None:
        raise DvcheckError("--reopen goes without --reason", code=Exit.USAGE)
    if reopen:
        opened = closing.reopen(desk, case)
        printer.console(desk).print(f"{opened.id} is open again.")
        return
    done = closing.close(desk, case, reason)
    printer.console(desk).print(
        f"{done.case.id} is closed."
        + (f" {len(done.left)} required stayed open." if done.left else "")
        + (f" {done.undecided} stayed undetermined." if done.undecided else "")
        + f" Code {code(done.case.head)}."
    )

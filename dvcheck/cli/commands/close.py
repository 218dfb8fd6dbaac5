"""`dvcheck close`."""

from typing import Annotated

import typer

from dvcheck.actions import closing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.chain import code
from dvcheck.wording.counts import not_asked


@command("plain", "no_color", "pack", "home", of_closed="reopen")
def run(
    workspace: Workspace,
    case: OneCase,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is closed with something open.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open a closed case again.")] = False,
) -> None:
    if reopen and reason is not None:
        raise DvcheckError(phrase("--reopen goes without --reason"), code=Exit.USAGE)
    if reopen:
        opened = closing.reopen(workspace, case)
        printer.console(workspace).print(phrase("{opened} is open again.", opened=opened.id))
        return
    done = closing.close(workspace, case, reason)
    said = [phrase("{case} is closed.", case=done.case.id)]
    said += [phrase("{n} required stayed open.", n=len(done.left))] if done.left else []
    said += [phrase("{n} stayed undecided.", n=done.undecided)] if done.undecided else []
    said += [phrase("{not_asked}.", not_asked=not_asked(done.unasked))] if done.unasked else []
    said += [phrase("Code {code}.", code=code(done.case.head))]
    printer.console(workspace).print(" ".join(said))

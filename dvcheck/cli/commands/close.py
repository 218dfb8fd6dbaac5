"""`dvcheck close`."""

from typing import Annotated

import typer

from dvcheck.actions import closing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import ask_confirmation
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.screens import transfer as screen
from dvcheck.wording.counts import not_asked


@command("plain", "no_color", "pack", "home", of_closed="reopen")
def run(
    workspace: Workspace,
    case: OneCase,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is closed with something open.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open a closed case again.")] = False,
    sure: Annotated[bool, typer.Option("--yes", help="Reopen a handed-over case without asking.")] = False,
) -> None:
    if reopen and reason is not None:
        raise DvcheckError(phrase("--reopen goes without --reason"), code=Exit.USAGE)
    if reopen:
        with closing.closed_case(workspace, case) as one:
            if one.file.case.is_handed_over and not _is_wanted_back(workspace, one.file.case, sure=sure):
                printer.console(workspace).print(phrase("Nothing was reopened."))
                return
            one.file.reopen_case()
        printer.console(workspace).print(phrase("{opened} is open again.", opened=one.file.case.id))
        return
    done = closing.close(workspace, case, reason)
    said = [phrase("{case} is closed.", case=done.case.id)]
    said += [phrase("{n} required stayed open.", n=len(done.left))] if done.left else []
    said += [phrase("{n} stayed undecided.", n=done.undecided)] if done.undecided else []
    said += [phrase("{not_asked}.", not_asked=not_asked(done.unasked))] if done.unasked else []
    said += [phrase("Code {code}.", code=code(done.case.head))]
    printer.console(workspace).print(" ".join(said))


def _is_wanted_back(workspace: Workspace, case: Case, *, sure: bool) -> bool:
    printer.read_out(screen.owned_twice(case))
    return sure or ask_confirmation(
        workspace,
        phrase("Open {case} again on this computer?", case=case.id),
        no=phrase("No, it stays handed over"),
        yes=phrase("Yes, open it here too"),
        otherwise=phrase("Add --yes once you have asked whoever has the case now."),
    )

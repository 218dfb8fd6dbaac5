"""`dvcheck case take-over`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import taking_over
from dvcheck.actions.taking_over import ProposedTakeOver
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import ask_confirmation
from dvcheck.cli.command import command
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.screens import transfer as screen
from dvcheck.screens.progress import progress


@command("no_sensitive", "plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file; - is standard input.")],
    sure: Annotated[bool, typer.Option("--yes", help="Take another state of a case without asking.")] = False,
) -> None:
    with taking_over.take_over(workspace, file, lambda: progress(phrase("Verifying the file"))) as found:
        if found.doubles and not _is_wanted_twice(workspace, found, sure=sure):
            printer.say([phrase("Nothing was taken over.")])
            return
        taken = found.record()
    printer.read_out(screen.taken_over(taken, found.transfer, now()))


def _is_wanted_twice(workspace: Workspace, found: ProposedTakeOver, *, sure: bool) -> bool:
    printer.read_out(screen.doubles(found))
    return sure or ask_confirmation(
        workspace,
        phrase("Take it over as a second case?"),
        no=phrase("No, take nothing over"),
        yes=phrase("Yes, record it as a second case"),
        otherwise=phrase("Nothing was taken over. Add --yes to record it as a second case."),
    )

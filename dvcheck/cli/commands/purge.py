"""`dvcheck purge`."""

from functools import partial
from typing import Annotated

import typer

from dvcheck.actions import closing
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.settings import MOST_DAYS
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import ask_confirmation
from dvcheck.cli.command import command
from dvcheck.language import phrase, plural
from dvcheck.screens import purge as screen
from dvcheck.screens.progress import progress


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than",
            min=0,
            max=MOST_DAYS,
            metavar="DAYS",
            help="Only cases closed longer ago than this.",
        ),
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    with closing.find_long_closed(
        workspace, older_than, partial(progress, phrase("Reading the cases"))
    ) as found:
        printer.show(workspace, screen.purge_candidates(found))
        if found.cases:
            if sure or _is_confirmed(workspace, len(found.cases)):
                done = found.erase(partial(progress, phrase("Purging")))
                printer.show(workspace, *screen.purge_result(done))
                closing.require_reports_removed(done)
            else:
                printer.show(workspace, phrase("Nothing was purged."))
    require_all_read(found.problems)


def _is_confirmed(workspace: Workspace, n: int) -> bool:
    return ask_confirmation(
        workspace,
        plural("Purge {n} case? This cannot be undone.", "Purge {n} cases? This cannot be undone.", n=n),
        no=phrase("Keep them"),
        yes=plural("Erase {n} case permanently", "Erase {n} cases permanently", n=n),
        otherwise=phrase("Add --yes if nobody can be asked."),
    )

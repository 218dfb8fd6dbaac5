"""`dvcheck precinct purge`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import CaseOfPrecinct, JournalOfPrecinct


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    journal: JournalOfPrecinct,
    case: CaseOfPrecinct,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why you erase it. The reason is recorded.")
    ],
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    from dvcheck.cli import precinct_records

    precinct_records.purge(workspace, journal, case, reason, sure=sure)

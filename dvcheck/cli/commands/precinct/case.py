"""`dvcheck precinct case`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import CaseOfPrecinct, IncludeSensitive, JournalOfPrecinct


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    journal: JournalOfPrecinct,
    case: CaseOfPrecinct,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why you read it. The reason is recorded first.")
    ],
    include_sensitive: IncludeSensitive = False,
) -> None:
    from dvcheck.cli import precinct_records

    precinct_records.show_case(workspace, journal, case, reason, sensitive=include_sensitive)

"""`dvcheck precinct case`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    journal: Annotated[str, typer.Argument(metavar="JOURNAL", help="The id of the journal.")],
    case: Annotated[str, typer.Argument(metavar="CASE", help="The id of the case.")],
    reason: Annotated[str, typer.Option("--reason", help="Why you read it. It is recorded first.")],
) -> None:
    from dvcheck.cli import precinct

    precinct.case(workspace, journal, case, reason)

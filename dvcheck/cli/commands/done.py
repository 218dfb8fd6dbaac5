"""`dvcheck done`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
    OneCase,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    obligations: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OBLIGATION]...", help="Ids or parts of them; without, a list to tick."),
    ] = None,
    not_feasible: Annotated[
        bool, typer.Option("--not-feasible", help="Not feasible, where the directive allows for it.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it was not feasible.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Take an earlier mark back.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import ledger

    how = ledger.How.of(not_feasible=not_feasible, reason=reason, reopen=reopen)
    ledger.done(desk, case, obligations or [], how, format)

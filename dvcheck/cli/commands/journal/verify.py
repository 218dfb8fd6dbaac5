"""`dvcheck journal verify`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
)


@command("no_color", "home")
def run(
    desk: Desk,
    head: Annotated[
        str | None,
        typer.Option(
            "--head", metavar="CODE", help="A code printed earlier: finds a record cut or rewritten since."
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Record that somebody has looked into entries that are gone.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import journal_checks

    journal_checks.verify(desk, head, format, accept=accept)

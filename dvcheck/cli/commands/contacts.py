"""`dvcheck contacts`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    ContactsFormat,
    Output,
)


@command("no_color", "pack")
def run(
    desk: Desk,
    word: Annotated[
        str | None,
        typer.Argument(metavar="[WORD]", help="Only those it occurs in: name, purpose, number, obligation."),
    ] = None,
    card: Annotated[
        bool, typer.Option("--card", help="A one-page card of public numbers for a survivor.")
    ] = False,
    format: Annotated[
        ContactsFormat | None,
        typer.Option("--format", help="The list as text or json; the card as markdown, html or pdf."),
    ] = None,
    output: Output = None,
) -> None:
    from dvcheck.cli import contacts as numbers

    if card:
        numbers.card(desk, word, format or ContactsFormat.MARKDOWN, output)
    else:
        numbers.listed(desk, word, format or ContactsFormat.TEXT, output)

"""The options of the card for a survivor, as one type each."""

from typing import Annotated

import typer

from dvcheck.cli.options import ContactsFormat

Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANG", help="The language of the card, such as es."),
]
Draft = Annotated[bool, typer.Option("--draft", help="Print a card that is not checked yet.")]
Discreet = Annotated[bool, typer.Option("--discreet", help="Print small cards with plain names.")]
Large = Annotated[bool, typer.Option("--large", help="Print the card in larger letters.")]
OfCase = Annotated[
    str | None,
    typer.Option("--case", metavar="CASE", help="Add the number and officer of a case."),
]
Format = Annotated[
    ContactsFormat | None,
    typer.Option("--format", help="text or json; a card: markdown, html, pdf."),
]

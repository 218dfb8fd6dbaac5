"""The options of the card for a survivor, as one type each."""

from typing import Annotated

import typer

Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANG", help="The language of the card: a tag such as es, or a name."),
]
Draft = Annotated[bool, typer.Option("--draft", help="Print a translation that no translator has checked.")]
Discreet = Annotated[
    bool, typer.Option("--discreet", help="Print small cards that do not say what they are.")
]
Large = Annotated[bool, typer.Option("--large", help="Print the card in larger letters.")]
OfCase = Annotated[
    str | None,
    typer.Option("--case", metavar="CASE", help="Put this case's number and officer on the card."),
]

"""`dvcheck contacts`."""

from typing import Annotated

import typer

from dvcheck.actions import contacts, survivor_card
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, card_options, printer
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.cli.options import CARD, ContactsFormat, Force, Output
from dvcheck.cli.suffix import format_of
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.json import contacts as contacts_json
from dvcheck.report.render_card import render_card


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="Only contacts that have this word.")
    ] = None,
    card: Annotated[bool, typer.Option("--card", help="Print a card of numbers for a survivor.")] = False,
    lang: card_options.Language = None,
    draft: card_options.Draft = False,
    discreet: card_options.Discreet = False,
    large: card_options.Large = False,
    case: card_options.OfCase = None,
    format: card_options.Format = None,
    output: Output = None,
    force: Force = False,
) -> None:
    if card:
        require_free(output, workspace=workspace, force=force)
        written_as = survivor_card.card_format(format_of(output, format, known=CARD, default=CARD[0]), word)
        printer.usable_pack(workspace)
        choice = survivor_card.CardChoice(
            language=lang, draft=draft, discreet=discreet, large=large, case=case
        )
        made = survivor_card.make(workspace, choice)
        deliver_document(render_card(made, written_as), output, workspace=workspace, force=force)
        if survivor_card.is_left_blank(made):
            beside.say(phrase("The case does not have all of this. Fill in the blanks by hand."))
        return
    for_card = {"--lang": lang is not None, "--draft": draft, "--discreet": discreet, "--large": large}
    for_card |= {"--case": case is not None, "--output": output is not None, "--force": force}
    contacts.refuse_for_list((format or ContactsFormat.TEXT).value, for_card)
    pack = printer.usable_pack(workspace)
    found = contacts.matching(pack, word.strip() if word is not None else "")
    if format is ContactsFormat.JSON:
        printer.print_json(contacts_json.document(pack, found, now().date()))
        return
    from dvcheck.screens import contacts as screen

    printer.result(workspace, lambda width: [screen.contacts(pack, found, width)], screen.aloud(pack, found))

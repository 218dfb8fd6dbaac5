"""`dvcheck contacts`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import contacts
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.cli.options import CARD, ContactsFormat, Force, Output
from dvcheck.cli.suffix import format_of
from dvcheck.record.clock import now
from dvcheck.report import card as card_report
from dvcheck.report.json import contacts as contacts_json


@command("plain", "no_color", "pack")
def run(
    workspace: Workspace,
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="Only contacts that have this word.")
    ] = None,
    card: Annotated[bool, typer.Option("--card", help="Print a card of numbers for a survivor.")] = False,
    format: Annotated[
        ContactsFormat | None,
        typer.Option("--format", help="text or json; with --card: markdown, html or pdf."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    if card:
        require_free(output, workspace=workspace, force=force)
        _card(workspace, word, format_of(output, format, known=CARD, default=CARD[0]), output, force)
    else:
        _list(workspace, word, format or ContactsFormat.TEXT, output)


def _list(workspace: Workspace, word: str | None, format: ContactsFormat, output: Path | None) -> None:
    """Print all contacts, or those that contain `word`."""
    contacts.refuse_for_list(format.value, to_file=output is not None)
    pack = printer.usable_pack(workspace)
    found = contacts.matching(pack, word.strip() if word is not None else "")
    if format is ContactsFormat.JSON:
        printer.print_json(contacts_json.document(pack, found, now().date()))
        return
    from dvcheck.screens import contacts as screen

    printer.result(workspace, lambda width: [screen.contacts(pack, found, width)], screen.aloud(pack, found))


def _card(
    workspace: Workspace, word: str | None, format: ContactsFormat, output: Path | None, force: bool
) -> None:
    """Write the card of public numbers to a file or to standard output."""
    written_as = contacts.card_format(format.value, word)
    pack = printer.usable_pack(workspace)
    contacts.require_card(pack)
    deliver_document(card_report.render(pack, written_as), output, workspace=workspace, force=force)

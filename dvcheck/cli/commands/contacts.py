"""`dvcheck contacts`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import contacts
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import ContactsFormat, Output
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Pack
from dvcheck.record.clock import now
from dvcheck.report import card as card_report
from dvcheck.report.json import contacts as contacts_json


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
    if card:
        _card(desk, word, format or ContactsFormat.MARKDOWN, output)
    else:
        _list(desk, word, format or ContactsFormat.TEXT, output)


def _list(desk: Desk, word: str | None, format: ContactsFormat, output: Path | None) -> None:
    """All contacts, or those that `word` occurs in, to standard output."""
    if output is not None:
        raise _usage("--output is for the card", "Add --card.")
    if format not in (ContactsFormat.TEXT, ContactsFormat.JSON):
        raise _usage(f"the list has no format {format.value}", "Add --card, or take --format text or json.")
    pack = _pack(desk)
    found = contacts.matching(pack, word.strip() if word is not None else "")
    if format is ContactsFormat.JSON:
        printer.print_json(contacts_json.document(pack, found, now().date()))
        return
    from dvcheck.screens import contacts as screen

    console = printer.console(desk)
    console.print(screen.contacts(pack, found, console.width))


def _card(desk: Desk, word: str | None, format: ContactsFormat, output: Path | None) -> None:
    """The card of public numbers, to a file or to standard output."""
    if word is not None:
        raise _usage("the card is always whole", "Leave the WORD or --card out.")
    if format in (ContactsFormat.TEXT, ContactsFormat.JSON):
        raise _usage(f"the card has no format {format.value}", "Take --format markdown, html or pdf.")
    pack = _pack(desk)
    contacts.require_card(pack)
    deliver(_rendered(pack, format), output, home=desk.home)


def _pack(desk: Desk) -> Pack:
    """The pack in use, or the last sound one: a number is needed now, whoever mends the checklists later."""
    usable = desk.usable()
    if usable.notice:
        printer.say_beside(usable.notice)
    return usable.pack


def _rendered(pack: Pack, format: ContactsFormat) -> str | bytes:
    if format is ContactsFormat.PDF:
        return card_report.pdf(pack)
    return card_report.html(pack) if format is ContactsFormat.HTML else card_report.markdown(pack)


def _usage(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.USAGE)

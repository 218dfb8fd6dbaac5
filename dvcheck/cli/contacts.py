"""The phone list and the resource card: `dvcheck contacts`."""

import sys
from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import ContactsFormat
from dvcheck.cli.printer import print_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.pack.model import Contact, Pack, sections_of
from dvcheck.record.clock import now
from dvcheck.text import clean, nearest


def listed(desk: Desk, word: str | None, format: ContactsFormat, output: Path | None) -> None:
    """All contacts, or those that `word` occurs in, to standard output."""
    if output is not None:
        raise _usage("--output is for the card", "Add --card.")
    if format not in (ContactsFormat.TEXT, ContactsFormat.JSON):
        raise _usage(f"the list has no format {format.value}", "Add --card, or take --format text or json.")
    pack = _pack(desk)
    found = matching(pack, word.strip() if word is not None else "")
    if format is ContactsFormat.JSON:
        from dvcheck.report import json as report

        print_json(report.contacts(pack, found, now().date()))
        return
    from dvcheck.screens import contacts as contacts_screen

    console = printer.console(desk)
    console.print(contacts_screen.contacts(pack, found, console.width))


def card(desk: Desk, word: str | None, format: ContactsFormat, output: Path | None) -> None:
    """The card of public numbers, to a file or to standard output."""
    if word is not None:
        raise _usage("the card is always whole", "Leave the WORD or --card out.")
    if format in (ContactsFormat.TEXT, ContactsFormat.JSON):
        raise _usage(f"the card has no format {format.value}", "Take --format markdown, html or pdf.")
    from dvcheck.report import card as report

    pack = _pack(desk)
    if not report.on_card(pack):
        raise DvcheckError(
            "the pack has no number for the card",
            hint="In contacts.yaml, card: true marks the public ones.",
            code=Exit.BAD_INPUT,
        )
    if format is ContactsFormat.PDF:
        deliver(report.pdf(pack), output, home=desk.home)
    else:
        deliver(
            report.html(pack) if format is ContactsFormat.HTML else report.markdown(pack),
            output,
            home=desk.home,
        )


def _pack(desk: Desk) -> Pack:
    """The pack in use, or the last sound one: a number is needed now, whoever mends the checklists later."""
    usable = desk.usable()
    if usable.notice:
        sys.stderr.write(f"{clean(usable.notice)}\n")
    return usable.pack


def matching(pack: Pack, word: str) -> tuple[Contact, ...]:
    """The contacts that `word` occurs in, or in an obligation that needs the call; in either case of letters.

    DvcheckError with Exit.USAGE where there is none.
    """
    found = tuple(c for c in pack.contacts if any(word.casefold() in t.casefold() for t in _said(c, pack)))
    if found or not word:
        return found
    known = sorted({part.strip(",.()") for c in pack.contacts for part in [c.id, *c.name.lower().split()]})
    raise _usage(
        f'no contact has "{clean(word)}"{nearest(word.lower(), known)}',
        own_line("They are all listed by:", command("contacts")),
    )


def _said(contact: Contact, pack: Pack) -> list[str]:
    """Every text by which a contact can be found."""
    c = contact
    said = [c.id, c.name, c.number, c.purpose, c.hours, c.address, c.fax, c.source, c.as_of, c.verify]
    for o in pack.called_for(contact):
        said += [o.id, o.text, sections_of(o.cites)]
    return said


def _usage(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.USAGE)

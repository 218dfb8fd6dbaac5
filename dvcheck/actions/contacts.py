"""Finds contacts for the phone list, and checks the options of the card."""

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.language import phrase
from dvcheck.lookup import none
from dvcheck.pack.model import Contact, Pack, sections_of
from dvcheck.report.card import CARD_FORMATS, CardFormat, on_card
from dvcheck.text import clean


def refuse_for_list(format: str, *, to_file: bool) -> None:
    """Raise DvcheckError with Exit.USAGE if the list has no such format or file."""
    if to_file:
        raise _usage(phrase("--output is for the card"), phrase("Add --card."))
    if format not in ("text", "json"):
        raise _usage(
            phrase("the list has no format {format}", format=format),
            phrase("Add --card, or take --format text or json."),
        )


def card_format(format: str, word: str | None) -> CardFormat:
    """Return the format of the card. DvcheckError with Exit.USAGE if it has no such format."""
    if word is not None:
        raise _usage(phrase("the card always lists all its numbers"), phrase("Leave out WORD or --card."))
    for known in CARD_FORMATS:
        if known == format:
            return known
    raise _usage(
        phrase("the card has no format {format}", format=format),
        phrase("Take --format markdown, html or pdf."),
    )


def _usage(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.USAGE)


def require_card(pack: Pack) -> None:
    """Raise DvcheckError with Exit.BAD_INPUT if a pack has no number for the card."""
    if not on_card(pack):
        raise DvcheckError(
            phrase("the pack has no number for the card"),
            hint=phrase("In contacts.yaml, card: true marks the public ones."),
            code=Exit.BAD_INPUT,
        )


def matching(pack: Pack, word: str) -> tuple[Contact, ...]:
    """Find the contacts that contain `word`, or whose obligations do. Case is ignored.

    DvcheckError with Exit.USAGE if there is none.
    """
    found = tuple(c for c in pack.contacts if any(word.casefold() in t.casefold() for t in _said(c, pack)))
    if found or not word:
        return found
    known = sorted({part.strip(",.()") for c in pack.contacts for part in [c.id, *c.name.lower().split()]})
    raise none(
        word.lower(),
        known,
        unknown=phrase('no contact has "{word}"', word=clean(word)),
        listed=own_line(phrase("To list them all:"), command("contacts")),
    )


def _said(contact: Contact, pack: Pack) -> list[str]:
    """Return every text by which a contact can be found."""
    c = contact
    said = [c.id, c.name, c.number, c.purpose, c.hours, c.address, c.fax, c.source, c.as_of, c.verify]
    for o in pack.called_for(contact):
        said += [o.id, o.text, sections_of(o.cites)]
    return said

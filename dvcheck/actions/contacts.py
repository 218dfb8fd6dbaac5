"""Finds contacts for the phone list."""

from collections.abc import Mapping

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.language import phrase
from dvcheck.lookup import none
from dvcheck.pack.model import Contact, Pack, sections_of
from dvcheck.text import clean


def refuse_for_list(format: str, for_card: Mapping[str, bool]) -> None:
    """Raise DvcheckError with Exit.USAGE if the list has no such format, or for an option of the card.

    `for_card` has each option that only the card has, and whether it was given.
    """
    for option, is_given in for_card.items():
        if is_given:
            raise _usage(phrase("{option} is for the card", option=option), phrase("Add --card."))
    if format not in ("text", "json"):
        raise _usage(
            phrase("the list has no format {format}", format=format),
            phrase("Add --card, or take --format text or json."),
        )


def _usage(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.USAGE)


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

"""The part of a pack that is on the card for a survivor: its contacts, and the texts to translate for it."""

from collections.abc import Mapping

from dvcheck.pack.model import Contact, Pack
from dvcheck.pack.texts import Path, texts_of_contacts

_OF_CONTACT = ("name", "purpose", "hours", "as_of", "discreet")
"""The texts of a contact that a card shows in its language. A source is named as it names itself."""


def on_card(pack: Pack) -> tuple[Contact, ...]:
    """Return the contacts on the card: those marked for it whose number needs no check."""
    return tuple(c for c in pack.contacts if c.card and not c.verify)


def texts_on_card(pack: Pack) -> Mapping[Path, str]:
    """Return each text of a pack that a translated card needs, by its path."""
    shown = {c.id for c in on_card(pack)}
    return {path: text for path, text in texts_of_contacts(pack).items() if _is_on_card(path, shown)}


def _is_on_card(path: Path, shown: set[str]) -> bool:
    match path:
        case ("card", _):
            return True
        case ("contacts", contact, field):
            return contact in shown and field in _OF_CONTACT
    return False

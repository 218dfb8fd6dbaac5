"""Read contacts.yaml: whom to call, and the words of the card for a survivor."""

import re

import msgspec
from msgspec.structs import asdict

from dvcheck.pack.card_texts import CardTexts, places_in
from dvcheck.pack.model import Contact
from dvcheck.pack.nodes import Node
from dvcheck.pack.reader import Missing, Reader

_PHONE = re.compile(r"[+(]?[0-9][0-9 ().-]+(?: ext\.? [0-9]+)?")


class ContactList(msgspec.Struct, frozen=True, kw_only=True):
    """The contacts of a pack, and the words of its card."""

    contacts: tuple[Contact, ...] = ()
    card: CardTexts = CardTexts()


class ContactsReader(Reader):
    """A reader of contacts."""

    def contacts(self, node: Node) -> ContactList:
        try:
            f = self.fields(node, "the contacts", "contacts", "card")
            found = f.each("contacts", self._contact)
            return ContactList(contacts=found, card=f.maybe("card", self._card) or CardTexts())
        except Missing:
            return ContactList()

    def _card(self, node: Node) -> CardTexts:
        """Read the words of the card. A missing text keeps its default, and so does one with wrong places."""
        defaults: dict[str, str] = asdict(CardTexts())
        f = self.fields(node, "the card", "", " ".join(defaults))
        given = {name: f.text(name) for name in defaults if f.has(name)}
        for name, text in given.items():
            if message := wrong_places(text, defaults[name]):
                self.problem(f.at(name), "other-place", message)
        return CardTexts(**given)

    def _contact(self, node: Node) -> Contact:
        f = self.fields(
            node,
            "a contact",
            "contact name number purpose source as_of",
            "hours address fax card verify proper_name discreet",
        )
        if f.flag("card") and f.has("verify"):
            message = 'a number with "verify" is never on the card: remove "card" or "verify"'
            self.problem(f.at("card"), "no-effect", message)
        if f.has("discreet") and not f.flag("card"):
            message = 'only a number on the card has a name for the discreet card: add "card: true"'
            self.problem(f.at("discreet"), "no-effect", message)
        return Contact(
            id=f.get("contact", self.id),
            name=f.text("name"),
            number=f.get("number", self.phone_number),
            purpose=f.text("purpose"),
            source=f.text("source"),
            as_of=f.text("as_of"),
            hours=f.text("hours"),
            address=f.text("address"),
            fax=f.text("fax"),
            card=f.flag("card"),
            verify=f.text("verify"),
            proper_name=f.flag("proper_name"),
            discreet=f.text("discreet"),
            at=f.at("contact"),
        )

    def phone_number(self, node: Node) -> str:
        number = self.text(node)
        if not all(_PHONE.fullmatch(part) for part in number.split(" or ")):
            message = f'"{number}" is not a phone number: write digits, such as 503-555-0100 ext. 12'
            raise self.wrong(node, "phone-number", message)
        return number


def wrong_places(text: str, usual: str) -> str:
    """Say which places a text of the card must have; empty if it has those of the usual text."""
    needed = places_in(usual)
    if places_in(text) == needed:
        return ""
    if not needed:
        return "this text has no place to fill: write it without { and }"
    named = " and ".join(f"{{{name}}}" for name in sorted(needed))
    return f"this text needs {named}, and no other braces: the card puts its own texts there"

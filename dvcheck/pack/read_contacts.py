"""contacts.yaml: whom to call."""

import re

from dvcheck.pack.model import Contact
from dvcheck.pack.nodes import Node
from dvcheck.pack.reader import Missing, Reader

_PHONE = re.compile(r"[+(]?[0-9][0-9 ().-]+(?: ext\.? [0-9]+)?")


class ContactsReader(Reader):
    """Reads contacts."""

    def contacts(self, node: Node) -> tuple[Contact, ...]:
        try:
            return self.fields(node, "the contacts", "contacts").each("contacts", self._contact)
        except Missing:
            return ()

    def _contact(self, node: Node) -> Contact:
        f = self.fields(
            node, "a contact", "contact name number purpose source as_of", "hours address fax card verify"
        )
        if f.flag("card") and f.has("verify"):
            message = 'a number with "verify" is never on the card: remove "card" or "verify"'
            self.problem(f.at("card"), "no-effect", message)
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
            at=f.at("contact"),
        )

    def phone_number(self, node: Node) -> str:
        number = self.text(node)
        if not all(_PHONE.fullmatch(part) for part in number.split(" or ")):
            message = f'"{number}" is not a phone number: write digits, such as 503-555-0100 ext. 12'
            raise self.wrong(node, "phone-number", message)
        return number

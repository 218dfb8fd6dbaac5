"""The texts of a pack that people read, each with its path in a translation.

The path of a text is its place in a translation file, such as `items`, the id of an item, `text`.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from dvcheck.pack.card_texts import CardTexts
from dvcheck.pack.model import (
    ENDED,
    Checklist,
    Contact,
    Due,
    Finding,
    Form,
    FormField,
    Include,
    Item,
    Limit,
    Note,
    Obligation,
    Option,
    Outcome,
    Pack,
    Question,
    Section,
)
from dvcheck.pack.narrative import NarrativeBlank, NarrativePart
from dvcheck.pack.policy import Document, Policy, Reading, SectionTitle, Statement
from dvcheck.pack.terms import AgencyTerms

Path = tuple[str, ...]

NewText = Callable[[Path, str], str]
"""Returns the text to show in place of a text of the pack."""

HasTexts = TypeVar("HasTexts", bound=msgspec.Struct)

TEXTS: Mapping[type[msgspec.Struct], tuple[str, ...]] = {
    Policy: ("title", "agency"),
    AgencyTerms: AgencyTerms.__struct_fields__,
    Document: ("title",),
    SectionTitle: ("title",),
    Statement: ("says",),
    Reading: ("title", "unclear", "treated"),
    Checklist: ("title", "undecided"),
    Outcome: ("text",),
    Section: ("title",),
    Question: ("text", "label", "help"),
    Option: ("text",),
    Limit: ("starts_with", "ends_with", "at_limit"),
    Finding: ("text",),
    Obligation: ("text", "brief"),
    Due: ("event",),
    Note: ("text",),
    Contact: ("name", "purpose", "hours", "source", "as_of", "verify", "discreet"),
    CardTexts: CardTexts.__struct_fields__,
    Form: ("title",),
    FormField: ("label",),
    NarrativePart: ("title",),
    NarrativeBlank: ("text",),
}
"""The fields of each type that hold such a text. All others hold ids, numbers, addresses or a zone."""


def texts_of(pack: Pack) -> Mapping[Path, str]:
    """Return each text of a pack by its path, in the order of the pack. Empty texts are left out."""
    found = _Found()
    with_texts(pack, found.note)
    return found.texts


def texts_of_contacts(pack: Pack) -> Mapping[Path, str]:
    """Return each text of a pack's contacts and of its card by its path, without a walk through the rest."""
    found = _Found()
    texts = _Texts(found.note)
    for contact in pack.contacts:
        texts.contact(contact)
    texts.named(pack.card, "card")
    return found.texts


class _Found:
    """The texts of a pack, noted as they are met."""

    def __init__(self) -> None:
        self.texts: dict[Path, str] = {}

    def note(self, path: Path, text: str) -> str:
        self.texts.setdefault(path, text)
        return text


def with_texts(pack: Pack, new_text: NewText) -> Pack:
    """Return the pack with each text replaced by the result of `new_text`. Nothing else changes."""
    texts = _Texts(new_text)
    return replace(
        pack,
        policy=texts.policy(pack.policy),
        checklists=tuple(texts.checklist(c) for c in pack.checklists),
        contacts=tuple(texts.contact(c) for c in pack.contacts),
        card=texts.named(pack.card, "card"),
        forms=tuple(texts.form(f) for f in pack.forms),
        narrative=tuple(texts.part(p) for p in pack.narrative),
    )


class _Texts:
    """The parts of a pack with their texts replaced."""

    def __init__(self, new_text: NewText) -> None:
        self._new_text = new_text

    def named(self, of: HasTexts, *path: str) -> HasTexts:
        """Replace the texts of `of`, each found by its field name below `path`."""
        return self._with(of, {name: (*path, name) for name in TEXTS[type(of)]})

    def only(self, of: HasTexts, *path: str) -> HasTexts:
        """Replace the only text of `of`, found at `path` itself."""
        (name,) = TEXTS[type(of)]
        return self._with(of, {name: path})

    def _with(self, of: HasTexts, paths: Mapping[str, Path]) -> HasTexts:
        texts: dict[str, str] = {name: getattr(of, name) for name in paths}
        changed = {name: self._new_text(paths[name], text) for name, text in texts.items() if text}
        return replace(of, **changed)

    def policy(self, policy: Policy) -> Policy:
        sections = (self.only(s, "policy", "sections", s.ref) for s in policy.sections)
        statements = (self.only(s, "policy", "statements", s.ref) for s in policy.statements)
        readings = (self.named(r, "policy", "readings", r.id) for r in policy.readings)
        others = (self.named(d, "policy", "documents", d.id) for d in policy.others)
        return replace(
            self.named(policy, "policy"),
            terms=self.named(policy.terms, "policy", "terms"),
            sections=tuple(sections),
            statements=tuple(statements),
            readings=tuple(readings),
            others=tuple(others),
        )

    def checklist(self, checklist: Checklist) -> Checklist:
        changed = self.named(checklist, "checklists", checklist.id)
        path = "checklists", checklist.id
        return replace(
            changed,
            sections=tuple(self._section(s, checklist.id) for s in checklist.sections),
            outcomes=tuple(self.only(o, *path, "outcomes", o.id) for o in checklist.outcomes),
        )

    def _section(self, section: Section, checklist: str) -> Section:
        changed = self.only(section, "checklists", checklist, "sections", section.title)
        return replace(changed, items=tuple(self._item(i) for i in section.items))

    def _item(self, item: Item) -> Item:
        match item:
            case Question():
                return self._question(item)
            case Obligation():
                due = item.due
                changed = self.named(item, "items", item.id)
                if due is None or not due.event:
                    return changed
                return replace(changed, due=self.only(due, "items", item.id, "due", "before"))
            case Finding() | Note():
                return self.named(item, "items", item.id)
            case Include():
                return item

    def _question(self, question: Question) -> Question:
        changed = self.named(question, "items", question.id)
        limit = question.limit
        if limit is None:
            options = (self.only(o, "items", question.id, "options", o.id) for o in question.options)
            return replace(changed, options=tuple(options))
        limit = self.named(limit, "items", question.id)
        # The option "ended" of a timer shows the text for its end.
        ended = (replace(o, text=limit.ends_with) if o.id == ENDED else o for o in question.options)
        return replace(changed, limit=limit, options=tuple(ended))

    def contact(self, contact: Contact) -> Contact:
        names = {"name": contact.name, "discreet": contact.discreet} if contact.proper_name else {}
        return replace(
            self.named(replace(contact, **dict.fromkeys(names, "")), "contacts", contact.id), **names
        )

    def form(self, form: Form) -> Form:
        changed = self.named(form, "forms", form.id)
        fields = (self.only(f, "forms", form.id, "fields", f.label) for f in form.fields)
        return replace(changed, fields=tuple(fields))

    def part(self, part: NarrativePart) -> NarrativePart:
        changed = self.named(part, "narrative", part.id)
        blanks = (self.only(b, "narrative", part.id, "blanks", b.text) for b in part.blanks)
        return replace(changed, blanks=tuple(blanks))

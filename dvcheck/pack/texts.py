"""The texts of a pack that people read: the path of each in a translation, and a pack with other texts.

A translation is nested by what it translates: `items`, the id of an item, `text`. That is the path of a text.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
from msgspec.structs import replace

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
from dvcheck.pack.policy import Document, Policy, Reading, SectionTitle, Statement
from dvcheck.pack.terms import AgencyTerms

Path = tuple[str, ...]

Tell = Callable[[Path, str], str]
"""Gives the text to show in place of one of the pack's."""

Told = TypeVar("Told", bound=msgspec.Struct)

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
    Contact: ("name", "purpose", "hours", "source", "as_of", "verify"),
    Form: ("title",),
    FormField: ("label",),
}
"""The fields of each type that hold such a text. Any other is an id, a number, an address or a zone."""


def texts_of(pack: Pack) -> Mapping[Path, str]:
    """Each text of a pack by its path, in the order of the pack. One that is empty has none to translate."""
    found: dict[Path, str] = {}

    def note(path: Path, text: str) -> str:
        found.setdefault(path, text)
        return text

    retold(pack, note)
    return found


def retold(pack: Pack, tell: Tell) -> Pack:
    """The pack with what `tell` gives for each of its texts. Nothing else of it changes."""
    teller = _Teller(tell)
    return replace(
        pack,
        policy=teller.policy(pack.policy),
        checklists=tuple(teller.checklist(c) for c in pack.checklists),
        contacts=tuple(teller.named(c, "contacts", c.id) for c in pack.contacts),
        forms=tuple(teller.form(f) for f in pack.forms),
    )


class _Teller:
    """Walks over a pack and replaces its texts."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def named(self, of: Told, *path: str) -> Told:
        """With its texts, each under its own name below `path`."""
        return self._with(of, {name: (*path, name) for name in TEXTS[type(of)]})

    def only(self, of: Told, *path: str) -> Told:
        """With the only text it has, right at `path`."""
        (name,) = TEXTS[type(of)]
        return self._with(of, {name: path})

    def _with(self, of: Told, paths: Mapping[str, Path]) -> Told:
        texts: dict[str, str] = {name: getattr(of, name) for name in paths}
        return replace(of, **{name: self._tell(paths[name], text) for name, text in texts.items() if text})

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
        told = self.named(checklist, "checklists", checklist.id)
        path = "checklists", checklist.id
        return replace(
            told,
            sections=tuple(self._section(s, checklist.id) for s in checklist.sections),
            outcomes=tuple(self.only(o, *path, "outcomes", o.id) for o in checklist.outcomes),
        )

    def _section(self, section: Section, checklist: str) -> Section:
        told = self.only(section, "checklists", checklist, "sections", section.title)
        return replace(told, items=tuple(self._item(i) for i in section.items))

    def _item(self, item: Item) -> Item:
        match item:
            case Question():
                return self._question(item)
            case Obligation():
                due = item.due
                told = self.named(item, "items", item.id)
                if due is None or not due.event:
                    return told
                return replace(told, due=self.only(due, "items", item.id, "due", "before"))
            case Finding() | Note():
                return self.named(item, "items", item.id)
            case Include():
                return item

    def _question(self, question: Question) -> Question:
        told = self.named(question, "items", question.id)
        limit = question.limit
        if limit is None:
            options = (self.only(o, "items", question.id, "options", o.id) for o in question.options)
            return replace(told, options=tuple(options))
        limit = self.named(limit, "items", question.id)
        # A timer has ended in the words for its end.
        ended = (replace(o, text=limit.ends_with) if o.id == ENDED else o for o in question.options)
        return replace(told, limit=limit, options=tuple(ended))

    def form(self, form: Form) -> Form:
        told = self.named(form, "forms", form.id)
        fields = (self.only(f, "forms", form.id, "fields", f.label) for f in form.fields)
        return replace(told, fields=tuple(fields))

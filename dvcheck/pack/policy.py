"""The frozen types of a policy: its documents, their sections and statements, where the text is unclear."""

from datetime import date
from typing import Literal

import msgspec

from dvcheck.pack.modality import Modality, NoDuty, force_of
from dvcheck.pack.place import At
from dvcheck.pack.terms import AgencyTerms

LANGUAGE = 2
"""The checklist language this program reads, and every older one."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A source document: the policy itself, or another that the pack has statements of."""

    id: str
    number: str
    """As it is cited: of another document than the policy with its own word, such as "RCW 10.99"."""
    title: str
    effective: date
    next_review: date | None
    """None for a document that has no such date."""
    source: str
    at: At

    def review_passed(self, today: date) -> bool:
        """Whether its text may have been replaced."""
        return self.next_review is not None and today > self.next_review


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """One of those whom the statements speak of."""

    id: str
    binds: bool
    """Whether what is required of it must be in a checklist: it is who uses them."""
    at: At


_OFFICER = "member"
"""Whose duties must be in a checklist where a pack declares no actors."""


class SectionTitle(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered section of a source document, with a title in our words."""

    ref: str
    title: str
    at: At
    document: str = ""
    """The id of its document; empty for the policy itself."""


Waiver = Literal["definition", "policy-statement", "not-officer-duty", "legal-effect", "information"]
"""Why no item of the checklists models a statement."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One normative statement of a source document, in our words."""

    ref: str
    modality: Modality | NoDuty
    actor: str
    says: str
    at: At
    actor_at: At | None = None
    not_modelled: Waiver | None = None
    """Why no item cites it; None where one does."""
    document: str = ""
    """The id of its document where it names one; else it is of the document of its section."""

    @property
    def is_duty(self) -> bool:
        """Whether it requires something of its actor, or forbids it."""
        match self.modality:
            case "states" | "condition":
                return False
            case modality:
                return force_of(modality) in ("required", "prohibited")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A point where the text is unclear, and how this pack treats it."""

    id: str
    title: str
    unclear: str
    treated: str
    cites: tuple[str, ...]
    at: At


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The source document, and others that a pack has statements of."""

    id: str
    number: str
    title: str
    agency: str
    effective: date
    next_review: date | None
    source: str
    zone: str
    """The agency's IANA time zone: shifts end and times are shown in it."""
    sections: tuple[SectionTitle, ...]
    statements: tuple[Statement, ...]
    readings: tuple[Reading, ...]
    terms: AgencyTerms
    at: At
    language: int = 1
    """The checklist language it is written in."""
    version: str = ""
    """The author's own name for this state of the pack; empty where there is none."""
    others: tuple[Document, ...] = ()
    """The documents beside the policy itself."""
    actors: tuple[Actor, ...] = ()

    @property
    def own(self) -> Document:
        """The policy itself."""
        return Document(
            id=self.id,
            number=self.number,
            title=self.title,
            effective=self.effective,
            next_review=self.next_review,
            source=self.source,
            at=self.at,
        )

    @property
    def documents(self) -> tuple[Document, ...]:
        """All source documents, the policy itself first."""
        return (self.own, *self.others)

    def document_of(self, place: SectionTitle | Statement) -> Document:
        """The document of a section or a statement."""
        name = place.document
        if not name and isinstance(place, Statement):
            section = section_of(place.ref)
            name = next((s.document for s in self.sections if s.ref == section), "")
        return next((d for d in self.others if d.id == name), self.own)

    def binds(self, statement: Statement) -> bool:
        """Whether a statement binds who uses the checklists: then one of them must hold it."""
        declared = {actor.id for actor in self.actors if actor.binds} if self.actors else {_OFFICER}
        return statement.is_duty and statement.actor in declared

    def says(self, ref: str) -> str:
        """What a statement says, or the title of a section; empty for a ref this policy lacks."""
        said = next((s.says for s in self.statements if s.ref == ref), "")
        return said or next((s.title for s in self.sections if s.ref == ref), "")

    def reading(self, name: str) -> Reading:
        """The reading called `name`; KeyError where this policy has none."""
        for reading in self.readings:
            if reading.id == name:
                return reading
        raise KeyError(name)


def section_of(ref: str) -> str:
    """The section number people see: `1.5.1.2a` is in 1.5.1.2, `P2c` in P2."""
    return ref[:-1] if ref[-1:].islower() and ref[-2:-1].isdigit() else ref

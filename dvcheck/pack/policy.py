"""The frozen types of a policy: its documents, their sections and statements, and its unclear points."""

from datetime import date
from typing import Literal

import msgspec

from dvcheck.pack.modality import Modality, NoDuty, force_of
from dvcheck.pack.place import Place
from dvcheck.pack.terms import AgencyTerms

LANGUAGE = 2
"""The newest checklist language that this program reads. It also reads every older one."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A source document: the policy itself, or another document the pack has statements of."""

    id: str
    number: str
    """The number as cited. A document other than the policy includes its own word, such as "RCW 10.99"."""
    title: str
    effective: date
    next_review: date | None
    """None if the document has no such date."""
    source: str
    at: Place

    def review_passed(self, today: date) -> bool:
        """Check whether its review date has passed, so that its text may have been replaced."""
        return self.next_review is not None and today > self.next_review


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person or a body that statements are about."""

    id: str
    binds: bool
    """Whether its duties must be in a checklist, because it uses the checklists."""
    at: Place


_OFFICER = "member"
"""The actor whose duties must be in a checklist if a pack declares no actors."""


class SectionTitle(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered section of a source document, with a title in our words."""

    ref: str
    title: str
    at: Place
    document: str = ""
    """The id of its document; empty for the policy itself."""


Waiver = Literal["definition", "policy-statement", "not-officer-duty", "legal-effect", "information"]
"""The reason that no item of the checklists models a statement."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One normative statement of a source document, in our words."""

    ref: str
    modality: Modality | NoDuty
    actor: str
    says: str
    at: Place
    actor_at: Place | None = None
    not_modelled: Waiver | None = None
    """The reason that no item cites it; None if one does."""
    document: str = ""
    """The id of its document; if empty, it is in the document of its section."""

    @property
    def is_duty(self) -> bool:
        """Whether it requires or forbids something."""
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
    at: Place


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The source document, and the other documents a pack has statements of."""

    id: str
    number: str
    title: str
    agency: str
    effective: date
    next_review: date | None
    source: str
    zone: str
    """The agency's IANA time zone. Shifts end and times are shown in it."""
    sections: tuple[SectionTitle, ...]
    statements: tuple[Statement, ...]
    readings: tuple[Reading, ...]
    terms: AgencyTerms
    at: Place
    language: int = 1
    """The checklist language it is written in."""
    version: str = ""
    """The author's name for this version of the pack; empty if it has none."""
    others: tuple[Document, ...] = ()
    """The documents other than the policy itself."""
    actors: tuple[Actor, ...] = ()

    @property
    def own(self) -> Document:
        """The policy itself as a document."""
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
        """Return the document of a section or a statement."""
        name = place.document
        if not name and isinstance(place, Statement):
            section = section_of(place.ref)
            name = next((s.document for s in self.sections if s.ref == section), "")
        return next((d for d in self.others if d.id == name), self.own)

    def binds(self, statement: Statement) -> bool:
        """Check whether a statement binds the users of the checklists, so that a checklist must have it."""
        declared = {actor.id for actor in self.actors if actor.binds} if self.actors else {_OFFICER}
        return statement.is_duty and statement.actor in declared

    def says(self, ref: str) -> str:
        """Return the words of a statement or the title of a section; empty for an unknown ref."""
        said = next((s.says for s in self.statements if s.ref == ref), "")
        return said or next((s.title for s in self.sections if s.ref == ref), "")

    def reading(self, name: str) -> Reading:
        """Return the reading called `name`. KeyError if this policy has none."""
        for reading in self.readings:
            if reading.id == name:
                return reading
        raise KeyError(name)


def section_of(ref: str) -> str:
    """Return the section number that people see: 1.5.1.2 for `1.5.1.2a`, P2 for `P2c`."""
    return ref[:-1] if ref[-1:].islower() and ref[-2:-1].isdigit() else ref

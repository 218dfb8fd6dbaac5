"""The policy: its sections with their statements, and the places where its text is unclear."""

from collections.abc import Sequence
from datetime import date

from dvcheck.pack.model import Pack
from dvcheck.pack.policy import Reading, SectionTitle, Statement, section_of
from dvcheck.report.json.parts import SCHEMA, policy


def sections(pack: Pack, refs: Sequence[str], today: date) -> dict[str, object]:
    """Return sections of the policy with their statements, each with what cites it, and their readings."""
    found = [s for s in pack.policy.statements if section_of(s.ref) in refs]
    within = {s.ref for s in found}
    return {
        "schema": SCHEMA,
        "policy": policy(pack, today),
        "sections": [
            {"ref": s.ref, "title": s.title, **_document(pack, s)}
            for s in pack.policy.sections
            if s.ref in refs
        ],
        "statements": [
            {
                "ref": s.ref,
                "modality": s.modality,
                "actor": s.actor,
                "says": s.says,
                "cited_by": pack.cited_by(s.ref),
                "not_modelled": s.not_modelled,
                **_document(pack, s),
            }
            for s in found
        ],
        "readings": [reading(r) for r in pack.policy.readings if within.intersection(r.cites)],
    }


def _document(pack: Pack, place: SectionTitle | Statement) -> dict[str, str]:
    """Return the document of a section or statement, if the policy has several."""
    return {"document": pack.policy.document_of(place).id} if pack.policy.others else {}


def unclear(pack: Pack, found: Reading, today: date) -> dict[str, object]:
    """Return one reading, with the sections it cites."""
    refs = sorted({section_of(cite) for cite in found.cites})
    return {**sections(pack, refs, today), "readings": [reading(found)]}


def reading(r: Reading) -> dict[str, object]:
    """Return a place where the text is unclear, and how it is treated here."""
    return {"id": r.id, "title": r.title, "unclear": r.unclear, "treated": r.treated, "cites": r.cites}

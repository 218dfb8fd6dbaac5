"""An assessment as the one JSON object that scripts rely on (docs/assessment.schema.json)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from dvcheck import __version__
from dvcheck.pack.model import Contact, Due, Obligation, Pack, Reading, section_of
from dvcheck.rules.answer import Mark
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.explain import Explanation
from dvcheck.wording.deadline import stated

SCHEMA = 1


def document(
    pack: Pack,
    assessment: Assessment,
    *,
    case: Mapping[str, object] | None,
    today: date,
    everything: bool = False,
    sensitive: bool = False,
) -> dict[str, object]:
    """The assessment as JSON values. `everything` adds obligations that do not arise, as `not-triggered`.

    Answers that the pack calls sensitive are left out, but with `sensitive`.
    """
    duties = [d for d in assessment.duties if everything or d.status != "not-triggered"]
    return {
        "schema": SCHEMA,
        "dvcheck": __version__,
        "case": case,
        "policy": policy(pack, today),
        "answers": _answers(assessment, sensitive),
        "findings": {name: truth.value for name, truth in assessment.findings.items()},
        "obligations": [obligation(d, assessment, pack, sensitive=sensitive) for d in duties],
        "notes": [
            {"id": n.id, "text": n.text, "source": n.source, "cites": n.cites} for n in assessment.notes
        ],
        "unasked": [q.id for q in assessment.unasked],
        "not_modelled": [],
    }


def policy(pack: Pack, today: date) -> dict[str, object]:
    """The policy a result was worked out under, and whether its review is overdue."""
    p = pack.policy
    return {
        "id": p.id,
        "effective": p.effective.isoformat(),
        "next_review": p.next_review.isoformat(),
        "review_overdue": today > p.next_review,
        "digest": pack.digest,
    }


def sections(pack: Pack, refs: Sequence[str], today: date) -> dict[str, object]:
    """Sections of the policy with their statements, each with what cites it, and the readings of these."""
    found = [s for s in pack.policy.statements if section_of(s.ref) in refs]
    within = {s.ref for s in found}
    return {
        "schema": SCHEMA,
        "policy": policy(pack, today),
        "sections": [{"ref": s.ref, "title": s.title} for s in pack.policy.sections if s.ref in refs],
        "statements": [
            {
                "ref": s.ref,
                "modality": s.modality,
                "actor": s.actor,
                "says": s.says,
                "cited_by": pack.cited_by(s.ref),
                "not_modelled": s.not_modelled,
            }
            for s in found
        ],
        "readings": [reading(r) for r in pack.policy.readings if within.intersection(r.cites)],
    }


def reading(r: Reading) -> dict[str, object]:
    """Where the text is unclear, and how it is treated here."""
    return {"id": r.id, "title": r.title, "unclear": r.unclear, "treated": r.treated, "cites": r.cites}


def contacts(pack: Pack, found: Sequence[Contact], today: date) -> dict[str, object]:
    """Contacts of the pack, each with the obligations that need a call to it."""
    return {
        "schema": SCHEMA,
        "policy": policy(pack, today),
        "contacts": [
            {
                "id": c.id,
                "name": c.name,
                "number": c.number,
                "purpose": c.purpose,
                "hours": c.hours or None,
                "address": c.address or None,
                "fax": c.fax or None,
                "source": c.source,
                "as_of": c.as_of,
                "card": c.card,
                "verify": bool(c.verify),
                "why": c.verify or None,
                "obligations": [o.id for o in pack.called_for(c)],
            }
            for c in found
        ],
    }


def obligation(
    duty: Duty, assessment: Assessment, pack: Pack, *, sensitive: bool = False
) -> dict[str, object]:
    """One obligation as it stands."""
    o = duty.obligation
    return {
        "id": o.id,
        "text": o.text,
        "modality": o.modality,
        "force": o.force,
        "kind": o.kind,
        "status": duty.status,
        "phase": o.phase,
        "cites": o.cites,
        "due": _due(o.due, duty),
        "overdue": duty.deadline.overdue,
        "because": _because(duty.because, assessment, sensitive),
        "waits_for": duty.waits_for,
        "mark": _mark(duty.mark),
        "reading": ", ".join(o.readings) or None,
        "contacts": _calls(o, pack),
    }


def explanation(e: Explanation, pack: Pack, *, sensitive: bool = False) -> dict[str, object]:
    """Why one obligation stands: its entry, the chain of answers and the questions that would decide it.

    What a sensitive answer says is null, but with `sensitive`.
    """
    return {
        "schema": SCHEMA,
        "id": e.duty.obligation.id,
        "status": e.duty.status,
        "chain": [
            {
                "question": q.id,
                "answer": a.value if sensitive or not q.sensitive else None,
                "cites": q.cites,
            }
            for q, a in e.chain
        ],
        "waits_for": [{"question": q.id, "answered": a is not None} for q, a in e.waits_for],
        "instead_of": e.instead_of.obligation.id if e.instead_of else None,
        "contacts": _calls(e.duty.obligation, pack),
    }


def stamp(at: datetime) -> str:
    """A time as ISO 8601 in UTC, to the second, with Z."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _mark(mark: Mark | None) -> dict[str, object] | None:
    """What the officer said of an obligation: `carried-over` is open still."""
    if mark is None:
        return None
    return {"status": mark.status, "at": stamp(mark.at), "reason": mark.reason}


def _calls(o: Obligation, pack: Pack) -> list[dict[str, object]]:
    return [{"id": c.id, "name": c.name, "number": c.number, "verify": bool(c.verify)} for c in pack.calls(o)]


def _due(due: Due | None, duty: Duty) -> dict[str, object] | None:
    if due is None:
        return None
    at = duty.deadline.at
    return {"by": due.kind, "text": stated(duty.deadline), "at": stamp(at) if at else None}


def _answers(assessment: Assessment, sensitive: bool) -> dict[str, object]:
    return {
        name: {"value": answer.value, "at": stamp(answer.at)}
        for name, answer in assessment.answers.items()
        if sensitive or not assessment.outline.question(name).sensitive
    }


def _because(names: tuple[str, ...], assessment: Assessment, sensitive: bool) -> list[dict[str, object]]:
    return [
        {"question": name, "answer": assessment.answers[name].value}
        for name in names
        if sensitive or not assessment.outline.question(name).sensitive
    ]

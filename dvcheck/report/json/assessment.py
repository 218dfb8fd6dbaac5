"""An assessment: the answers, and each obligation with its status."""

from collections.abc import Mapping, Sequence
from datetime import date

from dvcheck import __version__
from dvcheck.pack.model import Due, Obligation, Pack
from dvcheck.report.json.parts import SCHEMA, policy, stamp
from dvcheck.rules.answer import Mark
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.outcome import WalkOutcome
from dvcheck.rules.outline import Entry, base_of
from dvcheck.wording.deadline import stated_deadline


def document(
    pack: Pack,
    assessment: Assessment,
    *,
    case: Mapping[str, object] | None,
    today: date,
    everything: bool = False,
    sensitive: bool = False,
) -> dict[str, object]:
    """Return the assessment as JSON values. `everything` adds obligations that do not arise: `not-triggered`.

    Answers that the pack marks sensitive are left out unless `sensitive`.
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
            {
                "id": base_of(n.id),
                "text": n.text,
                "source": n.source,
                "cites": n.cites,
                **for_entry(assessment.outline.by_id[n.id].entry, sensitive),
            }
            for n in assessment.notes
        ],
        **_outcomes(assessment, sensitive),
        "unasked": [q.id for q in assessment.unasked],
        "not_modelled": [],
    }


def _outcomes(assessment: Assessment, sensitive: bool) -> dict[str, object]:
    """Return the outcome of each walk, as members to add; none if no checklist has outcomes."""
    if not assessment.outcomes:
        return {}
    return {"outcomes": [_outcome(one, assessment, sensitive) for one in assessment.outcomes]}


def _outcome(one: WalkOutcome, assessment: Assessment, sensitive: bool) -> dict[str, object]:
    reached = one.reached
    return {
        "checklist": one.checklist,
        "status": one.status,
        "id": reached.id if reached is not None else None,
        "text": reached.text if reached is not None else None,
        "cites": reached.cites if reached is not None else (),
        "because": _because(one.because, assessment, sensitive),
        "waits_for": one.waits_for,
    }


def obligation(
    duty: Duty, assessment: Assessment, pack: Pack, *, sensitive: bool = False
) -> dict[str, object]:
    """Return one obligation with its status."""
    return entry(duty, _because(duty.because, assessment, sensitive), pack, sensitive=sensitive)


def for_entry(one: Entry | None, sensitive: bool) -> dict[str, object]:
    """Return the list entry that an item is for, as a member to add; none if it is for no entry."""
    if one is None:
        return {}
    name = one.name if sensitive or not one.sensitive else None
    return {"for": {"list": one.list, "id": one.id, "name": name}}


def entry(
    duty: Duty, because: Sequence[Mapping[str, object]], pack: Pack, *, sensitive: bool = False
) -> dict[str, object]:
    """Return an obligation as in every list, with the answers that raised it."""
    o = duty.obligation
    return {
        "id": duty.id,
        "text": o.text,
        **for_entry(duty.entry, sensitive),
        "modality": o.modality,
        "force": o.force,
        "kind": o.kind,
        "status": duty.status,
        "phase": o.phase,
        "cites": o.cites,
        "due": _due(o.due, duty),
        "overdue": duty.deadline.overdue,
        "because": because,
        "waits_for": duty.waits_for,
        "mark": _mark(duty.mark),
        "reading": ", ".join(o.readings) or None,
        "contacts": calls(o, pack),
    }


def _mark(mark: Mark | None) -> dict[str, object] | None:
    """Return the officer's mark on an obligation. One that is `carried-over` is still open."""
    if mark is None:
        return None
    return {"status": mark.status, "at": stamp(mark.at), "reason": mark.reason}


def calls(o: Obligation, pack: Pack) -> list[dict[str, object]]:
    """Return the contacts to call for an obligation."""
    return [{"id": c.id, "name": c.name, "number": c.number, "verify": bool(c.verify)} for c in pack.calls(o)]


def _due(due: Due | None, duty: Duty) -> dict[str, object] | None:
    if due is None:
        return None
    at = duty.deadline.at
    return {"by": due.kind, "text": stated_deadline(duty.deadline), "at": stamp(at) if at else None}


def _answers(assessment: Assessment, sensitive: bool) -> dict[str, object]:
    return {
        name: {"value": answer.value, "at": stamp(answer.at), **_entries(name, assessment)}
        for name, answer in assessment.answers.items()
        if sensitive or not assessment.outline.question(name).sensitive
    }


def _entries(name: str, assessment: Assessment) -> dict[str, object]:
    """Return the ids of a list's entries, as a member to add to its answer, if items are for each of them."""
    entries = assessment.outline.entries.get(name)
    return {} if entries is None else {"entries": [one.id for one in entries]}


def _because(names: tuple[str, ...], assessment: Assessment, sensitive: bool) -> list[dict[str, object]]:
    return [
        {"question": name, "answer": assessment.answers[name].value}
        for name in names
        if sensitive or not assessment.outline.question(name).sensitive
    ]

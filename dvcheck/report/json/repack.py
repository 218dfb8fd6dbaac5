"""The changes if a case is moved to other checklists."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from dvcheck.report.json import case as case_json
from dvcheck.report.json.parts import SCHEMA, policy
from dvcheck.rules.assess import Duty
from dvcheck.wording.deadline import stated_deadline

if TYPE_CHECKING:  # only its fields are read: actions is a higher layer
    from dvcheck.actions.repack import ProposedRepack


def document(
    found: "ProposedRepack", *, today: date, sensitive: bool, recorded: bool
) -> Mapping[str, object]:
    """Return a case before the move, and everything that differs with the new pack."""
    c = found.comparison
    return {
        "schema": SCHEMA,
        "case": case_json.reference(found.case),
        "from": policy(found.old, today),
        "to": policy(found.new, today),
        "appears": [_duty(d) for d in c.appears],
        "goes": [_duty(d) for d in c.goes],
        "changed": [{"before": _duty(x.before), "after": _duty(x.after)} for x in c.changed],
        "new_questions": [q.id for q in c.new_questions],
        "reworded": [x.after.id for x in c.reworded],
        "unplaced": [case_json.uncounted(u, sensitive=sensitive) for u in found.leftover],
        "placed_again": c.placed_again,
        "recorded": recorded,
    }


def _duty(duty: Duty) -> Mapping[str, object]:
    o = duty.obligation
    return {
        "id": o.id,
        "status": duty.status,
        "modality": o.modality,
        "text": o.text,
        "cites": o.cites,
        "due": stated_deadline(duty.deadline),
    }

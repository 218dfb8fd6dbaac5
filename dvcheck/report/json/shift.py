"""A shift: its status, and the hand-over at its end."""

from datetime import datetime
from typing import TYPE_CHECKING

from dvcheck.record.shift import Shift
from dvcheck.report.json import case as case_json
from dvcheck.report.json import outstanding as outstanding_json
from dvcheck.report.json.assessment import for_entry
from dvcheck.report.json.parts import SCHEMA, stamp

if TYPE_CHECKING:  # only their fields are read: actions is a higher layer
    from dvcheck.actions.handover import HandOver
    from dvcheck.actions.shift import ShiftStatus


def described(shift: Shift | None, at: datetime) -> dict[str, object] | None:
    """Return a shift, and whether it is over at a time; None if there is none."""
    if shift is None:
        return None
    return {
        "began": stamp(shift.began),
        "ends": stamp(shift.ends),
        "officer": shift.officer,
        "over": at >= shift.ends,
    }


def status(found: "ShiftStatus", at: datetime) -> dict[str, object]:
    """Return the current shift, and the status of each open case."""
    unasked = {left.case.id: left.unasked for left in found.open.unfinished}
    rows = [
        {
            **case_json.reference(one.case),
            "open": len(one.assessment.outstanding),
            "unasked": unasked.get(one.case.id, 0),
        }
        for one in found.open.worked
    ]
    return {"schema": SCHEMA, "shift": described(found.shift, at), "cases": rows}


def hand_over(found: "HandOver", at: datetime) -> dict[str, object]:
    """Return what is open at the end of a shift, and what prevents its end."""
    return {
        "schema": SCHEMA,
        "shift": described(found.shift, at),
        "ended": found.ended,
        "outstanding": [outstanding_json.row(owed) for owed in found.open.listed.rows],
        "without_reason": [
            {"case": o.case.id, "obligation": o.duty.id, **for_entry(o.duty.entry, sensitive=False)}
            for o in found.without
        ],
        "unfinished": [
            {
                "case": one.case.id,
                "unasked": one.unasked,
                "to_walk": [walk.checklist for walk in one.to_walk],
            }
            for one in found.left
        ],
    }

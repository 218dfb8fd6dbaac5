"""A shift and the status of its open cases."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck.actions.outstanding import AssessedCase
from dvcheck.actions.shift import ShiftStatus
from dvcheck.actions.workspace import case_label
from dvcheck.language import phrase
from dvcheck.wording import shift as wording
from dvcheck.wording.other_walk import left_to_do
from dvcheck.wording.recorded import running


def status(found: ShiftStatus, zone: ZoneInfo, now: datetime) -> str:
    """Return the end of a shift, then a line for each open case."""
    left = {one.case.id: left_to_do(one.unasked, one.to_walk) for one in found.open.unfinished}
    lines = [wording.status(found.shift, now, zone)] if found.shift is not None else []
    lines += [_case(one, left.get(one.case.id, ""), zone, now) for one in found.open.worked]
    return "\n".join(lines if found.open.worked else [*lines, phrase("  No open cases.")])


def _case(found: AssessedCase, left: str, zone: ZoneInfo, now: datetime) -> str:
    outstanding = found.assessment.outstanding
    overdue = sum(d.deadline.overdue for d in outstanding)
    counts = [phrase("{n} required open", n=len(outstanding))]
    counts += [phrase("{n} OVERDUE", n=overdue)] if overdue else []
    counts += [left] if left else []
    counts += running(found.case, found.pack, now, zone)
    return phrase("  {case}: {counts}", case=case_label(found.case), counts=", ".join(counts))

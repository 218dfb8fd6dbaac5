"""A shift, and how its open cases stand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck.actions.desk import named
from dvcheck.actions.outstanding import Worked
from dvcheck.actions.shift import ShiftStatus
from dvcheck.wording import shift as wording
from dvcheck.wording.counts import not_asked
from dvcheck.wording.recorded import running


def status(found: ShiftStatus, zone: ZoneInfo, now: datetime) -> str:
    """Until when a shift is, and how each open case stands, a line each."""
    unasked = {left.case.id: left.unasked for left in found.open.unfinished}
    lines = [wording.status(found.shift, now, zone)] if found.shift is not None else []
    lines += [_case(one, unasked.get(one.case.id, 0), zone, now) for one in found.open.worked]
    return "\n".join(lines if found.open.worked else [*lines, "  No open cases."])


def _case(found: Worked, unasked: int, zone: ZoneInfo, now: datetime) -> str:
    outstanding = found.assessment.outstanding
    overdue = sum(d.deadline.overdue for d in outstanding)
    late = f", {overdue} OVERDUE" if overdue else ""
    clocks = "".join(f", {said}" for said in running(found.case, found.pack, now, zone))
    more = f", {not_asked(unasked)}" if unasked else ""
    return f"  {named(found.case)}: {len(outstanding)} required open{late}{more}{clocks}"

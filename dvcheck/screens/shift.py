"""A shift: how its cases stand, and what is handed over at its end."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck.actions.desk import named
from dvcheck.actions.handover import HandOver
from dvcheck.actions.outstanding import OpenCases, Worked
from dvcheck.actions.shift import Status
from dvcheck.hint import on_journal
from dvcheck.record.chain import code
from dvcheck.screens import outstanding as outstanding_screen
from dvcheck.screens.style import hint
from dvcheck.wording import shift as wording
from dvcheck.wording.counts import not_asked
from dvcheck.wording.recorded import running


def status(found: Status, zone: ZoneInfo, now: datetime) -> str:
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


def hand_over(found: HandOver, zone: ZoneInfo, now: datetime, width: int) -> Iterator[RenderableType]:
    """What is open at the end of a shift, the clocks that run, and the code of each case."""
    yield f"HAND-OVER {now.astimezone(zone):%Y-%m-%d %H:%M}: shift {wording.span(found.shift, now, zone)}"
    opened: OpenCases = found.open
    rows = outstanding_screen.rows_of(found.owed)
    yield from outstanding_screen.ledger(rows, len(opened.worked), opened.undetermined, zone, now, width)
    for one in opened.worked:
        for said in running(one.case, one.pack, now, zone):
            yield f" {one.case.id}: {said}"
    for one in opened.worked:
        yield f" {named(one.case)}: code {code(one.case.head)}"


def ended(found: HandOver) -> Iterator[RenderableType]:
    """Whether a shift is ended, and if not, what keeps it open."""
    if found.open.problems:
        yield "The shift is NOT ended: a case cannot be read."
    if found.without:
        yield f"The shift is NOT ended: {len(found.without)} required open without a reason."
        for one in found.without:
            yield f"  {named(one.case)}: {one.obligation.id}"
        yield hint("Say why, or tick them off:", on_journal("shift", "end"))
    if found.left:
        yield "The shift is NOT ended: a walk was not finished."
        for left in found.left:
            yield outstanding_screen.unfinished(left)
    if found.ended:
        yield hint("The shift is ended. What is open, once more:", on_journal("outstanding"))

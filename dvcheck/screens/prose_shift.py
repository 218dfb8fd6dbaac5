"""A shift as prose: the status of its open cases, and its hand-over."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.actions.current_shift import start_command
from dvcheck.actions.handover import HandOver
from dvcheck.actions.outstanding import AssessedCase
from dvcheck.actions.shift import ShiftStatus
from dvcheck.actions.workspace import case_label
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.record.chain import code
from dvcheck.screens import prose
from dvcheck.screens.prose import to_paste
from dvcheck.wording.aloud import sentence, sentences, shift_span
from dvcheck.wording.duty import duty_name
from dvcheck.wording.other_walk import left_to_do
from dvcheck.wording.recorded import running


def status(found: ShiftStatus, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """Yield the end of a shift, then a line for each open case."""
    if found.shift is None:
        yield phrase("No shift is set. Begin one:")
        yield to_paste(start_command())
    else:
        yield shift_span(found.shift, now, zone)
    left = {one.case.id: left_to_do(one.unasked, one.to_walk) for one in found.open.unfinished}
    for one in found.open.worked:
        yield _case(one, left.get(one.case.id, ""), zone, now)
    if not found.open.worked:
        yield phrase("No open cases.")


def _case(found: AssessedCase, left: str, zone: ZoneInfo, now: datetime) -> str:
    outstanding = found.assessment.outstanding
    overdue = sum(d.deadline.overdue for d in outstanding)
    return sentences(
        (
            phrase("Case {case}", case=case_label(found.case)),
            phrase("{n} overdue", n=overdue) if overdue else "",
            phrase("{n} required open", n=len(outstanding)),
            left,
            *running(found.case, found.pack, now, zone),
        )
    )


def hand_over(found: HandOver, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """Yield the hand-over: what is open, the clocks that run, each code, and whether the shift has ended."""
    yield phrase("Hand-over {time}.", time=dates.day_and_time(now.astimezone(zone)))
    yield shift_span(found.shift, now, zone)
    yield from prose.ledger(found.open.listed, zone, now)
    for one in found.open.worked:
        for said in running(one.case, one.pack, now, zone):
            yield phrase("Case {case}: {said}.", case=one.case.id, said=said)
    for one in found.open.worked:
        yield phrase("Case {case}: code {code}.", case=case_label(one.case), code=code(one.case.head))
    yield from _ended(found)


def _ended(found: HandOver) -> Iterator[str]:
    """Say whether a shift has ended, and if not, what keeps it open."""
    if found.open.problems:
        yield phrase("The shift is not ended: a case cannot be read.")
    if found.without:
        yield phrase("The shift is not ended: {n} required open without a reason.", n=len(found.without))
        # If none has a reason, the lines above already name them all.
        some = len(found.without) < len(found.open.listed.rows)
        yield from (
            sentence(f"{case_label(one.case)}: {duty_name(one.duty)}") for one in found.without if some
        )
        yield phrase("Say why, or tick them off:")
        yield to_paste(on_journal("shift", "end"))
    if found.left:
        yield phrase("The shift is not ended: a walk was not finished.")
        for left in found.left:
            yield from prose.unfinished(left)
    if found.ended:
        yield phrase("The shift is ended. What is open, once more:")
        yield to_paste(on_journal("outstanding"))

"""The hand-over at the end of a shift."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck import dates
from dvcheck.actions.handover import HandOver
from dvcheck.actions.workspace import case_label
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.record.chain import code
from dvcheck.screens import outstanding as outstanding_screen
from dvcheck.screens.style import hint
from dvcheck.wording import shift as wording
from dvcheck.wording.duty import duty_name
from dvcheck.wording.recorded import running


def hand_over(found: HandOver, zone: ZoneInfo, now: datetime, width: int) -> Iterator[RenderableType]:
    """Lay out what is open at the end of a shift, the clocks that run, and the code of each case."""
    yield phrase(
        "HAND-OVER {time}: shift {span}",
        time=dates.day_and_time(now.astimezone(zone)),
        span=wording.span(found.shift, now, zone),
    )
    yield from outstanding_screen.ledger(found.open.listed, zone, now, width)
    for one in found.open.worked:
        for said in running(one.case, one.pack, now, zone):
            yield f" {one.case.id}: {said}"
    for one in found.open.worked:
        yield phrase(" {case}: code {code}", case=case_label(one.case), code=code(one.case.head))


def shift_end_lines(found: HandOver) -> Iterator[RenderableType]:
    """Say whether a shift has ended, and if not, what keeps it open."""
    if found.open.problems:
        yield phrase("The shift is NOT ended: a case cannot be read.")
    if found.without:
        yield phrase("The shift is NOT ended: {n} required open without a reason.", n=len(found.without))
        # If none has a reason, the list above already shows them all.
        some = len(found.without) < len(found.open.listed.rows)
        yield from (f"  {case_label(one.case)}: {duty_name(one.duty)}" for one in found.without if some)
        yield hint(phrase("Say why, or tick them off:"), on_journal("shift", "end"))
    if found.left:
        yield phrase("The shift is NOT ended: a walk was not finished.")
        for left in found.left:
            yield outstanding_screen.unfinished(left)
    if found.ended:
        yield hint(phrase("The shift is ended. What is open, once more:"), on_journal("outstanding"))

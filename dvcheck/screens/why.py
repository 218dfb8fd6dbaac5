"""The summary of a case in full: the text of each duty, what raised it, whom to call, the readings."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from dvcheck.language import phrase
from dvcheck.pack.model import Note, Pack
from dvcheck.pack.terms import AgencyTerms
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.urgency import urgency
from dvcheck.screens.columns import Rows, ScreenColumn
from dvcheck.screens.style import MARKS, OPTIONAL, counted_title, duty_row
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.times import clock_time
from dvcheck.wording.urgency import title


def in_full(pack: Pack, assessment: Assessment, now: datetime, width: int) -> list[RenderableType]:
    """Lay out what is owed, in force, undetermined and permitted, and the notes."""
    zone = ZoneInfo(pack.policy.zone)
    parts: list[RenderableType] = []
    for group, found in groupby(assessment.outstanding, key=urgency):
        duties = tuple(found)
        rows = [_owed(d, pack, assessment, zone, now, width) for d in duties]
        parts += [counted_title(title(group), len(duties)), *rows]
    parts += _standing(pack, assessment, width)
    parts += _undetermined(assessment, width)
    parts += _optional(pack, assessment, width)
    parts += _notes(assessment.notes, pack.policy.terms)
    return parts


def _owed(
    duty: Duty, pack: Pack, assessment: Assessment, zone: ZoneInfo, now: datetime, width: int
) -> RenderableType:
    call = wording.calls(duty.obligation, pack)
    second = [
        deadline.with_time(duty.deadline, lambda at: clock_time(at, now, zone)),
        wording.carried_over(duty),
        call,
        wording.why(duty, assessment),
        wording.readings(duty.obligation),
    ]
    style = "bold red" if duty.deadline.overdue else "bold"
    return duty_row(MARKS["open"], style, duty, " · ".join(filter(None, second)), width)


def _standing(pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if binding := assessment.in_force:
        rows = [duty_row(MARKS["in-force"], "bold", d, _call_and_reading(d, pack), width) for d in binding]
        parts += [counted_title(phrase("IN FORCE"), len(binding)), *rows]
    if advice := assessment.advice:
        rows = [duty_row(OPTIONAL, "", d, _call_and_reading(d, pack), width) for d in advice]
        parts += [counted_title(phrase("ADVICE IN FORCE"), len(advice)), *rows]
    return parts


def _call_and_reading(duty: Duty, pack: Pack) -> str:
    return " · ".join(filter(None, [wording.calls(duty.obligation, pack), wording.readings(duty.obligation)]))


def _undetermined(assessment: Assessment, width: int) -> list[RenderableType]:
    """Lay out what an answer leaves undecided, then what waits for questions not asked yet."""
    parts: list[RenderableType] = []
    found = (
        (phrase("UNDECIDED"), assessment.undecided()),
        (phrase("WAITS FOR QUESTIONS NOT ASKED YET"), assessment.not_asked_yet()),
    )
    for heading, duties in found:
        if duties:
            parts.append(counted_title(heading, len(duties)))
            parts += [
                duty_row(MARKS["undetermined"], "", d, _decided_by(d, assessment), width) for d in duties
            ]
    return parts


def _decided_by(duty: Duty, assessment: Assessment) -> str:
    return phrase("decided by: {questions}", questions=wording.decided_by(duty, assessment))


def _optional(pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    duties = [d for d in assessment.with_status("open") if d.obligation.force in ("recommended", "permitted")]
    if not duties:
        return []
    rows = [duty_row(OPTIONAL, "", d, wording.calls(d.obligation, pack), width) for d in duties]
    return [counted_title(phrase("RECOMMENDED AND PERMITTED"), len(duties)), *rows]


def _notes(notes: Sequence[Note], terms: AgencyTerms) -> list[RenderableType]:
    if not notes:
        return []
    rows = [(((" i", ""),), ((note.shown(terms), ""),)) for note in notes]
    listed = Rows((ScreenColumn(2), ScreenColumn()), rows)
    return [Text("\n " + phrase("NOTES"), style="bold underline"), listed]

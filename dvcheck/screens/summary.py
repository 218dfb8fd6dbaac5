"""What a case owes, in the order it is to be done: the screen a walk ends with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dvcheck.hint import on_journal, walk
from dvcheck.language import phrase
from dvcheck.pack.model import PHASES, Note, Pack, Phase, sections_of
from dvcheck.pack.terms import AgencyTerms
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.screens.style import counted_title, duty_row, hint, review_lines, styled
from dvcheck.wording import deadline, directive, translation
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.counts import in_assessment
from dvcheck.wording.times import clock_time


def _title(phase: Phase) -> str:
    """Name a group of the summary."""
    match phase:
        case "scene":
            return phrase("DO NOW")
        case "before-clearing":
            return phrase("BEFORE YOU CLEAR")
        case "end-of-shift":
            return phrase("REPORTS AND PAPERS")
        case "follow-up":
            return phrase("FOLLOW-UP")
    assert_never(phase)


def summary(
    pack: Pack, assessment: Assessment, *, case: CaseLine | None, now: datetime, width: int
) -> RenderableType:
    """What is owed, in the order it is to be done, and what is not decided yet."""
    zone = ZoneInfo(pack.policy.zone)
    parts: list[RenderableType] = [_head(pack, case, now.astimezone(zone), width)]
    required = [d for d in assessment.with_status("open") if d.obligation.force == "required"]
    for phase in PHASES:
        duties = [d for d in required if d.obligation.phase == phase]
        if duties:
            rows = [_owed(d, pack, assessment, zone, now, width) for d in _nearest_first(duties)]
            parts += [counted_title(_title(phase), len(duties)), *rows]
    if not required:
        parts.append(Padding(styled(phrase("Nothing required is open.")), (1, 0, 0, 1)))
    parts += _standing(pack, assessment, width)
    parts += _undetermined(assessment, width)
    parts += _optional(pack, assessment, width)
    parts += _notes(assessment.notes, pack.policy.terms)
    parts += _foot(assessment, case, pack.policy.terms)
    return Group(*parts)


def from_above(assessment: Assessment, zone: ZoneInfo, now: datetime, width: int) -> RenderableType:
    """What is required and open, a line each: repeated where the summary is longer than the screen."""
    lines: list[RenderableType] = []
    for phase in PHASES:
        duties = [d for d in assessment.outstanding if d.obligation.phase == phase]
        if duties:
            lines.append(
                styled(
                    phrase("\n {title}, from above  {count}", title=_title(phase), count=len(duties)),
                    "bold underline",
                )
            )
        for duty in duties:
            o = duty.obligation
            due = f"{clock_time(duty.deadline.at, now, zone)} " if duty.deadline.at is not None else ""
            line = f" [ ] {o.word:<8} {sections_of(o.cites[:1]):<9} {due}{o.text}"
            shown = styled(line, "bold")
            shown.truncate(width if shown.cell_len <= width else width - 1, overflow="ellipsis")
            lines.append(shown)
    return Group(*lines)


def _head(pack: Pack, case: CaseLine | None, now: datetime, width: int) -> RenderableType:
    p = pack.policy
    lines = [
        styled("\n" + phrase(" OUTSTANDING OBLIGATIONS  {now:%Y-%m-%d %H:%M}", now=now), "bold"),
        *(styled(f" {line}", "dim") for line in directive.under(p)),
    ]
    if case is not None:
        lines.insert(1, styled(f" {_case(case)}"))
    if said := translation.unchecked(pack):
        lines.append(styled(f" {said}", "yellow"))
    return Group(*lines, *review_lines([pack], now.date()))


def _case(case: CaseLine) -> str:
    if case.number:
        return phrase("Case {id} · {number} · record {code}", id=case.id, number=case.number, code=case.code)
    return phrase("Case {id} · record {code}", id=case.id, code=case.code)


def _nearest_first(duties: Iterable[Duty]) -> list[Duty]:
    def place(duty: Duty) -> tuple[bool, bool, datetime]:
        due = duty.deadline
        return due.kind != "immediately", due.at is None, due.at or datetime.max

    return sorted(duties, key=place)


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
    return duty_row("[ ]", style, duty, " · ".join(filter(None, second)), width)


def _standing(pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if binding := assessment.in_force:
        rows = [duty_row(" ! ", "bold", d, _call_and_reading(d, pack), width) for d in binding]
        parts += [counted_title(phrase("IN FORCE"), len(binding)), *rows]
    if advice := assessment.advice:
        rows = [duty_row(" - ", "", d, _call_and_reading(d, pack), width) for d in advice]
        parts += [counted_title(phrase("ADVICE IN FORCE"), len(advice)), *rows]
    return parts


def _call_and_reading(duty: Duty, pack: Pack) -> str:
    return " · ".join(filter(None, [wording.calls(duty.obligation, pack), wording.readings(duty.obligation)]))


def _undetermined(assessment: Assessment, width: int) -> list[RenderableType]:
    duties = assessment.undecided()
    if not duties:
        return []
    return [
        counted_title(phrase("UNDETERMINED"), len(duties)),
        *(duty_row("[?]", "", d, _decided_by(d, assessment), width) for d in duties),
    ]


def _decided_by(duty: Duty, assessment: Assessment) -> str:
    return phrase("decided by: {questions}", questions=wording.decided_by(duty, assessment))


def _optional(pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    duties = [d for d in assessment.with_status("open") if d.obligation.force in ("recommended", "permitted")]
    if not duties:
        return []
    rows = [duty_row(" - ", "", d, wording.calls(d.obligation, pack), width) for d in duties]
    return [counted_title(phrase("RECOMMENDED AND PERMITTED"), len(duties)), *rows]


def _notes(notes: Sequence[Note], terms: AgencyTerms) -> list[RenderableType]:
    if not notes:
        return []
    grid = Table.grid(padding=(0, 1))
    for note in notes:
        grid.add_row(styled("  i"), styled(note.shown(terms)))
    return [Text("\n " + phrase("NOTES"), style="bold underline"), grid]


def _foot(assessment: Assessment, case: CaseLine | None, terms: AgencyTerms) -> list[RenderableType]:
    required = [d for d in assessment.with_status("open") if d.obligation.force == "required"]
    counts = in_assessment(
        open=len(required),
        done=len(assessment.with_status("done")),
        not_feasible=len(assessment.with_status("not-feasible")),
        undetermined=len(assessment.undecided()),
    )
    lines: list[RenderableType] = [styled("\n " + " · ".join(counts), "bold")]
    if assessment.unasked:
        names = ", ".join(q.name for q in assessment.unasked)
        lines.append(styled(phrase(" Not asked: {questions}", questions=names)))
    untimed = any(d.deadline.kind == "end-of-shift" and d.deadline.at is None for d in required)
    if untimed and case is not None:
        start = on_journal("shift", "start", "--ends", "HH:MM")
        lines.append(hint(phrase(" End of shift not known. To see the time:"), start, "dim"))
        alone = walk(case.checklist, case.id, "--shift-ends", "HH:MM")
        lines.append(hint(phrase(" For this case alone:"), alone, "dim"))
    if case is not None:
        lines.append(hint(phrase(" Saved. Resume:"), walk(case.checklist, case.id)))
        lines.append(hint(phrase(" Why a duty stands:"), on_journal("explain", case.id), "dim"))
    aid = phrase(
        " An aid, not an authority: {document} and your judgement decide.", document=terms.the_document
    )
    lines.append(styled(aid, "dim"))
    return lines

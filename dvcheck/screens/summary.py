"""The summary of a case: the screen at the end of a walk. `why` lays it out in full."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text

from dvcheck import dates
from dvcheck.cells import wrapped
from dvcheck.hint import on_journal, walk
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.screens.duty_lines import DutyLine, by_urgency
from dvcheck.screens.style import MARKS, hint, line, review_lines, style_text
from dvcheck.screens.why import in_full
from dvcheck.wording import deadline, directive, translation
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import CaseLine, saved
from dvcheck.wording.counts import in_assessment, not_asked
from dvcheck.wording.other_walk import OtherWalk, named, nothing_open, other_walks
from dvcheck.wording.outcome import outcome_lines, undecided_line


def summary(
    pack: Pack,
    assessment: Assessment,
    *,
    case: CaseLine | None,
    now: datetime,
    width: int,
    why: bool = False,
) -> RenderableType:
    """Lay out what is owed, forbidden and undecided, a line each; with `why` in full."""
    zone = ZoneInfo(pack.policy.zone)
    walks = other_walks(pack, assessment)
    parts: list[RenderableType] = [
        *_above(pack, now),
        *outcomes(assessment),
        _head(assessment, case, now.astimezone(zone)),
    ]
    if not assessment.outstanding:
        parts += [line(f" {said}") for said in wrapped(nothing_open(walks), width - 2)]
    if why:
        parts += in_full(pack, assessment, now, width)
        parts += _to_walk(walks, case, width)
    else:
        parts += by_urgency([_owed(d, zone, now) for d in assessment.outstanding], width)
        parts += _to_walk(walks, case, width)
        parts += _standing(assessment, width)
        parts += _undecided(assessment, width)
        parts += _unasked(assessment, width)
    parts += _foot(pack, assessment, case, why=why)
    return Group(*parts)


def outcomes(assessment: Assessment) -> list[RenderableType]:
    """Make the lines on the outcomes of the walks."""
    return [line(f" {said}", "bold") for said in outcome_lines(assessment)]


def _above(pack: Pack, now: datetime) -> list[RenderableType]:
    """Say who decides. It is first, because a full screen loses its first lines."""
    today = now.date()
    passed = directive.says_review(pack.policy, today)
    above: list[RenderableType] = [
        line(f" {directive.aid(pack.policy, today)}", "yellow" if passed else "dim")
    ]
    if draft := translation.draft_notice(pack):
        above.append(line(f" {draft}", "yellow"))
    return above if passed else [*above, *review_lines([pack], today)]


def _head(assessment: Assessment, case: CaseLine | None, now: datetime) -> RenderableType:
    counts = in_assessment(assessment)
    name = [case.id, *([case.number] if case.number else [])] if case is not None else []
    return line(" " + " · ".join([dates.clock(now), *name, *counts]), "bold")


def _owed(duty: Duty, zone: ZoneInfo, now: datetime) -> DutyLine:
    due = deadline.in_column(duty.deadline, zone, now)
    return DutyLine(duty=duty, mark=MARKS["open"], due=due, below=wording.carried_over(duty))


def _to_walk(walks: Sequence[OtherWalk], case: CaseLine | None, width: int) -> list[RenderableType]:
    """Lay out the other walks that an answer sends the case to, each with its command."""
    parts: list[RenderableType] = []
    for one in walks:
        parts.append(_hanging(">", phrase("WALK NEXT: "), named(one), width))
        if case is not None:
            parts.append(hint(phrase(" Walk it with:"), walk(one.checklist, case.id)))
    return parts


def _standing(assessment: Assessment, width: int) -> list[RenderableType]:
    """Lay out what is forbidden, what else is in force, and what is advised against: one paragraph each."""
    binding = assessment.in_force
    forbidden = [d for d in binding if d.obligation.force == "prohibited"]
    others = [d for d in binding if d.obligation.force != "prohibited"]
    return [
        *_inline(phrase("FORBIDDEN"), forbidden, width),
        *_inline(phrase("IN FORCE"), others, width),
        *_inline(phrase("ADVICE IN FORCE"), assessment.advice, width),
    ]


def _inline(title: str, duties: Sequence[Duty], width: int) -> list[RenderableType]:
    named = wording.in_a_line(duties)
    return [_hanging("!", f"{title}: ", named, width)] if named else []


def _hanging(mark: str, title: str, text: str, width: int) -> RenderableType:
    """Lay out a text after a mark and a title. Its further lines are indented below the title."""
    first, *more = wrapped(title + text, width - 4)
    begun = Text.assemble(
        style_text(f" {mark} {first[: len(title)]}", "bold"), style_text(first[len(title) :])
    )
    return Group(begun, *(style_text(f"   {text}") for text in more))


def _undecided(assessment: Assessment, width: int) -> list[RenderableType]:
    """Lay out what "unknown" leaves undecided, by which questions, and what was not asked yet."""
    parts: list[RenderableType] = []
    if answer := undecided_line(assessment):
        title = phrase("UNDECIDED {n}: ", n=len(assessment.undecided()))
        parts.append(_hanging("?", title, answer, width))
    if waiting := len(assessment.not_asked_yet()):
        said = plural(
            " {n} more duty depends on questions not asked yet.",
            " {n} more duties depend on questions not asked yet.",
            n=waiting,
        )
        parts.append(line(said))
    return parts


def _unasked(assessment: Assessment, width: int) -> list[RenderableType]:
    """Name the questions that were not asked, or count them if there are many."""
    names = [question.name for question in assessment.unasked]
    if len(names) > _MOST_NAMED:
        return [line(f" {not_asked(len(names))}.")]
    return [_hanging("?", phrase("NOT ASKED: "), ", ".join(names), width)] if names else []


_MOST_NAMED = 6


def _foot(pack: Pack, assessment: Assessment, case: CaseLine | None, *, why: bool) -> list[RenderableType]:
    lines: list[RenderableType] = []
    if assessment.unasked and why:
        names = ", ".join(q.name for q in assessment.unasked)
        lines.append(line(phrase(" Not asked: {questions}", questions=names)))
    untimed = any(d.deadline.kind == "end-of-shift" and d.deadline.at is None for d in assessment.outstanding)
    if case is not None and untimed and why:
        start = on_journal("shift", "start", "--ends", "HH:MM")
        lines.append(hint(phrase(" End of shift not known. To see the time:"), start, "dim"))
    if why:
        lines += [line(f" {said}", "dim") for said in directive.under(pack.policy)]
    if case is not None:
        lines.append(hint(f" {saved(case, len(assessment.unasked))}", walk(case.checklist, case.id)))
    return lines

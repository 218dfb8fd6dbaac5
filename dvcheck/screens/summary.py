"""What a case owes at a glance: the screen a walk ends with. `why` has the same in full."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text

from dvcheck.cells import wrapped
from dvcheck.hint import on_journal, walk
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack, sections_of
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.screens.duty_lines import DutyLine, by_urgency
from dvcheck.screens.style import command_line, hint, line, review_lines, styled
from dvcheck.screens.why import in_full
from dvcheck.wording import deadline, directive, translation
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.counts import in_assessment
from dvcheck.wording.outcome import outcome_lines


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
    parts: list[RenderableType] = [
        *outcomes(assessment),
        _head(pack, assessment, case, now.astimezone(zone)),
    ]
    if not assessment.outstanding:
        parts.append(line(phrase(" Nothing required is open.")))
    if why:
        parts += in_full(pack, assessment, now, width)
    else:
        parts += by_urgency([_owed(d, zone, now) for d in assessment.outstanding], width)
        parts += _standing(assessment, width)
        parts += _undecided(assessment, width)
        parts += _optional(assessment)
    parts += _foot(pack, assessment, case, why=why)
    return Group(*parts)


def outcomes(assessment: Assessment) -> list[RenderableType]:
    """Make the lines that say what the walks have come to."""
    return [line(f" {said}", "bold") for said in outcome_lines(assessment)]


def _head(pack: Pack, assessment: Assessment, case: CaseLine | None, now: datetime) -> RenderableType:
    counts = in_assessment(
        open=len(assessment.outstanding),
        done=len(assessment.with_status("done")),
        not_feasible=len(assessment.with_status("not-feasible")),
        undetermined=len(assessment.undecided()),
    )
    name = [case.id, *([case.number] if case.number else [])] if case is not None else []
    lines = [line(" " + " · ".join([f"{now:%H:%M}", *name, *counts]), "bold")]
    if said := translation.unchecked(pack):
        lines.append(line(f" {said}", "yellow"))
    return Group(*lines, *review_lines([pack], now.date()))


def _owed(duty: Duty, zone: ZoneInfo, now: datetime) -> DutyLine:
    return DutyLine(duty=duty, mark="[ ]", due=deadline.in_column(duty.deadline, zone, now))


def _standing(assessment: Assessment, width: int) -> list[RenderableType]:
    """What must not be done, what else is in force, what is advised against: a line each, or more if long."""
    binding = assessment.in_force
    forbidden = [d for d in binding if d.obligation.force == "prohibited"]
    others = [d for d in binding if d.obligation.force != "prohibited"]
    return [
        *_inline(phrase("FORBIDDEN"), forbidden, width),
        *_inline(phrase("IN FORCE"), others, width),
        *_inline(phrase("ADVICE IN FORCE"), assessment.advice, width),
    ]


def _inline(title: str, duties: Sequence[Duty], width: int) -> list[RenderableType]:
    """Name duties one after the other with their sections; those with the same words once."""
    sections: dict[str, list[str]] = {}
    for duty in duties:
        sections.setdefault(duty.obligation.in_brief, []).extend(duty.obligation.cites[:1])
    named = " · ".join(f"{brief} ({sections_of(tuple(cites))})" for brief, cites in sections.items())
    return [_hanging("!", f"{title}: ", named, width)] if named else []


def _hanging(mark: str, title: str, text: str, width: int) -> RenderableType:
    """Lay out a text behind a mark and a title; from its second line on it begins below the title."""
    first, *more = wrapped(title + text, width - 4)
    begun = Text.assemble(styled(f" {mark} {first[: len(title)]}", "bold"), styled(first[len(title) :]))
    return Group(begun, *(styled(f"   {text}") for text in more))


def _undecided(assessment: Assessment, width: int) -> list[RenderableType]:
    """How much an answer of "unknown" leaves undecided, and by which questions; how much was not asked."""
    duties = assessment.undecided()
    given = [d for d in duties if any(name in assessment.answers for name in d.waits_for)]
    parts: list[RenderableType] = []
    if given:
        names = dict.fromkeys(
            assessment.outline.question(name).name
            for duty in given
            for name in duty.waits_for
            if name in assessment.answers
        )
        title = phrase("UNDECIDED {n}: ", n=len(given))
        answer = phrase("answer {questions}", questions=", ".join(names))
        parts.append(_hanging("?", title, answer, width))
    if waiting := len(duties) - len(given):
        said = plural(
            " {n} duty more depends on questions not asked yet.",
            " {n} duties more depend on questions not asked yet.",
            n=waiting,
        )
        parts.append(line(said))
    return parts


def _optional(assessment: Assessment) -> list[RenderableType]:
    """How much is recommended and permitted beside what is owed; the full text names it."""
    found = [d.obligation.force for d in assessment.with_status("open")]
    counts = {
        phrase("recommended {n}", n=found.count("recommended")): found.count("recommended"),
        phrase("permitted {n}", n=found.count("permitted")): found.count("permitted"),
    }
    said = ", ".join(text for text, count in counts.items() if count)
    return [line(phrase(" Also {counts}.", counts=said))] if said else []


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
    policy = pack.policy
    aid = phrase(
        " An aid, not an authority: {document} {number} and your judgement decide.",
        document=policy.terms.document,
        number=policy.number,
    )
    lines.append(line(aid, "dim"))
    if case is not None and why:
        said = phrase(" Saved, record {code}. Resume:", code=case.code)
        lines.append(hint(said, walk(case.checklist, case.id)))
    elif case is not None:
        resume = walk(case.checklist, case.id)
        said = phrase(" Saved, record {code}. Resume, or read the full text and why:", code=case.code)
        lines.append(hint(said, resume))
        lines.append(command_line(on_journal("show", case.id, "--why")))
    return lines

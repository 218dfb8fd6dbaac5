"""Screens as prose for a screen reader: one fact a line, its section last, words in place of marks.

Each function yields lines in reading order. A line that begins with a blank is a command to paste.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.actions.workspace import case_label
from dvcheck.hint import on_journal, walk
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack
from dvcheck.report.owed import Outstanding, OwedRow, Unfinished
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.urgency import urgency
from dvcheck.wording import directive, translation
from dvcheck.wording import duty as wording
from dvcheck.wording.aloud import due, noted, section, sentence, sentences
from dvcheck.wording.case_line import CaseLine, saved
from dvcheck.wording.checklists import begin
from dvcheck.wording.counts import in_assessment, open_in_cases
from dvcheck.wording.other_walk import left_to_do, named, nothing_open, other_walks
from dvcheck.wording.outcome import outcomes_aloud, undecided_line
from dvcheck.wording.urgency import title, title_of


def to_paste(line: str) -> str:
    """Return a command as a separate line."""
    return f"  {line}"


# --- what is owed over several cases ------------------------------------------------------------------------


def outstanding(
    found: Outstanding, packs: Sequence[Pack], now: datetime, *, why: bool = False
) -> Iterator[str]:
    """Yield what is owed in the open cases: the count, each duty, then the unfinished walks."""
    if found.cases:
        yield from ledger(found, found.zone(), now, why=why)
        for left in found.unfinished:
            yield from unfinished(left)
    elif not found.problems:
        yield phrase("No open cases. Start with:")
        yield to_paste(begin(next(iter(packs), None)))
    yield from directive.reviews((pack.policy for pack in packs), now.date())


def ledger(
    found: Outstanding,
    home: ZoneInfo,
    now: datetime,
    *,
    why: bool = False,
    titled: Callable[[Duty], str] = title_of,
) -> Iterator[str]:
    """Yield the number of open duties, then each duty, with its case if there are several."""
    yield open_in_cases(len(found.rows), found.cases)
    number = 0
    for group, members in groupby(found.rows, key=lambda row: titled(row.duty)):
        rows = tuple(members)
        yield _heading(group, len(rows))
        for row in rows:
            number += 1
            case = case_label(row.case) if found.cases > 1 else ""
            yield f"{number}. {_owed_row(row, case, home, now, why=why)}"
    if found.undecided:
        yield phrase("{n} undecided. In which cases:", n=found.undecided)
        yield to_paste(on_journal("cases"))


def _owed_row(row: OwedRow, case: str, home: ZoneInfo, now: datetime, *, why: bool) -> str:
    zone = ZoneInfo(row.pack.policy.zone)
    beside = (wording.calls(row.obligation, row.pack), _because(row.why)) if why else ()
    return sentences(
        (
            _what(row.duty, why=why),
            due(row.duty.deadline, now, zone, home),
            wording.carried_over_line(row.duty),
            *beside,
            phrase("Officer {officer}", officer=row.officer.name) if row.officer is not None else "",
            phrase("Case {case}", case=case) if case else "",
            _section(row.duty, why=why),
        )
    )


def unfinished(left: Unfinished) -> Iterator[str]:
    """Yield the line on an unfinished walk, and the command that resumes it."""
    case = left.case
    yield phrase(
        "Case {case}: {left}. Go on with:", case=case_label(case), left=left_to_do(left.unasked, left.to_walk)
    )
    yield to_paste(walk(left.next_walk, case.id))


# --- one case -----------------------------------------------------------------------------------------------


def summary(
    pack: Pack, assessment: Assessment, *, case: CaseLine | None, now: datetime, why: bool = False
) -> Iterator[str]:
    """Yield what is owed, forbidden and undecided in a case; with `why` in full."""
    zone = ZoneInfo(pack.policy.zone)
    yield from outcomes_aloud(assessment)
    yield from _head(pack, assessment, case, now.astimezone(zone))
    yield from owed(pack, assessment, now, why=why)
    yield from _to_walk(pack, assessment, case)
    yield from _standing(pack, assessment, why=why)
    yield from _undecided(assessment, why=why)
    if why:
        yield from _optional(pack, assessment)
        for note in assessment.notes:
            yield noted(note, pack.policy.terms)
    yield from _foot(pack, assessment, case, now, why=why)


def owed(pack: Pack, assessment: Assessment, now: datetime, *, why: bool) -> Iterator[str]:
    """Yield the open required duties, numbered, below the heading of their group."""
    zone = ZoneInfo(pack.policy.zone)
    if not assessment.outstanding:
        yield nothing_open(other_walks(pack, assessment))
    number = 0
    for group, members in groupby(assessment.outstanding, key=urgency):
        duties = tuple(members)
        yield _heading(title(group), len(duties))
        for duty in duties:
            number += 1
            yield f"{number}. {_owed(duty, pack, assessment, zone, now, why=why)}"


def _owed(duty: Duty, pack: Pack, assessment: Assessment, zone: ZoneInfo, now: datetime, *, why: bool) -> str:
    beside: tuple[str, ...] = ()
    if why:
        because = wording.why(duty, assessment)
        beside = (wording.calls(duty.obligation, pack), _because(because), wording.readings(duty.obligation))
    return sentences(
        (
            _what(duty, why=why),
            due(duty.deadline, now, zone),
            wording.carried_over_line(duty),
            *beside,
            _section(duty, why=why),
        )
    )


def _head(pack: Pack, assessment: Assessment, case: CaseLine | None, now: datetime) -> Iterator[str]:
    counts = in_assessment(assessment)
    name = phrase("Case {case}", case=case_label(case)) if case is not None else ""
    yield sentences((dates.clock(now), name, ", ".join(counts)))
    if said := translation.draft_notice(pack):
        yield sentence(said)
    if not directive.says_review(pack.policy, now.date()):
        yield from directive.reviews((pack.policy,), now.date())


def _to_walk(pack: Pack, assessment: Assessment, case: CaseLine | None) -> Iterator[str]:
    """Yield the other walks that an answer sends the case to, each with its command."""
    for one in other_walks(pack, assessment):
        yield phrase("Walk next: {walk}.", walk=named(one))
        if case is not None:
            yield to_paste(walk(one.checklist, case.id))


def _standing(pack: Pack, assessment: Assessment, *, why: bool) -> Iterator[str]:
    """Yield what is forbidden, what else is in force, and what is advised against: a line each."""
    binding = assessment.in_force
    for duties in _alike([d for d in binding if d.obligation.force == "prohibited"], why=why):
        yield phrase("Forbidden: {what}", what=_with_calls(duties, pack, why=why))
    for duties in _alike([d for d in binding if d.obligation.force != "prohibited"], why=why):
        yield phrase("In force: {what}", what=_with_calls(duties, pack, why=why))
    for duties in _alike(assessment.advice, why=why):
        yield phrase("Advice: {what}", what=_with_calls(duties, pack, why=why))


def _alike(duties: Sequence[Duty], *, why: bool) -> Iterator[tuple[Duty, ...]]:
    """Group duties with the same words. Each group is read once, with all its sections."""
    found: dict[str, list[Duty]] = {}
    for duty in duties:
        found.setdefault(_what(duty, why=why), []).append(duty)
    yield from map(tuple, found.values())


def _with_calls(duties: Sequence[Duty], pack: Pack, *, why: bool) -> str:
    """Return a group of duties with the same words: the words, whom to call, the sections."""
    first = duties[0].obligation
    beside = (wording.calls(first, pack), wording.readings(first)) if why else ()
    cites = tuple(c for d in duties for c in (d.obligation.cites if why else d.obligation.cites[:1]))
    return sentences((_what(duties[0], why=why), *beside, section(cites)))


def _undecided(assessment: Assessment, *, why: bool) -> Iterator[str]:
    """Yield what an answer of "unknown" leaves undecided, and the number of questions not asked."""
    if why:
        for duty in assessment.undecided():
            yield phrase("Undecided: {what}", what=_decided_by(duty, assessment))
        for duty in assessment.not_asked_yet():
            yield phrase("Not asked yet: {what}", what=_decided_by(duty, assessment))
        return
    if answer := undecided_line(assessment):
        yield phrase("Undecided, {n}: {answer}.", n=len(assessment.undecided()), answer=answer)
    if waiting := len(assessment.not_asked_yet()):
        yield plural(
            "{n} more duty depends on questions not asked yet.",
            "{n} more duties depend on questions not asked yet.",
            n=waiting,
        )


def _decided_by(duty: Duty, assessment: Assessment) -> str:
    decides = phrase("Decided by: {questions}", questions=wording.decided_by(duty, assessment))
    return sentences((_what(duty, why=True), decides, _section(duty, why=True)))


def _optional(pack: Pack, assessment: Assessment) -> Iterator[str]:
    """Yield what is recommended and permitted."""
    found = assessment.with_status("open")
    for duty in (d for d in found if d.obligation.force == "recommended"):
        yield phrase("Recommended: {what}", what=_with_calls((duty,), pack, why=True))
    for duty in (d for d in found if d.obligation.force == "permitted"):
        yield phrase("Permitted: {what}", what=_with_calls((duty,), pack, why=True))


def _foot(
    pack: Pack, assessment: Assessment, case: CaseLine | None, now: datetime, *, why: bool
) -> Iterator[str]:
    if assessment.unasked and why:
        names = ", ".join(q.name for q in assessment.unasked)
        yield phrase("Not asked: {questions}.", questions=names)
    untimed = any(d.deadline.kind == "end-of-shift" and d.deadline.at is None for d in assessment.outstanding)
    if case is not None and untimed and why:
        yield phrase("End of shift not known. To see the time:")
        yield to_paste(on_journal("shift", "start", "--ends", "HH:MM"))
    if why:
        yield from map(sentence, directive.under(pack.policy))
    yield directive.aid(pack.policy, now.date())
    if case is not None:
        yield saved(case, len(assessment.unasked))
        yield to_paste(walk(case.checklist, case.id))


# --- parts of a line ----------------------------------------------------------------------------------------


def _heading(name: str, count: int) -> str:
    """Name a group and its number of duties. Not in capitals: some voices spell those out."""
    return sentence(f"{name.capitalize()}, {count}")


def _what(duty: Duty, *, why: bool) -> str:
    """Return the duty: its brief, or its modality and full text."""
    o = duty.obligation
    return sentences((o.word, o.text)) if why else o.in_brief


def _section(duty: Duty, *, why: bool) -> str:
    cites = duty.obligation.cites
    return section(cites if why else cites[:1])


def _because(answers: str) -> str:
    return phrase("Because {answers}", answers=answers) if answers else ""

"""One case as prose: its answers, settled duties, other records, and open duties last."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.actions.cases import CaseView
from dvcheck.actions.walks import WalkEnded
from dvcheck.hint import on_journal, walk
from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.repack import Leftover
from dvcheck.screens import prose
from dvcheck.screens.case import leftover_value
from dvcheck.screens.prose import to_paste
from dvcheck.wording.aloud import section, sentence, sentences
from dvcheck.wording.case_line import case_line
from dvcheck.wording.recorded import case_closed, entries, events, owed_elsewhere, running
from dvcheck.wording.times import clock_time


def case_in_full(
    found: CaseView, at: datetime, *, everything: bool, sensitive: bool, why: bool = False
) -> Iterator[str]:
    """Yield the answers of a case, settled duties, other records, and open duties last."""
    case, pack, assessment = found.worked.case, found.worked.pack, found.worked.assessment
    yield from answers(assessment, ZoneInfo(pack.policy.zone), sensitive=sensitive)
    yield from leftover(found.leftover, case, pack, sensitive=sensitive)
    yield from settled(assessment)
    yield from recorded(case, pack, sensitive=sensitive)
    if everything:
        for duty in assessment.with_status("not-triggered"):
            yield _settled(phrase("Does not arise"), duty)
    yield from prose.summary(pack, assessment, case=case_line(case), now=at, why=why)
    if case.is_handed_over:
        yield owed_elsewhere()
    if not why:
        yield phrase("The full text, and why:")
        yield to_paste(on_journal("show", case.id, "--why"))


def walk_ended(found: WalkEnded, at: datetime, *, attended: bool) -> Iterator[str]:
    """Yield the end of a walk: records other than answers, what is owed, the clocks that run."""
    case, pack = found.case, found.pack
    yield from recorded(case, pack)
    yield from leftover(found.leftover, case, pack)
    yield from prose.summary(pack, found.assessment, case=case_line(case), now=at)
    for runs in running(case, pack, at) if attended else ():
        yield phrase("{runs}. See it again:", runs=runs)
        yield to_paste(walk(case.checklists[-1], case.id))


def demo_result(case: Case, pack: Pack, assessment: Assessment, at: datetime) -> Iterator[str]:
    """Yield the end of a demo: a case that cannot be resumed."""
    yield from recorded(case, pack)
    yield from prose.summary(pack, assessment, case=None, now=at)


def answers(assessment: Assessment, zone: ZoneInfo, *, sensitive: bool = False) -> Iterator[str]:
    """Yield the answers of a case in the order of the walk; sensitive values only with `sensitive`."""
    given = [q for q in assessment.outline.questions() if q.id in assessment.answers]
    if given:
        yield phrase("Answers, {n}.", n=len(given))
    for question in given:
        answer = assessment.answers[question.id]
        said = f"{question.name}: {question.listed(answer.value, sensitive=sensitive)}"
        gone = phrase("No longer applies") if question.id in assessment.inapplicable else ""
        yield sentences((said, gone, dates.clock(answer.at.astimezone(zone))))


def leftover(
    found: tuple[Leftover, ...], case: Case, pack: Pack, *, sensitive: bool = False
) -> Iterator[str]:
    """Yield recorded answers that do not count, and why. Sensitive ones only with `sensitive`."""
    zone = ZoneInfo(pack.policy.zone)
    for one in found:
        said = phrase("Recorded, but not counted: {question}", question=one.name)
        value = leftover_value(one, sensitive)
        yield sentences((f"{said}: {value}", dates.clock(one.at.astimezone(zone))))
    if found:
        yield phrase("They are kept. To answer one again:")
        yield to_paste(on_journal("amend", case.id))


def settled(assessment: Assessment) -> Iterator[str]:
    """Yield the duties that are done or were not feasible."""
    for duty in assessment.with_status("done"):
        yield _settled(phrase("Done"), duty)
    for duty in assessment.with_status("not-feasible"):
        yield _settled(phrase("Not feasible"), duty)


def _settled(how: str, duty: Duty) -> str:
    o = duty.obligation
    reason = duty.mark.reason if duty.mark is not None else ""
    return sentences((f"{how}: {o.in_brief}", reason, section(o.cites[:1])))


def recorded(case: Case, pack: Pack, *, sensitive: bool = False) -> Iterator[str]:
    """Yield what was recorded other than answers: times of clocks, lists, notes."""
    zone = ZoneInfo(pack.policy.zone)
    for event in events(case, pack):
        yield sentences(
            (phrase("Recorded: {what}", what=event.text), clock_time(event.at, case.opened, zone))
        )
    if case.closed is not None:
        at = "" if case.is_handed_over else clock_time(case.closed.at, case.opened, zone)
        yield sentences((case_closed(case), at))
    for listed in entries(case, pack, sensitive=sensitive):
        yield sentence(f"{listed.heading}: {', '.join(listed.entries)}")

"""The reasons for duties, as prose: the duty, the sections it cites, the answers that raised it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.actions.cases import ExplainedDuties
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Obligation, Pack
from dvcheck.rules.assess import Duty
from dvcheck.rules.explain import Explanation
from dvcheck.screens.prose_case import leftover
from dvcheck.screens.prose_pack import reading
from dvcheck.wording import duty as wording
from dvcheck.wording.aloud import check_first, due, section, sentence, sentences


def explanations(found: ExplainedDuties, now: datetime, *, sensitive: bool) -> Iterator[str]:
    """Yield why duties of a case apply, and the answers that do not count."""
    pack = found.worked.pack
    said: set[str] = set()
    for one in found.explanations:
        yield from _explanation(one, pack, now, said, sensitive=sensitive)
    yield from leftover(found.leftover, found.worked.case, pack, sensitive=sensitive)


def duty_ids(duties: Sequence[Duty]) -> Iterator[str]:
    """Yield the obligations of a case by the id that `dvcheck explain` takes."""
    yield plural("{n} duty, by its id.", "{n} duties, each by its id.", n=len(duties))
    for duty in duties:
        yield f"{duty.obligation.id}: {sentences((wording.status(duty), duty.obligation.text))}"


def _explanation(
    e: Explanation, pack: Pack, now: datetime, said: set[str], *, sensitive: bool
) -> Iterator[str]:
    """Yield why a duty applies or what would decide it. Leave out lines that are in `said` already."""
    o, zone = e.duty.obligation, ZoneInfo(pack.policy.zone)
    yield sentences((o.word, o.text))
    status = phrase("{duty}: {status}", duty=wording.duty_name(e.duty), status=wording.status(e.duty))
    yield f"{status}. {sentence(due(e.duty.deadline, now, zone))}".strip()
    if o.directive_word:
        document = pack.policy.terms.the_document
        yield sentence(phrase("In {document}: {word}", document=document, word=o.directive_word))
    yield from _once(_cited(o, pack), said)
    for contact in pack.calls(o):
        call = phrase("Call {name}: {number}", name=contact.name, number=contact.number)
        yield sentences((call, check_first(contact)))
    yield from _raised_by(e, zone, sensitive=sensitive)
    yield from _would_decide(e)
    if e.duty.carried_over:
        yield sentence(wording.carried_over_line(e.duty))
    elif e.duty.status == "not-feasible" and e.duty.mark is not None:
        yield sentence(phrase("Not feasible: {reason}", reason=e.duty.mark.reason))
    for name in o.readings:
        yield from _once(reading(pack.policy.reading(name)), said)


def _once(lines: Iterator[str], said: set[str]) -> Iterator[str]:
    """Yield the lines that are not in `said`, and add them to it."""
    for line in lines:
        if line not in said:
            said.add(line)
            yield line


def _cited(o: Obligation, pack: Pack) -> Iterator[str]:
    """Yield each section that a duty cites, with its words."""
    for cite in o.cites:
        yield sentences((pack.policy.says(cite), section((cite,))))


def _raised_by(e: Explanation, zone: ZoneInfo, *, sensitive: bool) -> Iterator[str]:
    """Yield the answers that raised a duty, each with its time, or the duty it replaces."""
    if e.chain:
        yield phrase("Because you answered:")
    for question, answer in e.chain:
        shown = question.listed(answer.value, sensitive=sensitive)
        time = phrase("At {time}", time=dates.clock(answer.at.astimezone(zone)))
        yield sentences((f"{question.name}: {shown}", time))
    if e.instead_of is not None and e.instead_of.mark is not None:
        what = phrase("Because this was not feasible: {what}", what=e.instead_of.obligation.text)
        yield sentences((what, e.instead_of.mark.reason))


def _would_decide(e: Explanation) -> Iterator[str]:
    """Yield the questions that would decide a duty."""
    if e.waits_for:
        yield phrase("These would decide it:")
    for question, given in e.waits_for:
        if given:
            how = phrase("Answered unknown, id {id}", id=question.id)
        else:
            how = phrase("Not asked, id {id}", id=question.id)
        yield sentences((question.text, how))

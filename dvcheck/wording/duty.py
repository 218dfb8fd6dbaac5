"""A duty in words: whom to call for it, what raised it, what would decide it, how it stands."""

from collections.abc import Sequence
from typing import assert_never

from dvcheck.language import phrase
from dvcheck.pack.model import Contact, Obligation, Pack, sections_of
from dvcheck.pack.terms import AgencyTerms
from dvcheck.pack.value import UNKNOWN
from dvcheck.rules.assess import Assessment, Duty


def called(duty: Duty) -> str:
    """What a duty is called in a sentence: its id, with the entry of a list that it is owed for."""
    if duty.entry is None:
        return duty.id
    return phrase("{duty} ({entry})", duty=duty.id, entry=duty.entry.shown)


def in_a_line(duties: Sequence[Duty]) -> str:
    """Name duties one after the other with their sections; those with the same words once."""
    sections: dict[str, list[str]] = {}
    for duty in duties:
        sections.setdefault(duty.obligation.in_brief, []).extend(duty.obligation.cites[:1])
    return " · ".join(f"{brief} ({sections_of(tuple(cites))})" for brief, cites in sections.items())


def number(contact: Contact) -> str:
    """Whom to call and the number; "check first" where something speaks against it."""
    if contact.verify:
        return phrase("{name} {number} (check first)", name=contact.name, number=contact.number)
    return phrase("{name} {number}", name=contact.name, number=contact.number)


def calls(o: Obligation, pack: Pack) -> str:
    """All whom an obligation needs called, in one line; empty where it needs nobody."""
    numbers = ", ".join(number(contact) for contact in pack.calls(o))
    return phrase("call {numbers}", numbers=numbers) if numbers else ""


def each_call(o: Obligation, pack: Pack) -> tuple[str, ...]:
    """Whom an obligation needs called, a line each."""
    return tuple(phrase("Call {number}", number=number(contact)) for contact in pack.calls(o))


def check_first(contact: Contact) -> str:
    """What speaks against a number, as a line of its own."""
    return phrase("CHECK FIRST: {why}", why=contact.verify)


def why(duty: Duty, assessment: Assessment, most: int = 3) -> str:
    """The answers that raised a duty, in a few words; for one that stands in for another, why it does."""
    replaced = assessment.duty(duty.instead_of) if duty.instead_of else None
    if replaced is not None and replaced.mark is not None:
        return phrase("not feasible: {reason}", reason=replaced.mark.reason)
    said = []
    for name in duty.raised_by[:most]:
        question = assessment.outline.question(name)
        if not question.sensitive:
            said.append(f"{question.name}: {question.shown(assessment.answers[name].value)}")
    return "; ".join(said)


def in_place_of(duty: Duty, assessment: Assessment) -> str:
    """What was not feasible and why, for a duty that stands in for it; empty for any other."""
    if not duty.instead_of:
        return ""
    replaced = assessment.duty(duty.instead_of)
    reason = replaced.mark.reason if replaced is not None and replaced.mark is not None else ""
    what = replaced.obligation.text if replaced is not None else duty.instead_of
    return phrase("In place of: {what}. Not feasible: {reason}", what=what, reason=reason)


def carried_over(duty: Duty) -> str:
    """Why a duty stays open past the end of the shift, among other things; empty where nobody said so."""
    return phrase("carried over: {reason}", reason=duty.carried_over) if duty.carried_over else ""


def carried_over_line(duty: Duty) -> str:
    """The same as a line of its own."""
    return phrase("Carried over: {reason}", reason=duty.carried_over) if duty.carried_over else ""


def readings(o: Obligation) -> str:
    """The unclear points that touch an obligation; empty where none does."""
    return phrase("reading {codes}", codes=", ".join(o.readings)) if o.readings else ""


def not_feasible_refused(terms: AgencyTerms) -> str:
    """That the document has no "not feasible" for a duty."""
    return phrase('{document} does not allow for "not feasible" there.', document=terms.the_document_first)


def decided_by(duty: Duty, assessment: Assessment) -> str:
    """What would decide a duty: answers of "unknown" in its way and what can be asked now.

    What only comes after these is left out here; JSON and `explain` name it all.
    """
    return ", ".join(_waited_for(name, assessment) for name in assessment.nearest(duty.waits_for))


def _waited_for(name: str, assessment: Assessment) -> str:
    question = assessment.outline.question(name)
    given = assessment.answers.get(name)
    if given is not None and given.value != UNKNOWN:  # a date alone, where hours count
        return phrase("{question} (not exact enough)", question=question.name)
    if given is not None:
        return phrase("{question} (unknown)", question=question.name)
    return phrase("{question} (not asked)", question=question.name)


def status(duty: Duty) -> str:
    """How a duty stands."""
    match duty.status:
        case "open":
            return phrase("open")
        case "undetermined":
            return phrase("undetermined")
        case "done":
            return phrase("done")
        case "not-feasible":
            return phrase("not feasible")
        case "in-force":
            return phrase("in force")
        case "not-triggered":
            return phrase("not triggered")
        case _:
            assert_never(duty.status)


def status_and_reason(duty: Duty) -> str:
    """How a duty stands, and the reason given for that."""
    if duty.mark is not None and duty.mark.reason:
        return phrase("{status}: {reason}", status=status(duty), reason=duty.mark.reason)
    return status(duty)

"""Words for a duty: whom to call, what raised it, what would decide it, its status."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from dvcheck.language import phrase
from dvcheck.pack.model import Contact, Obligation, Pack, sections_of
from dvcheck.pack.terms import AgencyTerms
from dvcheck.pack.value import UNKNOWN
from dvcheck.rules.assess import Assessment, Duty


def duty_name(duty: Duty) -> str:
    """Name a duty in a sentence: its id, and the list entry it is owed for."""
    if duty.entry is None:
        return duty.id
    return phrase("{duty} ({entry})", duty=duty.id, entry=duty.entry.shown)


def in_a_line(duties: Sequence[Duty]) -> str:
    """Name duties with their sections in one line; the same words appear once."""
    sections: dict[str, list[str]] = {}
    for duty in duties:
        sections.setdefault(duty.obligation.in_brief, []).extend(duty.obligation.cites[:1])
    return " · ".join(f"{brief} ({sections_of(tuple(cites))})" for brief, cites in sections.items())


def number(contact: Contact) -> str:
    """Return whom to call and the number, with "check first" if the number is doubtful."""
    if contact.verify:
        return phrase("{name} {number} (check first)", name=contact.name, number=contact.number)
    return phrase("{name} {number}", name=contact.name, number=contact.number)


def calls(o: Obligation, pack: Pack) -> str:
    """Return all calls an obligation needs, in one line; empty if it needs none."""
    numbers = ", ".join(number(contact) for contact in pack.calls(o))
    return phrase("call {numbers}", numbers=numbers) if numbers else ""


def each_call(o: Obligation, pack: Pack) -> tuple[str, ...]:
    """Return each call an obligation needs, on its own line."""
    return tuple(phrase("Call {number}", number=number(contact)) for contact in pack.calls(o))


def check_first(contact: Contact) -> str:
    """Say why to check a number first, on a separate line."""
    return phrase("CHECK FIRST: {why}", why=contact.verify)


def why(duty: Duty, assessment: Assessment, most: int = 3) -> str:
    """Return the answers that raised a duty; for a substitute, why the first duty was not feasible."""
    replaced = assessment.duty(duty.instead_of) if duty.instead_of else None
    if replaced is not None and replaced.mark is not None:
        return phrase("not feasible: {reason}", reason=replaced.mark.reason)
    return answered(duty.raised_by[:most], assessment)


def answered(names: Iterable[str], assessment: Assessment) -> str:
    """Return the answers to these questions in one line, without sensitive ones."""
    said = []
    for name in names:
        question = assessment.outline.question(name)
        if not question.sensitive:
            said.append(f"{question.name}: {question.shown(assessment.answers[name].value)}")
    return "; ".join(said)


def in_place_of(duty: Duty, assessment: Assessment) -> str:
    """Say which duty a substitute replaces, and why that was not feasible; empty for other duties."""
    if not duty.instead_of:
        return ""
    replaced = assessment.duty(duty.instead_of)
    reason = replaced.mark.reason if replaced is not None and replaced.mark is not None else ""
    what = replaced.obligation.text if replaced is not None else duty.instead_of
    return phrase("In place of: {what}. Not feasible: {reason}", what=what, reason=reason)


def carried_over(duty: Duty) -> str:
    """Return why a duty stays open past the end of the shift, within a list; empty if not recorded."""
    return phrase("carried over: {reason}", reason=duty.carried_over) if duty.carried_over else ""


def carried_over_line(duty: Duty) -> str:
    """Return the same on a separate line."""
    return phrase("Carried over: {reason}", reason=duty.carried_over) if duty.carried_over else ""


def readings(o: Obligation) -> str:
    """Name the readings that affect an obligation; empty if none does."""
    return phrase("reading {codes}", codes=", ".join(o.readings)) if o.readings else ""


def not_feasible_refused(terms: AgencyTerms) -> str:
    """Say that the document does not allow "not feasible" for a duty."""
    return phrase('{document} does not allow for "not feasible" there.', document=terms.the_document_first)


def decided_by(duty: Duty, assessment: Assessment) -> str:
    """Name the questions that would decide a duty: those answered "unknown", and those that can be asked now.

    Later questions are left out; JSON and `explain` name them all.
    """
    return ", ".join(_waited_for(name, assessment) for name in assessment.nearest(duty.waits_for))


def _waited_for(name: str, assessment: Assessment) -> str:
    question = assessment.outline.question(name)
    given = assessment.answers.get(name)
    if given is not None and given.value != UNKNOWN:  # a date without a time, where hours count
        return phrase("{question} (not exact enough)", question=question.name)
    if given is not None:
        return phrase("{question} (unknown)", question=question.name)
    return phrase("{question} (not asked)", question=question.name)


def status(duty: Duty) -> str:
    """Return the status of a duty."""
    match duty.status:
        case "open":
            return phrase("open")
        case "undetermined":
            return phrase("undecided")
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
    """Return the status of a duty and the reason recorded for it."""
    if duty.mark is not None and duty.mark.reason:
        return phrase("{status}: {reason}", status=status(duty), reason=duty.mark.reason)
    return status(duty)

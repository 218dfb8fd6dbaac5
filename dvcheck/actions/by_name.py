"""What a word of an officer means: which obligation, question, form, scenario or place in the policy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dvcheck.hint import command, on_journal, own_line
from dvcheck.language import phrase
from dvcheck.lookup import lookup
from dvcheck.pack.model import Form, Pack, Question, is_within, sections_of
from dvcheck.pack.policy import Reading, SectionTitle
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.text import clean

if TYPE_CHECKING:
    from dvcheck.academy.scenario import Scenario


def obligation(assessment: Assessment, wanted: str, case: str) -> Duty:
    """Find the duty of a case by its id or its section; one that arises goes before those that do not."""
    return lookup(
        wanted,
        assessment.duties,
        name=lambda duty: duty.obligation.id,
        labels=lambda duty: sections_of(duty.obligation.cites).split(", "),
        preferred=lambda duty: duty.status != "not-triggered",
        guesses=False,  # it may be marked done
        unknown=phrase('no obligation is called "{wanted}"', wanted=clean(wanted)),
        listed=own_line(phrase("Those of the case are listed by:"), on_journal("explain", case)),
    )


def is_of(duty: Duty, section: str) -> bool:
    """Whether a duty cites a section."""
    return section.upper() in sections_of(duty.obligation.cites).upper().split(", ")


def question(amendable: Sequence[Question], wanted: str, case: str) -> Question:
    """Find the question of a case that can be amended, by its id or its label."""
    return lookup(
        wanted,
        amendable,
        name=lambda question: question.id,
        labels=lambda question: (question.name,),
        guesses=False,  # its answer may be recorded
        unknown=phrase('no question that can be amended is called "{wanted}"', wanted=clean(wanted)),
        listed=own_line(phrase("They are listed by:"), on_journal("amend", case)),
    )


def form(pack: Pack, wanted: str) -> Form:
    """Find the form of a pack by its id or its title."""
    known = ", ".join(form.id for form in pack.forms)
    return lookup(
        wanted,
        pack.forms,
        name=lambda form: form.id,
        labels=lambda form: (form.title,),
        unknown=phrase('the checklists of this case have no form "{wanted}"', wanted=clean(wanted)),
        listed=phrase("They have {known}.", known=known) if known else phrase("They have none."),
    )


def scenario(scenarios: "Sequence[Scenario]", wanted: str) -> "Scenario":
    """Find the scenario by its id or its title."""
    return lookup(
        wanted,
        scenarios,
        name=lambda scenario: scenario.id,
        labels=lambda scenario: (scenario.title,),
        unknown=phrase('"{wanted}" is no scenario', wanted=clean(wanted)),
        listed=own_line(phrase("They are all listed by:"), command("demo")),
    )


def in_policy(pack: Pack, wanted: str) -> Reading | tuple[SectionTitle, ...]:
    """Find what a policy has under a word: a reading, a section and the sections within it, or a document.

    Without a word these are all sections.
    """
    policy = pack.policy
    sections, readings = policy.sections, policy.readings
    if not wanted:
        return sections
    document = next((d for d in policy.others if wanted.lower() in (d.id, d.number.lower())), None)
    if document is not None:
        return tuple(s for s in sections if policy.document_of(s) == document)
    within = _within(pack, wanted.upper() if wanted[:1].lower() == "p" else wanted)
    if within:
        return within
    places: tuple[SectionTitle | Reading, ...] = (*sections, *readings)
    found = lookup(
        wanted,
        places,
        name=lambda place: place.ref if isinstance(place, SectionTitle) else place.id,
        labels=lambda place: (place.title,),
        unknown=phrase('the policy has no section "{wanted}"', wanted=clean(wanted)),
        listed=own_line(phrase("They are all listed by:"), command("policy")),
    )
    return _within(pack, found.ref) if isinstance(found, SectionTitle) else found


def _within(pack: Pack, section: str) -> tuple[SectionTitle, ...]:
    return tuple(s for s in pack.policy.sections if is_within(s.ref, section))

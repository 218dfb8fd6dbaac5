"""Explain why an obligation applies: the answers that lead to it, from the first question on."""

import msgspec

from dvcheck.pack.model import Question
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, Duty


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The answers behind a duty, in the order asked, and the questions that would decide it."""

    duty: Duty
    chain: tuple[tuple[Question, Answer], ...]
    waits_for: tuple[tuple[Question, Answer | None], ...]
    instead_of: Duty | None = None
    """The duty that was not feasible and that this one replaces."""


def explain(duty: Duty, assessment: Assessment) -> Explanation:
    """Explain a duty of this assessment."""
    facts = assessment.facts
    met: set[str] = set()
    following = list(duty.because)
    while following:
        name = following.pop()
        if name not in met:
            met.add(name)
            following.extend(facts.guard(name).because)
    chain = [q for q in assessment.outline.questions() if q.id in met]
    return Explanation(
        duty=duty,
        chain=tuple((q, assessment.answers[q.id]) for q in chain),
        waits_for=tuple((assessment.outline.question(n), assessment.answers.get(n)) for n in duty.waits_for),
        instead_of=assessment.duty(duty.instead_of) if duty.instead_of else None,
    )

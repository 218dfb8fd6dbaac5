"""The help for a question: its meaning, what the policy says, and why it is asked."""

from collections.abc import Iterator, Sequence

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.pack.policy import Policy
from dvcheck.rules.assess import Assessment
from dvcheck.walk.prompts import Help, Line


def help_with(pack: Pack, question: Question, assessment: Assessment) -> Help:
    """Collect the help for a question."""
    facts = assessment.facts
    met = assessment.outline.by_id[question.id]
    asked = facts.decide(question.asked_when, entry=met.entry)
    because = (*facts.guard(question.id).because, *asked.because)
    return Help(
        meaning=question.help,
        more=(*policy_lines(pack.policy, question.cites, question.readings), *_asked(because, assessment)),
    )


def policy_lines(policy: Policy, cites: Sequence[str], readings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Quote these sections of the policy, and say how unclear text is interpreted."""
    for cite in cites:
        yield "", f"{sections_of((cite,))}: {policy.says(cite)}"
    for name in readings:
        reading = policy.reading(name)
        unclear = phrase(
            "Unclear in the text ({reading}, {title}): {unclear}",
            reading=name,
            title=reading.title,
            unclear=reading.unclear,
        )
        yield "note", unclear
        yield "note", phrase("Treated here: {treated}", treated=reading.treated)


def _asked(because: Sequence[str], assessment: Assessment) -> Iterator[tuple[str, str]]:
    layout = assessment.outline
    reasons = [
        f"{layout.question(n).name}: {layout.question(n).shown(assessment.answers[n].value)}"
        for n in dict.fromkeys(because)
        if not layout.question(n).sensitive
    ]
    if reasons:
        yield "dim", phrase("Asked because - {answers}", answers=", ".join(reasons))


def help_lines(question: Question, help: Help, width: int) -> list[Line]:
    """Return the help for a question as lines, for a terminal that cannot show it beside the question."""
    meaning = (("", help.meaning),) if help.meaning else ()
    keys: Line = ()
    if question.limit is not None:
        said = phrase("The keys of the clock are below it; b back; s continue walk; q save, leave.")
        keys = (("dim", said),)
    paragraphs = (("strong", question.text), *meaning, *help.more, *keys)
    return [
        ((style, f"    {line}"),) for style, text in paragraphs for line in wrapped(text, max(20, width - 5))
    ]

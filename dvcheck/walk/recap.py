"""The recap when a walk resumes: the last answers, and what is open."""

from collections.abc import Sequence

from dvcheck.cells import wrapped
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question, sections_of
from dvcheck.rules.assess import Assessment
from dvcheck.walk.prompts import SEPARATOR, Line, read_aloud

_MOST = 3
"""The number of answers, and of duties, to name."""


def recap(assessment: Assessment, width: int) -> list[Line]:
    """List the last answers and what is open; one item a line if it is read aloud."""
    lines: list[Line] = []
    answered = [_answer(question, assessment) for question in _last(assessment)]
    if answered:
        lines += _lines(phrase("Answered last:"), answered, width)
    owed = assessment.outstanding
    if owed:
        named = [
            f"{duty.obligation.in_brief} ({sections_of(duty.obligation.cites[:1])})" for duty in owed[:_MOST]
        ]
        more = len(owed) - len(named)
        named += [plural("{n} more", "{n} more", n=more)] if more else []
        lines += _lines(phrase("Open, the most urgent first:"), named, width)
    return lines


def _last(assessment: Assessment) -> list[Question]:
    """Return the last answered questions that count, in the order of their answers."""
    counting = [
        q
        for q in assessment.outline.questions()
        if q.id in assessment.answers and q.id not in assessment.inapplicable and q.limit is None
    ]
    return sorted(counting, key=lambda q: assessment.answers[q.id].at)[-_MOST:]


def _answer(question: Question, assessment: Assessment) -> str:
    answer = question.listed(assessment.answers[question.id].value)
    return phrase("{question}: {answer}", question=question.name, answer=answer)


def _lines(title: str, things: Sequence[str], width: int) -> list[Line]:
    if read_aloud(width):
        return [(("", title),), *((("", thing),) for thing in things)]
    first, *rest = wrapped(f"{title} {SEPARATOR.join(things)}", max(20, width - 4))
    return [(("dim", f" {first}"),), *((("dim", f"   {line}"),) for line in rest)]

"""Words for the outcome of a walk."""

from dvcheck.language import phrase
from dvcheck.pack.model import sections_of
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outcome import WalkOutcome
from dvcheck.wording.aloud import section, sentence, sentences


def outcome_lines(assessment: Assessment) -> tuple[str, ...]:
    """Return the outcome of each walk of a case, one line each; a walk without an outcome has no line."""
    return tuple(said for one in assessment.outcomes if (said := _said(one, assessment)))


def outcomes_aloud(assessment: Assessment) -> tuple[str, ...]:
    """Return the same as sentences to be read aloud, with the sections last."""
    return tuple(
        sentences((one.reached.text, section(one.reached.cites)))
        if one.reached is not None
        else sentence(_undecided(one, assessment))
        for one in assessment.outcomes
        if one.status != "none"
    )


def _said(outcome: WalkOutcome, assessment: Assessment) -> str:
    if outcome.reached is not None:
        sections = sections_of(outcome.reached.cites)
        return phrase("{outcome} ({sections})", outcome=outcome.reached.text, sections=sections)
    return _undecided(outcome, assessment) if outcome.status != "none" else ""


def _undecided(outcome: WalkOutcome, assessment: Assessment) -> str:
    names = assessment.nearest(outcome.waits_for)
    questions = ", ".join(assessment.outline.question(name).name for name in names)
    undecided = outcome.undecided or phrase("Not decided yet")
    return phrase("{undecided}: answer {questions}", undecided=undecided, questions=questions)


def undecided_line(assessment: Assessment) -> str:
    """Name the answers that leave duties undecided; empty if there are none."""
    names = dict.fromkeys(
        assessment.outline.question(name).name
        for duty in assessment.undecided()
        for name in duty.waits_for
        if name in assessment.answers
    )
    return phrase("answer {questions}", questions=", ".join(names)) if names else ""


def not_asked_line(assessment: Assessment) -> str:
    """Name the questions not asked yet that would decide a duty; empty if there are none."""
    waiting = {name for duty in assessment.undetermined() for name in duty.waits_for}
    return ", ".join(question.name for question in assessment.unasked if question.id in waiting)

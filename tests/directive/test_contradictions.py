"""Two answers that contradict each other are shown together and asked again: the officer decides."""

import pytest

from dvcheck.rules.assess import assess, next_question
from tests.directive.test_directive import NOW, Case, _answers, walk_of

POSSESSION = {
    "leds-ncic": "found",
    "firearms-involved": "yes",
    "firearms-prohibited": "yes",
    "possession-violates": "yes",
    "violation": "none",
}
CHILDREN = {"call-type": "domestic-disturbance", "children-present": "no", "children-involved": "yes"}


@pytest.mark.parametrize(
    ("checklist", "answers", "again"),
    [("verify-order", POSSESSION, "violation-again"), ("incident", CHILDREN, "children-again")],
)
def test_the_walk_asks_again_at_once(checklist: str, answers: dict[str, str], again: str) -> None:
    case = Case(case=again, section="", file="", checklist=checklist, answers=answers)
    assessment = assess(walk_of(case), _answers(case), {}, NOW)
    passed = [question.id for question in walk_of(case).questions()]
    after = passed.index(list(answers)[-1])
    later = [question.id for question in assessment.unasked if passed.index(question.id) > after]
    assert later[0] == again


@pytest.mark.parametrize("left_out", [*POSSESSION][3:])
def test_one_of_the_answers_alone_asks_nothing_again(left_out: str) -> None:
    answers = {name: value for name, value in POSSESSION.items() if name != left_out}
    case = Case(case="", section="", file="", checklist="verify-order", answers=answers)
    assessment = assess(walk_of(case), _answers(case), {}, NOW)
    assert "violation-again" not in {question.id for question in assessment.unasked}


@pytest.mark.parametrize("answers", [POSSESSION, CHILDREN])
def test_unknown_contradicts_nothing(answers: dict[str, str]) -> None:
    for name in [*answers][-2:]:
        checklist = "verify-order" if answers is POSSESSION else "incident"
        case = Case(case=name, section="", file="", checklist=checklist, answers={**answers, name: "unknown"})
        assessment = assess(walk_of(case), _answers(case), {}, NOW)
        asked = {question.id for question in assessment.unasked}
        assert not asked & {"violation-again", "children-again"}


@pytest.mark.parametrize(("fits", "asked"), [("cause", False), ("no-cause", True)])
def test_a_violation_with_cause_is_not_asked_about_once_more(fits: str, asked: bool) -> None:
    """A "no" to `violation-so-far` would contradict the probable cause."""
    answers = {
        "leds-ncic": "found",
        "firearms-involved": "yes",
        "firearm-request": "yes",
        "violation": "reported",
        "reported-fits": fits,
    }
    case = Case(case=fits, section="", file="", checklist="verify-order", answers=answers)
    assessment = assess(walk_of(case), _answers(case), {}, NOW)
    assert ("violation-so-far" in {question.id for question in assessment.unasked}) is asked


def test_the_question_has_both_answers() -> None:
    case = Case(case="", section="", file="", checklist="verify-order", answers=POSSESSION)
    assessment = assess(walk_of(case), _answers(case), {}, NOW)
    skipped = {q.id for q in assessment.unasked} - {"violation-again"}
    question = next_question(assessment, skipped)
    assert question is not None
    assert "violates the order" in question.text
    assert "no violation is seen" in question.text

"""A walk asks in the order in which an officer works."""

from collections.abc import Mapping
from dataclasses import replace

from dvcheck.rules.assess import assess, next_question
from tests.directive.test_directive import NOW, Case, _answers, walk_of

SERVICE = {
    "order-type": "fapa",
    "server": "member",
    "parties-here": "yes",
    "respondent-copy": "yes",
    "firearm-terms": "yes",
    "served-now": "yes",
    "handed-over": "no",
    "refuses": "no",
}


def asked(checklist: str, given: Mapping[str, str]) -> list[str]:
    """Return the questions of a walk, in order, until one has no answer here."""
    case = Case(case="", section="", file="", checklist=checklist)
    answers: dict[str, str] = {}
    while True:
        answered = _answers(replace(case, answers=answers))
        question = next_question(assess(walk_of(case), answered, {}, NOW))
        if question is None or question.id not in given:
            return list(answers)
        answers[question.id] = given[question.id]


def test_the_papers_are_asked_for_before_the_service() -> None:
    assert asked("serve-order", SERVICE) == list(SERVICE)

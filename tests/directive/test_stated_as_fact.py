"""No question of the shipped pack states as a fact what nobody has said."""

import re

from dvcheck.pack.model import Question
from tests.directive.test_directive import pack

NO_FACT = {"came-up", "children-involved", "petitioner-says"}
"""These begin with a place, a purpose or a question of their own."""

ASSERTS = re.compile(r"\b(yet|still|already|now|because)\b[^?]* - |^You (have )?(told|asked|met|served)\b")
"""Words at the beginning of a question that say what is so."""


def begins_with_a_statement(question: Question) -> bool:
    first = re.split(r" - |(?<=\.) ", question.text)[0]
    return first != question.text and not first.endswith("?")


def test_a_question_that_begins_with_a_statement_depends_on_the_answer_that_says_so() -> None:
    asked = [q for q in pack().questions() if q.kind in ("yes-no", "choice", "choices")]
    stating = {q.id for q in asked if begins_with_a_statement(q)}
    assert {q.id for q in asked if q.id in stating and q.when is None} == NO_FACT


def test_nobody_is_told_what_they_did_before_they_said_so() -> None:
    asserted = [q.id for q in pack().questions() if q.when is None and ASSERTS.search(q.text)]
    assert asserted == []


def test_leds_is_no_part_of_the_question_on_refusal() -> None:
    """Nobody asks whether the order is in LEDS in the walk of a service."""
    (question,) = (q for q in pack().questions() if q.id == "refuses")
    assert "LEDS" not in question.text

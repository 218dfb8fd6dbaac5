"""The rules on the shipped pack, sampled: its states are too many to enumerate."""

import random
from functools import cache

import pytest

from dvcheck.pack import library
from dvcheck.pack.model import Pack, Question
from dvcheck.rules.answer import Answer, Value, allowed
from dvcheck.rules.assess import assess, next_question
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Outline, outline
from tests.small_packs import NOW

CHECKLISTS = ("incident", "verify-order", "serve-order", "standby")


@cache
def shipped() -> Pack:
    return library.load(library.read(library.shipped()), None)


def some_value(question: Question, chance: random.Random) -> Value:
    if question.kind == "choices":
        return chance.choice([(o.id,) for o in question.options] + ["unknown"])
    return chance.choice(allowed(question) or ("3", "unknown"))


def verdicts(laid_out: Outline, given: dict[str, Answer]) -> dict[str, Truth]:
    facts = Facts(laid_out, given)
    found = {g.item.id: facts.guard(g.item.id).truth for g in laid_out.items}
    assessment = assess(laid_out, given, {}, NOW)
    return found | {f"finding {name}": truth for name, truth in assessment.findings.items()}


@pytest.mark.parametrize("checklist", CHECKLISTS)
def test_a_decided_verdict_never_changes_on_the_real_pack(checklist: str) -> None:
    chance = random.Random(8250)
    laid_out = outline(shipped(), (checklist,))
    questions = laid_out.questions()
    decided = 0
    for _ in range(60):
        some = chance.sample(questions, chance.randrange(len(questions)))
        given = {q.id: Answer(value=some_value(q, chance), at=NOW) for q in some}
        before = verdicts(laid_out, given)
        for question in chance.sample(questions, min(12, len(questions))):
            if question.id not in given:
                given[question.id] = Answer(value=some_value(question, chance), at=NOW)
                after = verdicts(laid_out, given)
                for name, truth in before.items():
                    assert truth is Truth.UNKNOWN or truth is after[name], (name, question.id)
                    decided += truth is not Truth.UNKNOWN
                before = after
    assert decided > 500


@pytest.mark.parametrize("checklist", CHECKLISTS)
def test_every_question_is_reached_and_every_walk_ends_decided(checklist: str) -> None:
    chance = random.Random(825)
    laid_out = outline(shipped(), (checklist,))
    reached: set[str] = set()
    for _ in range(150):
        given: dict[str, Answer] = {}
        while True:
            assessment = assess(laid_out, given, {}, NOW)
            question = next_question(assessment)
            if question is None:
                break
            reached.add(question.id)
            given[question.id] = Answer(value=some_value(question, chance), at=NOW)
        # What is still undetermined has an "unknown" in its way; held questions may wait behind that.
        for duty in assessment.duties:
            waits = [name for name in duty.waits_for if name in given]
            assert all(given[name].value == "unknown" for name in waits), duty.obligation.id
            assert bool(waits) == (duty.status == "undetermined"), duty.obligation.id
    assert reached == {q.id for q in laid_out.questions() if not q.unprompted}

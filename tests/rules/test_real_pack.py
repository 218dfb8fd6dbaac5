"""The rules on the shipped pack, sampled: its states are too many to enumerate."""

import random
from functools import cache

import pytest

from dvcheck.pack import library
from dvcheck.pack.condition import Is, IsKnown, parts
from dvcheck.pack.conditions import conditions_of
from dvcheck.pack.model import Finding, Obligation, Pack, Question
from dvcheck.pack.value import Value
from dvcheck.rules.answer import Answer, allowed_answers
from dvcheck.rules.assess import Assessment, assess, next_question
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Outline, base_of, outline
from tests.drawn import ALL, drawn
from tests.small_packs import NOW, small_pack

CHECKLISTS = ("incident", "verify-order", "serve-order", "standby")


@cache
def shipped() -> Pack:
    return library.load(library.read(library.shipped_folder()), None)


def some_value(question: Question, chance: random.Random) -> Value:
    if question.kind == "choices":
        return chance.choice([(o.id,) for o in question.options] + ["unknown"])
    if question.kind == "list":
        return chance.choice([("he", "his brother"), ("he",), "unknown"])
    return chance.choice(allowed_answers(question) or ("3", "unknown"))


def verdicts(laid_out: Outline, given: dict[str, Answer]) -> dict[str, Truth]:
    facts = Facts(laid_out, given)
    found = {g.item.id: facts.guard(g.item.id).truth for g in facts.outline.items}
    assessment = assess(laid_out, given, {}, NOW)
    return found | {f"finding {name}": truth for name, truth in assessment.findings.items()}


def each(found: dict[str, Truth], name: str) -> list[Truth]:
    """Return the verdicts on an item, one for each entry it is repeated for."""
    return [truth for key, truth in found.items() if base_of(key) == name]


def exceptions(laid_out: Outline, given: dict[str, Answer]) -> tuple[bool | Truth, ...]:
    """Return whether the exception of each finding holds, and the verdict on each finding with `once`."""
    facts = Facts(laid_out, given)
    found = [g.item for g in laid_out.items if isinstance(g.item, Finding)]
    excepted = [facts.decide(f.unless).truth is Truth.TRUE for f in found if f.unless is not None]
    return (*excepted, *(facts.finding(f.id).truth for f in found if f.once is not None))


@pytest.mark.parametrize("checklist", CHECKLISTS)
def test_a_decided_verdict_changes_only_with_an_exception_or_a_once(checklist: str) -> None:
    chance = random.Random(8250)
    laid_out = outline(shipped(), (checklist,))
    questions = laid_out.questions()
    decided = 0
    for _ in range(drawn(60)):
        some = chance.sample(questions, chance.randrange(len(questions)))
        given = {q.id: Answer(value=some_value(q, chance), at=NOW) for q in some}
        before, excepted = verdicts(laid_out, given), exceptions(laid_out, given)
        for question in chance.sample(questions, min(12, len(questions))):
            if question.id not in given:
                given[question.id] = Answer(value=some_value(question, chance), at=NOW)
                after, excepted_then = verdicts(laid_out, given), exceptions(laid_out, given)
                if excepted == excepted_then:
                    for name, truth in before.items():
                        # If people are named, it has a verdict for each of them.
                        of_each = [after[name]] if name in after else each(after, name)
                        assert truth is Truth.UNKNOWN or set(of_each) == {truth}, (name, question.id)
                        decided += truth is not Truth.UNKNOWN
                before, excepted = after, excepted_then
    assert decided > drawn(500)


def walked(checklist: str, chance: random.Random) -> Assessment:
    """A random walk to its end."""
    laid_out = outline(shipped(), (checklist,))
    given: dict[str, Answer] = {}
    while True:
        assessment = assess(laid_out, given, {}, NOW)
        question = next_question(assessment)
        if question is None:
            return assessment
        given[question.id] = Answer(value=some_value(question, chance), at=NOW)


def test_every_walk_ends_decided_and_of_many_each_question_is_asked_in_one() -> None:
    chance = random.Random(825)
    asked: set[str] = set()
    for checklist, walks in {"incident": 100, "verify-order": 300, "serve-order": 40, "standby": 60}.items():
        for _ in range(drawn(walks)):
            assessment = walked(checklist, chance)
            given = assessment.answers
            asked |= {base_of(name) for name in given}
            # An undetermined duty waits for an "unknown", or for an answer that only an amendment gives; held
            # questions may wait behind that.
            for duty in assessment.duties:
                waits = [name for name in duty.waits_for if name in given]
                assert all(given[name].value == "unknown" for name in waits), duty.obligation.id
                told = [n for n in duty.waits_for if assessment.outline.question(n).unprompted]
                assert bool(waits or told) == (duty.status == "undetermined"), duty.obligation.id
    if ALL:  # some questions take a hundred walks to come to
        assert asked == {q.id for q in shipped().questions() if not q.unprompted}


def takes_unknown_for_no(pack: Pack) -> list[str]:
    """Return the obligations with `known` in a condition, or in a finding that it names."""
    findings = {item.id: item for item in pack.items() if isinstance(item, Finding)}

    def rests_on_known(item: Obligation | Finding) -> bool:
        found = [part for condition in conditions_of(item) for part in parts(condition)]
        named = [findings[part.item] for part in found if isinstance(part, Is) and part.item in findings]
        return any(isinstance(part, IsKnown) for part in found) or any(map(rests_on_known, named))

    return [item.id for item in pack.items() if isinstance(item, Obligation) and rests_on_known(item)]


def test_no_condition_of_a_duty_takes_unknown_for_no() -> None:
    assert takes_unknown_for_no(shipped()) == []
    of_known = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {finding: f, text: F, is: {known: {a: yes}}, cites: ["1a"]}
  - {obligation: by-finding, text: O, modality: shall, when: {not: {f: yes}}, cites: ["1a"]}
  - {obligation: by-itself, text: O, modality: shall, when: {known: {a: yes}}, cites: ["1a"]}
  - {obligation: other, text: O, modality: shall, when: {a: yes}, cites: ["1a"]}
"""
    assert takes_unknown_for_no(small_pack(of_known)) == ["by-finding", "by-itself"]

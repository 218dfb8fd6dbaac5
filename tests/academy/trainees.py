"""Trainees of the tests: what each answers to the questions that a walk asks."""

import random
from collections.abc import Callable

from dvcheck.academy.scenario import Scenario
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.rules.answer import Answer, allowed_answers
from dvcheck.rules.assess import replay
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import base_of, outline

Trainee = Callable[[Scenario, Question], Value | None]
"""Returns an answer, or None to leave the question for later."""


def perfect(scenario: Scenario, question: Question) -> Value | None:
    """Answer as the key does, and nothing to a question that the key does not have."""
    return scenario.answers.get(question.id)


def careless(scenario: Scenario, question: Question) -> Value | None:
    """Leave every third question of the key for later, and answer every third with unknown."""
    number = list(scenario.answers).index(question.id) if question.id in scenario.answers else 0
    return (perfect(scenario, question), None, UNKNOWN)[number % 3]


def dangerous(scenario: Scenario, question: Question) -> Value | None:
    """Give every harmful answer."""
    names = (question.id, base_of(question.id))
    harmful = next((row.values[0] for row in scenario.harmful if row.ask in names), None)
    if harmful == "answered":
        return kind_of(question.kind).placeholder(question)
    if harmful is not None:
        return (harmful,) if question.kind == "choices" and harmful != UNKNOWN else harmful
    return perfect(scenario, question) or UNKNOWN


class Random:
    """A trainee who answers at random, also with unknown, and leaves some questions for later."""

    def __init__(self, seed: object) -> None:
        self.draw = random.Random(str(seed))

    def __call__(self, scenario: Scenario, question: Question) -> Value | None:
        if self.draw.random() < 0.1:
            return None
        if self.draw.random() < 0.3:
            return perfect(scenario, question) or UNKNOWN
        return self.draw.choice([*_values(question, self.draw), UNKNOWN])


def _values(question: Question, draw: random.Random) -> list[Value]:
    allowed = [value for value in allowed_answers(question) if value != UNKNOWN]
    match question.kind:
        case "choices":
            alone = [(option.id,) for option in question.options if option.alone]
            others = [option.id for option in question.options if not option.alone]
            some = draw.sample(others, draw.randint(1, len(others)))
            return [*alone, tuple(value for value in others if value in some)]
        case "list":
            return [("one person",), ("one person", "another person")]
        case _:
            free = kind_of(question.kind).placeholder(question)
            return [*allowed] or ([free] if free is not None else [])


def worked(pack: Pack, scenario: Scenario, trainee: Trainee) -> dict[str, Answer]:
    """Return the answers of a trainee who walks a scenario from its beginning to its end."""
    walk = outline(pack, (scenario.checklist,))
    drawn: dict[str, Answer] = {}
    seen: set[str] = set()
    # A list that is answered repeats questions for its entries, which may be lists too.
    while new := [q for q in Facts(walk, drawn).outline.questions() if q.id not in seen]:
        lists = [q for q in new if q.id in walk.lists or q.options_from]
        for question in lists or new:
            seen.add(question.id)
            value = trainee(scenario, question)
            if value is not None:
                drawn[question.id] = Answer(value=value, at=scenario.told_at)
    asked = replay(walk, drawn)
    return {name: answer for name, answer in drawn.items() if name in asked}

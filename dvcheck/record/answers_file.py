"""An answers file: a YAML mapping of question ids to answers, checked against a pack with line and column."""

from datetime import datetime

from dvcheck.language import phrase
from dvcheck.pack import nodes
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.nodes import Problem
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.rules.answer import passed, spoken, typed
from dvcheck.text import nearest

Answers = tuple[tuple[str, Value], ...]


def parse(text: str, file: str, pack: Pack, now: datetime) -> tuple[Answers, tuple[Problem, ...]]:
    """Read the answers in `text`, in its order, and every problem in it.

    `file` is the name places carry; a time of something done is no answer where it is after `now` (aware).
    """
    node, problems = nodes.read(text, file)
    if node is None:
        return (), problems
    if not isinstance(node, nodes.Mapping):
        what = phrase("an answers file is written as question ids with answers, such as two-members: yes")
        return (), (Problem(at=node.at, code="not-a-mapping", message=what),)
    questions = {question.id: question for question in pack.questions()}
    answers: list[tuple[str, Value]] = []
    found: list[Problem] = []
    for key, given in node.entries:
        question = questions.get(key.text)
        if question is None:
            hint = nearest(key.text, questions) or node.split_by_comma(given)
            message = phrase('no question is called "{key}"{hint}', key=key.text, hint=hint)
            found.append(Problem(at=key.at, code="unknown-question", message=message))
            continue
        answer = answer_in(given, question, now, pack.policy.zone)
        if isinstance(answer, NotAnAnswer):
            found.append(Problem(at=given.at, code="unknown-value", message=answer.why))
        else:
            answers.append((key.text, answer))
    return tuple(answers), tuple(found)


def answer_in(node: nodes.Node, question: Question, now: datetime, zone: str) -> Value | NotAnAnswer:
    """Read what a node of a file says in answer to a question at a time, or say why it is no answer."""
    value = _written(node, question, now, zone)
    return value if isinstance(value, NotAnAnswer) else passed(question, value, now, zone)


def _written(node: nodes.Node, question: Question, now: datetime, zone: str) -> Value | NotAnAnswer:
    match node:
        case nodes.Scalar():
            return typed(question, spoken(question, node.text, now, zone))
        case nodes.Sequence():
            texts = [item.text for item in node.items if isinstance(item, nodes.Scalar)]
            if len(texts) != len(node.items):
                return NotAnAnswer(phrase("a list of answers holds texts only"))
            return typed(question, tuple(texts))
        case nodes.Mapping():
            return NotAnAnswer(phrase("an answer is a text or a list of texts"))

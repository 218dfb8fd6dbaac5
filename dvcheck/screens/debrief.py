"""The debrief after practice, and the rubric of a scenario: on a screen, and as prose."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType

from dvcheck.academy.grade import Grade, GradedDuty, GradedQuestion, MetHarm, Right, Rubric
from dvcheck.academy.scenario import Harmful
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question, sections_of
from dvcheck.pack.value import Value
from dvcheck.screens.columns import Cell, Rows, ScreenColumn
from dvcheck.screens.style import counted_title, line
from dvcheck.wording.aloud import section, sentences


def practice() -> str:
    """Return the mark of everything that is practice."""
    return phrase("PRACTICE")


# --- the debrief --------------------------------------------------------------------------------------------


def debrief(grade: Grade) -> list[RenderableType]:
    """Lay out a grade: harmful answers first, then duties missed and invented, then the questions."""
    parts: list[RenderableType] = [
        line(f" {practice()}  {grade.scenario.title}", "bold"),
        line(f" {score(grade)}", "bold"),
        line(f" {summed(grade)}"),
    ]
    parts += _titled(phrase("HARMFUL"), [_harm(met) for met in grade.harmful])
    parts += _titled(phrase("MISSED"), [_duty(one, "-", given=False) for one in grade.missed])
    parts += _titled(phrase("INVENTED"), [_duty(one, "-", given=True) for one in grade.invented])
    for result, heading in _RESULTS.items():
        rows = [_question(one) for one in grade.questions if one.result == result]
        parts += _titled(heading(), rows)
    return [*parts, *_titled(phrase("FOUND"), [_duty(one, "+", given=True) for one in grade.found])]


def debrief_aloud(grade: Grade) -> Iterator[str]:
    """Yield a grade as prose."""
    yield sentences((phrase("Practice"), grade.scenario.title))
    yield sentences((score(grade),))
    yield sentences((summed(grade),))
    for met in grade.harmful:
        said = phrase("Harmful: {question}, {answer}", question=met.question.name, answer=_given(met))
        yield sentences((said, met.harmful.why, section(met.harmful.cites)))
    yield from (_duty_aloud(phrase("Missed"), one) for one in grade.missed)
    yield from (_duty_aloud(phrase("Invented"), one) for one in grade.invented)
    for one in grade.questions:
        if one.result != "right":
            yield sentences((_RESULTS_ALOUD[one.result](), one.question.name, compared(one)))
    yield from (_duty_aloud(phrase("Found"), one) for one in grade.found)


def score(grade: Grade) -> str:
    """Return the points of a grade."""
    return plural("{score} of {n} point", "{score} of {n} points", n=grade.of, score=grade.score)


def summed(grade: Grade) -> str:
    """Return how many harmful answers, duties and questions there were, in one line."""
    right = sum(one.result == "right" for one in grade.questions)
    owed = len(grade.found) + len(grade.missed)
    return " · ".join(
        (
            plural("{n} harmful answer", "{n} harmful answers", n=len(grade.harmful)),
            phrase("{n} of {of} duties found", n=len(grade.found), of=owed),
            phrase("{n} invented", n=len(grade.invented)),
            phrase("{n} of {of} questions right", n=right, of=len(grade.questions)),
            *([plural("{n} hint", "{n} hints", n=grade.hints)] if grade.hints else []),
        )
    )


def compared(one: GradedQuestion) -> str:
    """Return the answer that was given and the right one."""
    right = _shown(one.question, one.expected)
    if one.given is None:
        return phrase("right: {right}", right=right)
    return phrase("you: {given}; right: {right}", given=_shown(one.question, one.given), right=right)


_RESULTS: Mapping[Right, Callable[[], str]] = {
    "wrong": lambda: phrase("WRONG"),
    "unknown": lambda: phrase("UNKNOWN, BUT IT COULD BE KNOWN"),
    "not-asked": lambda: phrase("NOT ANSWERED"),
}
_RESULTS_ALOUD: Mapping[Right, Callable[[], str]] = {
    "right": lambda: phrase("Right"),
    "wrong": lambda: phrase("Wrong"),
    "unknown": lambda: phrase("Unknown, but it could be known"),
    "not-asked": lambda: phrase("Not answered"),
}


def _harm(met: MetHarm) -> tuple[Cell, ...]:
    said = f"{met.question.name}: {_given(met)}"
    return _cells(f"-{met.weight}", said, met.harmful.why, sections_of(met.harmful.cites))


def _given(met: MetHarm) -> str:
    return _shown(met.question, met.given)


def _duty(one: GradedDuty, sign: str, *, given: bool) -> tuple[Cell, ...]:
    o = one.duty.obligation
    points = f"{sign}{one.weight}" if given else "0"
    undecided = phrase("It should stay undecided.") if one.duty.status == "undetermined" else ""
    return _cells(points, phrase("{word}: {duty}", word=o.word, duty=o.text), undecided, sections_of(o.cites))


def _duty_aloud(said: str, one: GradedDuty) -> str:
    o = one.duty.obligation
    return sentences((said, phrase("{word}: {duty}", word=o.word, duty=o.text), section(o.cites)))


def _question(one: GradedQuestion) -> tuple[Cell, ...]:
    return _cells("0", one.question.name, compared(one), sections_of(one.question.cites))


def _shown(question: Question, value: Value) -> str:
    return question.shown(value)


# --- the rubric ---------------------------------------------------------------------------------------------


def rubric(found: Rubric) -> list[RenderableType]:
    """Lay out what a scenario gives points for, and what costs points."""
    parts: list[RenderableType] = [
        line(f" {practice()}  {found.scenario.title}", "bold"),
        line(f" {_full(found)}"),
    ]
    rows = [_costly(row, found) for row in found.harmful]
    parts += _titled(phrase("EACH COSTS POINTS"), rows)
    parts += _titled(phrase("DUTIES TO FIND"), [_duty(one, "+", given=True) for one in found.duties])
    parts += _titled(phrase("QUESTIONS TO ANSWER"), [_asked(one) for one in found.questions])
    return parts


def rubric_aloud(found: Rubric) -> Iterator[str]:
    """Yield a rubric as prose."""
    yield sentences((phrase("Practice"), found.scenario.title))
    yield sentences((_full(found),))
    for row in found.harmful:
        costs = plural("Costs {n} point", "Costs {n} points", n=row.points)
        yield sentences((costs, _answers(row, found), row.why, section(row.cites)))
    for one in found.duties:
        yield _duty_aloud(plural("{n} point", "{n} points", n=one.weight), one)
    for asked in found.questions:
        points = plural("{n} point", "{n} points", n=asked.weight)
        yield sentences((points, asked.question.name, compared(asked)))


def _full(found: Rubric) -> str:
    return plural(
        "Full score: {n} point. Each duty that the answers invent costs {invented}.",
        "Full score: {n} points. Each duty that the answers invent costs {invented}.",
        n=found.of,
        invented=found.invented,
    )


def _asked(one: GradedQuestion) -> tuple[Cell, ...]:
    return _cells(f"+{one.weight}", one.question.name, compared(one), sections_of(one.question.cites))


def _costly(row: Harmful, found: Rubric) -> tuple[Cell, ...]:
    return _cells(f"-{row.points}", _answers(row, found), row.why, sections_of(row.cites))


def _answers(row: Harmful, found: Rubric) -> str:
    question = found.question(row.ask)
    return f"{question.name}: {' / '.join(question.shown(value) for value in row.values)}"


# --- rows ---------------------------------------------------------------------------------------------------


def _titled(title: str, rows: Sequence[Sequence[Cell]]) -> Iterable[RenderableType]:
    if rows:
        yield Group(
            counted_title(title, len(rows)), Rows((ScreenColumn(5, right=True), ScreenColumn()), rows)
        )


def _cells(points: str, said: str, below: str, cited: str) -> tuple[Cell, ...]:
    second = " · ".join(filter(None, (below, cited)))
    body: Cell = ((said, ""), (second, "dim")) if second else ((said, ""),)
    return ((points, "bold"),), body

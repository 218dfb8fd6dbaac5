"""The debrief after practice, and the rubric of a scenario: on a screen, and as prose."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from rich.console import Group, RenderableType

from dvcheck.academy.grade import HINT, Grade, GradedDuty, GradedQuestion, MetHarm, Reason, Right, Rubric
from dvcheck.academy.scenario import Harmful, When
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question, sections_of
from dvcheck.screens.columns import Cell, Rows, ScreenColumn
from dvcheck.screens.style import counted_title, line
from dvcheck.walk.prompts import SEPARATOR
from dvcheck.wording.aloud import section, sentences


def practice() -> str:
    """Return the mark of everything that is practice."""
    return phrase("PRACTICE")


def solution() -> str:
    """Say that what follows is not for trainees."""
    return phrase("For the instructor: this holds the solution.")


# --- the debrief --------------------------------------------------------------------------------------------


def debrief(grade: Grade, taken: timedelta | None = None) -> list[RenderableType]:
    """Lay out a grade: harmful answers first, then duties missed and invented, then the questions.

    `taken` is the time that practice took; None if nobody measured it.
    """
    parts = headline(grade, taken)
    parts += _titled(phrase("HARMFUL ANSWERS"), [_harm(met, grade) for met in grade.harmful])
    parts += _titled(
        phrase("DUTIES MISSED"), [_duty(one, f"0/{one.weight}", missed(one)) for one in grade.missed]
    )
    parts += _titled(
        phrase("DUTIES INVENTED: NOT OWED IN THIS CALL"),
        [_duty(one, f"-{one.weight}", invented(one)) for one in grade.invented],
    )
    for result, heading in _RESULTS.items():
        parts += _titled(heading(), [_question(one) for one in _harmless(grade, result)])
    parts += _titled(phrase("HINTS"), [_hint(question) for question in grade.hinted])
    right = [_question(one) for one in grade.questions if one.result == "right"]
    found = [_duty(one, f"+{one.weight}", _stays_open(one)) for one in grade.found]
    return [*parts, *_titled(phrase("DUTIES FOUND"), found), *_titled(phrase("RIGHT ANSWERS"), right)]


def headline(grade: Grade, taken: timedelta | None = None) -> list[RenderableType]:
    """Lay out the scenario, the score, the counts and the time of a grade."""
    return [
        line(f" {practice()}  {grade.scenario.title}", "bold"),
        line(f" {score(grade)}", "bold"),
        line(f" {SEPARATOR.join(counts(grade))}"),
        *([line(f" {time_taken(grade, taken)}")] if taken is not None else []),
    ]


def debrief_aloud(grade: Grade, taken: timedelta | None = None) -> Iterator[str]:
    """Yield a grade as prose."""
    yield sentences((phrase("Practice"), grade.scenario.title))
    yield sentences((score(grade),))
    yield sentences((", ".join(counts(grade)),))
    if taken is not None:
        yield sentences((time_taken(grade, taken),))
    for met in grade.harmful:
        said = phrase("Harmful: {question}, {answer}", question=met.question.name, answer=_given(met))
        yield sentences((said, met.harmful.why, *_otherwise(met, grade), section(met.harmful.cites)))
    yield from (_duty_aloud(phrase("Missed"), one, missed(one)) for one in grade.missed)
    yield from (_duty_aloud(phrase("Invented"), one, invented(one)) for one in grade.invented)
    for result, heading in _RESULTS_ALOUD.items():
        for one in _harmless(grade, result):
            cited = section(one.question.cites)
            yield sentences((heading(), one.question.name, compared(one), *learned(one), cited))
    for question in grade.hinted:
        yield sentences((_hint_cost(), question.name))
    yield from (_duty_aloud(phrase("Found"), one, _stays_open(one)) for one in grade.found)
    right = ", ".join(one.question.name for one in grade.questions if one.result == "right")
    if right:
        yield sentences((phrase("Right: {questions}", questions=right),))


def score(grade: Grade) -> str:
    """Return the points of a grade."""
    return plural("{score} of {n} point", "{score} of {n} points", n=grade.of, score=grade.score)


def counts(grade: Grade) -> tuple[str, ...]:
    """Return how many harmful answers, duties and questions there were."""
    right = sum(one.result == "right" for one in grade.questions)
    owed = len(grade.found) + len(grade.missed)
    hints = (plural("{n} hint", "{n} hints", n=grade.hints),) if grade.hints else ()
    return (
        plural("{n} harmful answer", "{n} harmful answers", n=len(grade.harmful)),
        phrase("{n} of {of} duties found", n=len(grade.found), of=owed),
        phrase("{n} invented", n=len(grade.invented)),
        phrase("{n} of {of} questions right", n=right, of=len(grade.questions)),
        *hints,
    )


def time_taken(grade: Grade, taken: timedelta) -> str:
    """Return how long practice took, and how long it should take."""
    n, expected = int(taken.total_seconds()) // 60, grade.scenario.teaching.minutes
    took = plural("It took {n} minute", "It took {n} minutes", n=n) if n else phrase("It took under 1 minute")
    if expected is None:
        return phrase("{took}.", took=took)
    return plural("{took}; it should take {n}.", "{took}; it should take {n}.", n=expected, took=took)


def missed(one: GradedDuty) -> str:
    """Say why a duty is owed, or undecided, and what the trainee answered instead."""
    return " ".join(filter(None, (_stays_open(one), *(_reason(r, _instead(r)) for r in one.because))))


def invented(one: GradedDuty) -> str:
    """Say which answers raised a duty that is not owed."""
    return " ".join(_reason(r, _right_one(r)) for r in one.because)


def _reason(reason: Reason, other: str) -> str:
    answer = reason.question.shown(reason.value)
    if not other:
        return phrase("Because {question}: {answer}.", question=reason.question.name, answer=answer)
    return phrase(
        "Because {question}: {answer} ({other}).", question=reason.question.name, answer=answer, other=other
    )


def _instead(reason: Reason) -> str:
    if reason.other == reason.value:
        return ""
    if reason.other is None:
        return phrase("you gave no answer")
    return phrase("you said: {answer}", answer=reason.question.shown(reason.other))


def _right_one(reason: Reason) -> str:
    if reason.other == reason.value:
        return ""
    if reason.other is None:
        return phrase("not asked in this call")
    return phrase("right: {answer}", answer=reason.question.shown(reason.other))


def _stays_open(one: GradedDuty) -> str:
    return phrase("It stays undecided.") if one.duty.status == "undetermined" else ""


def compared(one: GradedQuestion) -> str:
    """Return the answer that was given and the right one."""
    right = one.question.shown(one.expected)
    if one.result == "right":
        return right
    if one.given is None and one.own is None:
        return phrase("not asked, after your other answers; right: {right}", right=right)
    if one.given is None:
        return phrase("you left it; right: {right}", right=right)
    return phrase(
        "you said: {given}; right: {right}", given=(one.own or one.question).shown(one.given), right=right
    )


def learned(one: GradedQuestion) -> tuple[str, ...]:
    """Return the facts at a question, and how the trainee could learn them."""
    if one.result not in ("wrong", "unknown"):
        return ()
    return tuple(_HOW[fact.when](fact.text) for fact in one.facts)


_HOW: Mapping[When, Callable[[str], str]] = {
    "on": lambda fact: phrase("You learned: {fact}", fact=fact),
    "after": lambda fact: phrase("You learned later: {fact}", fact=fact),
    "ask": lambda fact: phrase("You could ask with ?: {fact}", fact=fact),
}
_RESULTS: Mapping[Right, Callable[[], str]] = {
    "wrong": lambda: phrase("WRONG ANSWERS"),
    "unknown": lambda: phrase("UNKNOWN, BUT IT COULD BE KNOWN"),
    "not-asked": lambda: phrase("NOT ANSWERED"),
}
_RESULTS_ALOUD: Mapping[Right, Callable[[], str]] = {
    "wrong": lambda: phrase("Wrong"),
    "unknown": lambda: phrase("Unknown, but it could be known"),
    "not-asked": lambda: phrase("Not answered"),
}


def _harmless(grade: Grade, result: Right) -> list[GradedQuestion]:
    """Return the questions with this result, without those that were answered harmfully."""
    harmful = {met.question.id for met in grade.harmful}
    return [one for one in grade.questions if one.result == result and one.question.id not in harmful]


def _otherwise(met: MetHarm, grade: Grade) -> Iterator[str]:
    """Yield the right answer to a question that was answered harmfully, and the facts at its question."""
    for one in grade.questions:
        if one.question.id == met.question.id:
            yield phrase("right: {right}", right=one.question.shown(one.expected))
            yield from learned(one)


def _harm(met: MetHarm, grade: Grade) -> tuple[Cell, ...]:
    said = f"{met.question.name}: {_given(met)}"
    below = (met.harmful.why, *_otherwise(met, grade))
    return _cells(f"-{met.weight}", said, below, sections_of(met.harmful.cites))


def _given(met: MetHarm) -> str:
    return met.question.shown(met.given)


def _duty(one: GradedDuty, points: str, below: str = "") -> tuple[Cell, ...]:
    o = one.duty.obligation
    return _cells(points, phrase("{word}: {duty}", word=o.word, duty=o.text), (below,), sections_of(o.cites))


def _duty_aloud(said: str, one: GradedDuty, below: str = "") -> str:
    o = one.duty.obligation
    return sentences((said, phrase("{word}: {duty}", word=o.word, duty=o.text), below, section(o.cites)))


def _question(one: GradedQuestion) -> tuple[Cell, ...]:
    cited = sections_of(one.question.cites)
    if one.result == "right":
        return _cells(f"+{one.weight}", f"{one.question.name}: {compared(one)}", (), cited)
    return _cells(f"0/{one.weight}", one.question.name, (compared(one), *learned(one)), cited)


def _hint(question: Question) -> tuple[Cell, ...]:
    return _cells(f"-{HINT}", question.name, (), sections_of(question.cites))


def _hint_cost() -> str:
    return plural("Hint, for {n} point", "Hint, for {n} points", n=HINT)


# --- the rubric ---------------------------------------------------------------------------------------------


def rubric(found: Rubric) -> list[RenderableType]:
    """Lay out what a scenario gives points for, and what costs points."""
    parts: list[RenderableType] = [
        line(f" {practice()}  {found.scenario.title}", "bold"),
        line(f" {solution()}"),
        line(f" {_full(found)}"),
    ]
    rows = [_costly(row, found) for row in found.harmful]
    parts += _titled(phrase("EACH COSTS POINTS"), rows)
    parts += _titled(
        phrase("DUTIES TO FIND"), [_duty(one, f"+{one.weight}", _stays_open(one)) for one in found.duties]
    )
    parts += _titled(phrase("QUESTIONS TO ANSWER"), [_asked(one) for one in found.questions])
    return parts


def rubric_aloud(found: Rubric) -> Iterator[str]:
    """Yield a rubric as prose."""
    yield sentences((phrase("Practice"), found.scenario.title))
    yield sentences((solution(),))
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
    question = one.question
    return _cells(f"+{one.weight}", f"{question.name}: {compared(one)}", (), sections_of(question.cites))


def _costly(row: Harmful, found: Rubric) -> tuple[Cell, ...]:
    return _cells(f"-{row.points}", _answers(row, found), (row.why,), sections_of(row.cites))


def _answers(row: Harmful, found: Rubric) -> str:
    question = found.question(row.ask)
    return f"{question.name}: {' / '.join(question.shown(value) for value in row.values)}"


# --- rows ---------------------------------------------------------------------------------------------------


def _titled(title: str, rows: Sequence[Sequence[Cell]]) -> Iterable[RenderableType]:
    if rows:
        yield Group(
            counted_title(title, len(rows)), Rows((ScreenColumn(5, right=True), ScreenColumn()), rows)
        )


def _cells(points: str, said: str, below: Sequence[str], cited: str) -> tuple[Cell, ...]:
    """Return a row: its points, its text with the sections, and each line below it."""
    body: Cell = ((f"{said} ({cited})" if cited else said, ""), *((one, "dim") for one in below if one))
    return ((points, "bold"),), body

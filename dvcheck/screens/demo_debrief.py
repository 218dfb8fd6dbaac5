"""The debrief of a demo for a class: what was answered, which duties came up, and where officers go wrong."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from rich.console import RenderableType

from dvcheck.academy.grade import rubric
from dvcheck.academy.scenario import Scenario
from dvcheck.cells import cells
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.screens.case import recorded
from dvcheck.screens.columns import Cell, Rows, ScreenColumn
from dvcheck.screens.style import MARKS, NARROW, counted_title, line
from dvcheck.screens.summary import summary
from dvcheck.wording import duty as wording
from dvcheck.wording.aloud import section, sentences


def before_debrief(
    case: Case, pack: Pack, assessment: Assessment, ended: datetime, width: int
) -> tuple[RenderableType, ...]:
    """Lay out the end of a demo: what was recorded and the summary."""
    return recorded(case, pack), summary(pack, assessment, case=None, now=ended, width=width)


def debrief(scenario: Scenario, pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    """Lay out what a class learns from a scenario that was played to its end."""
    answered = [_DebriefRow("", f"{q.name}: {said}", "", q.cites) for q, said in _answers(assessment)]
    duties = [
        row
        for why, members in _by_reason(assessment)
        for row in (
            _DebriefRow("", "", why, ()),
            *(_DebriefRow(MARKS[d.status], _duty(d), "", d.obligation.cites) for d in members),
        )
    ]
    came_up = len(duties) - sum(not row.said for row in duties)
    wrong = [_DebriefRow("!", said, why, cites) for said, why, cites in _goes_wrong(scenario, pack)]
    goals = [_DebriefRow("-", goal.text, "", goal.cites) for goal in scenario.teaching.goals]
    return [
        line(""),
        line(f" {phrase('DEBRIEF  {title}', title=scenario.title)}", "bold"),
        *_titled(phrase("WHERE OFFICERS GO WRONG"), len(wrong), wrong, width),
        *_titled(phrase("WHAT WAS ANSWERED"), len(answered), answered, width),
        *_titled(phrase("WHICH DUTIES CAME UP, AND WHY"), came_up, duties, width),
        *_titled(phrase("WHAT TO TAKE AWAY"), len(goals), goals, width),
    ]


def debrief_aloud(scenario: Scenario, pack: Pack, assessment: Assessment) -> Iterator[str]:
    """Yield the same as prose."""
    yield sentences((phrase("Debrief: {title}", title=scenario.title),))
    for said, why, cites in _goes_wrong(scenario, pack):
        yield sentences((phrase("Officers go wrong here: {answer}", answer=said), why, section(cites)))
    for question, said in _answers(assessment):
        yield sentences(
            (phrase("Answered: {answer}", answer=f"{question.name}, {said}"), section(question.cites))
        )
    for why, members in _by_reason(assessment):
        yield sentences((phrase("Why the next duties came up: {why}", why=why),))
        for duty in members:
            came = phrase("Came up: {duty}", duty=_duty(duty))
            yield sentences((came, wording.status(duty), section(duty.obligation.cites)))
    for goal in scenario.teaching.goals:
        yield sentences((phrase("Take away: {goal}", goal=goal.text), section(goal.cites)))


def _answers(assessment: Assessment) -> Iterator[tuple[Question, str]]:
    """Yield each question that was answered, in the order of the walk, with the answer."""
    for question in assessment.outline.questions():
        answer = assessment.answers.get(question.id)
        if answer is not None and question.id not in assessment.inapplicable:
            yield question, question.shown(answer.value)


def _came_up(assessment: Assessment) -> Iterator[Duty]:
    """Yield the duties that came up or were left undecided, in the order of the checklists."""
    for duty in assessment.duties:
        if duty.status != "not-triggered" and duty.obligation.force != "permitted":
            yield duty


def _by_reason(assessment: Assessment) -> Iterator[tuple[str, Iterator[Duty]]]:
    """Yield each reason once, with the duties in a row that have it."""
    yield from groupby(_came_up(assessment), key=lambda duty: _why(duty, assessment))


def _duty(duty: Duty) -> str:
    o = duty.obligation
    return phrase("{word}: {duty}", word=o.word, duty=o.in_brief)


def _why(duty: Duty, assessment: Assessment) -> str:
    if duty.status == "undetermined":
        return phrase("decided by: {questions}", questions=wording.decided_by(duty, assessment))
    return wording.why(duty, assessment) or phrase("on every such call")


def _goes_wrong(scenario: Scenario, pack: Pack) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each harmful choice with why it is harmful, and the sections."""
    found = rubric(pack, scenario)
    for row in found.harmful:
        question = found.question(row.ask)
        named = " / ".join(question.shown(value) for value in row.values)
        yield f"{question.name}: {named}", row.why, row.cites


_SECTIONS = 4
"""The sections of a row take at most this part of the width: a quarter."""


class _DebriefRow(NamedTuple):
    """A row: its mark, what it says, why, and the statements it cites.

    A row that says nothing has the reason of those below it.
    """

    mark: str
    said: str
    why: str
    cites: tuple[str, ...]


def _titled(title: str, count: int, rows: Sequence[_DebriefRow], width: int) -> Iterable[RenderableType]:
    """Lay out rows under a title. A narrow screen has the sections below the text, a wider one beside it."""
    if not rows:
        return
    wide = width >= NARROW
    beside = min(max(1, *(cells(sections_of(row.cites)) for row in rows)), width // _SECTIONS)
    columns = (ScreenColumn(2, right=True), ScreenColumn(), ScreenColumn(beside, right=True))
    yield counted_title(title, count)
    yield Rows(columns if wide else columns[:2], [_cells(row, wide=wide) for row in rows])


def _cells(row: _DebriefRow, *, wide: bool) -> tuple[Cell, ...]:
    cited = sections_of(row.cites)
    below = row.why if wide else " · ".join(filter(None, (row.why, cited)))
    body: Cell = tuple((text, style) for text, style in ((row.said, ""), (below, "dim")) if text)
    laid_out: tuple[Cell, ...] = ((row.mark, "bold"),), body
    return (*laid_out, ((cited, "dim"),)) if wide else laid_out

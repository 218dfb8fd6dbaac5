"""What a scenario teaches, and the notes for its instructor: on a screen, and as prose."""

from collections.abc import Iterator

from rich.console import Group, RenderableType

from dvcheck.academy.scenario import Goal, Scenario
from dvcheck.language import phrase, plural
from dvcheck.pack.model import sections_of
from dvcheck.screens.columns import Cell, Rows, ScreenColumn
from dvcheck.screens.debrief import practice, solution
from dvcheck.screens.style import counted_title, line
from dvcheck.wording.aloud import section, sentences


def lesson(scenario: Scenario) -> list[RenderableType]:
    """Lay out the goals, the level and the length of a scenario, and the notes for its instructor."""
    teaching = scenario.teaching
    parts: list[RenderableType] = [
        line(f" {practice()}  {scenario.title}", "bold"),
        line(f" {_walked(scenario)}"),
    ]
    if teaching.goals:
        rows = [_goal(goal) for goal in teaching.goals]
        parts.append(Group(counted_title(phrase("GOALS"), len(rows)), Rows(_COLUMNS, rows)))
    if not teaching.notes:
        return [*parts, line(""), line(f" {_no_notes()}")]
    notes: Cell = ((solution(), "bold"), (teaching.notes, ""))
    return [*parts, line(""), line(f" {phrase('NOTES')}", "bold"), Rows(_COLUMNS, [(_NOTHING, notes)])]


def lesson_aloud(scenario: Scenario) -> Iterator[str]:
    """Yield the same as prose."""
    teaching = scenario.teaching
    yield sentences((phrase("Practice"), scenario.title))
    yield sentences((_walked(scenario),))
    for goal in teaching.goals:
        yield sentences((phrase("Goal: {goal}", goal=goal.text), section(goal.cites)))
    if not teaching.notes:
        yield sentences((_no_notes(),))
        return
    yield sentences((solution(),))
    yield sentences((teaching.notes,))


_COLUMNS = (ScreenColumn(2), ScreenColumn())
_NOTHING: Cell = (("", ""),)


def _walked(scenario: Scenario) -> str:
    """Return the walk of a scenario, its level and its length."""
    n = scenario.teaching.minutes
    long = plural("{n} minute", "{n} minutes", n=n) if n else ""
    return " · ".join(filter(None, (scenario.checklist, scenario.level, long)))


def _goal(goal: Goal) -> tuple[Cell, ...]:
    return ((" -", ""),), ((f"{goal.text} ({sections_of(goal.cites)})", ""),)


def _no_notes() -> str:
    return phrase("This scenario has no notes for the instructor.")

"""The hand-out of a scenario for a class, and its solution sheet for the instructor. Pure.

The hand-out has the story, every question of the walk, and the facts as cards. It has nothing of the key: no
answer, no reason, no notes, and not which questions the key answers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import assert_never
from zoneinfo import ZoneInfo

from dvcheck.academy.grade import HINT, GradedDuty, Rubric, rubric
from dvcheck.academy.scenario import Harmful, Level, Reveal, Scenario, When, assess_scenario
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.report.sheet import Cell, Chapter, Column, CutCards, FactList, Group, Lines, Part, Sheet, Table
from dvcheck.rules.assess import Assessment, Duty, Status
from dvcheck.rules.outline import Guarded, base_of, outline
from dvcheck.rules.urgency import most_urgent_first
from dvcheck.wording.deadline import stated_deadline
from dvcheck.wording.times import date_and_time

FILL_IN = "FILL IN"
"""The words that mark a text of a scenario that its author still has to write."""

_BLANK = "____________"


def left_to_fill_in(scenario: Scenario) -> int:
    """Return how many texts of a scenario its author still has to write."""
    texts = [scenario.title, scenario.story, *(fact.text for fact in scenario.reveal)]
    texts += [*scenario.not_feasible.values(), *(row.why for row in scenario.harmful)]
    return sum(FILL_IN in text for text in texts)


# --- the hand-out -------------------------------------------------------------------------------------------


def handout(pack: Pack, scenario: Scenario, made: datetime, *, goals: bool = False) -> Sheet:
    """Return the hand-out for a class. With `goals`, it has the goals: they may give the answers away."""
    mark = phrase("PRACTICE · for training only · {title}", title=scenario.title)
    chapters = [_call(pack, scenario)]
    chapters += [_goals(scenario)] if goals and scenario.teaching.goals else []
    chapters.append(_to_answer(pack, scenario))
    chapters += [_cards(pack, scenario)] if scenario.reveal else []
    return Sheet(
        title=phrase("PRACTICE: {title}", title=scenario.title),
        lead=(phrase("An invented call, for training only."), _in_short(pack, scenario)),
        chapters=tuple(chapters),
        mark=mark,
        made=made,
        large=True,
    )


def _in_short(pack: Pack, scenario: Scenario) -> str:
    """Return the checklist, the level and the length of a scenario in one line."""
    of = pack.checklist(scenario.checklist).title, level_name(scenario.level)
    minutes = scenario.teaching.minutes
    long = plural("{n} minute", "{n} minutes", n=minutes) if minutes else ""
    return " · ".join(filter(None, (*of, long)))


def level_name(level: Level) -> str:
    """Return a level in words."""
    match level:
        case "recruit":
            return phrase("Level: recruit")
        case "officer":
            return phrase("Level: officer")
        case "instructor":
            return phrase("Level: instructor")
    assert_never(level)


def _call(pack: Pack, scenario: Scenario) -> Chapter:
    zone = ZoneInfo(pack.policy.zone)
    rows: tuple[tuple[str, Cell], ...] = (
        (phrase("What you know"), (scenario.story,)),
        (phrase("When"), (date_and_time(scenario.told_at, zone),)),
    )
    return Chapter(title=phrase("The call"), parts=(FactList(rows=rows),))


def _goals(scenario: Scenario) -> Chapter:
    rows = tuple(((goal.text,), (sections_of(goal.cites),)) for goal in scenario.teaching.goals)
    columns = Column(phrase("You learn to"), 5, strong=True), Column(phrase("Section"), 0)
    return Chapter(title=phrase("Goals"), parts=(Table(columns=columns, groups=_in_one(rows)),))


def _to_answer(pack: Pack, scenario: Scenario) -> Chapter:
    """Return a blank for each question of the walk. Which of them come up would give answers away."""
    walk = outline(pack, (scenario.checklist,))
    asked = [g for g in walk.items if _is_numbered(g)]
    labels = _labels(pack, scenario)
    columns = (
        Column(phrase("Question"), 5, strong=True),
        Column(phrase("Your answer"), 3),
        Column(phrase("Section"), 0),
    )
    groups = tuple(
        Group(title=title, rows=tuple(_blank(one, labels) for one in members))
        for title, members in groupby(asked, key=lambda one: _part_of(pack, one))
    )
    how = phrase("Not every question comes up on this call. Leave those blank. Unknown is an answer.")
    parts: tuple[Part, ...] = (Lines(lines=(how,)), Table(columns=columns, groups=groups))
    return Chapter(title=phrase("Your answers"), parts=parts)


def _part_of(pack: Pack, one: Guarded) -> str:
    """Return the section of a question, and the list it is asked for."""
    if not one.for_each:
        return one.section
    of = next((q.name for q in pack.questions() if q.id == one.for_each), one.for_each)
    return phrase("{section} (for each: {list})", section=one.section, list=of)


def _is_numbered(one: Guarded) -> bool:
    """Check whether the hand-out has a blank for an item, and so a number."""
    return isinstance(one.item, Question) and not one.item.unprompted


def _labels(pack: Pack, scenario: Scenario) -> Mapping[str, str]:
    """Return the number and the name of each question of the walk.

    Blanks, cards and the solution all have them, so that each card finds its question.
    """
    walk = outline(pack, (scenario.checklist,)).items
    numbered = [g.item for g in walk if _is_numbered(g) and isinstance(g.item, Question)]
    others = [g.item for g in walk if not _is_numbered(g) and isinstance(g.item, Question)]
    return {
        **{q.id: q.name for q in others},
        **{q.id: f"{n}. {q.name}" for n, q in enumerate(numbered, 1)},
    }


def _label(labels: Mapping[str, str], name: str) -> str:
    return labels.get(base_of(name), name)


def _in_order(labels: Mapping[str, str], scenario: Scenario) -> list[Reveal]:
    """Return the facts in the order of their questions."""
    at = {name: n for n, name in enumerate(labels)}
    return sorted(scenario.reveal, key=lambda fact: at.get(base_of(fact.on), len(at)))


def _asked(labels: Mapping[str, str], question: Question) -> str:
    """Return a question after its number and name."""
    return f"{_label(labels, question.id)}: {question.text}"


def _blank(one: Guarded, labels: Mapping[str, str]) -> tuple[Cell, ...]:
    question = one.item
    assert isinstance(question, Question)
    return (
        (_asked(labels, question), *filter(None, (_choices(question),))),
        (_BLANK,),
        (sections_of(question.cites),),
    )


def _choices(question: Question) -> str:
    """Return the answers to choose from; what to write for a question of another kind."""
    match question.kind:
        case "yes-no":
            return phrase("yes / no / unknown")
        case "choice" | "choices":
            listed = [phrase("one of the list")] if question.options_from else []
            shown = [*listed, *(option.text for option in question.options)]
            return " / ".join(dict.fromkeys((*shown, phrase("unknown"))))
        case "list":
            return phrase("a list, or unknown")
        case "date" | "time":
            return phrase("a date and a time, or unknown")
        case "timer":
            return phrase("when it began and when it ended")
        case "text" | "number" | "duration":
            return ""
    assert_never(question.kind)


def _cards(pack: Pack, scenario: Scenario) -> Chapter:
    """Return the facts as cards. The first line says when the instructor hands a card out."""
    labels = _labels(pack, scenario)
    cards = tuple(
        (f"{_label(labels, fact.on)} · {_handed_out(fact.when)}", fact.text)
        for fact in _in_order(labels, scenario)
    )
    how = phrase(
        "For the instructor: cut them apart. Each has the number of its question. Hand it out when the class "
        "comes to it."
    )
    return Chapter(
        title=phrase("Facts to hand out"),
        parts=(Lines(lines=(how,)), CutCards(cards=cards)),
        on_new_page=True,
    )


def _handed_out(when: When) -> str:
    match when:
        case "on":
            return phrase("with the question")
        case "after":
            return phrase("after it is answered")
        case "ask":
            return phrase("only if somebody asks for more")
    assert_never(when)


def _in_one(rows: tuple[tuple[Cell, ...], ...]) -> tuple[Group, ...]:
    return (Group(title="", rows=rows),)


# --- the solution -------------------------------------------------------------------------------------------


def solution(pack: Pack, scenario: Scenario, made: datetime) -> Sheet:
    """Return the solution sheet: the key, the duties, the harmful answers, the points and the notes."""
    points = rubric(pack, scenario)
    worked = assess_scenario(pack, scenario)
    chapters = [_goals(scenario)] if scenario.teaching.goals else []
    chapters += [_harm(points)] if scenario.harmful else []
    labels = _labels(pack, scenario)
    chapters += [_key(points, labels), _duties(worked, points), _points(points)]
    if scenario.reveal:
        chapters.append(_facts(labels, _in_order(labels, scenario)))
    notes = scenario.teaching.notes
    chapters += [Chapter(title=phrase("Notes"), parts=(Lines(lines=(notes,)),))] if notes else []
    mark = phrase("SOLUTION – for the instructor")
    return Sheet(
        title=phrase("SOLUTION: {title}", title=scenario.title),
        lead=(mark, _in_short(pack, scenario), scenario.story),
        chapters=tuple(chapters),
        mark=f"{mark} · {scenario.id}",
        made=made,
    )


def _harm(points: Rubric) -> Chapter:
    rows = tuple(
        ((str(row.points),), (_wrong(row, points), row.why), (sections_of(row.cites),))
        for row in points.harmful
    )
    columns = (
        Column(phrase("Costs"), 0),
        Column(phrase("Answer, and why it does harm"), 5, strong=True),
        Column(phrase("Section"), 0),
    )
    return Chapter(title=phrase("Harmful answers"), parts=(Table(columns=columns, groups=_in_one(rows)),))


def _wrong(row: Harmful, points: Rubric) -> str:
    question = points.question(row.ask)
    return f"{question.name}: {' / '.join(question.shown(value) for value in row.values)}"


def _key(points: Rubric, labels: Mapping[str, str]) -> Chapter:
    rows = tuple(
        (
            (str(one.weight),),
            (_asked(labels, one.question),),
            (one.question.shown(one.expected),),
            (sections_of(one.question.cites),),
        )
        for one in points.questions
    )
    columns = (
        Column(phrase("Points"), 0),
        Column(phrase("Question"), 5),
        Column(phrase("Right answer"), 3, strong=True),
        Column(phrase("Section"), 0),
    )
    return Chapter(title=phrase("The key"), parts=(Table(columns=columns, groups=_in_one(rows)),))


_SHOWN: tuple[Status, ...] = ("open", "in-force", "undetermined", "not-feasible", "done")


def _duties(worked: Assessment, points: Rubric) -> Chapter:
    given = {one.duty.obligation.id: one for one in points.duties}
    groups = tuple(
        Group(
            title=_status_name(status), rows=tuple(_duty(duty, given) for duty in most_urgent_first(members))
        )
        for status in _SHOWN
        if (members := [d for d in worked.with_status(status) if d.obligation.force != "permitted"])
    )
    columns = (
        Column(phrase("Points"), 0),
        Column(phrase("Word"), 0),
        Column(phrase("Duty"), 5),
        Column(phrase("By when"), 2),
        Column(phrase("Section"), 0),
    )
    parts: tuple[Part, ...] = (
        (Table(columns=columns, groups=groups),) if groups else (Lines(lines=(phrase("No duty comes up."),)),)
    )
    return Chapter(title=phrase("Duties that follow"), parts=parts)


def _status_name(status: Status) -> str:
    match status:
        case "open":
            return phrase("Open")
        case "in-force":
            return phrase("In force")
        case "undetermined":
            return phrase("Undecided")
        case "not-feasible":
            return phrase("Not feasible")
        case "done":
            return phrase("Done")
        case "not-triggered":
            return phrase("Does not arise")
    assert_never(status)


def _duty(duty: Duty, given: dict[str, GradedDuty]) -> tuple[Cell, ...]:
    o = duty.obligation
    one = given.get(o.id)
    who = (duty.entry.shown,) if duty.entry is not None else ()
    due = stated_deadline(duty.deadline) if duty.status == "open" else ""
    points = str(one.weight) if one is not None else ""
    return (points,), (o.word,), (o.text, *who), (due,), (sections_of(o.cites),)


def _points(points: Rubric) -> Chapter:
    lines = (
        plural("Full score: {n} point.", "Full score: {n} points.", n=points.of),
        plural(
            "A duty that does not arise, but that the answers raise, costs {n} point.",
            "A duty that does not arise, but that the answers raise, costs {n} points.",
            n=points.invented,
        ),
        plural("A hint costs {n} point.", "A hint costs {n} points.", n=HINT),
        phrase("A duty without points comes up whatever is answered, or was done by an answer."),
        phrase("Only answers are graded. The words of a text and the names in a list are not."),
    )
    return Chapter(title=phrase("Points"), parts=(Lines(lines=lines),))


def _facts(labels: Mapping[str, str], facts: Sequence[Reveal]) -> Chapter:
    rows = tuple(((_label(labels, one.on),), (one.text,), (_handed_out(one.when),)) for one in facts)
    columns = Column(phrase("Question"), 3), Column(phrase("Fact"), 5), Column(phrase("When it comes"), 2)
    return Chapter(title=phrase("Facts"), parts=(Table(columns=columns, groups=_in_one(rows)),))

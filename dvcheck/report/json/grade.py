"""The grade of a trainee's answers to a scenario, and the rubric of a scenario."""

from typing import TYPE_CHECKING

from dvcheck.pack.model import Pack
from dvcheck.report.json.parts import SCHEMA

if TYPE_CHECKING:  # only their fields are read: academy is a higher layer
    from dvcheck.academy.grade import Grade, GradedDuty, GradedQuestion, MetHarm, Rubric
    from dvcheck.academy.scenario import Harmful, Scenario


def document(pack: Pack, grade: "Grade") -> dict[str, object]:
    """Return the score, and by id what was harmful, missed and invented; then the same in full."""
    return {
        "schema": SCHEMA,
        "practice": True,
        "scenario": grade.scenario.id,
        "pack": pack.digest,
        "score": grade.score,
        "of": grade.of,
        "hints": grade.hints,
        "hinted": [question.id for question in grade.hinted],
        "harmful": [met.harmful.ask for met in grade.harmful],
        "missed": [one.duty.obligation.id for one in grade.missed],
        "invented": [one.duty.obligation.id for one in grade.invented],
        "questions": [_question(one) for one in grade.questions],
        "debrief": {
            "harmful": [_met(one) for one in grade.harmful],
            "found": [_duty(one) for one in grade.found],
            "missed": [_duty(one) for one in grade.missed],
            "invented": [_duty(one) for one in grade.invented],
        },
    }


def rubric_document(pack: Pack, rubric: "Rubric") -> dict[str, object]:
    """Return what a scenario gives points for, and what costs points.

    `answers` are the options of a question: with them, anybody can type in the answers from paper.
    """
    return {
        "schema": SCHEMA,
        "practice": True,
        "scenario": rubric.scenario.id,
        "pack": pack.digest,
        "of": rubric.of,
        "questions": [
            {
                "question": one.question.id,
                "text": one.question.text,
                "kind": one.question.kind,
                "answers": [{"id": option.id, "text": option.text} for option in one.question.options],
                "expected": one.expected,
                "points": one.weight,
            }
            for one in rubric.questions
        ],
        "obligations": [_duty(one) for one in rubric.duties],
        "harmful": [_harmful(row) for row in rubric.harmful],
        "invented": rubric.invented,
    }


def lesson_document(pack: Pack, scenario: "Scenario") -> dict[str, object]:
    """Return what a scenario teaches, and the notes for its instructor."""
    teaching = scenario.teaching
    return {
        "schema": SCHEMA,
        "practice": True,
        "scenario": scenario.id,
        "pack": pack.digest,
        "title": scenario.title,
        "checklist": scenario.checklist,
        "level": scenario.level,
        "minutes": teaching.minutes,
        "goals": [{"text": goal.text, "cites": goal.cites} for goal in teaching.goals],
        "notes": teaching.notes,
    }


def _question(one: "GradedQuestion") -> dict[str, object]:
    return {
        "question": one.question.id,
        "result": one.result,
        "given": one.given,
        "expected": one.expected,
        "points": one.points,
        "of": one.weight,
    }


def _duty(one: "GradedDuty") -> dict[str, object]:
    o = one.duty.obligation
    return {"id": o.id, "status": one.duty.status, "force": o.force, "cites": o.cites, "points": one.weight}


def _met(one: "MetHarm") -> dict[str, object]:
    return {"given": one.given, **_harmful(one.harmful)}


def _harmful(row: "Harmful") -> dict[str, object]:
    return {
        "question": row.ask,
        "values": row.values,
        "why": row.why,
        "cites": row.cites,
        "points": row.points,
    }

"""The skeleton of the narrative: each fact comes from one answer, mark or note, and nothing else is in it."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario, assess_scenario
from dvcheck.pack import library, parse
from dvcheck.pack.model import Obligation, Pack, Question
from dvcheck.pack.narrative import is_case_fact
from dvcheck.record import events as entries
from dvcheck.record.case import Case
from dvcheck.report.narrative import BLANK, skeleton
from dvcheck.report.sheet import Table
from dvcheck.report.worksheet import KEPT_BACK
from dvcheck.rules.answer import Answer, Mark, allowed_answers
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import base_of, outline
from tests.drawn import drawn
from tests.report.cases import MARKUP, answered, assessed, folded, opening, sheet
from tests.small_packs import POLICY
from tests.terminal.walks import shipped

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
NOTE = "She said that he hit her twice."


@cache
def largest() -> tuple[Scenario, ...]:
    """The six scenarios with the most answers and marks."""
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return tuple(sorted(found, key=lambda s: len(s.answers) + len(s.done) + len(s.not_feasible))[-6:])


def case_of(pack: Pack, checklist: str) -> Case:
    """A case with a note; its answers and marks are given to `lines` apart."""
    return folded([*opening(pack, checklist), (5, entries.Noted(NOTE))])


def lines(pack: Pack, assessment: Assessment, *, sensitive: bool = False) -> list[tuple[str, str]]:
    """The rows of a skeleton, each with when it was recorded."""
    case = case_of(pack, "incident")
    found = skeleton(pack, assessment, case, sensitive=sensitive, withheld=KEPT_BACK, time=str)
    return [(row[0][0], row[1][0]) for group in found.groups for row in group.rows] if found else []


def named(pack: Pack) -> set[str]:
    return {name for part in pack.narrative for name in part.sources}


def joined(label: str, said: str) -> str:
    return f"{label} {said}" if label.endswith("?") else f"{label}: {said}"


def answers_in_words(
    pack: Pack, assessment: Assessment, *, sensitive: bool
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the line of each answer that counts, with the id of its question."""
    for name, answer in assessment.answers.items():
        question = assessment.outline.question(name)
        if name not in assessment.inapplicable and base_of(name) in named(pack):
            shown = question.shown(answer.value) if sensitive or not question.sensitive else KEPT_BACK
            yield name, (str(answer.at), joined(question.name, shown))


def marks_in_words(pack: Pack, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield the line of each mark."""
    words = {"done": "done", "not-feasible": "not feasible ({})", "carried-over": "carried over ({})"}
    for duty in assessment.duties:
        if duty.mark is not None and duty.id in named(pack):
            said = words[duty.mark.status].format(duty.mark.reason)
            yield str(duty.mark.at), joined(duty.obligation.in_brief, said)


def hold_to_what_is_recorded(pack: Pack, assessment: Assessment, *, sensitive: bool) -> None:
    """Check that each fact traces to one answer, mark or note, and that nothing named is missing."""
    shown = lines(pack, assessment, sensitive=sensitive)
    facts = [row for row in shown if not row[1].startswith(BLANK)]
    blanks = {row[1].removeprefix(BLANK).strip() for row in shown if row[1].startswith(BLANK)}
    said = dict(answers_in_words(pack, assessment, sensitive=sensitive))
    marked = list(marks_in_words(pack, assessment))
    case = case_of(pack, "incident")
    of_the_case = [
        ("", "CAD or GO number: 25-123456"),
        ("", "Officer: 4711"),
        ("", "Case opened: Nov 1, 2026, 00:30"),
        (str(case.remarks[0].at), NOTE),
    ]
    assert sorted(facts) == sorted([*said.values(), *marked, *of_the_case])
    for name, (_, line) in said.items():
        if assessment.answers[name].value == "unknown" and (
            sensitive or not assessment.outline.question(name).sensitive
        ):
            assert line.endswith("unknown")
    unasked = {q.text for q in assessment.unasked if base_of(q.id) in named(pack)}
    open_duties = {
        f"{d.obligation.in_brief} (not marked yet)"
        for d in assessment.duties
        if d.status == "open" and d.mark is None and d.id in named(pack)
    }
    own = {blank.text for part in pack.narrative for blank in part.blanks}
    assert unasked | open_duties <= blanks <= unasked | open_duties | own
    assert all(time == "" for time, text in shown if text.startswith(BLANK))


@pytest.mark.parametrize("sensitive", [False, True])
@pytest.mark.parametrize("scenario", largest(), ids=lambda s: s.id)
def test_each_fact_of_a_scenario_is_one_that_was_recorded(scenario: Scenario, sensitive: bool) -> None:
    assessment = assess_scenario(shipped(), scenario)
    hold_to_what_is_recorded(shipped(), assessment, sensitive=sensitive)


QUESTIONS = shipped().questions()
DUTIES = [i.id for i in shipped().items() if isinstance(i, Obligation)]


@st.composite
def any_case(draw: st.DrawFn) -> tuple[str, dict[str, Answer], dict[str, Mark]]:
    """Draw answers and marks that fit the kinds, whether or not a walk would come to them."""
    chance = draw(st.randoms(use_true_random=False))
    answers: dict[str, Answer] = {}
    for number, question in enumerate(draw(st.lists(st.sampled_from(QUESTIONS), unique_by=lambda q: q.id))):
        answers[question.id] = Answer(value=some_value(question, chance), at=NOW + timedelta(minutes=number))
    marks = {
        name: Mark(status=chance.choice(("done", "not-feasible", "carried-over")), at=NOW, reason="no camera")
        for name in draw(st.lists(st.sampled_from(DUTIES), unique=True, max_size=9))
    }
    return draw(st.sampled_from(("incident", "verify-order", "serve-order", "standby"))), answers, marks


def some_value(question: Question, chance: random.Random) -> str | tuple[str, ...]:
    match question.kind:
        case "choices":
            return chance.choice([*((option.id,) for option in question.options), "unknown"])
        case "list":
            return chance.choice([("he", "his brother"), ("Ana",), "unknown"])
        case "text":
            return chance.choice(("Ana Roe, 503-555-0100", "unknown"))
    return chance.choice(allowed_answers(question) or ("3", "unknown"))


@settings(max_examples=drawn(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_case(), st.booleans())
def test_nothing_is_invented_and_nothing_named_is_missing(
    made: tuple[str, Mapping[str, Answer], Mapping[str, Mark]], sensitive: bool
) -> None:
    checklist, answers, marks = made
    assessment = assess(outline(shipped(), (checklist,)), answers, marks, NOW)
    hold_to_what_is_recorded(shipped(), assessment, sensitive=sensitive)


def test_the_parts_follow_each_other_as_the_pack_says() -> None:
    scenario = next(s for s in largest() if s.checklist == "incident")
    found = skeleton(
        shipped(),
        assess_scenario(shipped(), scenario),
        case_of(shipped(), "incident"),
        sensitive=False,
        withheld=KEPT_BACK,
        time=str,
    )
    assert found is not None
    titles = [group.title for group in found.groups]
    order = [part.title for part in shipped().narrative]
    assert titles == [title for title in order if title in titles]
    assert titles[:3] == ["Times", "The call", "Who is who, by role"]
    assert "The standby" not in titles


def test_every_question_but_the_clock_is_in_the_narrative_of_the_shipped_pack() -> None:
    left_out = {question.id for question in QUESTIONS} - named(shipped())
    assert left_out == {"standby-clock"}
    assert all(
        is_case_fact(name) or name in DUTIES or any(q.id == name for q in QUESTIONS)
        for name in named(shipped())
    )


# --- a small pack -------------------------------------------------------------------------------------------

WALK = """\
checklist: walk
title: Walk
sections:
- title: All
  items:
  - {ask: hurt, text: Is anyone hurt?, kind: yes-no, cites: ["1a"]}
  - {ask: who, text: Who is it?, label: Person, kind: text, sensitive: true, cites: ["1a"]}
  - {ask: later, text: What came later?, label: Later, kind: text, unprompted: true, cites: ["1a"]}
  - {ask: where, text: Where?, kind: text, when: {hurt: yes}, cites: ["1a"]}
  - {obligation: write, text: Write the report, modality: shall, cites: ["1a"], when: {hurt: yes}}
"""
FORMS = """\
narrative:
- part: one
  title: What happened
  from: [notes, hurt, who, later, where, write]
  blanks: [What did you see?]
- {part: two, title: In your words, blanks: What else?}
"""


def small(forms: str = FORMS) -> Pack:
    files = {"policy.yaml": POLICY.replace("title:", "language: 2\ntitle:", 1), "walk.yaml": WALK}
    pack, problems = parse.parse(files | ({"forms.yaml": forms} if forms else {}), "sha256:small")
    assert pack is not None, problems
    return pack


def written(pack: Pack, case: Case, *, sensitive: bool = False) -> list[str]:
    chapters = sheet(case, pack, sensitive=sensitive).chapters
    found = [c for c in chapters if c.title == "Narrative, to fill in"]
    assert len(found) < 2
    parts = [part for chapter in found for part in chapter.parts]
    return [
        " ".join(filter(None, (cell[0] for cell in row)))
        for part in parts
        if isinstance(part, Table)
        for group in part.groups
        for row in group.rows
    ]


def test_a_line_is_an_answer_a_mark_a_note_or_a_blank() -> None:
    pack = small()
    case = folded(
        [
            *opening(pack, "walk"),
            *answered({"hurt": "yes", "who": "Jane Roe"}),
            (3, entries.Noted(MARKUP)),
            (4, entries.Marked("write", "not-feasible", "no computer")),
        ]
    )
    said = written(pack, case)
    assert [line.partition(" ")[2] for line in said if not line.startswith(".")] == [
        MARKUP,
        "Is anyone hurt? yes",
        f"Person: {KEPT_BACK}",
        "Write the report: not feasible (no computer)",
    ]
    assert [line.removeprefix(BLANK) for line in said if line.startswith(".")] == [
        " Where?",
        " What did you see?",
        " What else?",
    ]
    assert any(line.endswith("Person: Jane Roe") for line in written(pack, case, sensitive=True))


def test_unknown_is_said_and_what_does_not_apply_is_not_there() -> None:
    pack = small()
    unknown = folded([*opening(pack, "walk"), *answered({"hurt": "unknown", "later": "nothing"})])
    said = written(pack, unknown)
    assert any(line.endswith("Is anyone hurt? unknown") for line in said)
    assert any(line.endswith("Later: nothing") for line in said)
    no = folded([*opening(pack, "walk"), *answered({"hurt": "no", "where": "at home"})])
    said = written(pack, no)
    assert not any("Where?" in line or "at home" in line or "Write" in line for line in said)
    assert f"{BLANK} Who is it?" in said


def test_a_pack_without_a_narrative_has_no_skeleton() -> None:
    pack = small("")
    case = folded([*opening(pack, "walk"), *answered({"hurt": "yes"})])
    assert written(pack, case) == []
    assert assessed(case, pack).answers

"""The file of a new scenario: whatever was worked in practice, it reads back and holds."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dvcheck.academy.draft import ScenarioDraft, draft
from dvcheck.academy.read_scenario import parse
from dvcheck.academy.scenario import Scenario, check
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.record.case import Case
from dvcheck.rules.answer import Answer, EntryIdentity, Mark, allowed_answers, read_answer
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.people import people_pack
from tests.terminal.walks import shipped

BEGAN = datetime(2026, 11, 28, 5, 10, 20, tzinfo=UTC)
TYPED = ["red: two", "her", 'a "quoted" text', "# no comment", "{is: x}", "unknown man", "- x", "42", "él"]


def worked(pack: Pack, checklist: str, chance: random.Random) -> Case:
    """Return a case of practice: random answers, some skipped or given again, and random marks."""
    walk = outline(pack, (checklist,))
    answers: dict[str, Answer] = {}
    skipped: set[str] = set()
    at = BEGAN
    while True:
        asked = [q for q in assess(walk, answers, {}, at).unasked if q.id not in skipped]
        if not asked:
            break
        at += timedelta(seconds=chance.randrange(90))
        question = asked[0]
        if chance.random() < 0.05:
            skipped.add(question.id)
        else:
            answers[question.id] = answered(question, chance, at)
        if answers and chance.random() < 0.05:  # goes back, and answers it in another way
            again = chance.choice([*answers])
            found = assess(walk, answers, {}, at).outline.by_id.get(again)
            if found is not None and isinstance(found.item, Question):
                answers[again] = answered(found.item, chance, at)
    marks: dict[str, Mark] = {}
    for duty in assess(walk, answers, {}, at).to_tick():
        o = duty.obligation
        if chance.random() < 0.3:
            marks[o.id] = Mark(status="done", at=at)
        elif o.not_feasible is not None and chance.random() < 0.5:
            marks[o.id] = Mark(status="not-feasible", at=at, reason="a reason that was typed")
    return Case(
        id="c-7K2M",
        number="late (new)",
        opened=BEGAN,
        zone=pack.policy.zone,
        pack_digest=pack.digest,
        checklists=(checklist,),
        answers=answers,
        marks=marks,
        shift_ends=None,
        head=b"",
    )


def answered(question: Question, chance: random.Random, at: datetime) -> Answer:
    """Return a random answer. The entries of a list have ids of their own, as after a change."""
    if chance.random() < 0.1:
        return Answer(value=UNKNOWN, at=at)
    raw: Value
    match question.kind:
        case "yes-no" | "choice" | "timer":
            raw = chance.choice(allowed_answers(question))
        case "choices":
            raw = (chance.choice(allowed_answers(question)),)
        case "list":
            raw = tuple(chance.sample(TYPED, chance.randrange(1, 4)))
        case "text":
            raw = chance.choice(TYPED)
        case "number":
            raw = str(question.least)
        case "duration":
            raw = "20 min"
        case "date":
            raw = "2026-11-01"
        case "time":
            raw = "2026-11-27 20:15"
    value = read_answer(question, raw)
    assert isinstance(value, str | tuple), value
    if question.kind != "list" or value == UNKNOWN:
        return Answer(value=value, at=at)
    ids = chance.sample("23456789", len(value))
    return Answer(value=value, at=at, entries=tuple(EntryIdentity(id=one, since=at) for one in ids))


def read_back(made: ScenarioDraft, pack: Pack) -> Scenario:
    found, problems = parse(made.text, "scenarios/late.yaml", pack)
    assert not problems, "\n".join(p.show(made.text) for p in problems)
    assert found is not None
    return found


def uncommented(text: str) -> str:
    """Return the file with the blocks that a trainer can keep."""
    blocks = re.split(r"\n\n", text)
    kept = [re.sub(r"^# ", "", b, flags=re.MULTILINE) if re.match(r"# [a-z]+:", b) else b for b in blocks]
    return "\n\n".join(kept)


@pytest.mark.parametrize("checklist", ["incident", "verify-order", "serve-order", "standby", "walk"])
@given(seed=st.integers(0, 1 << 32))
@settings(max_examples=drawn(60))
def test_what_was_worked_is_a_scenario_that_holds(checklist: str, seed: int) -> None:
    pack = people_pack() if checklist == "walk" else shipped()
    case = worked(pack, checklist, random.Random(seed))
    made = draft(pack, "late", "officer", case, checklist)
    if made is None:
        return
    scenario = read_back(made, pack)
    left_open = {question.id for question in made.left_open}
    assert {line.partition(":")[0] for line in check(pack, scenario)} == left_open
    assert "a reason that was typed" not in made.text
    assert (scenario.level, scenario.checklist, scenario.only) == ("officer", checklist, True)
    kept = read_back(
        ScenarioDraft(text=uncommented(made.text), to_fill_in=0, left_open=(), typed=False), pack
    )
    assert kept.teaching.goals
    assert kept.answers == scenario.answers


def test_what_counts_for_nothing_is_no_scenario() -> None:
    case = worked(people_pack(), "walk", random.Random(1))
    assert draft(people_pack(), "late", "officer", replace(case, answers={}, marks={}), "walk") is None


def test_an_answer_that_no_walk_asks_for_has_no_fact() -> None:
    answers = {"officer-incapacitated": Answer(value="no", at=BEGAN)}
    case = replace(worked(shipped(), "incident", random.Random(1)), answers=answers, marks={})
    made = draft(shipped(), "late", "officer", case, "incident")
    assert made is not None
    assert "reveal:" not in made.text
    assert read_back(made, shipped()).answers == {"officer-incapacitated": "no"}

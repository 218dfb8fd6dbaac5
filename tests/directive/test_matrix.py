"""The matrix: for each binding statement and walk, facts that raise its duty, and the nearest that do not."""

from collections import Counter

import pytest

from dvcheck.rules.outline import base_of
from dvcheck.wording.deadline import stated_deadline
from tests.directive.matrix import STATUS, WALKS, Line, calls, cited, entries, left_over, lines
from tests.directive.matrix.write import DOCUMENT, text
from tests.directive.test_directive import DUE

LINES = tuple(lines())
DEADLINES = {**DUE, "20-minutes": "within 20 minutes", "before-entry": "before: the respondent goes in"}

each_line = pytest.mark.parametrize("line", LINES, ids=[line.name for line in LINES])


@each_line
def test_facts_that_apply_raise_the_duty(line: Line) -> None:
    duty = line.held()
    assert duty.status == STATUS[line.entry.held], f"waits for {duty.waits_for}"
    assert stated_deadline(duty.deadline) == DEADLINES[line.entry.due]


@each_line
def test_the_nearest_facts_do_not(line: Line) -> None:
    found = {nearest.why: line.ended(nearest).status for nearest in line.nearest}
    assert found == {nearest.why: STATUS[nearest.result] for nearest in line.nearest}


@each_line
def test_no_unknown_answer_takes_the_duty_away(line: Line) -> None:
    statuses = {name: line.unknown(name).status for name in line.facts}
    ends = {n: s for n, s in statuses.items() if s not in (STATUS[line.entry.held], "undetermined")}
    assert sorted(ends) == sorted(line.entry.unknown_ends), ends
    assert bool(line.entry.unknown_ends) == bool(line.entry.unknown_why)


@each_line
def test_each_case_is_a_complete_call_and_each_nearest_differs(line: Line) -> None:
    assert left_over(line.whole, line.facts) == []
    for nearest in line.nearest:
        changed = line.changed(nearest), line.marked(nearest)
        assert changed != (line.facts, line.entry.marks), f"{nearest.why}: nothing is changed"


@pytest.mark.parametrize("line", [line for line in LINES if line.entry.also], ids=lambda line: line.name)
def test_a_walk_that_does_not_raise_the_duty_names_the_one_that_does(line: Line) -> None:
    alone = line.alone()
    duty = alone.duty(line.entry.duty)
    assert duty is not None
    assert duty.status == "not-triggered", f"{line.walk} raises it: `also` is stale"
    told = [note.text for note in alone.notes if note.id == line.entry.told_by]
    assert told, f"the note {line.entry.told_by} does not show"
    assert all(f"dvcheck {walk}" in told[0] for walk in line.entry.also)


def test_every_binding_statement_is_there_with_every_walk_that_has_it() -> None:
    listed = {(ref, line.walk, base_of(line.entry.duty)) for line in LINES for ref in line.entry.statements}
    real = set(cited())
    assert sorted(real - listed) == [], "missing"
    assert sorted(listed - real) == [], "stale"


def test_each_entry_is_there_once_and_has_a_nearest() -> None:
    assert [name for name, n in Counter(line.name for line in LINES).items() if n > 1] == []
    assert {line.walk for line in LINES} == set(WALKS)
    assert [line.name for line in LINES if not line.nearest] == []
    strays = [n.why for entry in entries() for n in entry.nearest if not set(n.walks) <= set(entry.calls)]
    assert strays == []


def test_every_call_is_used() -> None:
    used = {line.entry.calls[line.walk] for line in LINES}
    assert sorted(set(calls()) - used) == []


def test_the_page_is_generated_from_the_cases_of_now() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(), "run: python -m tests.directive.matrix.write"

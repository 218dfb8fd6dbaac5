"""The shipped pack against cases written from the directive, one YAML file for each group of its sections.

A case has the answers of a call, and what follows from them by the directive. Its keys are the fields of
`Case`. An item repeated for each entry of a list is named by its key: `suspect-is@2` is about the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import pytest

from dvcheck.pack import library, nodes
from dvcheck.pack.model import Note, Obligation, Pack, Question
from dvcheck.pack.parse import parse
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.rules.answer import Answer, Mark, read_answer
from dvcheck.rules.assess import Assessment, Duty, Status, assess, next_question
from dvcheck.rules.entries import expand_all
from dvcheck.rules.outline import Outline, base_of, outline
from dvcheck.wording.deadline import stated_deadline

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.yaml"))
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
LEAST = 25

DUE = {
    "end-of-shift": "before end of shift",
    "lifted": "deadline lifted, duty stays",
    "timely": "in a timely manner (no time stated)",
    "none": "no deadline stated",
}

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One call: its answers and marks, and what the directive then demands."""

    case: str
    section: str
    file: str
    checklist: str = "incident"
    also: Names = ()
    """Other checklists of the same case."""
    answers: Mapping[str, str | Names] = field(default_factory=dict)
    marks: Mapping[str, str | Names] = field(default_factory=dict)
    unreachable: bool = False
    """Whether the answers name, on purpose, a question that the walk does not reach."""
    open: Names = ()
    in_force: Names = ()
    done: Names = ()
    not_feasible: Names = ()
    undetermined: Names = ()
    absent: Names = ()
    notes: Names = ()
    no_notes: Names = ()
    due: Mapping[str, str | Names] = field(default_factory=dict)
    modality: Mapping[str, str | Names] = field(default_factory=dict)
    readings: Mapping[str, str | Names] = field(default_factory=dict)
    cites: Mapping[str, str | Names] = field(default_factory=dict)
    waits_for: Mapping[str, str | Names] = field(default_factory=dict)
    asks: Names = ()
    """The questions a walk would still ask with these answers."""
    asks_not: Names = ()
    outcome: str = ""
    """The id of the walk's outcome; `undecided`, or `none` if no outcome holds."""

    def statuses(self) -> dict[str, Status]:
        """Return the obligations the case names, each with its expected status."""
        expected: dict[str, Status] = {}
        listed: tuple[tuple[Names, Status], ...] = (
            (self.open, "open"),
            (self.in_force, "in-force"),
            (self.done, "done"),
            (self.not_feasible, "not-feasible"),
            (self.undetermined, "undetermined"),
            (self.absent, "not-triggered"),
        )
        for names, status in listed:
            for name in names:
                assert name not in expected, f"{name} is listed twice"
                expected[name] = status
        return expected


MAPPINGS = ("answers", "marks", "due", "modality", "readings", "cites", "waits_for")
LISTS = (
    "also",
    "open",
    "in_force",
    "done",
    "not_feasible",
    "undetermined",
    "absent",
    "notes",
    "no_notes",
    "asks",
    "asks_not",
)
TEXTS = ("case", "section", "checklist", "outcome")


@cache
def pack() -> Pack:
    """Return the shipped pack, parsed from its source, not from a compiled copy."""
    source = library.read(library.shipped_folder())
    parsed, problems = parse(source.files, source.digest)
    assert parsed is not None, [p.message for p in problems]
    return parsed


@cache
def walk(checklist: str, *also: str) -> Outline:
    return outline(pack(), [checklist, *also])


def walk_of(case: "Case") -> Outline:
    return walk(case.checklist, *case.also)


def _plain(node: nodes.Node, where: str) -> str | Names:
    if isinstance(node, nodes.Scalar):
        return node.text
    assert isinstance(node, nodes.Sequence), f"{where}: a text or a list of texts is expected"
    texts = [item.text for item in node.items if isinstance(item, nodes.Scalar)]
    assert len(texts) == len(node.items), f"{where}: a list holds texts only"
    return tuple(texts)


def _case(node: nodes.Node, file: str) -> Case:
    assert isinstance(node, nodes.Mapping), f"{file}: a case is a mapping"
    values: dict[str, object] = {"file": file}
    for key, value in node.entries:
        where = f"{key.at}: {key.text}"
        if key.text in MAPPINGS:
            assert isinstance(value, nodes.Mapping), f"{where}: a mapping is expected"
            values[key.text] = {k.text: _plain(v, where) for k, v in value.entries}
        elif key.text in LISTS:
            plain = _plain(value, where)
            values[key.text] = (plain,) if isinstance(plain, str) else plain
        elif key.text in TEXTS:
            assert isinstance(value, nodes.Scalar), f"{where}: a text is expected"
            values[key.text] = value.text
        elif key.text == "unreachable":
            assert isinstance(value, nodes.Scalar), f"{where}: true or false is expected"
            assert value.text in ("true", "false"), f"{where}: true or false is expected"
            values[key.text] = value.text == "true"
        else:
            raise AssertionError(f"{where}: no such key; there are {', '.join(f.name for f in fields(Case))}")
    assert {"case", "section"} <= set(values), f"{node.at}: a case has at least `case` and `section`"
    return Case(**cast(dict[str, Any], values))


def _read(path: Path) -> list[Case]:
    node, problems = nodes.read(path.read_text(encoding="utf-8"), path.name)
    assert isinstance(node, nodes.Sequence), [f"{p.at}: {p.message}" for p in problems]
    return [_case(item, path.name) for item in node.items]


CASES = [case for path in FILES for case in _read(path)]


def _named(kind: type[Question] | type[Obligation] | type[Note]) -> dict[str, object]:
    return {item.id: item for item in pack().items() if isinstance(item, kind)}


def _answers(case: Case) -> dict[str, Answer]:
    """Return the answers of a case, typed. A question or a value that the pack lacks fails."""
    given: dict[str, Answer] = {}
    for name, raw in case.answers.items():
        named = {n: answer for n, answer in given.items() if n in walk_of(case).lists}
        walked = expand_all(walk_of(case), named)
        question = walked.question(name) if name in walked.by_id else None
        assert question is not None, f"{name}: the walk has no such question"
        value: Value | NotAnAnswer = read_answer(question, raw)
        assert not isinstance(value, NotAnAnswer), f"{name}: {value.why}"
        given[name] = Answer(value=value, at=NOW)
    return given


def _marks(case: Case) -> dict[str, Mark]:
    given: dict[str, Mark] = {}
    for name, status in case.marks.items():
        obligation = _named(Obligation).get(base_of(name))
        assert isinstance(obligation, Obligation), f"marks: no obligation is called {name}"
        assert obligation.kind == "task", f"marks: {name} is in force, nothing to mark"
        assert status in ("done", "not-feasible"), f"marks: {name} is {status}"
        assert status == "done" or obligation.not_feasible, f"marks: the text has no way out for {name}"
        mark = cast(Literal["done", "not-feasible"], status)
        given[name] = Mark(status=mark, at=NOW, reason="stated in the case")
    return given


def _assessed(case: Case) -> Assessment:
    return assess(walk_of(case), _answers(case), _marks(case), NOW)


def _duty(assessment: Assessment, name: str) -> Duty:
    duty = assessment.duty(name)
    assert duty is not None, f"{name}: this walk has no such obligation"
    return duty


def _tuple(value: str | Names) -> Names:
    return (value,) if isinstance(value, str) else value


def _differences(case: Case, assessment: Assessment) -> list[str]:
    """List the differences between the assessment and what the case demands, in words."""
    wrong: list[str] = []
    for name, status in case.statuses().items():
        found = _duty(assessment, name)
        if found.status != status:
            wrong.append(f"{name}: {status} is demanded, found {found.status} (waits for {found.waits_for})")
    for name, due in case.due.items():
        found = _duty(assessment, name)
        demanded = DUE[str(due)]
        if stated_deadline(found.deadline) != demanded:
            wrong.append(f"{name}: due {demanded!r} is demanded, found {stated_deadline(found.deadline)!r}")
    for name, word in case.modality.items():
        found = _duty(assessment, name)
        if found.obligation.modality != word:
            wrong.append(f"{name}: {word} is demanded, found {found.obligation.modality}")
    for name, demanded_readings in case.readings.items():
        missing = set(_tuple(demanded_readings)) - set(_duty(assessment, name).obligation.readings)
        wrong += [f"{name}: reading {m} is missing" for m in sorted(missing)]
    for name, demanded_cites in case.cites.items():
        missing = set(_tuple(demanded_cites)) - set(_duty(assessment, name).obligation.cites)
        wrong += [f"{name}: {m} is not cited" for m in sorted(missing)]
    for name, demanded_waits in case.waits_for.items():
        missing = set(_tuple(demanded_waits)) - set(_duty(assessment, name).waits_for)
        wrong += [f"{name}: does not wait for {m}" for m in sorted(missing)]
    if case.outcome and case.outcome != _outcome(assessment):
        wrong.append(f"the outcome {case.outcome} is demanded, found {_outcome(assessment)}")
    unasked = {q.id for q in assessment.unasked}
    wrong += [f"{name} is not asked" for name in case.asks if name not in unasked]
    wrong += [f"{name} is asked" for name in case.asks_not if name in unasked]
    shown = {note.id for note in assessment.notes}
    wrong += [f"the note {n} does not show" for n in case.notes if n not in shown]
    wrong += [f"the note {n} shows" for n in case.no_notes if n in shown]
    return wrong


def _outcome(assessment: Assessment) -> str:
    """Return the outcome of the first walk of a case."""
    found = assessment.outcomes[0]
    return found.reached.id if found.reached is not None else found.status


@cache
def _asked_next(walks: Names, given: tuple[tuple[str, Answer], ...], left: frozenset[str]) -> str | None:
    """Return the question that a walk asks next. Many cases begin with the same answers."""
    question = next_question(assess(walk(*walks), dict(given), {}, NOW), left)
    return question.id if question else None


def _not_reached(case: Case) -> list[str]:
    """Return the answered questions of a case that the walk never reaches, or that no longer apply."""
    answers = _answers(case)
    given: dict[str, Answer] = {}
    left: set[str] = set()
    # Each step removes one question, so this ends.
    while asked := _asked_next((case.checklist, *case.also), tuple(given.items()), frozenset(left)):
        if asked in answers:
            given[asked] = answers[asked]
        else:
            left.add(asked)
    behind = assess(walk_of(case), answers, {}, NOW).inapplicable
    unprompted = {q.id for q in walk_of(case).questions() if q.unprompted}
    return [n for n in answers if n in behind or (n not in given and n not in unprompted)]


@pytest.mark.parametrize("case", CASES, ids=[c.case for c in CASES])
def test_pack_follows_the_directive(case: Case) -> None:
    wrong = _differences(case, _assessed(case))
    assert not wrong, f"{case.file}, section {case.section}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("case", CASES, ids=[c.case for c in CASES])
def test_walk_reaches_every_question_a_case_answers(case: Case) -> None:
    not_reached = _not_reached(case)
    if case.unreachable:
        assert not_reached, "every question is reached: `unreachable` is stale"
    else:
        assert not not_reached, f"{case.file}: the walk never asks for {', '.join(not_reached)}"


@pytest.mark.parametrize("case", CASES, ids=[c.case for c in CASES])
def test_case_names_what_the_pack_has(case: Case) -> None:
    assert {case.checklist, *case.also} <= {c.id for c in pack().checklists}
    sections = {s.ref for s in pack().policy.sections}
    assert case.section in sections, f"{case.section} is no section"
    obligations = _named(Obligation)
    spoken_of = {*case.statuses(), *case.due, *case.modality, *case.readings, *case.cites, *case.waits_for}
    assert sorted({base_of(name) for name in spoken_of} - set(obligations)) == []
    assert sorted({*case.notes, *case.no_notes} - set(_named(Note))) == []
    assert not set(case.notes) & set(case.no_notes)
    demands = (case.statuses(), case.notes, case.no_notes, case.asks, case.asks_not, case.outcome)
    assert any(demands), "the case demands nothing"
    outcomes = {o.id for o in pack().checklist(case.checklist).outcomes}
    assert case.outcome in ("", "undecided", "none", *outcomes)
    questions = _named(Question)
    assert sorted({base_of(n) for n in (*case.asks, *case.asks_not)} - set(questions)) == []
    waits = {base_of(n) for names in case.waits_for.values() for n in _tuple(names)}
    assert sorted(waits - set(questions)) == []
    known = {r.id for r in pack().policy.readings}
    assert sorted({n for names in case.readings.values() for n in _tuple(names)} - known) == []
    statements = {s.ref for s in pack().policy.statements}
    assert sorted({n for names in case.cites.values() for n in _tuple(names)} - statements) == []
    assert sorted({str(d) for d in case.due.values()} - set(DUE)) == []
    _answers(case)
    _marks(case)


def test_no_case_is_there_twice() -> None:
    names = [case.case for case in CASES]
    assert len(names) >= LEAST
    assert sorted({n for n in names if names.count(n) > 1}) == []


def _seen(*statuses: Status) -> set[str]:
    """Return the obligations for which some case demands one of `statuses`."""
    return {
        base_of(name)
        for case in CASES
        for name, status in case.statuses().items()
        if status in statuses and _duty(_assessed(case), name).status == status
    }


def test_every_obligation_is_owed_in_a_case() -> None:
    assert sorted(set(_named(Obligation)) - _seen("open", "in-force")) == []


def test_every_obligation_is_absent_from_a_case() -> None:
    assert sorted(set(_named(Obligation)) - _seen("not-triggered")) == []


def test_every_outcome_is_that_of_a_case() -> None:
    reached = {case.outcome for case in CASES}
    assert sorted({outcome.id for outcome in pack().outcomes()} - reached) == []


def test_every_reading_an_item_names_exists() -> None:
    known = {reading.id for reading in pack().policy.readings}
    named = {
        (item.id, name)
        for item in pack().items()
        if isinstance(item, Question | Obligation | Note)
        for name in item.readings
    }
    assert sorted((item, name) for item, name in named if name not in known) == []

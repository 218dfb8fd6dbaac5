"""The grade of a trainee's answers to a scenario. Pure: the same answers always give the same grade.

Only answers are graded, not marks. Points are given for each question answered as the key answers it, and
for each duty that the answers raise or leave undecided as the key does. A duty that has the same status when
nothing at all is answered gives none. Each harmful answer and each invented duty costs points.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from dvcheck.academy.scenario import Harmful, Reveal, Scenario
from dvcheck.pack.modality import Force
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, Duty, Status, assess
from dvcheck.rules.outline import base_of, outline

QUESTION = 1
"""The points for a question answered as the key answers it."""

DUTY: Mapping[Force, int] = {
    "required": 3,
    "prohibited": 3,
    "recommended": 1,
    "recommended-against": 1,
    "permitted": 0,
}
"""The points for a duty found, by its force."""

INVENTED = 2
"""The points that a duty costs which the answers raise and the key does not."""

HINT = 1
"""The points that a hint costs."""

Right = Literal["right", "wrong", "unknown", "not-asked"]
"""How a question was answered. "unknown" means: unknown, though it could be known."""

_RAISED: tuple[Status, ...] = ("open", "in-force", "done", "not-feasible")


class GradedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the key and a trainee's answer to it."""

    question: Question
    result: Right
    expected: Value
    given: Value | None
    """None if it was not answered, or its answer does not count."""
    weight: int
    own: Question | None = None
    """The question in the trainee's walk; None if that has not come to it."""
    facts: tuple[Reveal, ...] = ()
    """The facts that the scenario reveals at the question."""

    @property
    def points(self) -> int:
        return self.weight if self.result == "right" else 0


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that decides a duty, and the answer to the same question in the other set of answers."""

    question: Question
    value: Value
    other: Value | None
    """None if the other answers leave it out."""


class GradedDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A duty as the key decides it, and as a trainee's answers do."""

    duty: Duty
    """As the key decides it; an invented one as the trainee's answers do."""
    weight: int
    because: tuple[Reason, ...] = ()
    """The answers that decide it: those of the key, or for an invented one the trainee's."""


class MetHarm(msgspec.Struct, frozen=True, kw_only=True):
    """A harmful answer that a trainee gave."""

    harmful: Harmful
    question: Question
    given: Value

    @property
    def weight(self) -> int:
        return self.harmful.points


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """The grade of a trainee's answers."""

    scenario: Scenario
    score: int
    """From 0 to `of`."""
    of: int
    """The full points: what the key scores."""
    harmful: tuple[MetHarm, ...]
    found: tuple[GradedDuty, ...]
    missed: tuple[GradedDuty, ...]
    """Duties that the key raises or leaves undecided, and the answers do not."""
    invented: tuple[GradedDuty, ...]
    """Duties that the answers raise and the key does not."""
    questions: tuple[GradedQuestion, ...]
    """The questions of the key, in the order of the walk."""
    hinted: tuple[Question, ...] = ()
    """The questions that a hint was taken for. Each costs `HINT` points."""

    @property
    def hints(self) -> int:
        """The number of hints taken."""
        return len(self.hinted)


class Rubric(msgspec.Struct, frozen=True, kw_only=True):
    """The rubric of a scenario: what gives points, and what costs points."""

    scenario: Scenario
    of: int
    questions: tuple[GradedQuestion, ...]
    duties: tuple[GradedDuty, ...]
    harmful: tuple[Harmful, ...]
    asked: Mapping[str, Question]
    """The questions that harmful answers are given to, by id."""
    invented: int = INVENTED
    """The points that each invented duty costs."""

    def question(self, name: str) -> Question:
        """Return the question of a harmful answer."""
        return self.asked[name]


def grade(pack: Pack, scenario: Scenario, given: Mapping[str, Answer], hinted: Sequence[str] = ()) -> Grade:
    """Grade answers to a scenario, by question. `hinted` are the questions that a hint was taken for."""
    return ScenarioKey(pack, scenario).grade(given, hinted)


def rubric(pack: Pack, scenario: Scenario) -> Rubric:
    """Return what a scenario gives points for, and what costs points."""
    key = ScenarioKey(pack, scenario)
    return Rubric(
        scenario=scenario,
        of=key.of,
        questions=key.questions,
        duties=key.duties,
        harmful=scenario.harmful,
        asked={row.ask: key.worked.outline.question(row.ask) for row in scenario.harmful},
    )


def assess_answers(pack: Pack, scenario: Scenario, answers: Mapping[str, Answer]) -> Assessment:
    """Assess answers at the time of the scenario, without marks."""
    told_at = scenario.told_at
    opened = min((*scenario.answered_at.values(), told_at))
    walk = outline(pack, (scenario.checklist,))
    return assess(walk, answers, {}, told_at, scenario.shift_ends, opened)


class ScenarioKey:
    """The key of a scenario, and what it is graded by. It grades the answers of any number of trainees."""

    def __init__(self, pack: Pack, scenario: Scenario) -> None:
        self._pack = pack
        self._scenario = scenario
        self.worked = assess_answers(pack, scenario, scenario.key())
        counted = [q for q in self.worked.outline.questions() if q.id in self.worked.answers]
        self.prepared = {q.id: self.worked.answers[q.id] for q in counted if q.unprompted}
        """The answers of the key that a walk never asks for. A trainee is not graded by them."""
        self.questions = tuple(
            GradedQuestion(
                question=q,
                result="right",
                expected=self.worked.answers[q.id].value,
                given=None,
                weight=_weight(scenario, q.id, QUESTION),
                facts=scenario.told_at_question(q.id),
            )
            for q in counted
            if q.id not in self.prepared
        )
        """The questions that count, each as the key answers it."""
        untouched = assess_answers(pack, scenario, self.prepared)
        before = {duty.obligation.id: _kind(duty.status) for duty in untouched.duties}
        self.duties = tuple(
            GradedDuty(duty=duty, weight=_weight(scenario, duty.obligation.id, DUTY[duty.obligation.force]))
            for duty in self.worked.duties
            if duty.obligation.force != "permitted"
            and _kind(duty.status) != "absent"
            and before.get(duty.obligation.id) != _kind(duty.status)
        )
        self.of = sum(q.weight for q in self.questions) + sum(d.weight for d in self.duties)

    def grade(self, given: Mapping[str, Answer], hinted: Sequence[str] = ()) -> Grade:
        """Grade answers, by question. `hinted` are the questions that a hint was taken for."""
        scenario = self._scenario
        answers = {**given, **self.prepared}
        worked = assess_answers(self._pack, scenario, answers)
        same = _SameEntries(self.worked, worked)
        answered = {same.name(name): answer.value for name, answer in worked.answers.items()}
        expected = {name: answer.value for name, answer in self.worked.answers.items()}
        reached = dict.fromkeys((*worked.answers, *(q.id for q in worked.unasked)))
        own = {same.name(name): worked.outline.question(name) for name in reached}
        questions = tuple(
            _graded(
                replace(one, own=own.get(one.question.id)),
                answered.get(one.question.id),
                same,
            )
            for one in self.questions
        )
        statuses = {same.name(duty.obligation.id): duty.status for duty in worked.duties}
        found: list[GradedDuty] = []
        missed: list[GradedDuty] = []
        for one in self.duties:
            if _kind(statuses.get(one.duty.obligation.id)) == _kind(one.duty.status):
                found.append(one)
            else:
                missed.append(replace(one, because=_reasons(one.duty, self.worked, expected, answered)))
        invented = tuple(_invented(self.worked, worked, same, expected))
        harmful = tuple(_met(scenario, self.worked, answered))
        hints = tuple(_hinted(hinted, self.worked, worked))
        points = sum(q.points for q in questions) + sum(d.weight for d in found)
        costs = sum(h.weight for h in harmful) + sum(d.weight for d in invented)
        return Grade(
            scenario=scenario,
            score=max(0, points - costs - len(hints) * HINT),
            of=self.of,
            harmful=harmful,
            found=tuple(found),
            missed=tuple(missed),
            invented=invented,
            questions=questions,
            hinted=hints,
        )


def _weight(scenario: Scenario, name: str, otherwise: int) -> int:
    """Return the weight that a scenario gives an item, for one entry of a list or for all."""
    weights = scenario.teaching.weights
    return weights.get(name, weights.get(base_of(name), otherwise))


def _kind(status: Status | None) -> Literal["raised", "undecided", "absent"]:
    """Return what a status says of a duty, whether it was done or not."""
    if status in _RAISED:
        return "raised"
    return "undecided" if status == "undetermined" else "absent"


class _SameEntries:
    """The entries of a trainee's lists and those of the key that they are.

    Entries are the same if they have the same name. The others are matched in their order.
    """

    def __init__(self, key: Assessment, worked: Assessment) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._entries = {g.item.id: g.entry for g in worked.outline.items if g.entry is not None}
        for name, entries in worked.outline.entries.items():
            wanted = {entry.name.casefold(): entry.id for entry in key.outline.entries.get(name, ())}
            named = {e.id: wanted.pop(e.name.casefold()) for e in entries if e.name.casefold() in wanted}
            left = iter(wanted.values())
            for entry in entries:
                same = named[entry.id] if entry.id in named else next(left, f"{entry.id}*")
                self._ids[name, entry.id] = same

    def name(self, name: str) -> str:
        """Return the key's name of an item. It is a name of nothing if the key has no such entry."""
        entry = self._entries.get(name)
        return name if entry is None else f"{base_of(name)}@{self._ids[entry.list, entry.id]}"

    def option(self, question: Question, value: str) -> str:
        """Return the key's name of an option, which may be an entry of a list."""
        return self._ids.get((question.options_from, value), value)


def _graded(one: GradedQuestion, given: Value | None, same: _SameEntries) -> GradedQuestion:
    result: Right
    if given is None:
        result = "not-asked"
    elif _agrees(one.question, one.expected, given, same):
        result = "right"
    else:
        result = "unknown" if given == UNKNOWN else "wrong"
    return replace(one, result=result, given=given)


def _reasons(
    duty: Duty, worked: Assessment, own: Mapping[str, Value], other: Mapping[str, Value]
) -> tuple[Reason, ...]:
    """Return the answers that decide a duty: those that differ, or all if none does."""
    names = duty.waits_for if duty.status == "undetermined" else duty.because
    found = [
        Reason(question=worked.outline.question(name), value=own[name], other=other.get(name))
        for name in dict.fromkeys(names)
        if name in own
    ]
    return tuple([one for one in found if one.value != one.other] or found)


def _hinted(names: Sequence[str], *walks: Assessment) -> Iterator[Question]:
    """Yield the questions that a hint was taken for, as the first of these walks that has them does."""
    for name in names:
        found = next((w.outline for w in walks if name in w.outline.by_id), None)
        if found is not None:
            yield found.question(name)


def _agrees(question: Question, expected: Value, given: Value, same: _SameEntries) -> bool:
    """Check whether two answers say the same. The words of a text and the names in a list are not graded."""
    if UNKNOWN in (expected, given):
        return expected == given
    match question.kind:
        case "text":
            return True
        case "list":
            return len(expected) == len(given)
        case "choice" | "choices":
            own = (given,) if isinstance(given, str) else given
            meant = {same.option(question, value) for value in own}
            return meant == set((expected,) if isinstance(expected, str) else expected)
        case "yes-no" | "number" | "duration" | "date" | "time" | "timer":
            return expected == given
    assert_never(question.kind)


def _invented(
    key: Assessment, worked: Assessment, same: _SameEntries, expected: Mapping[str, Value]
) -> Iterator[GradedDuty]:
    raised = {duty.obligation.id for duty in key.duties if _kind(duty.status) == "raised"}
    bases = {base_of(name) for name in raised}
    own = {name: answer.value for name, answer in worked.answers.items()}
    keyed = {name: expected[same.name(name)] for name in own if same.name(name) in expected}
    for duty in worked.duties:
        if _kind(duty.status) != "raised" or duty.obligation.force == "permitted":
            continue
        # Without the list, a duty that is owed for each of its entries comes up once.
        is_raised = same.name(duty.obligation.id) in raised or (duty.entry is None and duty.id in bases)
        if not is_raised:
            yield GradedDuty(duty=duty, weight=INVENTED, because=_reasons(duty, worked, own, keyed))


def _met(scenario: Scenario, key: Assessment, answered: Mapping[str, Value]) -> Iterator[MetHarm]:
    for row in scenario.harmful:
        given = answered.get(row.ask)
        if given is None:
            continue
        question = key.outline.question(row.ask)
        own = {given} if isinstance(given, str) else set(given)
        free = question.kind not in ("yes-no", "choice", "choices", "timer")
        if free and given != UNKNOWN:
            own = {"answered"}
        if own & set(row.values):
            yield MetHarm(harmful=row, question=question, given=given)

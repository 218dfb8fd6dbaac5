"""A scenario: a story, the answers a careful officer would give, and what the directive makes of them.

Each is a lesson and a regression test at once. Pure: the files are read by `dvcheck.pack.library`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Literal, TypeVar, cast, get_args

import msgspec

from dvcheck.pack import nodes
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Include, Obligation, Pack, Question
from dvcheck.pack.nodes import Node, Problem
from dvcheck.pack.place import At
from dvcheck.pack.reader import Fields, Missing, Reader, by_place
from dvcheck.pack.slips import nearest
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.record.answers_file import answer_in
from dvcheck.rules.answer import Answer, Mark
from dvcheck.rules.assess import Assessment, Status, assess, inapplicable, replay
from dvcheck.rules.outline import Outline, outline

T = TypeVar("T")
Met = TypeVar("Met", Question, Obligation)
Names = tuple[str, ...]
Located = tuple[tuple[str, At], ...]
AnswerKey = tuple[tuple[str, Value, At], ...]
Reasons = tuple[tuple[str, str, At], ...]

Level = Literal["recruit", "officer", "instructor"]

TOLD_AT = datetime(2026, 1, 15, 20, 0, tzinfo=UTC)
"""A scenario has no clock: everything in it is answered and marked at this one moment."""

STATUSES: Mapping[str, tuple[Status, ...]] = {
    "outstanding": ("open",),
    "not_outstanding": ("done", "not-feasible", "not-triggered"),
    "undetermined": ("undetermined",),
    "in_force": ("in-force",),
}
"""The statuses each list of `expect` allows an obligation."""


class Reveal(msgspec.Struct, frozen=True, kw_only=True):
    """What is told when the walk comes to the question `on`."""

    on: str
    text: str
    at: At


class Harmful(msgspec.Struct, frozen=True, kw_only=True):
    """Answers to the question `ask` that would do harm here, why, and what the policy says."""

    ask: str
    values: Names
    why: str
    cites: Names
    at: At


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it is told, its key, and what must follow. It names what the pack it was read with has."""

    id: str
    title: str
    checklist: str
    level: Level
    story: str
    answers: Mapping[str, Value]
    """The key: what a careful officer would answer, typed, in the order of the file."""
    at: At
    reveal: tuple[Reveal, ...] = ()
    done: Names = ()
    """The obligations marked done."""
    not_feasible: Mapping[str, str] = {}
    """The obligations marked not feasible, with the reason given."""
    outstanding: Names = ()
    not_outstanding: Names = ()
    """Expected to be met, or not to arise: neither open, nor undetermined, nor in force."""
    undetermined: Names = ()
    in_force: Names = ()
    harmful: tuple[Harmful, ...] = ()


def parse_all(files: Mapping[str, str], pack: Pack) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """The scenarios in `files` (name to text) that are sound, and every problem of the others."""
    read = [parse(text, name, pack) for name, text in sorted(files.items())]
    scenarios = tuple(scenario for scenario, _ in read if scenario is not None)
    return scenarios, by_place(p for _, problems in read for p in problems)


def parse(text: str, file: str, pack: Pack) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """The scenario in `text`, or every problem that keeps it from being one. `file` is what places name."""
    node, problems = nodes.read(text, file)
    if node is None:
        return None, problems
    reader = _ScenarioReader(pack)
    scenario = reader.scenario(node, file)
    return (None if reader.problems else scenario), by_place(reader.problems)


def assess_scenario(pack: Pack, scenario: Scenario) -> Assessment:
    """What follows from the key of a scenario and its marks."""
    marks = {name: Mark(status="done", at=TOLD_AT) for name in scenario.done}
    for name, reason in scenario.not_feasible.items():
        marks[name] = Mark(status="not-feasible", at=TOLD_AT, reason=reason)
    answers = {name: Answer(value=value, at=TOLD_AT) for name, value in scenario.answers.items()}
    return assess(outline(pack, (scenario.checklist,)), answers, marks, TOLD_AT)


def check(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """What differs from what the scenario expects, in words; empty where it holds."""
    assessment = assess_scenario(pack, scenario)
    return (*_differences(scenario, assessment), *_left_open(assessment))


def _differences(scenario: Scenario, assessment: Assessment) -> Iterator[str]:
    for name, allowed_statuses in STATUSES.items():
        for obligation in getattr(scenario, name):
            duty = assessment.duty(obligation)
            found = duty.status if duty is not None else "not-triggered"
            if found in allowed_statuses:
                continue
            waits = f" (waits for {', '.join(duty.waits_for)})" if duty is not None and duty.waits_for else ""
            expected = name.replace("_", " ")
            yield f"{obligation}: expected {expected}, found {found}{waits}"


def _left_open(assessment: Assessment) -> Iterator[str]:
    """A question the walk still asks: the key of a scenario answers every one, "unknown" included."""
    for question in assessment.unasked:
        yield f"{question.id}: the walk asks it, and the answers have none to it"


class _ScenarioReader(Reader):
    """Reads one scenario against a pack. What it names must be met in its walk."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._walk: Outline | None = None
        self._answered: set[str] | None = None
        self._items = {i.id: i for i in pack.items() if not isinstance(i, Include)}
        self._refs = [*(s.ref for s in pack.policy.statements), *(s.ref for s in pack.policy.sections)]

    def scenario(self, node: Node, file: str) -> Scenario | None:
        """The scenario in `node`, to be used only where there are no `problems`."""
        try:
            f = self.fields(
                node,
                "a scenario",
                "scenario title checklist level story answers expect",
                "reveal done not_feasible harmful",
            )
        except Missing:
            return None
        name = self._part(f, "scenario", self.id, "")
        here = file.rpartition("/")[2]
        if name and f"{name}.yaml" != here:
            message = f'the scenario "{name}" stands in {here}: call the file {name}.yaml'
            self.problem(f.at("scenario"), "file-name", message)
        checklist = self._part(f, "checklist", self._checklist, "")
        answers: AnswerKey = self._part(f, "answers", self._key, ())
        values = {question: value for question, value, _ in answers}
        reveal: tuple[Reveal, ...] = self._part(
            f, "reveal", lambda n: self._list(n, "reveal", self._reveal), ()
        )
        harmful: tuple[Harmful, ...] = self._part(
            f, "harmful", lambda n: self._list(n, "harmful", self._harmful), ()
        )
        done: Located = self._part(f, "done", self._done, ())
        not_feasible: Reasons = self._part(f, "not_feasible", self._with_reasons, ())
        expect: dict[str, Names] = self._part(f, "expect", self._expected, {})
        self._once((r.on, r.at) for r in reveal)
        self._once((*done, *((o, at) for o, _, at in not_feasible)))
        self._told_of_answers(reveal, harmful, values)
        if not self.problems:
            self._reached(answers)
        return Scenario(
            id=name,
            title=self._part(f, "title", self.text, ""),
            checklist=checklist,
            level=self._part(f, "level", self._level, "recruit"),
            story=self._part(f, "story", self.text, ""),
            reveal=reveal,
            answers=values,
            done=tuple(o for o, _ in done),
            not_feasible={o: reason for o, reason, _ in not_feasible},
            harmful=harmful,
            at=f.at("scenario"),
            **expect,
        )

    def _part(self, f: Fields, name: str, read: Callable[[Node], T], otherwise: T) -> T:
        """One part of the scenario; `otherwise` where it is absent, or wrong: that does not hide the next."""
        if not f.has(name):
            return otherwise
        try:
            return f.get(name, read)
        except Missing:
            return otherwise

    def _list(self, node: Node, what: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        return tuple(self.each(self.members(node, f'"{what}"'), read))

    def _level(self, node: Node) -> Level:
        return cast(Level, self.word(node, get_args(Level), "level"))

    def _checklist(self, node: Node) -> str:
        """The checklist that is walked. From here on, what the scenario names must be met in it."""
        checklist = self.text(node)
        known = [c.id for c in self._pack.checklists]
        if checklist not in known:
            message = (
                f'the pack has no checklist "{checklist}"{nearest(checklist, known)} ({", ".join(known)})'
            )
            raise self.wrong(node, "unknown-checklist", message)
        self._walk = outline(self._pack, (checklist,))
        return checklist

    # --- names ----------------------------------------------------------------------------------------------

    def _asked(self, name: str, at: At) -> Question:
        item = self._items.get(name)
        if not isinstance(item, Question):
            known = [n for n, i in self._items.items() if isinstance(i, Question)]
            self.problem(at, "unknown-question", f'no question is called "{name}"{nearest(name, known)}')
            raise Missing
        return self._met(item, at)

    def _owed(self, name: str, at: At) -> Obligation:
        item = self._items.get(name)
        if not isinstance(item, Obligation):
            known = [n for n, i in self._items.items() if isinstance(i, Obligation)]
            self.problem(at, "unknown-obligation", f'no obligation is called "{name}"{nearest(name, known)}')
            raise Missing
        return self._met(item, at)

    def _met(self, item: Met, at: At) -> Met:
        if self._walk is not None and item.id not in self._walk.by_id:
            home = next(c.id for c in self._pack.checklists for s in c.sections if item in s.items)
            message = f'"{item.id}" is of the checklist {home}, which this walk does not include'
            self.problem(at, "other-walk", message)
            raise Missing
        return item

    def _once(self, named: Iterable[tuple[str, At]]) -> None:
        first: dict[str, At] = {}
        for name, at in named:
            if name in first:
                message = f'"{name}" is listed a second time (first on line {first[name].line})'
                self.problem(at, "listed-twice", message)
            first.setdefault(name, at)

    # --- answers and marks ----------------------------------------------------------------------------------

    def _entries(self, node: Node, what: str) -> tuple[tuple[nodes.Scalar, Node], ...]:
        if not isinstance(node, nodes.Mapping):
            raise self.wrong(node, "not-a-mapping", f"{what} is written as keys with values")
        return node.entries

    def _key(self, node: Node) -> AnswerKey:
        entries = self._entries(node, '"answers"')
        self._answered = {key.text for key, _ in entries}
        return tuple(self._each_entry(entries, self._answer))

    def _answer(self, key: nodes.Scalar, given: Node) -> tuple[str, Value, At]:
        question = self._asked(key.text, key.at)
        value = answer_in(given, question, TOLD_AT, self._pack.policy.zone)
        if isinstance(value, NotAnAnswer):
            told = f" (scenarios take place on {TOLD_AT:%Y-%m-%d})" if question.kind == "time" else ""
            raise self.wrong(given, "unknown-value", f"{value.why}{told}")
        return key.text, value, key.at

    def _named(self, node: Node) -> Located:
        """The obligations a list names."""
        found: list[tuple[str, At]] = []
        for name, at in self.located_texts(node):
            with suppress(Missing):
                found.append((self._owed(name, at).id, at))
        return tuple(found)

    def _done(self, node: Node) -> Located:
        named = self._named(node)
        for name, at in named:
            if self._owed(name, at).kind == "standing":
                message = f'"{name}" is in force and never done: expect it under in_force'
                self.problem(at, "never-done", message)
        return named

    def _with_reasons(self, node: Node) -> Reasons:
        return tuple(self._each_entry(self._entries(node, '"not_feasible"'), self._unfeasible))

    def _unfeasible(self, key: nodes.Scalar, reason: Node) -> tuple[str, str, At]:
        if self._owed(key.text, key.at).not_feasible is None:
            message = f'"{key.text}" cannot be not feasible: its checklist gives it no not_feasible'
            self.problem(key.at, "no-way-out", message)
        return key.text, self.text(reason), key.at

    def _each_entry(
        self, entries: Iterable[tuple[nodes.Scalar, Node]], read: Callable[[nodes.Scalar, Node], T]
    ) -> Iterator[T]:
        """What could be read of the entries: a wrong one does not hide the next."""
        for key, value in entries:
            with suppress(Missing):
                yield read(key, value)

    # --- what is told, and what must follow -----------------------------------------------------------------

    def _reveal(self, node: Node) -> Reveal:
        f = self.fields(node, "a reveal", "on text")
        return Reveal(on=self._asked(f.text("on"), f.at("on")).id, text=f.text("text"), at=f.at("on"))

    def _harmful(self, node: Node) -> Harmful:
        f = self.fields(node, "a harmful answer", "ask is why cites")
        question = self._asked(f.text("ask"), f.at("ask"))
        values = f.get("is", self.located_texts)
        for value, at in values:
            self._can_be(question, value, at)
        for ref, at in f.get("cites", self.located_texts):
            if ref not in self._refs:
                message = f'the policy has no statement "{ref}"{nearest(ref, self._refs)}'
                self.problem(at, "unknown-citation", message)
        return Harmful(
            ask=question.id,
            values=tuple(value for value, _ in values),
            why=f.text("why"),
            cites=f.texts("cites"),
            at=f.at("ask"),
        )

    def _can_be(self, question: Question, value: str, at: At) -> None:
        """Text and numbers are not graded, only whether there is one."""
        known = kind_of(question.kind).nameable(question)
        if value not in known:
            message = f'"{value}" is no answer to {question.id}{nearest(value, known)} ({", ".join(known)})'
            self.problem(at, "unknown-value", message)

    def _expected(self, node: Node) -> dict[str, Names]:
        f = self.fields(node, '"expect"', "", " ".join(STATUSES))
        found: dict[str, Located] = {}
        for name in STATUSES:
            found[name] = self._part(f, name, self._named, ())
        named = [entry for entries in found.values() for entry in entries]
        self._once(named)
        if not named:
            self.problem(node.at, "expects-nothing", f'"expect" names no obligation ({", ".join(STATUSES)})')
        return {name: tuple(o for o, _ in entries) for name, entries in found.items()}

    # --- the parts against each other -----------------------------------------------------------------------

    def _told_of_answers(
        self, reveal: tuple[Reveal, ...], harmful: tuple[Harmful, ...], values: Mapping[str, Value]
    ) -> None:
        """A fact is told on a question that is answered, and no answer of the key is called harmful."""
        for told in reveal:
            if self._answered is not None and told.on not in self._answered:
                message = f'"{told.on}" is revealed, and "answers" has no answer to it'
                self.problem(told.at, "not-answered", message)
        for wrong in harmful:
            given = values.get(wrong.ask)
            own = (given,) if isinstance(given, str) else given or ()
            if set(own) & set(wrong.values):
                message = f'"answers" itself gives the answer to "{wrong.ask}" that is called harmful'
                self.problem(wrong.at, "harmful-key", message)

    def _reached(self, answers: AnswerKey) -> None:
        """Every answer is one the walk comes to, each question asked as the answers before it decide."""
        assert self._walk is not None
        given = {name: Answer(value=value, at=TOLD_AT) for name, value, _ in answers}
        met = replay(self._walk, given)
        behind = inapplicable(self._walk, given)
        for name, _, at in answers:
            asked = name in met or self._walk.question(name).unprompted
            if name in behind or not asked:
                message = (
                    f'the walk never asks "{name}" with these answers: leave it out, or change one before it'
                )
                self.problem(at, "not-reached", message)

"""The reader of a pack's scenarios. It reports each problem with its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeVar, cast, get_args

import msgspec

from dvcheck.academy.read_key import KeyAnswer, KeyReader
from dvcheck.academy.scenario import (
    HARMFUL,
    STATUSES,
    TOLD_AT,
    ExpectedDue,
    Goal,
    Harmful,
    Level,
    Names,
    Reveal,
    Scenario,
    Teaching,
    When,
)
from dvcheck.academy.unreached import unreached
from dvcheck.pack import nodes
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Obligation, Pack, Question
from dvcheck.pack.nodes import Node, Problem
from dvcheck.pack.place import Place
from dvcheck.pack.reader import Fields, Missing, by_place
from dvcheck.pack.slips import excerpt, nearest
from dvcheck.pack.value import Value
from dvcheck.rules.outline import base_of

T = TypeVar("T")
Met = TypeVar("Met", Question, Obligation)
Located = tuple[tuple[str, Place], ...]
Reasons = tuple[tuple[str, str, Place], ...]


class _Expected(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of `expect`."""

    outstanding: Names = ()
    not_outstanding: Names = ()
    undetermined: Names = ()
    in_force: Names = ()
    due: tuple[ExpectedDue, ...] = ()
    only: bool = False


class _Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario tells a trainee, and the answers it calls harmful."""

    in_story: Names | None
    reveal: tuple[Reveal, ...]
    harmful: tuple[Harmful, ...]


def parse_all(files: Mapping[str, str], pack: Pack) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Return the valid scenarios in `files` (name to text), and all problems of the others."""
    read = [parse(text, name, pack) for name, text in sorted(files.items())]
    scenarios = tuple(scenario for scenario, _ in read if scenario is not None)
    return scenarios, by_place(p for _, problems in read for p in problems)


def parse(text: str, file: str, pack: Pack) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Return the scenario in `text`, or all its problems. `file` is the file name in their places."""
    node, problems = nodes.read(text, file)
    if node is None:
        return None, problems
    reader = _ScenarioReader(pack)
    scenario = reader.scenario(node, file)
    return (None if reader.problems else scenario), by_place(reader.problems)


class _ScenarioReader(KeyReader):
    """Reads a scenario of a pack. The items it names must be part of its walk."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._refs = [*(s.ref for s in pack.policy.statements), *(s.ref for s in pack.policy.sections)]

    def scenario(self, node: Node, file: str) -> Scenario | None:
        """Return the scenario in `node`. Use it only if there are no `problems`."""
        try:
            f = self.fields(
                node,
                "a scenario",
                "scenario title checklist level story answers expect",
                "at shift_ends in_story reveal done not_feasible harmful goals minutes notes weights",
            )
        except Missing:
            return None
        name = self._name(f, file)
        checklist = self._part(f, "checklist", self._checklist, "")
        self._told_at = self._part(f, "at", lambda n: self._moment(n, TOLD_AT), TOLD_AT)
        shift_ends: datetime | None = self._part(
            f, "shift_ends", lambda n: self._moment(n, self._told_at), None
        )
        answers: tuple[KeyAnswer, ...] = self._part(f, "answers", self._key, ())
        values = {a.question: a.value for a in answers}
        facts = self._facts(f, values)
        done: Located = self._part(f, "done", self._done, ())
        not_feasible: Reasons = self._part(f, "not_feasible", self._with_reasons, ())
        expect: _Expected = self._part(f, "expect", self._read_expected, _Expected())
        self._once((*done, *((o, at) for o, _, at in not_feasible)))
        teaching = self._teaching(f)
        self._other_walks(checklist)
        if not self.problems:
            self._given = {a.question: self._given[a.question] for a in answers}
            self._check_reached(answers)
        return Scenario(
            id=name,
            title=self._part(f, "title", self.text, ""),
            checklist=checklist,
            level=self._part(f, "level", self._level, "recruit"),
            story=self._part(f, "story", self.text, ""),
            reveal=facts.reveal,
            answers=values,
            answer_places={a.question: a.at for a in answers},
            in_story=facts.in_story,
            done=tuple(o for o, _ in done),
            not_feasible={o: reason for o, reason, _ in not_feasible},
            harmful=facts.harmful,
            at=f.at("scenario"),
            answered_at={a.question: a.given for a in answers if a.own_time},
            told_at=self._told_at,
            shift_ends=shift_ends,
            due=expect.due,
            only=expect.only,
            outstanding=expect.outstanding,
            not_outstanding=expect.not_outstanding,
            undetermined=expect.undetermined,
            in_force=expect.in_force,
            teaching=teaching,
        )

    def _name(self, f: Fields, file: str) -> str:
        """Read the name of the scenario, which is also that of its file."""
        name: str = self._part(f, "scenario", self.id, "")
        here = file.rpartition("/")[2]
        if name and f"{name}.yaml" != here:
            message = f'the scenario "{name}" is in {here}: call the file {name}.yaml'
            self.problem(f.at("scenario"), "file-name", message)
        return name

    def _part(self, f: Fields, name: str, read: Callable[[Node], T], otherwise: T) -> T:
        """Read a part of the scenario. If it is absent or wrong, return `otherwise` and read on."""
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

    # --- names ----------------------------------------------------------------------------------------------

    def _once(self, named: Iterable[tuple[str, Place]]) -> None:
        first: dict[str, Place] = {}
        for name, at in named:
            if name in first:
                message = f'"{name}" is listed a second time (first on line {first[name].line})'
                self.problem(at, "listed-twice", message)
            first.setdefault(name, at)

    # --- answers and marks ----------------------------------------------------------------------------------

    def _named(self, node: Node) -> Located:
        """Read a list of obligations."""
        found: list[tuple[str, Place]] = []
        for name, at in self.located_texts(node):
            with suppress(Missing):
                found.append((self._owed(name, at).id, at))
        return tuple(found)

    def _done(self, node: Node) -> Located:
        named = self._named(node)
        for name, at in named:
            if self._owed(name, at).kind == "standing":
                message = f'"{name}" is in force and is never done: expect it under in_force'
                self.problem(at, "never-done", message)
        return named

    def _with_reasons(self, node: Node) -> Reasons:
        return tuple(self._each_entry(self._entries(node, '"not_feasible"'), self._unfeasible))

    def _unfeasible(self, key: nodes.Scalar, reason: Node) -> tuple[str, str, Place]:
        obligation = self._owed(key.text, key.at)
        if obligation.not_feasible is None:
            message = f'"{key.text}" cannot be marked not feasible: it has no not_feasible in its checklist'
            self.problem(key.at, "no-way-out", message)
        return obligation.id, self.text(reason), key.at

    def _each_entry(
        self, entries: Iterable[tuple[nodes.Scalar, Node]], read: Callable[[nodes.Scalar, Node], T]
    ) -> Iterator[T]:
        """Read the entries. A wrong entry is skipped, so that the next ones are still checked."""
        for key, value in entries:
            with suppress(Missing):
                yield read(key, value)

    # --- facts and expectations --------------------------------------------------------------------

    def _facts(self, f: Fields, values: Mapping[str, Value]) -> _Facts:
        """Read what the scenario tells, and check that the walk of the key asks what it is about."""
        in_story: Located | None = self._part(f, "in_story", self._in_story, None)
        reveal: tuple[Reveal, ...] = self._part(
            f, "reveal", lambda n: self._list(n, "reveal", self._reveal), ()
        )
        harmful: tuple[Harmful, ...] = self._part(
            f, "harmful", lambda n: self._list(n, "harmful", self._harmful), ()
        )
        for when in get_args(When):
            self._once((r.on, r.at) for r in reveal if r.when == when)
        self._once(in_story or ())
        self._check_asked(in_story or (), reveal, harmful)
        self._check_harmful(harmful, values)
        names = tuple(name for name, _ in in_story) if in_story is not None else None
        return _Facts(in_story=names, reveal=reveal, harmful=harmful)

    def _in_story(self, node: Node) -> Located:
        """Read the questions that the story answers. One without an entry means all entries."""
        found: list[tuple[str, Place]] = []
        for name, at in self.located_texts(node):
            with suppress(Missing):
                walk = self._now_walk()
                repeated = walk is not None and name in walk.repeated
                found.append((name if repeated else self._asked(name, at).id, at))
        return tuple(found)

    def _reveal(self, node: Node) -> Reveal:
        f = self.fields(node, "a reveal", "text", " ".join(get_args(When)))
        whens = [when for when in get_args(When) if f.has(when)]
        if len(whens) != 1:
            message = "a reveal has one of: on (with the question), after (its answer), ask (only if asked)"
            raise self.wrong(node, "when-revealed", message)
        when: When = whens[0]
        asked = self._asked(f.text(when), f.at(when)).id
        return Reveal(on=asked, text=f.text("text"), at=f.at(when), when=when)

    def _harmful(self, node: Node) -> Harmful:
        f = self.fields(node, "a harmful answer", "ask is why cites", "points")
        question = self._asked(f.text("ask"), f.at("ask"))
        values = f.get("is", self.located_texts)
        for value, at in values:
            self._can_be(question, value, at)
        self._check_cites(f)
        return Harmful(
            ask=question.id,
            values=tuple(value for value, _ in values),
            why=f.text("why"),
            cites=f.texts("cites"),
            at=f.at("ask"),
            points=f.get("points", self._points) if f.has("points") else HARMFUL,
        )

    def _check_cites(self, f: Fields) -> None:
        for ref, at in f.get("cites", self.located_texts):
            if ref not in self._refs:
                message = f'the policy has no statement "{ref}"{nearest(ref, self._refs)}'
                self.problem(at, "unknown-citation", message)

    def _points(self, node: Node) -> int:
        return self._count(node, 0, 100)

    def _count(self, node: Node, least: int, most: int) -> int:
        text = self.text(node)
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            message = f'"{excerpt(text)}" is not a number from {least} to {most}'
            raise self.wrong(node, "bad-number", message)
        return int(text)

    # --- for the class --------------------------------------------------------------------------------------

    def _teaching(self, f: Fields) -> Teaching:
        """Read what the scenario says for a class. Every part of it can be left out."""
        goals: tuple[Goal, ...] = self._part(f, "goals", lambda n: self._list(n, "goals", self._goal), ())
        minutes: int | None = self._part(f, "minutes", lambda n: self._count(n, 1, 240), None)
        weights: Mapping[str, int] = self._part(f, "weights", self._weights, {})
        return Teaching(
            goals=goals, minutes=minutes, notes=self._part(f, "notes", self.text, ""), weights=weights
        )

    def _goal(self, node: Node) -> Goal:
        f = self.fields(node, "a goal", "text cites")
        self._check_cites(f)
        return Goal(text=f.text("text"), cites=f.texts("cites"))

    def _weights(self, node: Node) -> Mapping[str, int]:
        return dict(self._each_entry(self._entries(node, '"weights"'), self._weight))

    def _weight(self, key: nodes.Scalar, said: Node) -> tuple[str, int]:
        """Read the points of a question or an obligation."""
        if isinstance(self._items.get(base_of(key.text)), Obligation):
            return self._owed(key.text, key.at).id, self._points(said)
        return self._asked(key.text, key.at).id, self._points(said)

    def _can_be(self, question: Question, value: str, at: Place) -> None:
        """Check that a question has this option. Text and numbers are not graded."""
        known = kind_of(question.kind).nameable(question)
        if value not in known:
            message = f'"{value}" is no answer to {question.id}{nearest(value, known)} ({", ".join(known)})'
            self.problem(at, "unknown-value", message)

    def _read_expected(self, node: Node) -> _Expected:
        f = self.fields(node, '"expect"', "", f"{' '.join(STATUSES)} due only")
        before = len(self.problems)
        found: dict[str, Located] = {}
        for name in STATUSES:
            found[name] = self._part(f, name, self._named, ())
        due: tuple[ExpectedDue, ...] = self._part(f, "due", self._due, ())
        named = [entry for entries in found.values() for entry in entries]
        self._once(named)
        only: bool = self._part(f, "only", self.flag, False)
        if not (named or due or only) and len(self.problems) == before:
            self.problem(node.at, "expects-nothing", f'"expect" names no obligation ({", ".join(STATUSES)})')
        lists = {name: tuple(o for o, _ in entries) for name, entries in found.items()}
        return _Expected(**lists, due=due, only=only)

    def _due(self, node: Node) -> tuple[ExpectedDue, ...]:
        return tuple(self._each_entry(self._entries(node, '"due"'), self._due_at))

    def _due_at(self, key: nodes.Scalar, said: Node) -> ExpectedDue:
        obligation = self._owed(key.text, key.at)
        if obligation.due is None and not (isinstance(said, nodes.Scalar) and said.text == "none"):
            message = f'"{key.text}" has no "due" in its checklist: expect none, or give it one there'
            self.problem(key.at, "no-deadline", message)
        if isinstance(said, nodes.Scalar) and said.text == "none":
            return ExpectedDue(obligation=obligation.id, due=None)
        return ExpectedDue(obligation=obligation.id, due=self._on_the_day(said))

    # --- consistency of the parts ---------------------------------------------------------------------------

    def _check_asked(
        self, in_story: Located, reveal: tuple[Reveal, ...], harmful: tuple[Harmful, ...]
    ) -> None:
        """Check that the walk of the key asks each question that has a fact or a harmful answer."""
        named = [
            *((name, at, "is in the story") for name, at in in_story),
            *((fact.on, fact.at, "is revealed") for fact in reveal),
            *((wrong.ask, wrong.at, "has a harmful answer") for wrong in harmful),
        ]
        for name, at, what in named:
            item = self._items[base_of(name)]
            if self._answered is not None and not self._is_answered(name):
                message = (
                    f'"{name}" {what}, but "answers" does not answer it, so the walk of the key never '
                    "asks it: answer it, or remove this"
                )
                self.problem(at, "not-answered", message)
            elif isinstance(item, Question) and item.unprompted:
                message = f'"{name}" {what}, but no walk asks it: name a question that the walk asks'
                self.problem(at, "never-asked", message)

    def _is_answered(self, name: str) -> bool:
        """Check whether the key answers a question, for at least one entry of a list."""
        assert self._answered is not None
        return name in self._answered or any(base_of(answered) == name for answered in self._answered)

    def _check_harmful(self, harmful: tuple[Harmful, ...], values: Mapping[str, Value]) -> None:
        """Check that no correct answer is listed as harmful."""
        for wrong in harmful:
            given = values.get(wrong.ask)
            own = (given,) if isinstance(given, str) else given or ()
            if set(own) & set(wrong.values):
                message = f'"answers" gives the same answer to "{wrong.ask}" that "harmful" lists'
                self.problem(wrong.at, "harmful-key", message)

    def _check_reached(self, answers: tuple[KeyAnswer, ...]) -> None:
        """Check that the walk reaches each answer, given the answers before it."""
        assert self._walk is not None
        places = {a.question: a.at for a in answers}
        for reason in unreached(self._walk, self._given):
            name, *more = reason.names
            also = f" (nor {', '.join(more[:3])}{' …' if len(more) > 3 else ''})" if more else ""
            message = (
                f'the walk never asks "{name}"{also} with these answers: {reason.why}. If that is right, '
                "remove the answer"
            )
            self.problem(places[name], "not-reached", message)

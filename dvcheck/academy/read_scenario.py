"""The reader of a pack's scenarios. It reports each problem with its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar, cast, get_args

import msgspec

from dvcheck import dates
from dvcheck.academy.scenario import STATUSES, TOLD_AT, ExpectedDue, Harmful, Level, Names, Reveal, Scenario
from dvcheck.academy.unreached import unreached
from dvcheck.pack import nodes
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Include, Obligation, Pack, Question
from dvcheck.pack.moments import local_day
from dvcheck.pack.nodes import Node, Problem
from dvcheck.pack.place import Place
from dvcheck.pack.reader import Fields, Missing, Reader, by_place
from dvcheck.pack.slips import excerpt, nearest
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.record.answers_file import answer_in
from dvcheck.rules.answer import Answer
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import Outline, base_of, outline

T = TypeVar("T")
Met = TypeVar("Met", Question, Obligation)
Located = tuple[tuple[str, Place], ...]
Reasons = tuple[tuple[str, str, Place], ...]


class _Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of the key, with its place."""

    question: str
    value: Value
    given: datetime
    own_time: bool
    """Whether the file says when the answer was given."""
    at: Place


class _Expected(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of `expect`."""

    lists: Mapping[str, Names] = {}
    due: tuple[ExpectedDue, ...] = ()
    only: bool = False


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


class _ScenarioReader(Reader):
    """Reads a scenario of a pack. The items it names must be part of its walk."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._walk: Outline | None = None
        self._answered: set[str] | None = None
        self._told_at = TOLD_AT
        self._given: dict[str, Answer] = {}
        self._elsewhere: dict[str, list[tuple[str, Place]]] = {}
        self._items = {i.id: i for i in pack.items() if not isinstance(i, Include)}
        self._refs = [*(s.ref for s in pack.policy.statements), *(s.ref for s in pack.policy.sections)]

    def scenario(self, node: Node, file: str) -> Scenario | None:
        """Return the scenario in `node`. Use it only if there are no `problems`."""
        try:
            f = self.fields(
                node,
                "a scenario",
                "scenario title checklist level story answers expect",
                "at shift_ends reveal done not_feasible harmful",
            )
        except Missing:
            return None
        name = self._part(f, "scenario", self.id, "")
        here = file.rpartition("/")[2]
        if name and f"{name}.yaml" != here:
            message = f'the scenario "{name}" is in {here}: call the file {name}.yaml'
            self.problem(f.at("scenario"), "file-name", message)
        checklist = self._part(f, "checklist", self._checklist, "")
        self._told_at = self._part(f, "at", lambda n: self._moment(n, TOLD_AT), TOLD_AT)
        shift_ends: datetime | None = self._part(
            f, "shift_ends", lambda n: self._moment(n, self._told_at), None
        )
        answers: tuple[_Answered, ...] = self._part(f, "answers", self._key, ())
        values = {a.question: a.value for a in answers}
        reveal: tuple[Reveal, ...] = self._part(
            f, "reveal", lambda n: self._list(n, "reveal", self._reveal), ()
        )
        harmful: tuple[Harmful, ...] = self._part(
            f, "harmful", lambda n: self._list(n, "harmful", self._harmful), ()
        )
        done: Located = self._part(f, "done", self._done, ())
        not_feasible: Reasons = self._part(f, "not_feasible", self._with_reasons, ())
        expect: _Expected = self._part(f, "expect", self._read_expected, _Expected())
        self._once((r.on, r.at) for r in reveal)
        self._once((*done, *((o, at) for o, _, at in not_feasible)))
        self._check_reveals(reveal, harmful, values)
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
            reveal=reveal,
            answers=values,
            done=tuple(o for o, _ in done),
            not_feasible={o: reason for o, reason, _ in not_feasible},
            harmful=harmful,
            at=f.at("scenario"),
            answered_at={a.question: a.given for a in answers if a.own_time},
            told_at=self._told_at,
            shift_ends=shift_ends,
            due=expect.due,
            only=expect.only,
            **expect.lists,
        )

    def _on_the_day(self, node: Node) -> datetime:
        """Read a moment. A time of day alone is on the day of the scenario."""
        return self._moment(node, self._told_at)

    def _moment(self, node: Node, day: datetime) -> datetime:
        """Read a date and a time of day in the agency's zone. A time of day alone is on the day of `day`."""
        text = self.text(node)
        zone = self._pack.policy.zone
        found = moment(text, day, zone)
        if found is None:
            example = f"{local_day(day, zone)} 23:40"
            message = f'"{excerpt(text)}" is not a time: write {example}, or 23:40 for the same day'
            raise self.wrong(node, "bad-time", message)
        return found

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

    def _checklist(self, node: Node) -> str:
        """Read the checklist to walk. From here on, items the scenario names must be part of its walk."""
        checklist = self.text(node)
        known = [c.id for c in self._pack.checklists]
        if checklist not in known:
            message = (
                f'the pack has no checklist "{checklist}"{nearest(checklist, known)} ({", ".join(known)})'
            )
            raise self.wrong(node, "unknown-checklist", message)
        self._walk = outline(self._pack, (checklist,))
        return checklist

    def _now_walk(self) -> Outline | None:
        """Return the walk, with a round for each entry of the lists answered so far."""
        walk = self._walk
        return Facts(walk, self._given).outline if walk is not None and walk.lists else walk

    # --- names ----------------------------------------------------------------------------------------------

    def _asked(self, name: str, at: Place) -> Question:
        item = self._items.get(base_of(name))
        if not isinstance(item, Question):
            self.problem(at, "unknown-question", self._no_such_item(name, "question", Question))
            raise Missing
        return self._met(item, name, at)

    def _owed(self, name: str, at: Place) -> Obligation:
        item = self._items.get(base_of(name))
        if not isinstance(item, Obligation):
            self.problem(at, "unknown-obligation", self._no_such_item(name, "obligation", Obligation))
            raise Missing
        return self._met(item, name, at)

    def _no_such_item(self, name: str, what: str, kind: type[Question] | type[Obligation]) -> str:
        """Return a message that no such item has this name, with the item that has it or the nearest name."""
        other = self._items.get(base_of(name))
        if other is not None:
            is_called = type(other).__name__.lower()
            article = "an" if is_called.startswith("o") else "a"
            return f'no {what} is called "{name}": that is {article} {is_called}'
        known = [n for n, item in self._items.items() if isinstance(item, kind)]
        return f'no {what} is called "{name}"{nearest(name, known)}'

    def _met(self, item: Met, name: str, at: Place) -> Met:
        """Return the item for the entry that `name` ends in, given by number or by name."""
        walk = self._now_walk()
        name = walk.key_of(name) if walk is not None else name
        if walk is None or name in walk.by_id:
            return cast(Met, walk.by_id[name].item) if walk is not None else item
        if self._walk is not None and item.id not in self._walk.by_id:
            home = next(c.id for c in self._pack.checklists for s in c.sections if item in s.items)
            self._elsewhere.setdefault(home, []).append((name, at))
            raise Missing
        keys = [key for key in walk.by_id if base_of(key) == item.id]
        if name == item.id and isinstance(item, Obligation):
            return item
        each = f"write {name}: {{her: …, him: …}} with the names on it, or " if name == item.id else ""
        message = f'"{name}" applies to each entry of a list: {each}name one of {", ".join(keys)}'
        self.problem(at, "unknown-entry", message)
        raise Missing

    def _other_walks(self, checklist: str) -> None:
        """Report once for each checklist that this walk does not include it."""
        for home, named in self._elsewhere.items():
            (name, at), more = named[0], len(named) - 1
            also = f" (and {more} more)" if more else ""
            message = (
                f'"{name}"{also} is in the checklist {home}, which the walk {checklist} does not include: '
                f'remove it, or put "- include: {home}" where it belongs'
            )
            self.problem(at, "other-walk", message)

    def _once(self, named: Iterable[tuple[str, Place]]) -> None:
        first: dict[str, Place] = {}
        for name, at in named:
            if name in first:
                message = f'"{name}" is listed a second time (first on line {first[name].line})'
                self.problem(at, "listed-twice", message)
            first.setdefault(name, at)

    # --- answers and marks ----------------------------------------------------------------------------------

    def _entries(self, node: Node, what: str) -> tuple[tuple[nodes.Scalar, Node], ...]:
        if not isinstance(node, nodes.Mapping):
            raise self.wrong(node, "not-a-mapping", f"{what} is written as keys with values")
        last_hint = ""
        for key, value in node.entries:
            hint = node.split_by_comma(value) if isinstance(value, nodes.Scalar) and value.absent else ""
            if isinstance(value, nodes.Scalar) and value.absent and not (hint and hint == last_hint):
                self.problem(key.at, "no-text", f'"{key.text}" has no value{hint}')
            last_hint = hint
        return tuple((k, v) for k, v in node.entries if not (isinstance(v, nodes.Scalar) and v.absent))

    def _key(self, node: Node) -> tuple[_Answered, ...]:
        entries = self._entries(node, '"answers"')
        lists = self._walk.lists if self._walk is not None else ()
        read: list[_Answered] = []
        # Answers about the entries of a list need the list, which may come later in the file.
        for key, said in sorted(entries, key=lambda entry: entry[0].text not in lists):
            read.extend(self._answers_of(key, said))
        self._answered = {*(key.text for key, _ in entries), *(answer.question for answer in read)}
        return tuple(sorted(read, key=lambda answer: (answer.at.line, answer.at.column)))

    def _answers_of(self, key: nodes.Scalar, said: Node) -> Iterator[_Answered]:
        """Read the answers of a line: one, or one for each entry of a list, by name."""
        walk = self._now_walk()
        of = walk.repeated.get(key.text, "") if walk is not None else ""
        by_name = isinstance(said, nodes.Mapping) and all(k.text != "is" for k, _ in said.entries)
        if walk is None or not of or not isinstance(said, nodes.Mapping) or not by_name:
            with suppress(Missing):
                yield self._answer(key, said)
            return
        named = {name: entry for entry in walk.entries.get(of, ()) for name in (entry.id, entry.name)}
        for who, answer in said.entries:
            if who.text not in named:
                message = f'"{of}" has no entry "{who.text}" in these answers{nearest(who.text, named)}'
                self.problem(who.at, "unknown-entry", message)
                continue
            with suppress(Missing):
                yield self._answer(nodes.Scalar(text=named[who.text].key(key.text), at=who.at), answer)

    def _answer(self, key: nodes.Scalar, said: Node) -> _Answered:
        question = self._asked(key.text, key.at)
        value_node, given = said, self._told_at
        if isinstance(said, nodes.Mapping):
            f = self.fields(said, "an answer with a time", "is at")
            value_node, given = f.node("is"), f.get("at", self._on_the_day)
            if given > self._told_at:
                at = self._shown(self._told_at)
                message = f'this is after the scenario, which is at {at}: give the scenario a later "at"'
                self.problem(f.at("at"), "after-the-end", message)
        value = answer_in(value_node, question, given, self._pack.policy.zone)
        if isinstance(value, NotAnAnswer):
            when = f" (it is answered at {self._shown(given)})" if question.kind in ("time", "date") else ""
            raise self.wrong(value_node, "unknown-value", f"{value.why}{when}")
        self._given[key.text] = Answer(value=value, at=given)
        own = value_node is not said
        return _Answered(question=key.text, value=value, given=given, own_time=own, at=key.at)

    def _shown(self, at: datetime) -> str:
        from zoneinfo import ZoneInfo

        return dates.day_and_time(at.astimezone(ZoneInfo(self._pack.policy.zone)))

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

    # --- revealed facts and expectations --------------------------------------------------------------------

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
        return _Expected(lists=lists, due=due, only=only)

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

    def _check_reveals(
        self, reveal: tuple[Reveal, ...], harmful: tuple[Harmful, ...], values: Mapping[str, Value]
    ) -> None:
        """Check that each revealed fact has an answer, and that no correct answer is listed as harmful."""
        for fact in reveal:
            if self._answered is not None and fact.on not in self._answered:
                message = f'"{fact.on}" is revealed, but "answers" does not answer it'
                self.problem(fact.at, "not-answered", message)
        for wrong in harmful:
            given = values.get(wrong.ask)
            own = (given,) if isinstance(given, str) else given or ()
            if set(own) & set(wrong.values):
                message = f'"answers" gives the same answer to "{wrong.ask}" that "harmful" lists'
                self.problem(wrong.at, "harmful-key", message)

    def _check_reached(self, answers: tuple[_Answered, ...]) -> None:
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


def moment(text: str, day: datetime, zone: str) -> datetime | None:
    """Return the moment of a text in `zone`, in UTC: a date and time, or a time on the day of `day`."""
    from zoneinfo import ZoneInfo

    written = text.strip()
    if len(written) in (4, 5):
        written = f"{local_day(day, zone)} {written:0>5}"
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

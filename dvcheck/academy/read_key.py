"""The reader of answers to a scenario: those of its key, and those of a trainee.

Both are written in the same way, and name only what the walk of the scenario has.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar, cast

import msgspec

from dvcheck import dates
from dvcheck.academy.scenario import TOLD_AT, Scenario
from dvcheck.pack import nodes
from dvcheck.pack.model import Include, Obligation, Pack, Question
from dvcheck.pack.moments import local_day
from dvcheck.pack.nodes import Node, Problem
from dvcheck.pack.place import Place
from dvcheck.pack.reader import Missing, Reader, by_place
from dvcheck.pack.slips import excerpt, nearest
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.record.answers_file import answer_in
from dvcheck.rules.answer import Answer
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import Outline, base_of, outline

Met = TypeVar("Met", Question, Obligation)


class KeyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of a file, with its place."""

    question: str
    value: Value
    given: datetime
    own_time: bool
    """Whether the file says when the answer was given."""
    at: Place


def read_answers(
    text: str, file: str, pack: Pack, scenario: Scenario
) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
    """Return a trainee's answers to a scenario by question, or all problems of the file.

    The file has the answers alone, or like a scenario, under "answers". Answers without a time of their own
    were given at the time of the scenario.
    """
    node, problems = nodes.read(text, file)
    if node is None:
        return {}, problems
    reader = _TraineeReader(pack)
    answers = reader.answers(node, scenario)
    return ({} if reader.problems else answers), by_place(reader.problems)


class KeyReader(Reader):
    """Reads answers to the questions of a walk, in a file of a pack's author or of a trainee."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._walk: Outline | None = None
        self._answered: set[str] | None = None
        self._told_at = TOLD_AT
        self._given: dict[str, Answer] = {}
        self._elsewhere: dict[str, list[tuple[str, Place]]] = {}
        self._items = {i.id: i for i in pack.items() if not isinstance(i, Include)}

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

    def _key(self, node: Node) -> tuple[KeyAnswer, ...]:
        entries = self._entries(node, '"answers"')
        lists = self._walk.lists if self._walk is not None else ()
        read: list[KeyAnswer] = []
        # Answers about the entries of a list need the list, which may come later in the file.
        for key, said in sorted(entries, key=lambda entry: entry[0].text not in lists):
            read.extend(self._answers_of(key, said))
        self._answered = {*(key.text for key, _ in entries), *(answer.question for answer in read)}
        return tuple(sorted(read, key=lambda answer: (answer.at.line, answer.at.column)))

    def _answers_of(self, key: nodes.Scalar, said: Node) -> Iterator[KeyAnswer]:
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

    def _answer(self, key: nodes.Scalar, said: Node) -> KeyAnswer:
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
        return KeyAnswer(question=key.text, value=value, given=given, own_time=own, at=key.at)

    def _shown(self, at: datetime) -> str:
        from zoneinfo import ZoneInfo

        return dates.day_and_time(at.astimezone(ZoneInfo(self._pack.policy.zone)))


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


class _TraineeReader(KeyReader):
    """Reads the answers of a trainee. A question that the walk does not reach may be answered too."""

    def answers(self, node: Node, scenario: Scenario) -> dict[str, Answer]:
        """Return the answers in `node`. Use them only if there are no `problems`."""
        self._walk = outline(self._pack, (scenario.checklist,))
        self._told_at = scenario.told_at
        if isinstance(node, nodes.Mapping) and "answers" not in self._items:
            node = next((value for key, value in node.entries if key.text == "answers"), node)
        with suppress(Missing):
            self._key(node)
        self._other_walks(scenario.checklist)
        return dict(self._given)

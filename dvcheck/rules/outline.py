"""One walk as a flat list: every item of some checklists, with includes resolved and guards combined.

A section or an obligation with `for_each` appears once. `rules/entries.py` expands it for each entry.

A checklist that is included several times is walked once, at its last place, if any of its includes applies.
An item's guard combines its own `when` with those of its section and of the includes above it. A finding has
no guard: each question it names has its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.condition import All, Any, Condition, Is, Not, leaves
from dvcheck.pack.conditions import conditions_of
from dvcheck.pack.model import Checklist, Finding, Include, Note, Obligation, Pack, Question, Section
from dvcheck.pack.value import ANSWERED, UNKNOWN

_Own = Question | Finding | Obligation | Note


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a list, for which items are repeated."""

    list: str
    id: str
    """It stays the same when the entry gets another name."""
    name: str
    number: int
    """Its place in the list, from 1."""
    since: datetime
    """When it was first named."""
    first: bool
    """Whether it was in the first answer that named entries."""
    sensitive: bool = False
    """Whether its name is kept out of screens and reports."""
    label: str = ""
    """The name of the list."""

    def key(self, base: str) -> str:
        """Return the key of an item repeated for this entry."""
        return f"{base}@{self.id}"

    @property
    def shown(self) -> str:
        """Its name, or its number if the name is sensitive."""
        if self.sensitive:
            return phrase("{list} no. {n}", list=self.label, n=self.number)
        return self.name


def base_of(key: str) -> str:
    """Return the id in the pack of an item's key: `pain` for `pain@2`."""
    return key.partition("@")[0]


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a walk: the checklist and section it is in, and its complete guard."""

    item: _Own
    guard: Condition | None
    checklist: str
    section: str
    hold: bool = False
    for_each: str = ""
    """The list it is repeated for; empty if it appears once."""
    round: int = -1
    """The number of its section, if that is repeated as one round for each entry; otherwise -1."""
    entry: Entry | None = None
    """The entry it appears for; None if it appears once."""

    @property
    def base(self) -> str:
        """Its id in the pack."""
        return base_of(self.item.id)


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The items of one case's walk, in document order."""

    items: tuple[Guarded, ...]
    by_id: Mapping[str, Guarded]
    zone: str = "UTC"
    """The agency's time zone, in which days begin."""
    lists: tuple[str, ...] = ()
    """The lists that something is repeated for, each after the lists that its guard depends on."""
    rested_on: frozenset[str] = frozenset()
    """The ids of those lists, and of everything that their guards depend on."""
    repeated: Mapping[str, str] = {}
    """The list that each repeated item belongs to, by the item's id in the pack."""
    walked: tuple[Checklist, ...] = ()
    """The checklists of the case, without those they include."""
    entries: Mapping[str, tuple[Entry, ...]] = {}
    """The entries this outline is expanded for, by list."""
    expanded: dict[object, "Outline"] = msgspec.field(default_factory=dict)
    """A cache of this outline expanded for the entries of a list: each answer needs it again."""

    def scoped(self, name: str, entry: Entry | None) -> str:
        """Return the key that a name means in the round of an entry."""
        return entry.key(name) if entry is not None and self.repeated.get(name) == entry.list else name

    def key_of(self, name: str) -> str:
        """Return the key of an item that is named with an entry: `pain@2` for `pain@her son`."""
        base, _, who = name.partition("@")
        entries = self.entries.get(self.repeated.get(base, ""), ())
        return next((entry.key(base) for entry in entries if entry.name == who), name)

    def questions(self) -> list[Question]:
        """Return the questions in the order of the walk."""
        return _questions(self.items)

    def question(self, name: str) -> Question:
        """Return the question called `name`. KeyError if the walk has none."""
        item = self.by_id[name].item
        if not isinstance(item, Question):
            raise KeyError(name)
        return item


def outline(pack: Pack, checklists: Sequence[str]) -> Outline:
    """Return the walk of `checklists`, in their order. KeyError if the pack lacks one."""
    visits: list[tuple[str, Condition | None]] = []
    met: list[tuple[int, Section, _Own]] = []
    for name in checklists:
        _visit(pack, name, None, visits, met)
    guards: dict[str, Condition | None] = {}
    for name, guard in visits:
        guards[name] = _either(guards[name], guard) if name in guards else guard
    last = {name: number for number, (name, _) in enumerate(visits)}
    rounds = {id(section): number for number, (_, section, _) in enumerate(met)}
    items = tuple(
        _guarded(item, section, visits[number][0], guards[visits[number][0]], rounds[id(section)])
        for number, section, item in met
        if last[visits[number][0]] == number
    )
    repeated = {g.item.id: g.for_each for g in items if g.for_each}
    by_id = {g.item.id: g for g in items}
    used = {*repeated.values(), *(q.options_from for q in _questions(items) if q.options_from)}
    ordered = _after_what_they_rest_on([q.id for q in _questions(items) if q.id in used], by_id, repeated)
    return Outline(
        items=items,
        by_id=by_id,
        zone=pack.policy.zone,
        walked=tuple(pack.checklist(name) for name in checklists),
        lists=tuple(name for name in ordered if name in used),
        rested_on=frozenset(ordered),
        repeated=repeated,
    )


def _after_what_they_rest_on(
    names: Sequence[str], by_id: Mapping[str, Guarded], repeated: Mapping[str, str]
) -> tuple[str, ...]:
    """Return some questions and everything their guards depend on, each after its dependencies."""
    seen: set[str] = set()
    ordered: list[str] = []

    def visit(name: str) -> None:
        guarded = by_id.get(name)
        if name in seen or guarded is None:
            return
        seen.add(name)
        own = conditions_of(guarded.item) if isinstance(guarded.item, Finding) else (guarded.guard,)
        for leaf in (leaf for condition in own for leaf in leaves(condition)):
            visit(leaf.item)
        visit(repeated.get(name, ""))
        ordered.append(name)

    for name in names:
        visit(name)
    return tuple(ordered)


def all_of(*parts: Condition | None) -> Condition | None:
    """Join conditions with `all`. One that is None always holds."""
    real = [p for p in parts if p is not None]
    if len(real) < 2:
        return real[0] if real else None
    return All(of=tuple(real), at=real[0].at)


def _either(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None:
        return None
    return one if one == other else Any(of=(one, other), at=one.at)


def _visit(
    pack: Pack,
    name: str,
    guard: Condition | None,
    visits: list[tuple[str, Condition | None]],
    met: list[tuple[int, Section, _Own]],
) -> None:
    """Note each visit to a checklist, with the guard of its includes, and each item."""
    number = len(visits)
    visits.append((name, guard))
    for section in pack.checklist(name).sections:
        for item in section.items:
            if isinstance(item, Include):
                _visit(pack, item.checklist, all_of(guard, section.when, item.when), visits, met)
            else:
                met.append((number, section, item))


def _guarded(item: _Own, section: Section, checklist: str, guard: Condition | None, number: int) -> Guarded:
    # A finding is a condition itself: each question it names has its own guard.
    complete = None if isinstance(item, Finding) else all_of(guard, section.when, item.when)
    if isinstance(item, Question):
        lists = _list_is_settled(section.for_each, item), _list_is_settled(item.options_from, item)
        complete = all_of(complete, *lists)
    return Guarded(
        item=item,
        guard=complete,
        checklist=checklist,
        section=section.title,
        hold=section.hold,
        for_each=section.list_of(item),
        round=number if section.for_each else -1,
    )


def _list_is_settled(name: str, question: Question) -> Condition | None:
    """Return the condition that a question's list is answered, even with "unknown", or does not apply.

    None if `name` is empty.
    """
    if not name:
        return None
    settled = Is(item=name, values=(ANSWERED, UNKNOWN), at=question.at, values_at=(question.at, question.at))
    if question.options_from == name and not question.options:
        # Without entries there is nothing to choose from. The second part fails while the list is "unknown".
        # Without it the guard would only be undecided, and an undecided guard lets a question be asked.
        named = Is(item=name, values=(ANSWERED,), at=question.at, values_at=(question.at,))
        unknown = Is(item=name, values=(UNKNOWN,), at=question.at, values_at=(question.at,))
        return All(of=(named, Not(of=unknown, at=question.at)), at=question.at)
    return Any(of=(settled, Not(of=settled, at=question.at)), at=question.at)


def _questions(items: Sequence[Guarded]) -> list[Question]:
    return [g.item for g in items if isinstance(g.item, Question)]

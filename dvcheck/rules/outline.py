"""One walk laid out flat: every item of some checklists, with includes opened and all guards gathered.

It has a section or an obligation with `for_each` once. `rules/entries.py` lays it out for the entries there
are.

A checklist that is included more than once is walked once, at its last place, when any of its includes
applies. An item's guard is what its section, the includes above it and its own `when` demand together. A
finding has none: what it names brings its own.
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
    """One entry of a list, for which items are met of their own."""

    list: str
    id: str
    """Its own: it stays where the entry gets another name."""
    name: str
    number: int
    """Its place in the list, from 1."""
    since: datetime
    """When it was first named."""
    first: bool
    """Whether it was among those named first."""
    sensitive: bool = False
    """Whether its name is kept out of screens and reports."""
    label: str = ""
    """What the list is called."""

    def key(self, base: str) -> str:
        """The key of an item that is met for this entry."""
        return f"{base}@{self.id}"

    @property
    def shown(self) -> str:
        """Its name, or its number where that is not to be shown."""
        if self.sensitive:
            return phrase("{list} no. {n}", list=self.label, n=self.number)
        return self.name


def base_of(key: str) -> str:
    """The id in the pack of an item by its key: `pain` of `pain@2`."""
    return key.partition("@")[0]


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """An item where it is met: the checklist and section it stands in, and the whole of its guard."""

    item: _Own
    guard: Condition | None
    checklist: str
    section: str
    hold: bool = False
    for_each: str = ""
    """The list that it is met once for each entry of."""
    round: int = -1
    """The section that is walked as one round for each entry, by number; -1 for an item outside any round."""
    entry: Entry | None = None
    """The entry that it is met for; None where it is met once."""

    @property
    def base(self) -> str:
        """The id that the pack has for it."""
        return base_of(self.item.id)


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What one case is walked by, in document order."""

    items: tuple[Guarded, ...]
    by_id: Mapping[str, Guarded]
    zone: str = "UTC"
    """The agency's time zone, in which days begin."""
    lists: tuple[str, ...] = ()
    """The lists whose entries something is met for, each after those that its guard rests on."""
    rested_on: frozenset[str] = frozenset()
    """The lists, and the ids of all that their guards rest on."""
    repeated: Mapping[str, str] = {}
    """By the id in the pack, the list that an item is met once for each entry of."""
    walked: tuple[Checklist, ...] = ()
    """The checklists that the case is a walk of, without those that they include."""
    entries: Mapping[str, tuple[Entry, ...]] = {}
    """By list, the entries that this is laid out for."""
    laid_out: dict[object, "Outline"] = msgspec.field(default_factory=dict)
    """Outlines made of this one for the entries of some lists: kept, as each answer asks for them again."""

    def scoped(self, name: str, entry: Entry | None) -> str:
        """The key of an item as it is named in the round of an entry."""
        return entry.key(name) if entry is not None and self.repeated.get(name) == entry.list else name

    def key_of(self, name: str) -> str:
        """The key of an item that is named with an entry: of `pain@her son` that is `pain@2`."""
        base, _, who = name.partition("@")
        entries = self.entries.get(self.repeated.get(base, ""), ())
        return next((entry.key(base) for entry in entries if entry.name == who), name)

    def questions(self) -> list[Question]:
        """The questions in the order they are met."""
        return _questions(self.items)

    def question(self, name: str) -> Question:
        """The question called `name`; KeyError where the walk has none."""
        item = self.by_id[name].item
        if not isinstance(item, Question):
            raise KeyError(name)
        return item


def outline(pack: Pack, checklists: Sequence[str]) -> Outline:
    """The walk through `checklists`, in their order. KeyError where the pack lacks one."""
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
    """Some questions and all that their guards rest on, each after what it rests on itself."""
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


def both(*parts: Condition | None) -> Condition | None:
    """All of the parts; None demands nothing."""
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
    """Note each visit to a checklist, with the guard of the includes that lead there, and its items."""
    number = len(visits)
    visits.append((name, guard))
    for section in pack.checklist(name).sections:
        for item in section.items:
            if isinstance(item, Include):
                _visit(pack, item.checklist, both(guard, section.when, item.when), visits, met)
            else:
                met.append((number, section, item))


def _guarded(item: _Own, section: Section, checklist: str, guard: Condition | None, number: int) -> Guarded:
    # A finding is a condition by itself: what it names brings its own guards.
    whole = None if isinstance(item, Finding) else both(guard, section.when, item.when)
    if isinstance(item, Question):
        whole = both(whole, _once_told(section.for_each, item), _once_told(item.options_from, item))
    return Guarded(
        item=item,
        guard=whole,
        checklist=checklist,
        section=section.title,
        hold=section.hold,
        for_each=section.list_of(item),
        round=number if section.for_each else -1,
    )


def _once_told(name: str, question: Question) -> Condition | None:
    """What a question that goes by a list waits for: that it is answered, if only with "unknown", or does not
    apply. None for no list."""
    if not name:
        return None
    told = Is(item=name, values=(ANSWERED, UNKNOWN), at=question.at, values_at=(question.at, question.at))
    if question.options_from == name and not question.options:
        # Without entries there is nothing to choose from. That the list is "unknown" is asked for by itself:
        # as where another guard is undecided, "unknown" further up lets the question be asked.
        named = Is(item=name, values=(ANSWERED,), at=question.at, values_at=(question.at,))
        unknown = Is(item=name, values=(UNKNOWN,), at=question.at, values_at=(question.at,))
        return All(of=(named, Not(of=unknown, at=question.at)), at=question.at)
    return Any(of=(told, Not(of=told, at=question.at)), at=question.at)


def _questions(items: Sequence[Guarded]) -> list[Question]:
    return [g.item for g in items if isinstance(g.item, Question)]

"""One walk laid out flat: every item of some checklists, with includes opened and all guards gathered.

A checklist that is included more than once is walked once, at its last place, when any of its includes
applies. An item's guard is what its section, the includes above it and its own `when` demand together. A
finding has none: what it names brings its own.
"""

from collections.abc import Mapping, Sequence

import msgspec

from dvcheck.pack.condition import All, Any, Condition
from dvcheck.pack.model import Finding, Include, Note, Obligation, Pack, Question, Section

_Own = Question | Finding | Obligation | Note


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """An item where it is met: the checklist and section it stands in, and the whole of its guard."""

    item: _Own
    guard: Condition | None
    checklist: str
    section: str
    hold: bool = False


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What one case is walked by, in document order."""

    items: tuple[Guarded, ...]
    by_id: Mapping[str, Guarded]

    def questions(self) -> list[Question]:
        """The questions in the order they are met."""
        return [g.item for g in self.items if isinstance(g.item, Question)]

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
    items = tuple(
        _guarded(item, section, visits[number][0], guards[visits[number][0]])
        for number, section, item in met
        if last[visits[number][0]] == number
    )
    return Outline(items=items, by_id={g.item.id: g for g in items})


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


def _guarded(item: _Own, section: Section, checklist: str, guard: Condition | None) -> Guarded:
    # A finding is a condition by itself: what it names brings its own guards.
    whole = None if isinstance(item, Finding) else both(guard, section.when, item.when)
    return Guarded(item=item, guard=whole, checklist=checklist, section=section.title, hold=section.hold)

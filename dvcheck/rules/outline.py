"""One walk laid out flat: every item of some checklists, with includes opened and all guards gathered.

A checklist that is included more than once is walked once, at its last place, when any of its includes
applies. An item's guard is what its section, the includes above it and its own `when` demand together.
"""

from collections.abc import Mapping, Sequence

import msgspec

from dvcheck.pack.model import (
    All,
    Any,
    Condition,
    Finding,
    Include,
    Note,
    Obligation,
    Pack,
    Question,
    Section,
)


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """An item where it is met: the checklist and section it stands in, and the whole of its guard."""

    item: Question | Finding | Obligation | Note
    guard: Condition | None
    checklist: str
    section: str


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
    met: list[tuple[str, Condition | None]] = []
    for name in checklists:
        _meet(pack, name, None, met)
    guards: dict[str, Condition | None] = {}
    for name, guard in met:
        guards[name] = _either(guards[name], guard) if name in guards else guard
    # The last place of each checklist counts; what it includes itself has been met right after it.
    last = {name: place for place, (name, _) in enumerate(met)}
    items: list[Guarded] = []
    for name in checklists:
        _lay_out(pack, name, guards, last, [0], items)
    return Outline(items=tuple(items), by_id={g.item.id: g for g in items})


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


def _meet(pack: Pack, name: str, guard: Condition | None, met: list[tuple[str, Condition | None]]) -> None:
    """Note each place a checklist is walked at, with the guard of the includes that lead there."""
    met.append((name, guard))
    for section in pack.checklist(name).sections:
        for item in section.items:
            if isinstance(item, Include):
                _meet(pack, item.checklist, both(guard, section.when, item.when), met)


def _lay_out(
    pack: Pack,
    name: str,
    guards: Mapping[str, Condition | None],
    last: Mapping[str, int],
    place: list[int],
    items: list[Guarded],
) -> None:
    here, place[0] = place[0], place[0] + 1
    wanted = last[name] == here
    for section in pack.checklist(name).sections:
        for item in section.items:
            if isinstance(item, Include):
                _lay_out(pack, item.checklist, guards, last, place, items)
            elif wanted:
                items.append(_guarded(item, section, name, guards[name]))


def _guarded(
    item: Question | Finding | Obligation | Note, section: Section, checklist: str, guard: Condition | None
) -> Guarded:
    own = None if isinstance(item, Finding) else item.when
    outer = None if isinstance(item, Finding) else both(guard, section.when)
    return Guarded(item=item, guard=both(outer, own), checklist=checklist, section=section.title)

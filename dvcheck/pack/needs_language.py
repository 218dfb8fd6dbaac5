"""The checklist language a pack needs for what it uses. An older dvcheck would report mistakes in it."""

from collections.abc import Iterator

from dvcheck.pack.condition import Compared, Counted, IsKnown, OfEntries, parts
from dvcheck.pack.conditions import conditions_of
from dvcheck.pack.model import Item, Note, Obligation, Pack, Question
from dvcheck.pack.place import Place


def of_language_2(pack: Pack) -> Iterator[Place]:
    """Yield the places where a pack uses a feature of language 2."""
    if pack.policy.others or pack.policy.actors or pack.policy.next_review is None:
        yield pack.policy.at
    yield from (part.at for part in pack.narrative)
    for checklist in pack.checklists:
        yield from (outcome.at for outcome in checklist.outcomes)
        for section in checklist.sections:
            if section.for_each:
                yield section.at
            for item in section.items:
                yield from _in_item(item)


def _in_item(item: Item) -> Iterator[Place]:
    for condition in conditions_of(item):
        for part in parts(condition):
            if isinstance(part, Compared | Counted | IsKnown | OfEntries):
                yield part.at
    match item:
        case Question(kind="date" | "duration"):
            yield item.at
        case Question() if item.least or item.options_from:
            yield item.at
        case Obligation() if item.brief or item.for_each or item.first or item.modality in _WORDS:
            yield item.at
        case Note() if item.walk:
            yield item.at
        case Obligation() if item.due is not None and item.due.kind in ("immediately", "within"):
            if item.due.kind == "immediately" or (item.due.span is not None and item.due.span.unit != "min"):
                yield item.due.at
        case _:
            return


_WORDS = ("must", "must-not", "should-not", "immediately")


def language_used(pack: Pack) -> int:
    """Return the language a pack needs: the one it states, or a newer one whose features it uses."""
    return max(pack.policy.language, 2 if next(of_language_2(pack), None) is not None else 1)

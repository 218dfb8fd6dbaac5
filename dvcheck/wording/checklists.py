"""The checklists of a pack as they are offered, and the command that begins with one."""

from collections.abc import Iterable, Iterator

from dvcheck.hint import SHORT_FORMS, walk_any, walk_new
from dvcheck.language import phrase
from dvcheck.pack.model import Checklist, Include, Pack


def whole(pack: Pack) -> tuple[Checklist, ...]:
    """The checklists that no other one includes, in the pack's order; all of them where none is left."""
    items = (item for checklist in pack.checklists for s in checklist.sections for item in s.items)
    parts = {item.checklist for item in items if isinstance(item, Include)}
    return tuple(c for c in pack.checklists if c.id not in parts) or pack.checklists


def offered(pack: Pack) -> tuple[Checklist, ...]:
    """The checklists that a walk is begun with: those with a command of their own, then the whole ones."""
    known = {c.id: c for c in pack.checklists}
    short = [known[name] for name in SHORT_FORMS if name in known]
    return (*short, *(c for c in whole(pack) if c not in short))


def rows(pack: Pack) -> tuple[str, ...]:
    """The checklists in lines, each with its name and title: whole ones, then those that they include."""
    first = whole(pack)
    parts = [c for c in pack.checklists if c not in first]
    width = max(len(c.id) for c in pack.checklists)
    lead = (phrase("Parts of these, which can be walked by themselves:"),) if parts else ()
    return (*_rows(first, width), *lead, *_rows(parts, width))


def begin(pack: Pack | None) -> str:
    """The command that begins a case with a pack; where there is a choice, the one that lists checklists."""
    known = [c.id for c in pack.checklists] if pack is not None else []
    if pack is None or SHORT_FORMS[0] in known:
        return walk_new(SHORT_FORMS[0])
    first, *more = whole(pack)
    return walk_any() if more else walk_new(first.id)


def _rows(checklists: Iterable[Checklist], width: int) -> Iterator[str]:
    return (f"  {c.id:<{width}}  {c.title}" for c in checklists)

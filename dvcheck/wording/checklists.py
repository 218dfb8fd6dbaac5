"""The checklists that a pack offers, and the command that starts one."""

from collections.abc import Iterable, Iterator

from dvcheck.hint import SHORT_FORMS, walk_any, walk_new
from dvcheck.language import phrase
from dvcheck.pack.model import Checklist, Include, Pack


def top_level(pack: Pack) -> tuple[Checklist, ...]:
    """Return the checklists that no other one includes, in pack order; all of them if there are none."""
    items = (item for checklist in pack.checklists for s in checklist.sections for item in s.items)
    parts = {item.checklist for item in items if isinstance(item, Include)}
    return tuple(c for c in pack.checklists if c.id not in parts) or pack.checklists


def offered_checklists(pack: Pack) -> tuple[Checklist, ...]:
    """Return the checklists a walk can start with: those with their own command, then the complete ones."""
    known = {c.id: c for c in pack.checklists}
    short = [known[name] for name in SHORT_FORMS if name in known]
    return (*short, *(c for c in top_level(pack) if c not in short))


def rows(pack: Pack) -> tuple[str, ...]:
    """List the checklists by name and title: those offered first, then the parts that remain."""
    first = offered_checklists(pack)
    parts = [c for c in pack.checklists if c not in first]
    lead = (phrase("Parts of these, which can also be walked alone:"),) if parts else ()
    return (*_rows(first), *lead, *_rows(parts))


def begin(pack: Pack | None) -> str:
    """Return the command that starts a case with a pack, or lists its checklists if there is a choice."""
    known = [c.id for c in pack.checklists] if pack is not None else []
    if pack is None or SHORT_FORMS[0] in known:
        return walk_new(SHORT_FORMS[0])
    first, *more = top_level(pack)
    return walk_any() if more else walk_new(first.id)


def _rows(checklists: Iterable[Checklist]) -> Iterator[str]:
    """Yield a row for each. It begins with no blank: such a line is taken for a command, and never wraps."""
    return (f"{c.id}: {c.title}" for c in checklists)

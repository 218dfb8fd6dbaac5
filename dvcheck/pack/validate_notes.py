"""Checks of the notes of a pack."""

from collections.abc import Iterator

from dvcheck.pack.model import Note, Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.slips import nearest


def notes_send_to_checklists(pack: Pack) -> Iterator[Problem]:
    """unknown-checklist: `walk` of a note names a checklist of the pack."""
    known = [checklist.id for checklist in pack.checklists]
    for item in pack.items():
        if isinstance(item, Note) and item.walk not in ("", *known):
            message = f'the pack has no checklist "{item.walk}"{nearest(item.walk, known)}'
            yield Problem(at=item.at, code="unknown-checklist", message=message)

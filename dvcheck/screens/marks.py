"""Obligations that were marked, and what is left."""

from collections.abc import Iterator

from dvcheck.actions.marks import MarkedDuties
from dvcheck.pack.model import sections_of
from dvcheck.text import clean
from dvcheck.wording.duty import status


def marked(marked: MarkedDuties) -> Iterator[str]:
    """How each obligation stands now, what is owed since, and how much is left."""
    for duty in marked.duties:
        why = f" ({clean(duty.mark.reason)})" if duty.mark is not None and duty.mark.reason else ""
        yield f"{status(duty)}: {clean(duty.obligation.text)}{why}"
    for duty in marked.now_owed:
        o = duty.obligation
        yield f"now owed: {o.word} ({sections_of(o.cites)}) {clean(o.text)}"
    left = marked.left
    yield (
        f"{left} required open in {marked.case.file.case.id}."
        if marked.duties or left
        else "Nothing is open."
    )

"""Obligations an officer marked, and what is still open."""

from collections.abc import Iterator

from dvcheck.actions.marks import MarkedDuties
from dvcheck.language import phrase
from dvcheck.pack.model import sections_of
from dvcheck.text import clean
from dvcheck.wording.duty import status


def marked_duties(marked: MarkedDuties) -> Iterator[str]:
    """Yield the new status of each obligation, the duties it brought up, and the number still open."""
    for duty in marked.duties:
        why = f" ({clean(duty.mark.reason)})" if duty.mark is not None and duty.mark.reason else ""
        yield f"{status(duty)}: {clean(duty.obligation.text)}{why}"
    for duty in marked.now_owed:
        o = duty.obligation
        yield phrase(
            "now owed: {word} ({sections}) {obligation}",
            word=o.word,
            sections=sections_of(o.cites),
            obligation=clean(o.text),
        )
    left = marked.left
    yield (
        phrase("{left} required open in {case}.", left=left, case=marked.case.file.case.id)
        if marked.duties or left
        else phrase("Nothing is open.")
    )

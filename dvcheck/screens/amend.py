"""Corrections to a case that ask no question: its number, and names in its lists."""

from collections.abc import Iterator, Sequence

from dvcheck.actions.amend import NewName, RenumberedCase
from dvcheck.language import phrase
from dvcheck.text import clean


def new_number(done: RenumberedCase) -> str:
    """Return the line on the new number of a case."""
    if not done.before:
        return phrase("The number of {case} is now {number}.", case=done.case, number=done.number)
    return phrase(
        "The number of {case} is now {number}, no longer {before}.",
        case=done.case,
        number=done.number,
        before=clean(done.before),
    )


def new_names(names: Sequence[NewName]) -> Iterator[str]:
    """Yield a line on each name of a list that was corrected."""
    for name in names:
        yield phrase('"{old}" is now "{new}".', old=clean(name.old), new=clean(name.new))

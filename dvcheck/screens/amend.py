"""What was put right in a case without being asked again."""

from collections.abc import Iterator, Sequence

from dvcheck.actions.amend import NewName, Renumbered
from dvcheck.language import phrase
from dvcheck.text import clean


def renumbered(done: Renumbered) -> str:
    """The number a case has from now on."""
    if not done.before:
        return phrase("{case} is {number} from now on.", case=done.case, number=done.number)
    return phrase(
        "{case} is {number} from now on, no longer {before}.",
        case=done.case,
        number=done.number,
        before=clean(done.before),
    )


def renamed(names: Sequence[NewName]) -> Iterator[str]:
    """What entries of a list are called from now on."""
    for name in names:
        yield phrase('"{old}" is "{new}" from now on.', old=clean(name.old), new=clean(name.new))

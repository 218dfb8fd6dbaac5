"""What is purged, and what stays."""

from collections.abc import Iterator

from dvcheck.actions.closing import Purge, Purged
from dvcheck.language import Later, phrase, plural

_STAYS = (
    Later("What stays: that there was a case, when, and how many entries of which kind it had."),
    Later(
        "Not reached: reports written to files, backups, and what the disk itself may keep of deleted data."
    ),
)


def found(found: Purge) -> str:
    """The cases that were closed long ago, or that there are none."""
    n = len(found.cases)
    if not n:
        return plural(
            "Nothing to purge: no case was closed more than {n} day ago.",
            "Nothing to purge: no case was closed more than {n} days ago.",
            n=found.days,
        )
    return plural(
        "Closed more than {n} day ago: {cases}",
        "Closed more than {n} days ago: {cases}",
        n=found.days,
        cases=", ".join(case.named for case in found.cases),
    )


def purged(done: Purged) -> Iterator[str]:
    """What is gone, what stays of it, and what was kept."""
    if done.gone:
        yield phrase("Purged: {gone}.", gone=", ".join(case.id for case in done.gone))
        yield from (line.said() for line in _STAYS)
    for case in done.kept:
        yield phrase("{case} was kept: it was worked on in another window meanwhile.", case=case.id)

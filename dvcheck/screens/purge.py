"""The result of a purge: what is erased, and what remains."""

from collections.abc import Iterator

from dvcheck.actions.closing import Purge, PurgeResult
from dvcheck.language import Later, phrase, plural

_STAYS = (
    Later("Kept: that the case existed, its times, and the number of entries of each kind."),
    Later("Not erased: reports you wrote to files, backups, and deleted data that the disk may still hold."),
)


def purge_candidates(found: Purge) -> str:
    """Return the cases to purge, or that there are none."""
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


def purge_result(done: PurgeResult) -> Iterator[str]:
    """Yield what was erased, what remains of it, and the cases that were not purged."""
    if done.gone:
        yield phrase("Purged: {gone}.", gone=", ".join(case.id for case in done.gone))
        yield from (line.said() for line in _STAYS)
    for case in done.kept:
        yield phrase("{case} was kept: it changed in another window during the purge.", case=case.id)

"""What every document begins with, and a time as all of them write it."""

from datetime import UTC, date, datetime

from dvcheck.pack.model import Pack

SCHEMA = 1
"""The version of all documents."""


def policy(pack: Pack, today: date) -> dict[str, object]:
    """The policy a result was worked out under, and whether its review is overdue."""
    p = pack.policy
    return {
        "id": p.id,
        "effective": p.effective.isoformat(),
        "next_review": p.next_review.isoformat(),
        "review_overdue": today > p.next_review,
        "digest": pack.digest,
    }


def stamp(at: datetime) -> str:
    """A time as ISO 8601 in UTC, to the second, with Z."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"

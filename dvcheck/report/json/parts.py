"""The members at the start of every document, and the format of times."""

from datetime import UTC, date, datetime

from dvcheck.pack.model import Pack
from dvcheck.pack.policy import Document

SCHEMA = 1
"""The version of all documents."""


def policy(pack: Pack, today: date) -> dict[str, object]:
    """Return the policy of a result, and whether the review of one of its documents is overdue.

    `version` is included if the pack has one, and `documents` if there are several.
    """
    p = pack.policy
    return {
        "id": p.id,
        "effective": p.effective.isoformat(),
        "next_review": _review(p.next_review),
        "review_overdue": any(document.review_passed(today) for document in p.documents),
        "digest": pack.digest,
        **({"version": p.version} if p.version else {}),
        **({"documents": [_document(d, today) for d in p.documents]} if p.others else {}),
        **_translation(pack),
    }


def _document(found: Document, today: date) -> dict[str, object]:
    return {
        "id": found.id,
        "number": found.number,
        "title": found.title,
        "effective": found.effective.isoformat(),
        "next_review": _review(found.next_review),
        "review_overdue": found.review_passed(today),
        "source": found.source,
    }


def _review(date: date | None) -> str | None:
    return date.isoformat() if date is not None else None


def _translation(pack: Pack) -> dict[str, object]:
    """Return the translation of the texts, and whether it is a draft; nothing for the pack's own language."""
    shown = pack.translation
    if shown is None:
        return {}
    return {"translation": {"language": shown.language, "draft": shown.is_draft}}


def stamp(at: datetime) -> str:
    """Return a time as ISO 8601 in UTC, to the second, with Z."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"

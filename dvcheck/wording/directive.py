"""Words for the documents behind a result, and for a review that is overdue."""

from collections.abc import Iterable
from datetime import date

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.policy import Document, Policy


def document_citation(policy: Policy, document: Document) -> str:
    """Name a document by its number; the policy also by its agency and the word for it."""
    if document.id != policy.id:
        return document.number
    return phrase(
        "{agency}, {document} {number}",
        agency=policy.agency,
        document=policy.terms.document,
        number=policy.number,
    )


def document_names(policy: Policy) -> tuple[str, ...]:
    """Name each document by number, title and effective date, the policy first."""
    return tuple(
        phrase(
            "{document}: {title}, effective {effective}.",
            document=document_citation(policy, document),
            title=document.title,
            effective=dates.day(document.effective),
        )
        for document in policy.documents
    )


def under(policy: Policy) -> tuple[str, ...]:
    """Name each document by number and effective date, below a heading."""
    return tuple(
        phrase(
            "{document}, effective {effective}",
            document=document_citation(policy, document),
            effective=dates.day(document.effective),
        )
        for document in policy.documents
    )


def aid(policy: Policy, today: date) -> str:
    """Say who decides; if the policy has one document, also say whether its review date has passed."""
    document, number = policy.terms.document, policy.number
    if says_review(policy, today):
        return phrase(
            "An aid: {document} {number}, past its review date, and your judgment decide.",
            document=document,
            number=number,
        )
    return phrase(
        "An aid, not an authority: {document} {number} and your judgment decide.",
        document=document,
        number=number,
    )


def says_review(policy: Policy, today: date) -> bool:
    """Check whether `aid` says that the review date has passed."""
    return not policy.others and bool(review_passed(policy, today))


def reviews(policies: Iterable[Policy], today: date) -> tuple[str, ...]:
    """Say once for each document that its review date has passed; name it if there are several policies."""
    all_policies = tuple(policies)
    several = len({(policy.agency, policy.number) for policy in all_policies}) > 1
    said = review_passed_of if several else review_passed
    return tuple(dict.fromkeys(line for policy in all_policies for line in said(policy, today)))


def review_passed(policy: Policy, today: date) -> tuple[str, ...]:
    """Say that the review date of a document has passed, one line each; name it if there are several."""
    return _of_each(policy, today) if policy.others else _of_own(policy, today)


def review_passed_of(policy: Policy, today: date) -> tuple[str, ...]:
    """Say the same beside other policies: name each document."""
    return _of_each(policy, today)


def _of_own(policy: Policy, today: date) -> tuple[str, ...]:
    own = policy.own
    if own.next_review is None or not own.review_passed(today):
        return ()
    day = dates.day(own.next_review)
    return (phrase("Review date {day} has passed: the text may have been replaced.", day=day),)


def _of_each(policy: Policy, today: date) -> tuple[str, ...]:
    return tuple(filter(None, (_of_one(policy, document, today) for document in policy.documents)))


def _of_one(policy: Policy, document: Document, today: date) -> str:
    if document.next_review is None or not document.review_passed(today):
        return ""
    return phrase(
        "The review date of {document} was {date}: the text may have been replaced.",
        document=document_citation(policy, document),
        date=dates.day(document.next_review),
    )

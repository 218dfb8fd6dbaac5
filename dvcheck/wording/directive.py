"""The directive behind a result, in words, and that its review is overdue."""

from datetime import date

from dvcheck.language import phrase
from dvcheck.pack.model import Policy


def named(policy: Policy) -> str:
    """A directive by its agency, number and title, and since when it is in effect."""
    return phrase(
        "{agency}, Directive {number}: {title}, effective {effective}.",
        agency=policy.agency,
        number=policy.number,
        title=policy.title,
        effective=policy.effective,
    )


def under(policy: Policy) -> str:
    """The same without the title, below a heading."""
    return phrase(
        "{agency}, Directive {number}, effective {effective}",
        agency=policy.agency,
        number=policy.number,
        effective=policy.effective,
    )


def review_passed(policy: Policy, today: date) -> str:
    """That the directive's review date has passed; empty while it has not."""
    if today <= policy.next_review:
        return ""
    return phrase(
        "Review date {date} has passed: the text may have been replaced.",
        date=_written_out(policy.next_review),
    )


def review_passed_of(policy: Policy, today: date) -> str:
    """The same beside other directives: it is named."""
    if today <= policy.next_review:
        return ""
    return phrase(
        "Review date {date} of {agency}, Directive {number}, has passed: the text may have been replaced.",
        date=_written_out(policy.next_review),
        agency=policy.agency,
        number=policy.number,
    )


def _written_out(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""Words for the urgency of duties."""

from typing import TYPE_CHECKING, assert_never

from dvcheck.language import phrase
from dvcheck.rules.urgency import Urgency, urgency

if TYPE_CHECKING:
    from dvcheck.rules.assess import Duty


def title_of(duty: "Duty") -> str:
    """Return the title of the group of a duty."""
    return title(urgency(duty))


def title(group: Urgency) -> str:
    """Name a group of a list of duties."""
    match group:
        case "overdue":
            return phrase("OVERDUE")
        case "scene":
            return phrase("DO NOW")
        case "before-clearing":
            return phrase("BEFORE YOU CLEAR")
        case "end-of-shift":
            return phrase("REPORTS AND PAPERS")
        case "follow-up":
            return phrase("FOLLOW-UP")
    assert_never(group)

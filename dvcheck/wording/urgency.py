"""Words for the urgency of duties."""

from typing import assert_never

from dvcheck.language import phrase
from dvcheck.rules.urgency import Urgency


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

"""When an obligation is due: only what the text states, never a guess. Times are aware and in UTC."""

from dataclasses import dataclass
from datetime import datetime

from dvcheck.pack.model import Due
from dvcheck.rules.logic import Facts, Truth

NONE_STATED = "no deadline stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline in words, and as a time where one is known.

    `at` is None where the text states no time, or the end of the shift has not been entered.
    """

    text: str
    at: datetime | None = None
    overdue: bool = False


def deadline(due: Due | None, facts: Facts, shift_ends: datetime | None, now: datetime) -> Deadline:
    """The deadline `due` sets under these facts."""
    if due is None:
        return Deadline(text=NONE_STATED)
    if due.unless is not None and facts.decide(due.unless).truth is Truth.TRUE:
        return Deadline(text="deadline lifted, duty stays")
    match due.kind:
        case "end-of-shift":
            overdue = shift_ends is not None and now >= shift_ends
            return Deadline(text="before end of shift", at=shift_ends, overdue=overdue)
        case "before":
            return Deadline(text=f"before: {due.event}")
        case "timely":
            return Deadline(text="in a timely manner (no time stated)")

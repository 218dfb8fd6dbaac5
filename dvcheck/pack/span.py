"""Lengths of time in packs and answers: minutes and hours that elapse, and calendar days."""

import re
from typing import Literal

import msgspec

Unit = Literal["min", "h", "days", "court-days"]
"""Minutes and hours elapse. Days are calendar days. Court days are never counted here."""

MOST_COUNT = 999
FORMS = "20 min, 24 h or 10 days"
"""Examples of lengths of time, for messages."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A length of time, as a document states it."""

    count: int
    unit: Unit

    @property
    def seconds(self) -> int:
        """Its seconds, with days of 24 hours; 0 for court days, which cannot be counted."""
        return self.count * _SECONDS[self.unit]

    @property
    def elapses(self) -> bool:
        """Whether it is in minutes or hours."""
        return self.unit in ("min", "h")


_SECONDS: dict[Unit, int] = {"min": 60, "h": 3_600, "days": 86_400, "court-days": 0}

# Patterns are not compiled at import: that takes time at every start, and few walks need one.
_WRITTEN = r"(?a)(?P<count>\d{1,3}) (?P<unit>min|h|days?|court days?)"


def span_in(text: str) -> Span | None:
    """Read a length of time such as `20 min`, `24 h`, `10 days` or `3 court days`; None for other texts."""
    found = re.fullmatch(_WRITTEN, text.strip())
    if found is None or int(found["count"]) == 0:
        return None
    count = int(found["count"])
    match found["unit"]:
        case "min":
            return Span(count=count, unit="min")
        case "h":
            return Span(count=count, unit="h")
        case "day" | "days":
            return Span(count=count, unit="days")
        case _:
            return Span(count=count, unit="court-days")


_PARTS = (
    r"(?ai)(?:(?P<days>\d{1,4}) ?(?:days?|d))? ?(?:(?P<hours>\d{1,5}) ?(?:hours?|h))?"
    r" ?(?:(?P<minutes>\d{1,6}) ?(?:minutes?|mins?|m))?"
)
_SHORT = r"(?ai)(?:.*h ?|.*hours? )?\d{1,6}"
"""A number of minutes without a unit: alone, or after hours. After days it could mean hours."""

_CLOCK = r"(?a)(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)"


def duration_in(text: str) -> str | None:
    """Rewrite a length of time that an officer entered in the recorded form, `1 day 2 h 30 min`.

    `90 min`, `1:30` and `1 h 30` have the same recorded form. None if the text is not a length of time.
    """
    said = " ".join(text.split())
    found = re.fullmatch(_CLOCK, said) or re.fullmatch(_PARTS, said)
    if found is None and re.fullmatch(_SHORT, said):
        found = re.fullmatch(_PARTS, f"{said} min")
    if found is None or not said:
        return None
    parts = {name: int(number) for name, number in found.groupdict().items() if number is not None}
    if not parts:
        return None
    minutes = (parts.get("days", 0) * 24 + parts.get("hours", 0)) * 60 + parts.get("minutes", 0)
    return _written(minutes) if minutes <= MOST_MINUTES else None


MOST_MINUTES = 9_999 * 1_440
"""The longest duration that is an answer: 9,999 days."""


def _written(minutes: int) -> str:
    days, rest = divmod(minutes, 1_440)
    hours, left = divmod(rest, 60)
    # This is the recorded form, not a text for a screen: it is the same in every language.
    parts = [f"{days} {_DAY.get(days, 'days')}"] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{left} min"] if left or not parts else []
    return " ".join(parts)


_DAY = {1: "day"}


def minutes_of(duration: str) -> int:
    """Count the minutes of a duration in its recorded form."""
    found = re.fullmatch(_PARTS, duration)
    assert found is not None
    parts = {name: int(number or 0) for name, number in found.groupdict().items()}
    return (parts["days"] * 24 + parts["hours"]) * 60 + parts["minutes"]

"""Shifts: whose, from when, and until when. They are events of the journal that belong to no case.

| kind           | body                                      | what it says                                 |
| -------------- | ----------------------------------------- | -------------------------------------------- |
| shift-started  | began, ends (ISO 8601), officer (or null) | a shift began; the one before is over        |
| shift-extended | ends                                      | it ends at another time                      |
| shift-ended    | open (a number by case)                   | it was gone through, with so many left open  |

A case bears the end of its shift itself (`shift-ends`), so that an old one is read as it was worked.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec.structs import replace

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case import SHIFT
from dvcheck.record.journal import Entry, Event, Journal, utc_text

SHIFT_STARTED = "shift-started"
SHIFT_EXTENDED = "shift-extended"
SHIFT_ENDED = "shift-ended"

_Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """One shift, from `began` up to `ends` (aware, UTC)."""

    began: datetime
    ends: datetime
    officer: str | None

    def is_on(self, at: datetime) -> bool:
        """Whether a case opened at `at` is of this shift."""
        return self.began <= at < self.ends


class _Started(msgspec.Struct, frozen=True):
    began: _Time
    ends: _Time
    officer: str | None = None


class _Extended(msgspec.Struct, frozen=True):
    ends: _Time


def started(began: datetime, ends: datetime, officer: str | None) -> Entry:
    """A shift from `began` to `ends`, both aware: a naive time is a ValueError."""
    return SHIFT_STARTED, {"began": utc_text(began), "ends": utc_text(ends), "officer": officer}


def extended(ends: datetime) -> Entry:
    """The shift ends at another time (aware)."""
    return SHIFT_EXTENDED, {"ends": utc_text(ends)}


def ended(open: Mapping[str, int]) -> Entry:
    """The shift was gone through; so many obligations stay open by case, each for a reason given.

    Which they are stands in the case alone, so that it goes with the case when that is purged.
    """
    return SHIFT_ENDED, {"open": dict(open)}


def record(journal: Journal, entry: Entry, at: datetime) -> None:
    """Add an entry about the shift."""
    journal.append_all(SHIFT, [entry], at)


def current(journal: Journal) -> Shift | None:
    """The shift that was started last, where it has not been gone through; its end may have passed.

    DvcheckError with Exit.JOURNAL where an entry since its start cannot be read.
    """
    return fold(journal.events(SHIFT, after=journal.last(SHIFT, SHIFT_STARTED) - 1))


def fold(events: Sequence[Event]) -> Shift | None:
    """The shift that events amount to, in their order; None before the first and after one that was ended.

    DvcheckError with Exit.JOURNAL where a body is not of its kind's shape.
    """
    shift: Shift | None = None
    for event in events:
        try:
            match event.kind:
                case "shift-started":
                    begun = msgspec.convert(event.body, _Started)
                    began, ends = begun.began.astimezone(UTC), begun.ends.astimezone(UTC)
                    shift = Shift(began=began, ends=ends, officer=begun.officer)
                case "shift-extended" if shift is not None:
                    ends = msgspec.convert(event.body, _Extended).ends.astimezone(UTC)
                    # One that was started by a clock ahead of the true time began by now at the latest.
                    shift = replace(shift, began=min(shift.began, event.at), ends=ends)
                case "shift-ended":
                    shift = None
        except (msgspec.ValidationError, OverflowError) as error:
            raise DvcheckError(
                f"the shift: entry {event.seq} cannot be read ({error})",
                hint="Show this line to your IT unit. Cases can still be worked on, and a shift started.",
                code=Exit.JOURNAL,
            ) from error
    return shift

"""Shifts: whose, from when, and until when. They are events of the journal that belong to no case."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import assert_never

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.record.errors import EntryUnreadable
from dvcheck.record.events import SHIFT, Event, OfShift, ShiftEnded, ShiftExtended, ShiftStarted, of_shift
from dvcheck.record.store import Reads, Store


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """One shift, from `began` up to `ends` (aware, UTC)."""

    began: datetime
    ends: datetime
    officer: str | None

    def is_on(self, at: datetime) -> bool:
        """Whether a case opened at `at` is of this shift."""
        return self.began <= at < self.ends


def record(journal: Store, entry: OfShift, at: datetime) -> None:
    """Add an entry about the shift."""
    journal.append_all(SHIFT, [entry], at)


def current(journal: Reads) -> Shift | None:
    """The shift that was started last, where it has not been gone through; its end may have passed.

    EntryUnreadable where an entry since its start cannot be read.
    """
    return fold(journal.events(SHIFT, after=journal.last(SHIFT, ShiftStarted.kind) - 1))


def fold(events: Sequence[Event]) -> Shift | None:
    """The shift that events amount to, in their order; None before the first and after one that was ended.

    EntryUnreadable where a body is not of its kind's shape.
    """
    shift: Shift | None = None
    for event in events:
        try:
            match of_shift(event):
                case ShiftStarted() as said:
                    began, ends = said.began.astimezone(UTC), said.ends.astimezone(UTC)
                    shift = Shift(began=began, ends=ends, officer=said.officer)
                case ShiftExtended() as said:
                    if shift is not None:
                        # One started by a clock ahead of the true time began by now at the latest.
                        began, ends = min(shift.began, event.at), said.ends.astimezone(UTC)
                        shift = replace(shift, began=began, ends=ends)
                case ShiftEnded():
                    shift = None
                case None:
                    pass
                case _ as never:
                    assert_never(never)
        except (msgspec.ValidationError, OverflowError) as error:
            raise EntryUnreadable(
                phrase("the shift: entry {seq} cannot be read ({error})", seq=event.seq, error=error),
                hint=phrase("Show this line to your IT unit. You can still work on cases and start a shift."),
            ) from error
    return shift

"""Shifts: officer, start and end. They are recorded in the journal, outside any case."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import assert_never

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.record.errors import EntryUnreadable
from dvcheck.record.events import SHIFT, Event, OfShift, ShiftEnded, ShiftExtended, ShiftStarted, of_shift
from dvcheck.record.store import ReadableStore, Store


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """One shift, from `began` up to `ends` (aware, UTC)."""

    began: datetime
    ends: datetime
    officer: str | None

    def is_on(self, at: datetime) -> bool:
        """Check whether a case opened at `at` belongs to this shift."""
        return self.began <= at < self.ends


def record(journal: Store, entry: OfShift, at: datetime) -> None:
    """Add an entry about the shift."""
    journal.append_all(SHIFT, [entry], at)


def current(journal: ReadableStore) -> Shift | None:
    """Return the last shift started, unless it was closed out; its end may have passed.

    EntryUnreadable if an entry since its start cannot be read.
    """
    return fold(journal.events(SHIFT, after=journal.last(SHIFT, ShiftStarted.kind) - 1))


def fold(events: Sequence[Event]) -> Shift | None:
    """Fold events into the current shift; None before the first one and after a close-out.

    EntryUnreadable if a body does not fit its kind.
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
                        # If the clock was ahead at its start, it began now at the latest.
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

"""The shifts of a journal, the first one first: where each begins and ends among the entries."""

from datetime import datetime
from itertools import pairwise

import msgspec

from dvcheck.record.events import SHIFT, Event, ShiftEnded, ShiftStarted
from dvcheck.record.shift import Shift, fold
from dvcheck.record.store import ReadableStore


class WorkedShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift, and the entries recorded in it: those from number `first` to number `last`."""

    shift: Shift
    first: int
    last: int | None
    """The number of its last entry; None while it runs."""
    closed: datetime | None
    """When it was ended, or when the next one began; None while it runs."""
    settled: bool
    """Whether it was ended, so that everything open had a reason."""


def count(journal: ReadableStore) -> int:
    """Count the shifts that were started."""
    return sum(event.kind == ShiftStarted.kind for event in journal.events(SHIFT))


def worked_shift(journal: ReadableStore, back: int) -> WorkedShift | None:
    """Return the shift started last, or the one that many before it; None if there is none.

    EntryUnreadable if one of its entries cannot be read.
    """
    events = journal.events(SHIFT)
    found = [n for n, event in enumerate(events) if event.kind == ShiftStarted.kind]
    bounds = list(pairwise([*found, len(events)]))
    if back >= len(bounds):
        return None
    begin, end = bounds[-1 - back]
    return _worked(events[begin:end], events[end] if end < len(events) else None)


def _worked(events: list[Event], following: Event | None) -> WorkedShift:
    """Return the shift of the entries from its start up to the next one's."""
    ending = next((event for event in events if event.kind == ShiftEnded.kind), None)
    shift = fold([event for event in events if ending is None or event.seq < ending.seq])
    assert shift is not None
    if ending is not None:
        last, closed = ending.seq, ending.at
    elif following is not None:
        last, closed = following.seq - 1, following.at
    else:
        last, closed = None, None
    return WorkedShift(shift=shift, first=events[0].seq, last=last, closed=closed, settled=ending is not None)

"""The cases of a journal that are another state of a case in a file. Pure.

A case keeps its first entry wherever it goes, and the hash of that entry is over a random salt. So two cases
with the same first entry, in some journal on their way, were once the same case.
"""

from collections.abc import Iterable, Iterator

import msgspec

from dvcheck.record.case import Case, fold
from dvcheck.record.chain import encode
from dvcheck.record.events import CasePurged, CaseTakenOver, Event
from dvcheck.record.head import Head
from dvcheck.record.store import ReadableStore
from dvcheck.record.transfer import Transfer

_Content = tuple[str, object, bytes]


class Kin(msgspec.Struct, frozen=True, kw_only=True):
    """A case of this journal that is another state of the case in a file."""

    case: Case
    lacks: int
    """The number of entries in the file that the case does not have."""
    more: int
    """The number of its entries that the file does not have, apart from its moves to this computer."""


def is_own(journal: ReadableStore, moved: Transfer) -> bool:
    """Check whether a file was written from this journal, also if its case was purged since."""
    first = moved.events[0]
    return journal.stands(Head(seq=first.seq, hash=first.hash))


def find_kin(journal: ReadableStore, moved: Transfer) -> tuple[Kin, ...]:
    """Return the cases of a journal that are another state of a case in a file. Purged ones are left out."""
    names = dict.fromkeys(_names(journal, moved))
    found = [(name, journal.events(name)) for name in names]
    return tuple(
        Kin(
            case=fold(events),
            lacks=_lacking(moved.events, events),
            more=_lacking((e for e in events if e.kind != CaseTakenOver.kind), moved.events),
        )
        for name, events in found
        if events and events[-1].kind != CasePurged.kind
    )


def _names(journal: ReadableStore, moved: Transfer) -> Iterator[str]:
    """Yield the ids of the cases that begin with the same entry, in this journal or in an earlier one."""
    places = {(moved.events[0].seq, moved.events[0].hash.hex()): moved.case.id}
    for earlier in moved.case.take_overs:
        places[earlier.first, earlier.opening.hex()] = earlier.case
    for (number, hash), case in places.items():
        if journal.stands(Head(seq=number, hash=bytes.fromhex(hash))):
            yield case
    for event in journal.events_of_kind(CaseTakenOver.kind)[0]:
        if (event.body.get("first"), event.body.get("opening")) in places:
            yield event.case


def _lacking(events: Iterable[Event], others: Iterable[Event]) -> int:
    """Count the events that are not among the others."""
    known = {_content(event) for event in others}
    return sum(_content(event) not in known for event in events)


def _content(event: Event) -> _Content:
    return event.kind, event.at, encode(event.body)

"""Find where a push must begin. Each push asks the precinct: the laptop keeps no mark of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from dvcheck.actions.push_pages import follows
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.record.chain import FIRST_HASH
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.head import Head
from dvcheck.record.store import InspectableStore

if TYPE_CHECKING:
    from dvcheck.record.postgres.remote import Remote, RemoteJournal

START = Head(seq=0, hash=FIRST_HASH)


class PushPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The journal of the precinct that a push continues, and the last entry that both sides have."""

    journal: UUID
    known: Head
    is_there: bool
    parent: tuple[UUID, int] | None = None
    """The journal that this fork comes from, and the last entry that they share; None without a fork."""
    start: int = 0
    """The last entry that is only in the parent of that journal; 0 without a parent."""
    pushed_at: datetime | None = None
    """The last push of that journal, by the clock of the server; None for a new one."""
    rewound: int = 0
    """The number of entries there that this journal lacks: it is an older copy, and has nothing new."""


def find_plan(journal: InspectableStore, remote: "Remote") -> PushPlan:
    """Find the journal that a push continues. JournalError if damage hides which one it is."""
    return _Search(journal, remote).plan()


class _Search:
    def __init__(self, journal: InspectableStore, remote: "Remote") -> None:
        self._journal = journal
        self._remote = remote
        self._damage: DvcheckError | None = None

    def plan(self) -> PushPlan:
        there = self._remote.journals()
        going_on = [one for one in there.values() if self._has(one.head)]
        if going_on:
            found = max(going_on, key=lambda one: one.head.seq)
            return PushPlan(
                journal=found.id,
                known=found.head,
                is_there=True,
                start=found.parent_seq,
                pushed_at=found.pushed_at,
            )
        name = self._name(1)
        if name is None:
            raise self._damage or JournalDamaged(phrase("entry {seq:,} is missing", seq=1))
        if name not in there:
            return PushPlan(journal=name, known=START, is_there=False)
        return self._parted(there[name], there)

    def _parted(self, found: "RemoteJournal", there: "Mapping[UUID, RemoteJournal]") -> PushPlan:
        """Return the plan for an older copy, or for a fork from `found` or from one of its forks."""
        while (child := self._child(found, there)) is not None:
            found = child
        last = self._journal.head()
        common = self._common(found, last.seq)
        if common.seq == last.seq:
            return PushPlan(
                journal=found.id,
                known=common,
                is_there=True,
                pushed_at=found.pushed_at,
                rewound=found.head.seq - common.seq,
            )
        name = self._name(common.seq + 1)
        if name is None:
            raise self._damage or JournalDamaged(phrase("entry {seq:,} is missing", seq=common.seq + 1))
        parent = (found.id, common.seq)
        return PushPlan(journal=name, known=common, is_there=False, start=common.seq, parent=parent)

    def _child(self, found: "RemoteJournal", there: "Mapping[UUID, RemoteJournal]") -> "RemoteJournal | None":
        """Return the fork of `found` that begins with an entry of this journal; None if there is none."""
        for one in there.values():
            if one.parent == found.id and self._name(one.parent_seq + 1) == one.id:
                return one
        return None

    def _common(self, found: "RemoteJournal", last: int) -> Head:
        """Return the last entry that is the same here and there. All entries before it are the same too."""
        low, high = found.parent_seq, min(found.head.seq, last)
        while low < high:
            middle = (low + high + 1) // 2
            hash = self._hash(middle)
            if hash is not None and hash == self._remote.hash_at(found.id, middle):
                low = middle
            else:
                high = middle - 1
        return Head(seq=low, hash=self._hash(low) or FIRST_HASH)

    def _has(self, head: Head) -> bool:
        """Check whether this journal has an entry, or, if it cannot be read, one that follows from it."""
        hash = self._hash(head.seq)
        return hash == head.hash if hash is not None else follows(self._journal, head)

    def _name(self, seq: int) -> UUID | None:
        """Return the name of a journal that begins with an entry of this one; None if it is not there."""
        hash = self._hash(seq)
        return None if hash is None else UUID(bytes=hash[:16])

    def _hash(self, seq: int) -> bytes | None:
        """Return the hash of an entry of this journal; None if it is not there, or cannot be read."""
        if seq < 1:
            return FIRST_HASH
        try:
            hash = self._journal.hash_of(seq)
        except JournalDamaged as error:
            self._damage = error
            return None
        return hash if isinstance(hash, bytes) and len(hash) == len(FIRST_HASH) else None

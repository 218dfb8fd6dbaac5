"""Which deadlines come up soon. A reminder says how many duties and when, and nothing else of a case."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.actions.outstanding import AssessedCase, assess_each
from dvcheck.actions.workspace import Workspace
from dvcheck.record.cases import each_open


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline that comes up soon."""

    at: datetime
    duties: int
    zone: ZoneInfo


class Reminders:
    """The deadlines of the open cases, and which of them were announced."""

    def __init__(self, workspace: Workspace) -> None:
        # Apart from the command's own: another thread reads it. The store is only read.
        self._workspace = Workspace(home=workspace.home, place=workspace.place)
        self._before = workspace.config.notify_before
        self._announced: set[datetime] = set()
        self._seen: object = None
        self._read_at: datetime | None = None
        self._owed: Mapping[datetime, int] = {}
        self._zone = ZoneInfo("UTC")

    def due_soon(self, at: datetime) -> tuple[Reminder, ...]:
        """Return the deadlines that come up soon and were not returned yet."""
        self._read_if_changed(at)
        found = [
            Reminder(at=due, duties=duties, zone=self._zone)
            for due, duties in sorted(self._owed.items())
            if at < due <= at + self._before and due not in self._announced
        ]
        self._announced.update(one.at for one in found)
        return tuple(found)

    def _read_if_changed(self, at: datetime) -> None:
        """Read the open cases again if something was recorded, and not right after the last time."""
        seen = self._workspace.place.version()
        if seen == self._seen or (self._read_at is not None and abs(at - self._read_at) < _REST):
            return
        self._read_at = at
        self._owed = self._deadlines(at)
        self._seen = seen

    def _deadlines(self, at: datetime) -> Mapping[datetime, int]:
        """Count the open required duties by their deadline.

        Left out: what runs by a clock, which has its own bell, and what stays open for a recorded reason.
        """
        owed: Counter[datetime] = Counter()
        journal = self._workspace.place.open_to_read()
        if journal is None:
            return owed
        with journal:
            for one in assess_each(self._workspace, each_open(journal), journal, at):
                if not isinstance(one, AssessedCase):
                    continue
                self._zone = ZoneInfo(one.pack.policy.zone)
                for duty in one.assessment.outstanding:
                    if duty.deadline.at is not None and not (duty.ends_with_timer or duty.carried_over):
                        owed[duty.deadline.at] += 1
        return owed


_REST = timedelta(seconds=20)
"""The least time between two readings: during a walk, something is recorded every few seconds."""

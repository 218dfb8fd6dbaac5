"""The duties owed in several cases, as text, JSON and the hand-over show them."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from dvcheck.errors import DvcheckError
from dvcheck.pack.model import Obligation, Pack
from dvcheck.pack.value import Value
from dvcheck.rules.assess import Duty
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.other_walk import OtherWalk

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class RaisingAnswer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An answer that raised a duty."""

    question: str
    value: Value


class Officer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An officer in a list of the duties of several."""

    name: str
    """The id recorded in the journal or set in config.toml; else the name of the home folder."""
    home: str
    """The home folder."""


class OwedRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A required open duty, with as much of its case as a list shows. Add a new column here first."""

    case: CaseLine
    pack: Pack
    """The pack of its case."""
    duty: Duty
    order: int
    """Its place among the duties of its case, in the order of the pack."""
    because: tuple[RaisingAnswer, ...]
    """The answers that raised it, without sensitive ones."""
    why: str
    """The first of them in words, or why the duty replaces another."""
    officer: Officer | None = None
    """Whose case it is; None in a list of one officer's own cases."""

    @property
    def obligation(self) -> Obligation:
        return self.duty.obligation

    @property
    def at(self) -> datetime | None:
        """Return the time of its deadline, if it has one."""
        return self.duty.deadline.at

    @property
    def opened(self) -> datetime:
        return self.case.opened


class Unfinished(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case whose walk was not finished, or that an answer sends to another walk."""

    case: CaseLine
    unasked: int
    """How many of its questions were not asked."""
    to_walk: tuple[OtherWalk, ...] = ()
    """The walks that it is sent to and has not had."""
    officer: Officer | None = None
    """Whose case it is; None in a list of one officer's own cases."""

    @property
    def next_walk(self) -> str:
        """Return the checklist to go on with."""
        return self.case.checklist if self.unasked or not self.to_walk else self.to_walk[0].checklist


class CasesOfPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack, and the ids of its cases."""

    pack: Pack
    cases: tuple[str, ...]


class Outstanding(msgspec.Struct, frozen=True, kw_only=True):
    """The duties owed in several cases at one time."""

    rows: tuple[OwedRow, ...] = ()
    """The most urgent first."""
    by_pack: tuple[CasesOfPack, ...] = ()
    undecided: int = 0
    """The number of duties that an answer such as "unknown" leaves undecided."""
    unfinished: tuple[Unfinished, ...] = ()
    problems: tuple[DvcheckError, ...] = ()
    """What is wrong with the cases that cannot be read."""

    @property
    def cases(self) -> int:
        """Return the number of cases read."""
        return sum(len(one.cases) for one in self.by_pack)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Return the packs of the cases."""
        return tuple(one.pack for one in self.by_pack)

    def zone(self) -> "ZoneInfo":
        """Return the time zone of most cases; there is at least one."""
        zones: Counter[str] = Counter()
        for one in self.by_pack:
            zones[one.pack.policy.zone] += len(one.cases)
        return most_common(zones)


class OfficerHome(msgspec.Struct, frozen=True, kw_only=True):
    """The home folder of one officer, as it was found."""

    officer: Officer
    last_entry: datetime | None = None
    """The time of the last entry of any kind; None if there is none, or it cannot be read."""
    is_empty: bool = False
    """Whether nothing has been recorded there yet."""
    unread: str = ""
    """Why it cannot be read, or not all of it; empty if all of it was read."""
    notices: tuple[str, ...] = ()
    """What to know about it, such as that entries are gone."""


class SameHome(msgspec.Struct, frozen=True, kw_only=True):
    """A folder that was named, and the other name that leads to the same record."""

    named: str
    shown_as: str


class DutiesOfOfficers(msgspec.Struct, frozen=True, kw_only=True):
    """The duties that several officers owe at one time."""

    at: datetime
    listed: Outstanding = Outstanding()
    """Required arrests first, then what is overdue, then by urgency and the nearest deadline."""
    homes: tuple[OfficerHome, ...] = ()
    """Each home once, by the name of its officer."""
    same: tuple[SameHome, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether every home was read, and nothing in them is open or unfinished."""
        listed = self.listed
        return not (listed.rows or listed.unfinished or any(one.unread for one in self.homes))


def most_common(zones: "Counter[str]") -> "ZoneInfo":
    """Return the time zone of most cases, or of the newest in a tie; there is at least one.

    In a list of cases, times in this zone have no zone name. Other times have theirs.
    """
    from zoneinfo import ZoneInfo

    return ZoneInfo(zones.most_common(1)[0][0])

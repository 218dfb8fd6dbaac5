"""The contents of the first screen: the shift, the clocks, unfinished walks and open duties."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.actions.outstanding import AssessedCase, assess_case, rank
from dvcheck.actions.stopped_at import StoppedAt, stopped_at
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.pack.model import Checklist, Obligation, Pack
from dvcheck.record import shift as shifts
from dvcheck.record.case import fold
from dvcheck.record.cases import open_ids
from dvcheck.record.errors import JournalUnusable
from dvcheck.record.head import Head
from dvcheck.record.shift import Shift
from dvcheck.record.store import ReadableStore
from dvcheck.report.owed import most_common
from dvcheck.rules.assess import Duty
from dvcheck.wording.case_line import CaseLine, case_line
from dvcheck.wording.checklists import offered_checklists
from dvcheck.wording.recorded import running


class DutyKey(msgspec.Struct, frozen=True):
    """The ids of a duty and its case."""

    case: str
    obligation: str


class HomeDuty(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A duty on the first screen: required and open, or marked on that screen."""

    case: CaseLine
    pack: Pack
    duty: Duty
    """The duty as it was while open."""
    order: int
    """Its position among the duties of its case, in the order of the pack."""
    marked: Literal["done", "not-feasible"] | None = None

    @property
    def key(self) -> DutyKey:
        return DutyKey(self.case.id, self.duty.obligation.id)

    @property
    def obligation(self) -> Obligation:
        return self.duty.obligation

    @property
    def opened(self) -> datetime:
        return self.case.opened


class UnfinishedWalk(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose walk has questions left, or a timer that runs."""

    case: CaseLine
    stopped: StoppedAt


class RunningClock(msgspec.Struct, frozen=True, kw_only=True):
    """A running timer, in words."""

    case: CaseLine
    said: str


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of the first screen at one time."""

    at: datetime
    zone: ZoneInfo
    """The time zone of most cases."""
    shift: Shift | None = None
    clocks: tuple[RunningClock, ...] = ()
    walks: tuple[UnfinishedWalk, ...] = ()
    """The unfinished walks: those with a running timer first, then the most recent."""
    duties: tuple[HomeDuty, ...] = ()
    """The duties, the most urgent first."""
    cases: int = 0
    """The number of open cases."""
    undecided: int = 0
    checklists: tuple[Checklist, ...] = ()
    """The checklists that can be started."""
    problems: tuple[str, ...] = ()
    """The messages about what cannot be read."""

    @property
    def owed(self) -> int:
        """The number of duties that are required and open."""
        return sum(one.marked is None for one in self.duties)

    @property
    def overdue(self) -> int:
        return sum(one.marked is None and one.duty.deadline.overdue for one in self.duties)


Kept = Mapping[DutyKey, Duty]
"""The duties that were marked on the screen and stay there, each as it was before."""

_NONE: Kept = {}


def home(workspace: Workspace, at: datetime, kept: Kept = _NONE) -> Home:
    """Read the contents of the first screen at a time. Creates no journal."""
    return Overview(workspace).read(at, kept)


class Overview:
    """A reader of the first screen's contents that reads again only the cases that changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._parts: dict[str, _CaseContents] = {}
        """The contents from each open case, by its id."""
        self._head: Head | None = None
        """The last entry at the last reading; None if there was none."""
        self._minute = 0
        self._kept: Kept = {}

    def read(self, at: datetime, kept: Kept = _NONE) -> Home:
        """Read the contents at a time.

        Each minute, all cases are assessed again; in between, only those with new entries.
        """
        journal = self._workspace.journal()
        if journal is None:
            return _without_cases(self._workspace, at)
        with journal:
            return _with_cases(self._workspace, journal, at, self._read_cases(journal, at, kept))

    def _read_cases(
        self, journal: ReadableStore, at: datetime, kept: Kept
    ) -> "list[_CaseContents | DvcheckError]":
        head = journal.head()  # before the cases: an entry recorded while they are read is read next time
        changed = self._changed(journal, at, kept)
        known = {} if changed is None else {n: part for n, part in self._parts.items() if n not in changed}
        found = [
            known.get(name) or _part_of(self._workspace, journal, name, at, kept)
            for name in open_ids(journal)
        ]
        self._parts = {part.case.id: part for part in found if isinstance(part, _CaseContents)}
        self._head, self._minute, self._kept = head, _minute_of(at), dict(kept)
        return found

    def _changed(self, journal: ReadableStore, at: datetime, kept: Kept) -> set[str] | None:
        """Return the ids of the cases to read again; None for all of them."""
        before = self._head
        if before is None or not before.seq or self._minute != _minute_of(at) or not journal.stands(before):
            return None
        recorded = {stored.case.decode("utf-8", "replace") for stored in journal.since(before.seq)}
        return recorded | {key.case for key in self._kept.keys() ^ kept.keys()}


def _minute_of(at: datetime) -> int:
    return int(at.timestamp()) // 60


class _CaseContents(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of the first screen from one case."""

    case: CaseLine
    zone: str
    undecided: int
    walk: UnfinishedWalk | None
    clocks: tuple[RunningClock, ...]
    duties: tuple[HomeDuty, ...]


def _part_of(
    workspace: Workspace, journal: ReadableStore, name: str, at: datetime, kept: Kept
) -> _CaseContents | DvcheckError:
    """Read one case, or return what is wrong with it."""
    try:
        found = assess_case(workspace, fold(journal.events(name)), journal, at)
    except DvcheckError as error:
        return error
    line = case_line(found.case)
    stopped = stopped_at(found.case, found.assessment, sensitive=workspace.sensitive)
    runs = running(found.case, found.pack, at) if stopped.clock_runs else ()
    return _CaseContents(
        case=line,
        zone=found.pack.policy.zone,
        undecided=len(found.assessment.undecided()),
        walk=None if stopped.finished else UnfinishedWalk(case=line, stopped=stopped),
        clocks=tuple(RunningClock(case=line, said=said) for said in runs),
        duties=tuple(_duties(found, line, kept)),
    )


def _duties(found: AssessedCase, line: CaseLine, kept: Kept) -> Iterator[HomeDuty]:
    """Yield the duties of a case that are open, and those that were marked on the screen and stay there."""
    for order, duty in enumerate(found.assessment.duties):
        before = kept.get(DutyKey(line.id, duty.obligation.id))
        if duty.outstanding:
            yield HomeDuty(case=line, pack=found.pack, duty=duty, order=order)
        elif before is not None and duty.status in ("done", "not-feasible"):
            yield HomeDuty(case=line, pack=found.pack, duty=before, order=order, marked=duty.status)


def _without_cases(workspace: Workspace, at: datetime) -> Home:
    pack = workspace.sound().pack
    return Home(
        at=at,
        zone=ZoneInfo(pack.policy.zone),
        checklists=offered_checklists(pack),
        problems=_notice(workspace),
    )


def _with_cases(
    workspace: Workspace,
    journal: ReadableStore,
    at: datetime,
    found: "Sequence[_CaseContents | DvcheckError]",
) -> Home:
    parts = [part for part in found if isinstance(part, _CaseContents)]
    problems = [error.message for error in found if isinstance(error, DvcheckError)]
    shift: Shift | None = None
    try:
        shift = shifts.current(journal)
    except DvcheckError as error:
        if isinstance(error, JournalUnusable):
            raise
        problems.append(error.message)
    checklists: tuple[Checklist, ...] = ()
    zones = Counter(part.zone for part in parts)
    try:
        pack = workspace.sound(journal).pack
    except DvcheckError as error:
        problems.append(error.message.splitlines()[0])
    else:
        checklists = offered_checklists(pack)
        zones = zones or Counter((pack.policy.zone,))
        problems += _notice(workspace)
    walks = [part.walk for part in parts if part.walk is not None]
    return Home(
        at=at,
        zone=most_common(zones) if zones else ZoneInfo("UTC"),
        shift=shift,
        clocks=tuple(clock for part in parts for clock in part.clocks),
        walks=tuple(sorted(walks, key=lambda w: (w.stopped.clock_runs, w.stopped.at), reverse=True)),
        duties=tuple(sorted((duty for part in parts for duty in part.duties), key=rank)),
        cases=len(parts),
        undecided=sum(part.undecided for part in parts),
        checklists=checklists,
        problems=tuple(dict.fromkeys(problems)),
    )


def _notice(workspace: Workspace) -> tuple[str, ...]:
    """Return the notice that another pack replaces the one in use, if that is so."""
    notice = workspace.sound().notice
    return (notice,) if notice else ()

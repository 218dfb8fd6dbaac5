"""All that an officer begins or goes on with: the shift, the clocks, unfinished walks, and what is owed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.actions.outstanding import Worked, each_standing, rank
from dvcheck.actions.stopped_at import StoppedAt, stopped_at
from dvcheck.errors import DvcheckError
from dvcheck.pack.model import Checklist, Obligation, Pack
from dvcheck.record import shift as shifts
from dvcheck.record.cases import each_open
from dvcheck.record.errors import JournalUnusable
from dvcheck.record.shift import Shift
from dvcheck.record.store import Reads
from dvcheck.rules.assess import Duty
from dvcheck.wording.case_line import CaseLine, case_line
from dvcheck.wording.checklists import offered
from dvcheck.wording.recorded import running


class DutyKey(msgspec.Struct, frozen=True):
    """Which duty of which case."""

    case: str
    obligation: str


class HomeDuty(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A duty on the first screen: one that is required and open, or was until it was marked there."""

    case: CaseLine
    pack: Pack
    duty: Duty
    """As it stood while it was open."""
    order: int
    """Its place among the duties of its case, in the order of the pack."""
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
    """A timer that runs, in words."""

    case: CaseLine
    said: str


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """How everything stands at one time."""

    at: datetime
    zone: ZoneInfo
    """That of most cases."""
    shift: Shift | None = None
    clocks: tuple[RunningClock, ...] = ()
    walks: tuple[UnfinishedWalk, ...] = ()
    """The unfinished ones: those whose timer runs first, then the one worked on last."""
    duties: tuple[HomeDuty, ...] = ()
    """The most urgent first."""
    cases: int = 0
    """How many cases are open."""
    undecided: int = 0
    checklists: tuple[Checklist, ...] = ()
    """Those that a walk is begun with."""
    problems: tuple[str, ...] = ()
    """What cannot be read."""

    @property
    def owed(self) -> int:
        """How many duties are required and open."""
        return sum(one.marked is None for one in self.duties)

    @property
    def overdue(self) -> int:
        return sum(one.marked is None and one.duty.deadline.overdue for one in self.duties)


Kept = Mapping[DutyKey, Duty]
"""The duties that were marked on the screen and stay there, each as it stood before."""

_NONE: Kept = {}


def home(desk: Desk, at: datetime, kept: Kept = _NONE) -> Home:
    """Read how everything stands at a time. Nothing is made where nothing has been recorded yet."""
    journal = desk.journal()
    if journal is None:
        return _without_cases(desk, at)
    with journal:
        return _of_journal(desk, journal, at, kept)


def _without_cases(desk: Desk, at: datetime) -> Home:
    pack = desk.sound().pack
    return Home(at=at, zone=ZoneInfo(pack.policy.zone), checklists=offered(pack), problems=_notice(desk))


def _of_journal(desk: Desk, journal: Reads, at: datetime, kept: Kept) -> Home:
    gathered = _Gathered(desk, at, kept)
    gathered.take(each_standing(desk, each_open(journal), journal, at))
    problems = [problem.message for problem in gathered.problems]
    shift: Shift | None = None
    try:
        shift = shifts.current(journal)
    except DvcheckError as error:
        if isinstance(error, JournalUnusable):
            raise
        problems.append(error.message)
    checklists: tuple[Checklist, ...] = ()
    zone = gathered.zone()
    try:
        pack = desk.sound(journal).pack
    except DvcheckError as error:
        problems.append(error.message.splitlines()[0])
    else:
        checklists, zone = offered(pack), zone or ZoneInfo(pack.policy.zone)
        problems += _notice(desk)
    return Home(
        at=at,
        zone=zone or ZoneInfo("UTC"),
        shift=shift,
        clocks=tuple(gathered.clocks),
        walks=tuple(sorted(gathered.walks, key=lambda w: (w.stopped.clock_runs, w.stopped.at), reverse=True)),
        duties=tuple(sorted(gathered.duties, key=rank)),
        cases=gathered.cases,
        undecided=gathered.undecided,
        checklists=checklists,
        problems=tuple(dict.fromkeys(problems)),
    )


def _notice(desk: Desk) -> tuple[str, ...]:
    """That another pack stands in for the one in use, where one does."""
    notice = desk.sound().notice
    return (notice,) if notice else ()


class _Gathered:
    """What is gathered over cases, which are taken one at a time: of each no more is kept than its rows."""

    def __init__(self, desk: Desk, at: datetime, kept: Kept) -> None:
        self._desk = desk
        self._at = at
        self._kept = kept
        self.clocks: list[RunningClock] = []
        self.walks: list[UnfinishedWalk] = []
        self.duties: list[HomeDuty] = []
        self.problems: list[DvcheckError] = []
        self.cases = 0
        self.undecided = 0
        self._zones: dict[str, int] = {}

    def take(self, cases: Iterable[Worked | DvcheckError]) -> None:
        for one in cases:
            if isinstance(one, DvcheckError):
                self.problems.append(one)
            else:
                self._take(one)

    def zone(self) -> ZoneInfo | None:
        """The time zone of most cases, and of the newest where no one has most; None without cases."""
        most = max(self._zones, key=lambda name: self._zones[name], default=None)
        return ZoneInfo(most) if most is not None else None

    def _take(self, found: Worked) -> None:
        line = case_line(found.case)
        zone = found.pack.policy.zone
        self.cases += 1
        self._zones[zone] = self._zones.get(zone, 0) + 1
        self.undecided += len(found.assessment.undecided())
        stopped = stopped_at(found.case, found.assessment, sensitive=self._desk.sensitive)
        if not stopped.finished:
            self.walks.append(UnfinishedWalk(case=line, stopped=stopped))
        self.clocks += [
            RunningClock(case=line, said=said)
            for said in (running(found.case, found.pack, self._at) if stopped.clock_runs else ())
        ]
        for order, duty in enumerate(found.assessment.duties):
            before = self._kept.get(DutyKey(line.id, duty.obligation.id))
            if duty.outstanding:
                self.duties.append(HomeDuty(case=line, pack=found.pack, duty=duty, order=order))
            elif before is not None and duty.status in ("done", "not-feasible"):
                row = HomeDuty(case=line, pack=found.pack, duty=before, order=order, marked=duty.status)
                self.duties.append(row)

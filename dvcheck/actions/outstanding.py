"""What is owed: the open cases as they stand, and their open duties, nearest deadline first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import PHASES, Obligation, Pack
from dvcheck.record.case import Case
from dvcheck.record.cases import each_open, find_case
from dvcheck.record.store import Reads
from dvcheck.rules.assess import Assessment, Duty

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Worked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case as it stands under its pack."""

    case: Case
    pack: Pack
    assessment: Assessment


class Owed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A duty of a case that is required and open."""

    worked: Worked
    duty: Duty

    @property
    def case(self) -> Case:
        return self.worked.case

    @property
    def obligation(self) -> Obligation:
        return self.duty.obligation

    @property
    def at(self) -> datetime | None:
        """The time of its deadline, where it has one."""
        return self.duty.deadline.at

    @property
    def opened(self) -> datetime:
        return self.worked.case.opened


class Unfinished(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case whose walk was not finished, and how many of its questions were not asked."""

    case: Case
    unasked: int


class OpenCases(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases as they stand at one time, the one opened last first."""

    worked: tuple[Worked, ...] = ()
    problems: tuple[DvcheckError, ...] = ()
    """What is wrong with those that cannot be read."""
    unfinished: tuple[Unfinished, ...] = ()

    def owed(self) -> tuple[Owed, ...]:
        """What is required and open in them, nearest deadline first."""
        return tuple(sorted((owed for one in self.worked for owed in owed_in(one)), key=rank))

    @property
    def undetermined(self) -> int:
        """How much is undetermined in them."""
        return sum(len(one.assessment.undecided()) for one in self.worked)

    def zone(self) -> "ZoneInfo":
        """The time zone of most of them; there is at least one."""
        return most_common(Counter(one.pack.policy.zone for one in self.worked))


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Cases that are read one at a time, as long as the journal is open."""

    total: int
    """How many there are; in a journal that another window writes to there may be others by then."""
    cases: Iterator[Worked | DvcheckError]
    """Each as it stands, or what is wrong with it."""


@contextmanager
def reading(desk: Desk, name: str | None, at: datetime) -> Iterator[Reading]:
    """Read the case that is named, or every open one, as they stand at a time.

    DvcheckError where the case that is named is not there or cannot be read.
    """
    if name is not None:
        with desk.recorded() as recorded:
            one = standing(desk, find_case(recorded, name), recorded, at)
        yield Reading(total=1, cases=iter((one,)))
        return
    journal = desk.journal()
    if journal is None:
        yield Reading(total=0, cases=iter(()))
        return
    with journal:
        yield Reading(
            total=journal.cases.count("open"), cases=each_standing(desk, each_open(journal), journal, at)
        )


def open_cases(desk: Desk, at: datetime) -> OpenCases:
    """The open cases as they stand at a time; none where nothing has been recorded yet."""
    journal = desk.journal()
    if journal is None:
        return OpenCases()
    with journal:
        return open_cases_in(journal, desk, at)


def open_cases_in(journal: Reads, desk: Desk, at: datetime) -> OpenCases:
    """The open cases of a journal as they stand at a time."""
    found: list[Worked] = []
    problems: list[DvcheckError] = []
    for one in each_standing(desk, each_open(journal), journal, at):
        if isinstance(one, DvcheckError):
            problems.append(one)
        else:
            found.append(one)
    left = (unfinished_in(desk, one) for one in found)
    return OpenCases(
        worked=tuple(found),
        problems=tuple(problems),
        unfinished=tuple(one for one in left if one is not None),
    )


def standing(desk: Desk, case: Case, journal: Reads, at: datetime) -> Worked:
    """A case as it stands at a time. DvcheckError where its pack cannot be read any more."""
    pack = desk.pack_of(case, journal)
    return Worked(case=case, pack=pack, assessment=desk.assess(case, pack, at))


def each_standing(
    desk: Desk, cases: Iterable[Case | DvcheckError], journal: Reads, at: datetime
) -> Iterator[Worked | DvcheckError]:
    """Each of these cases as it stands, or what is wrong with it."""
    for case in cases:
        if isinstance(case, DvcheckError):
            yield case
            continue
        try:
            yield standing(desk, case, journal, at)
        except DvcheckError as error:
            yield error


class Ranked(Protocol):
    """A duty that is owed, as far as its place in a list follows from it."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def opened(self) -> datetime: ...
    @property
    def obligation(self) -> Obligation: ...


_LATEST = datetime.max.replace(tzinfo=UTC)


def rank(owed: Ranked) -> tuple[object, ...]:
    """A deadline with a time comes first, the nearest of them; then one without, then what has none."""
    o = owed.obligation
    urgency = 0 if owed.at is not None else 2 if o.due is None else 1
    return urgency, owed.at or _LATEST, PHASES.index(o.phase), owed.opened


def owed_in(found: Worked) -> tuple[Owed, ...]:
    """What is required and open in a case."""
    return tuple(Owed(worked=found, duty=duty) for duty in found.assessment.outstanding)


def unfinished_in(desk: Desk, found: Worked) -> Unfinished | None:
    """Count the questions of a case that may be asked and were not; None where there are none."""
    unasked = sum(desk.sensitive or not q.sensitive for q in found.assessment.unasked)
    return Unfinished(case=found.case, unasked=unasked) if unasked else None


def most_common(zones: "Counter[str]") -> "ZoneInfo":
    """The time zone of most cases, and of the newest where no one has most; there is at least one.

    In a list of cases a time in it needs no name, and one of another zone has its own beside it.
    """
    from zoneinfo import ZoneInfo

    return ZoneInfo(zones.most_common(1)[0][0])


def packs_over(desk: Desk, packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """The packs that a list of cases is under: theirs, and where there are none the one in use, if usable."""
    if packs:
        return tuple(packs)
    with suppress(DvcheckError):
        return (desk.pack(),)
    return ()


def pack_over(desk: Desk, packs: Sequence[Pack]) -> Pack:
    """The pack that a list as one names: the one in use, or where that cannot be used one of `packs`."""
    try:
        return desk.pack()
    except DvcheckError:
        return packs[0] if packs else desk.sound().pack


def require_all_read(problems: Sequence[DvcheckError]) -> None:
    """DvcheckError with Exit.JOURNAL that names the cases which could not be read, where there are any."""
    if problems:
        messages = dict.fromkeys(p.message for p in problems)
        raise DvcheckError("\n".join(messages), hint=problems[0].hint, code=Exit.JOURNAL)

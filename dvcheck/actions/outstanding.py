"""The open cases and the duties owed in them, the most urgent first."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Protocol, TypeVar, cast

import msgspec

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Obligation, Pack
from dvcheck.record.case import Case
from dvcheck.record.cases import each_open, find_case, refuse_closed
from dvcheck.record.store import ReadableStore
from dvcheck.report.owed import CasesOfPack, Officer, Outstanding, OwedRow, RaisingAnswer, Unfinished
from dvcheck.rules import urgency
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import case_line
from dvcheck.wording.other_walk import other_walks


class AssessedCase(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case, its pack and its assessment."""

    case: Case
    pack: Pack
    assessment: Assessment


class OwedDuty(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A duty of a case that is required and open."""

    worked: AssessedCase
    duty: Duty
    order: int
    """Its position among the duties of its case, in the order of the pack."""

    @property
    def case(self) -> Case:
        return self.worked.case

    @property
    def obligation(self) -> Obligation:
        return self.duty.obligation

    @property
    def at(self) -> datetime | None:
        """The time of its deadline, if it has one."""
        return self.duty.deadline.at

    @property
    def opened(self) -> datetime:
        return self.worked.case.opened


class OpenCases(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases at one time, the one opened last first."""

    worked: tuple[AssessedCase, ...] = ()
    listed: Outstanding = Outstanding()
    """The duties owed in them."""

    @property
    def problems(self) -> tuple[DvcheckError, ...]:
        """The errors of cases that cannot be read."""
        return self.listed.problems

    @property
    def unfinished(self) -> tuple[Unfinished, ...]:
        return self.listed.unfinished

    def owed(self) -> tuple[OwedDuty, ...]:
        """Return the required open duties, each with its complete case, the most urgent first."""
        return tuple(sorted((owed for one in self.worked for owed in _owed_in(one)), key=rank))


class CasesRead(msgspec.Struct, frozen=True, kw_only=True):
    """Cases read one at a time while the journal is open."""

    total: int
    """The number of cases. It may change while another window writes to the journal."""
    cases: Iterator[AssessedCase | DvcheckError]
    """Each case assessed, or what is wrong with it."""
    older: int = 0
    """The number of older cases, which are not read."""
    start: str = ""
    """The command that begins a case, if there are none."""


@contextmanager
def read_cases(workspace: Workspace, name: str | None, at: datetime) -> Iterator[CasesRead]:
    """Read and assess the named case, or every open one, at a time.

    DvcheckError if the named case does not exist, cannot be read, or was handed over.
    """
    if name is not None:
        with workspace.recorded() as recorded:
            case = find_case(recorded, name)
            if case.is_handed_over:  # its duties are owed on the other computer
                refuse_closed(case)
            one = assess_case(workspace, case, recorded, at)
        yield CasesRead(total=1, cases=iter((one,)))
        return
    journal = workspace.journal()
    if journal is None:
        yield CasesRead(total=0, cases=iter(()))
        return
    with journal:
        yield CasesRead(
            total=journal.cases.count("open"), cases=assess_each(workspace, each_open(journal), journal, at)
        )


def outstanding(workspace: Workspace, at: datetime) -> Outstanding:
    """Return what is owed in all open cases at a time."""
    with read_cases(workspace, None, at) as found:
        return gather(workspace, found.cases)


def open_cases(workspace: Workspace, at: datetime) -> OpenCases:
    """Assess the open cases at a time; none if nothing has been recorded yet."""
    journal = workspace.journal()
    if journal is None:
        return OpenCases()
    with journal:
        return open_cases_in(journal, workspace, at)


def open_cases_in(journal: ReadableStore, workspace: Workspace, at: datetime) -> OpenCases:
    """Assess the open cases of a journal at a time."""
    found: list[AssessedCase] = []
    listed = gather(workspace, _collecting(assess_each(workspace, each_open(journal), journal, at), found))
    return OpenCases(worked=tuple(found), listed=listed)


def _collecting(
    cases: Iterable[AssessedCase | DvcheckError], found: list[AssessedCase]
) -> Iterator[AssessedCase | DvcheckError]:
    """Yield cases, and add those that could be read to `found`."""
    for one in cases:
        if isinstance(one, AssessedCase):
            found.append(one)
        yield one


def gather(
    workspace: Workspace,
    cases: Iterable[AssessedCase | DvcheckError],
    officer: Callable[[Case], Officer | None] = lambda case: None,
) -> Outstanding:
    """Return what is owed in cases. They are read one at a time, and only their rows are kept.

    In a list of several officers, `officer` returns whose case it is.
    """
    rows: list[OwedRow] = []
    packs: dict[str, Pack] = {}
    ids: dict[str, list[str]] = {}
    unfinished: list[Unfinished] = []
    problems: list[DvcheckError] = []
    undecided = 0
    alike: dict[object, object] = {}
    for one in cases:
        if isinstance(one, DvcheckError):
            problems.append(one)
            continue
        pack = packs.setdefault(one.pack.digest, one.pack)
        ids.setdefault(pack.digest, []).append(one.case.id)
        undecided += len(one.assessment.undecided())
        whose = officer(one.case)
        rows += _rows(one, pack, alike, whose)
        left = unfinished_in(workspace, one, whose)
        unfinished += () if left is None else (left,)
    rows.sort(key=rank)
    return Outstanding(
        rows=tuple(rows),
        by_pack=tuple(CasesOfPack(pack=pack, cases=tuple(ids[digest])) for digest, pack in packs.items()),
        undecided=undecided,
        unfinished=tuple(unfinished),
        problems=tuple(problems),
    )


T = TypeVar("T")


def _rows(
    found: AssessedCase, pack: Pack, alike: dict[object, object], officer: Officer | None
) -> Iterator[OwedRow]:
    """Yield the rows of a case. `alike` holds values that cases share: there may be thousands of cases."""

    def once(key: object, one: T) -> T:
        return cast(T, alike.setdefault(key, one))

    line = case_line(found.case)
    for order, duty in enumerate(found.assessment.duties):
        if not duty.outstanding:
            continue
        o = duty.obligation
        because = tuple(
            RaisingAnswer(question=name, value=found.assessment.answers[name].value)
            for name in duty.because
            if not found.assessment.outline.question(name).sensitive
        )
        raised = (duty.because, duty.raised_by, duty.waits_for)
        state = (duty.entry, duty.deadline, *raised, duty.mark, duty.instead_of, duty.leads)
        yield OwedRow(
            case=line,
            pack=pack,
            duty=once((pack.digest, o.id, state), duty),
            order=order,
            because=once(because, because),
            why=sys.intern(wording.why(duty, found.assessment, 1)),
            officer=officer,
        )


def assess_case(workspace: Workspace, case: Case, journal: ReadableStore, at: datetime) -> AssessedCase:
    """Assess a case at a time. DvcheckError if its pack can no longer be read."""
    pack = workspace.pack_of(case, journal)
    return AssessedCase(case=case, pack=pack, assessment=workspace.assess(case, pack, at))


def assess_each(
    workspace: Workspace, cases: Iterable[Case | DvcheckError], journal: ReadableStore, at: datetime
) -> Iterator[AssessedCase | DvcheckError]:
    """Assess each of these cases, or yield what is wrong with it."""
    for case in cases:
        if isinstance(case, DvcheckError):
            yield case
            continue
        try:
            yield assess_case(workspace, case, journal, at)
        except DvcheckError as error:
            yield error


class RankedDuty(Protocol):
    """The attributes of an owed duty that decide its position in a list."""

    @property
    def opened(self) -> datetime: ...
    @property
    def duty(self) -> Duty: ...
    @property
    def order(self) -> int: ...


def rank(owed: RankedDuty) -> tuple[object, ...]:
    """Return the sort key of a duty among those of several cases: its urgency, then the order of the pack.

    For the same duty in several cases, the older case comes first.
    """
    return *urgency.rank(owed.duty), owed.order, owed.opened


def _owed_in(found: AssessedCase) -> tuple[OwedDuty, ...]:
    """Return the required open duties of a case."""
    duties = found.assessment.duties
    return tuple(OwedDuty(worked=found, duty=d, order=n) for n, d in enumerate(duties) if d.outstanding)


def unfinished_in(
    workspace: Workspace, found: AssessedCase, officer: Officer | None = None
) -> Unfinished | None:
    """Return what is left of the walks of a case; None if nothing is."""
    count = unasked(workspace, found.assessment)
    walks = other_walks(found.pack, found.assessment)
    if not count and not walks:
        return None
    return Unfinished(case=case_line(found.case), unasked=count, to_walk=walks, officer=officer)


def unasked(workspace: Workspace, assessment: Assessment) -> int:
    """Count the questions that may be asked and were not."""
    return sum(workspace.sensitive or not q.sensitive for q in assessment.unasked)


def packs_over(workspace: Workspace, packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Return the packs of a list of cases. Without cases, it is the pack in use, if it is usable."""
    if packs:
        return tuple(packs)
    with suppress(DvcheckError):
        return (workspace.pack(),)
    return ()


def pack_over(workspace: Workspace, packs: Sequence[Pack]) -> Pack:
    """Return the one pack that a list names: the pack in use, or if that cannot be used, one of `packs`."""
    try:
        return workspace.pack()
    except DvcheckError:
        return packs[0] if packs else workspace.sound().pack


def require_all_read(problems: Sequence[DvcheckError]) -> None:
    """Raise DvcheckError with Exit.JOURNAL for the cases that could not be read, if there are any."""
    if problems:
        messages = dict.fromkeys(p.message for p in problems)
        raise DvcheckError("\n".join(messages), hint=problems[0].hint, code=Exit.JOURNAL)

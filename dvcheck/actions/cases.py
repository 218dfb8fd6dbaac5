"""Reads cases: one in full, the reasons for a duty, and the list of cases."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

import msgspec

from dvcheck.actions import by_name
from dvcheck.actions.outstanding import AssessedCase, CasesRead, assess_case, assess_each, unfinished_in
from dvcheck.actions.workspace import InUse, Workspace
from dvcheck.errors import DvcheckError
from dvcheck.record.cases import each_case, each_open, find_case
from dvcheck.rules.assess import Duty
from dvcheck.rules.explain import Explanation
from dvcheck.rules.explain import explain as explanation
from dvcheck.rules.repack import Leftover
from dvcheck.wording.other_walk import left_in_short

PAGE = 50
"""The most cases in a list that includes closed ones."""


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A complete case at one time."""

    worked: AssessedCase
    leftover: tuple[Leftover, ...]
    """Its answers that do not count."""
    in_use: InUse


class ExplainedDuties(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons for duties of a case, or what would decide them."""

    worked: AssessedCase
    leftover: tuple[Leftover, ...]
    explanations: tuple[Explanation, ...]


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A case, and its answers that do not count."""

    worked: AssessedCase
    leftover: tuple[Leftover, ...]


def show(workspace: Workspace, name: str, at: datetime) -> CaseView:
    """Read a complete case. DvcheckError if it does not exist or cannot be read."""
    read = _read(workspace, name, at)
    return CaseView(worked=read.worked, leftover=read.leftover, in_use=workspace.in_use(read.worked.pack))


def arisen(workspace: Workspace, name: str, at: datetime) -> tuple[Duty, ...]:
    """Return the duties that arise in a case."""
    worked = _read(workspace, name, at).worked
    return tuple(d for d in worked.assessment.duties if d.status != "not-triggered")


def explain(workspace: Workspace, name: str, obligation: str, at: datetime) -> ExplainedDuties:
    """Explain one obligation of a case, or all of a section that arise.

    DvcheckError with Exit.USAGE if `obligation` fits none, or more than one.
    """
    read = _read(workspace, name, at)
    found = read.worked.assessment
    of_section = [d for d in found.duties if d.status != "not-triggered" and by_name.is_of(d, obligation)]
    named = of_section or by_name.obligations(found, obligation, read.worked.case.id)
    # For a list, explain the duties that arise; if none does, explain why not.
    duties = [duty for duty in named if duty.status != "not-triggered"] or named
    explanations = tuple(explanation(d, found) for d in duties)
    return ExplainedDuties(worked=read.worked, leftover=read.leftover, explanations=explanations)


@contextmanager
def listing(workspace: Workspace, at: datetime, *, closed: bool, page: bool = False) -> Iterator[CasesRead]:
    """Read the open cases, and the closed ones with `closed`, newest first, at one time.

    With `page` and `closed`, read no more than a page.
    """
    journal = workspace.journal()
    if journal is None:
        yield CasesRead(total=0, cases=iter(()), start=workspace.start())
        return
    with journal:
        total = journal.cases.count("open", *(("closed",) if closed else ()))
        which = each_case(journal) if closed else each_open(journal)
        most = min(total, PAGE) if page and closed else total
        read = assess_each(workspace, which, journal, at)
        cases = islice(read, PAGE) if page and closed else read
        start = "" if most else workspace.start()
        yield CasesRead(total=most, cases=cases, older=total - most, start=start)


def left_of(workspace: Workspace, found: AssessedCase) -> str:
    """Say in a few words what is left of the walks of a case; empty if nothing is."""
    left = unfinished_in(workspace, found)
    return left_in_short(left.unasked, left.to_walk) if left is not None else ""


def readable(
    found: Iterable[AssessedCase | DvcheckError], problems: list[DvcheckError]
) -> Iterator[AssessedCase]:
    """Yield the cases that can be read, and add the errors of the others to `problems`."""
    for one in found:
        if isinstance(one, DvcheckError):
            problems.append(one)
        else:
            yield one


def _read(workspace: Workspace, name: str, at: datetime) -> _Read:
    """Read the named case, and its answers that do not count."""
    with workspace.recorded() as journal:
        worked = assess_case(workspace, find_case(journal, name), journal, at)
        leftover = workspace.leftover(worked.case, worked.pack, worked.assessment, journal)
        return _Read(worked=worked, leftover=leftover)

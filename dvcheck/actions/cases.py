"""Reads cases: one in full, the reasons for a duty, and the list of cases."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

import msgspec

from dvcheck.actions import by_name
from dvcheck.actions.desk import Desk, InUse
from dvcheck.actions.outstanding import CasesRead, Worked, each_standing, standing
from dvcheck.errors import DvcheckError
from dvcheck.record.cases import each_case, each_open, find_case
from dvcheck.rules.assess import Duty
from dvcheck.rules.explain import Explanation
from dvcheck.rules.explain import explain as explanation
from dvcheck.rules.repack import Leftover

PAGE = 50
"""The most cases in a list that includes closed ones."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A complete case at one time."""

    worked: Worked
    leftover: tuple[Leftover, ...]
    """Its answers that do not count."""
    in_use: InUse


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons for duties of a case, or what would decide them."""

    worked: Worked
    leftover: tuple[Leftover, ...]
    explanations: tuple[Explanation, ...]


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A case, and its answers that do not count."""

    worked: Worked
    leftover: tuple[Leftover, ...]


def show(desk: Desk, name: str, at: datetime) -> Shown:
    """Read a complete case. DvcheckError if it does not exist or cannot be read."""
    read = _read(desk, name, at)
    return Shown(worked=read.worked, leftover=read.leftover, in_use=desk.in_use(read.worked.pack))


def arisen(desk: Desk, name: str, at: datetime) -> tuple[Duty, ...]:
    """Return the duties that arise in a case."""
    worked = _read(desk, name, at).worked
    return tuple(d for d in worked.assessment.duties if d.status != "not-triggered")


def explain(desk: Desk, name: str, obligation: str, at: datetime) -> Explained:
    """Explain one obligation of a case, or all of a section that arise.

    DvcheckError with Exit.USAGE if `obligation` fits none, or more than one.
    """
    read = _read(desk, name, at)
    found = read.worked.assessment
    of_section = [d for d in found.duties if d.status != "not-triggered" and by_name.is_of(d, obligation)]
    named = of_section or by_name.obligations(found, obligation, read.worked.case.id)
    # For a list, explain the duties that arise; if none does, explain why not.
    duties = [duty for duty in named if duty.status != "not-triggered"] or named
    explanations = tuple(explanation(d, found) for d in duties)
    return Explained(worked=read.worked, leftover=read.leftover, explanations=explanations)


@contextmanager
def listing(desk: Desk, at: datetime, *, closed: bool, page: bool = False) -> Iterator[CasesRead]:
    """Read the open cases, and the closed ones with `closed`, newest first, at one time.

    With `page` and `closed`, read no more than a page.
    """
    journal = desk.journal()
    if journal is None:
        yield CasesRead(total=0, cases=iter(()), start=desk.start())
        return
    with journal:
        total = journal.cases.count("open", *(("closed",) if closed else ()))
        which = each_case(journal) if closed else each_open(journal)
        most = min(total, PAGE) if page and closed else total
        read = each_standing(desk, which, journal, at)
        cases = islice(read, PAGE) if page and closed else read
        start = "" if most else desk.start()
        yield CasesRead(total=most, cases=cases, older=total - most, start=start)


def readable(found: Iterable[Worked | DvcheckError], problems: list[DvcheckError]) -> Iterator[Worked]:
    """Yield the cases that can be read, and add the errors of the others to `problems`."""
    for one in found:
        if isinstance(one, DvcheckError):
            problems.append(one)
        else:
            yield one


def _read(desk: Desk, name: str, at: datetime) -> _Read:
    """Read the named case, and its answers that do not count."""
    with desk.recorded() as journal:
        worked = standing(desk, find_case(journal, name), journal, at)
        leftover = desk.leftover(worked.case, worked.pack, worked.assessment, journal)
        return _Read(worked=worked, leftover=leftover)

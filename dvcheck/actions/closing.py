"""Closes, reopens and purges cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec

from dvcheck.actions.desk import Desk, named
from dvcheck.actions.open_case import entered, opened
from dvcheck.actions.outstanding import unasked
from dvcheck.actions.working import Counting, uncounted
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line, walk
from dvcheck.language import Later, phrase
from dvcheck.record.case import Case
from dvcheck.record.cases import each_case, refuse_closed
from dvcheck.record.clock import now
from dvcheck.record.store import Reads, Store
from dvcheck.rules.assess import Duty
from dvcheck.wording.duty import called

_AT_ONCE = 200
"""The number of cases purged in one commit. Each commit rewrites the numbers of all cases."""


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """A closed case, and the duties left open in it."""

    case: Case
    left: tuple[Duty, ...]
    undecided: int
    unasked: int
    """How many of its questions were not asked."""


def close(desk: Desk, name: str, reason: str | None) -> Closed:
    """Close a case.

    DvcheckError with Exit.CHECK_FAILED if a required duty is open and no reason is given.
    """
    why = entered(reason, Later("--reason takes 1 to {most:,} characters")) if reason is not None else ""
    with opened(desk, name, also_closed=True) as case:
        said = case.file.case
        refuse_closed(said)
        if any(timer.runs for timer in said.timers.values()):
            raise DvcheckError(
                phrase("a clock of {case} is still running", case=said.id),
                hint=own_line(phrase("End it:"), walk(said.checklists[-1], said.id)),
                code=Exit.USAGE,
            )
        left = tuple(case.assessment.outstanding)
        if left and reason is None:
            raise DvcheckError(
                phrase(
                    "{n} required open in {case}: {left}",
                    n=len(left),
                    case=said.id,
                    left=", ".join(map(called, left)),
                ),
                hint=own_line(phrase("Tick them off:"), on_journal("done", said.id))
                + own_line(
                    "\n" + phrase("Or close it anyway:"),
                    on_journal("close", said.id, "--reason", "TEXT"),
                ),
                code=Exit.CHECK_FAILED,
            )
        case.file.close(why, (d.obligation.id for d in left))
        return Closed(
            case=case.file.case,
            left=left,
            undecided=len(case.assessment.undecided()),
            unasked=unasked(desk, case.assessment),
        )


def reopen(desk: Desk, name: str) -> Case:
    """Reopen a closed case. DvcheckError with Exit.USAGE if it is open."""
    with opened(desk, name, also_closed=True) as case:
        if case.file.case.closed is None:
            raise DvcheckError(phrase("{case} is open", case=case.file.case.id), code=Exit.USAGE)
        case.file.reopen_case()
        return case.file.case


class LongClosed(msgspec.Struct, frozen=True):
    """A case to purge, with the words that name it."""

    id: str
    named: str
    head: bytes


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """The purged cases, and those kept because another window changed them."""

    gone: tuple[LongClosed, ...]
    kept: tuple[LongClosed, ...]


class Purge(msgspec.Struct, frozen=True, kw_only=True):
    """The long-closed cases of a journal open for purging."""

    journal: Store
    days: int
    cases: tuple[LongClosed, ...]
    problems: tuple[DvcheckError, ...]
    """The errors of cases that cannot be read."""

    def erase(self, counting: Counting = uncounted) -> Purged:
        """Permanently erase the cases. A case that another window has changed since is kept."""
        gone: set[str] = set()
        with counting(len(self.cases)) as step:
            for first in range(0, len(self.cases), _AT_ONCE):
                batch = self.cases[first : first + _AT_ONCE]
                gone |= set(self.journal.purge_all({case.id: case.head for case in batch}, now()))
                step(first + len(batch))
        return Purged(
            gone=tuple(case for case in self.cases if case.id in gone),
            kept=tuple(case for case in self.cases if case.id not in gone),
        )


@contextmanager
def purging(desk: Desk, days: int | None, counting: Counting = uncounted) -> Iterator[Purge]:
    """Find the cases closed more than `days` ago; by default, the number of days in the settings."""
    kept = days if days is not None else desk.config.retention_days
    if kept is None:
        raise DvcheckError(
            phrase("how long are closed cases kept?"),
            hint=phrase("Give --older-than DAYS, or set retention_days in config.toml."),
            code=Exit.USAGE,
        )
    before = now() - timedelta(days=kept)
    with desk.recorded() as journal:
        journal.prove_writable()
        cases, problems = _long_closed(journal, before, counting)
        yield Purge(journal=journal, days=kept, cases=tuple(cases), problems=tuple(problems))


def _long_closed(
    journal: Reads, before: datetime, counting: Counting
) -> tuple[list[LongClosed], list[DvcheckError]]:
    """Return the cases closed before a time, and the errors of cases that cannot be read."""
    found: list[LongClosed] = []
    problems: list[DvcheckError] = []
    with counting(journal.cases.count("open", "closed")) as step:
        for count, case in enumerate(each_case(journal), 1):
            step(count)
            if isinstance(case, DvcheckError):
                problems.append(case)
            elif case.closed is not None and case.closed.at < before:
                found.append(LongClosed(case.id, _named(case), case.head))
    return found, problems


def _named(case: Case) -> str:
    """Name a case by id and number, with the number of duties open when it was closed."""
    left = len(case.closed.open) if case.closed is not None else 0
    return (
        phrase("{case} (closed with {left} required open)", case=named(case), left=left)
        if left
        else named(case)
    )

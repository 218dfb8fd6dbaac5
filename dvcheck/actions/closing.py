"""Closes, reopens and purges cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from dvcheck.actions.open_case import OpenCase, clean_entry, open_case
from dvcheck.actions.outstanding import unasked
from dvcheck.actions.own_reports import remove_reports
from dvcheck.actions.working import Counting, uncounted
from dvcheck.actions.workspace import Workspace, case_label
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line, walk
from dvcheck.language import Later, phrase
from dvcheck.record.case import Case
from dvcheck.record.cases import each_case, refuse_closed
from dvcheck.record.clock import now
from dvcheck.record.store import ReadableStore, Store
from dvcheck.rules.assess import Duty
from dvcheck.text import clean
from dvcheck.wording.duty import duty_name

_AT_ONCE = 200
"""The number of cases purged in one commit. Each commit rewrites the numbers of all cases."""


class ClosedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A closed case, and the duties left open in it."""

    case: Case
    left: tuple[Duty, ...]
    undecided: int
    unasked: int
    """How many of its questions were not asked."""


def close(workspace: Workspace, name: str, reason: str | None) -> ClosedCase:
    """Close a case.

    DvcheckError with Exit.CHECK_FAILED if a required duty is open and no reason is given.
    """
    why = clean_entry(reason, Later("--reason takes 1 to {most:,} characters")) if reason is not None else ""
    with open_case(workspace, name, also_closed=True) as case:
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
                    left=", ".join(map(duty_name, left)),
                ),
                hint=own_line(phrase("Tick them off:"), on_journal("done", said.id))
                + own_line(
                    "\n" + phrase("Or close it anyway:"),
                    on_journal("close", said.id, "--reason", "TEXT"),
                ),
                code=Exit.CHECK_FAILED,
            )
        case.file.close(why, (d.obligation.id for d in left))
        return ClosedCase(
            case=case.file.case,
            left=left,
            undecided=len(case.assessment.undecided()),
            unasked=unasked(workspace, case.assessment),
        )


@contextmanager
def closed_case(workspace: Workspace, name: str) -> Iterator[OpenCase]:
    """Take a closed case out of the journal, to reopen it. DvcheckError with Exit.USAGE if it is open."""
    with open_case(workspace, name, also_closed=True) as case:
        if case.file.case.closed is None:
            raise DvcheckError(phrase("{case} is open", case=case.file.case.id), code=Exit.USAGE)
        yield case


class LongClosed(msgspec.Struct, frozen=True):
    """A case to purge, with the words that name it."""

    id: str
    named: str
    head: bytes


class PurgeResult(msgspec.Struct, frozen=True, kw_only=True):
    """The purged cases, and those kept because another window changed them."""

    gone: tuple[LongClosed, ...]
    kept: tuple[LongClosed, ...]
    reports_left: tuple[Path, ...] = ()
    """Their reports in dvcheck's folder that cannot be removed."""


def require_reports_removed(done: PurgeResult) -> None:
    """Raise DvcheckError with Exit.OUTPUT if a report on a purged case is still in dvcheck's folder."""
    if done.reports_left:
        raise DvcheckError(
            phrase(
                "a report of a purged case could not be removed: {files}",
                files=", ".join(clean(str(file)) for file in done.reports_left),
            ),
            hint=phrase("Close the program that shows it, and delete the file."),
            code=Exit.OUTPUT,
        )


class Purge(msgspec.Struct, frozen=True, kw_only=True):
    """The long-closed cases of a journal open for purging."""

    journal: Store
    home: Path
    days: int
    cases: tuple[LongClosed, ...]
    problems: tuple[DvcheckError, ...]
    """The errors of cases that cannot be read."""

    def erase(self, counting: Counting = uncounted) -> PurgeResult:
        """Permanently erase the cases, and their reports in dvcheck's folder.

        A case that another window has changed since is kept.
        """
        gone: set[str] = set()
        with counting(len(self.cases)) as step:
            for first in range(0, len(self.cases), _AT_ONCE):
                batch = self.cases[first : first + _AT_ONCE]
                gone |= set(self.journal.purge_all({case.id: case.head for case in batch}, now()))
                step(first + len(batch))
        return PurgeResult(
            gone=tuple(case for case in self.cases if case.id in gone),
            kept=tuple(case for case in self.cases if case.id not in gone),
            reports_left=remove_reports(self.home, gone),
        )


@contextmanager
def find_long_closed(
    workspace: Workspace, days: int | None, counting: Counting = uncounted
) -> Iterator[Purge]:
    """Find the cases closed more than `days` ago; by default, the number of days in the settings."""
    kept = days if days is not None else workspace.config.retention_days
    if kept is None:
        raise DvcheckError(
            phrase("how long are closed cases kept?"),
            hint=phrase("Give --older-than DAYS, or set retention_days in config.toml."),
            code=Exit.USAGE,
        )
    before = now() - timedelta(days=kept)
    with workspace.recorded() as journal:
        journal.prove_writable()
        cases, problems = _long_closed(journal, before, counting)
        yield Purge(
            journal=journal, home=workspace.home, days=kept, cases=tuple(cases), problems=tuple(problems)
        )


def _long_closed(
    journal: ReadableStore, before: datetime, counting: Counting
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
        phrase("{case} (closed with {left} required open)", case=case_label(case), left=left)
        if left
        else case_label(case)
    )

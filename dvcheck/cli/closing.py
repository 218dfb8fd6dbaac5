"""`dvcheck close` and `dvcheck purge`: a case is over, and later what it said is taken out for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from dvcheck.actions.desk import Desk, named
from dvcheck.actions.outstanding import require_all_read
from dvcheck.cli import printer
from dvcheck.cli.ledger import asked, opened
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import plural
from dvcheck.pack.kinds import MAX_TEXT
from dvcheck.record.case import Case
from dvcheck.record.cases import each_case, refuse_closed
from dvcheck.record.chain import code
from dvcheck.record.clock import now
from dvcheck.record.sqlite.journal import Journal
from dvcheck.screens.progress import progress
from dvcheck.text import one_line
from dvcheck.walk.prompts import Row

_AT_ONCE = 200
"""How many cases are purged in one commit, for each of which the numbers of all cases are written again."""
_STAYS = (
    "What stays: that there was a case, when, and how many entries of which kind it had.",
    "Not reached: reports written to files, backups, and what the disk itself may keep of deleted data.",
)


def close(desk: Desk, name: str, reason: str | None, *, reopen: bool) -> None:
    """Close a case, or open a closed one again.

    DvcheckError with Exit.CHECK_FAILED where something required is open and no reason is given.
    """
    if reopen and reason is not None:
        raise DvcheckError("--reopen goes without --reason", code=Exit.USAGE)
    if reason is not None and not 0 < len(reason.strip()) <= MAX_TEXT:
        raise DvcheckError(f"--reason takes 1 to {MAX_TEXT:,} characters", code=Exit.USAGE)
    with opened(desk, name, also_closed=True) as case:
        said = case.file.case
        if reopen:
            if said.closed is None:
                raise DvcheckError(f"{said.id} is open", code=Exit.USAGE)
            case.file.reopen_case()
            printer.console(desk).print(f"{said.id} is open again.")
            return
        refuse_closed(said)
        if any(timer.runs for timer in said.timers.values()):
            raise DvcheckError(
                f"a clock of {said.id} runs still",
                hint=own_line("End it:", on_journal(said.checklists[-1], said.id)),
                code=Exit.USAGE,
            )
        left = case.assessment.outstanding
        if left and reason is None:
            raise DvcheckError(
                f"{len(left)} required open in {said.id}: {', '.join(d.obligation.id for d in left)}",
                hint=own_line("Tick them off:", on_journal("done", said.id))
                + own_line("\nOr close it all the same:", on_journal("close", said.id, "--reason", "TEXT")),
                code=Exit.CHECK_FAILED,
            )
        case.file.close(one_line(reason.strip()) if reason else "", (d.obligation.id for d in left))
        undecided = len(case.assessment.undecided())
    printer.console(desk).print(
        f"{said.id} is closed."
        + (f" {len(left)} required stayed open." if left else "")
        + (f" {undecided} stayed undetermined." if undecided else "")
        + f" Code {code(case.file.case.head)}."
    )


def purge(desk: Desk, days: int | None, *, sure: bool) -> None:
    """Take out what the cases say that were closed so many days ago, once the officer says so."""
    kept = days if days is not None else desk.config.retention_days
    if kept is None:
        raise DvcheckError(
            "how long are closed cases kept?",
            hint="Say it with --older-than DAYS, or set retention_days in config.toml.",
            code=Exit.USAGE,
        )
    before = now() - timedelta(days=kept)
    with desk.recorded() as journal:
        journal.prove_writable()
        found, problems = _long_closed(journal, before)
        console = printer.console(desk)
        if not found:
            console.print(
                plural(
                    "Nothing to purge: no case was closed more than {n} day ago.",
                    "Nothing to purge: no case was closed more than {n} days ago.",
                    n=kept,
                )
            )
        else:
            console.print(
                plural(
                    "Closed more than {n} day ago: {cases}",
                    "Closed more than {n} days ago: {cases}",
                    n=kept,
                    cases=", ".join(case.named for case in found),
                )
            )
            if sure or _confirmed(desk, found):
                _purged(desk, journal, found)
            else:
                console.print("Nothing was purged.")
    require_all_read(problems)


class _Closed(msgspec.Struct, frozen=True):
    """A case to be purged: no more of it than is said of it."""

    id: str
    named: str
    head: bytes


def _long_closed(journal: Journal, before: datetime) -> tuple[list[_Closed], list[DvcheckError]]:
    """The cases closed before a time; and what is wrong with any case that cannot be read."""
    found: list[_Closed] = []
    problems: list[DvcheckError] = []
    with progress("Reading the cases", journal.count_cases("open", "closed")) as step:
        for count, case in enumerate(each_case(journal), 1):
            step(count)
            if isinstance(case, DvcheckError):
                problems.append(case)
            elif case.closed is not None and case.closed.at < before:
                found.append(_Closed(case.id, _named(case), case.head))
    return found, problems


def _purged(desk: Desk, journal: Journal, cases: Sequence[_Closed]) -> None:
    """Purge cases, but for those worked on since they were looked at; say which."""
    console = printer.console(desk)
    done: list[_Closed] = []
    with progress("Purging", len(cases)) as step:
        for first in range(0, len(cases), _AT_ONCE):
            batch = cases[first : first + _AT_ONCE]
            gone = set(journal.purge_all({case.id: case.head for case in batch}, now()))
            done += [case for case in batch if case.id in gone]
            step(first + len(batch))
    kept = {case.id for case in cases} - {case.id for case in done}
    if done:
        console.print(f"Purged: {', '.join(case.id for case in done)}.")
        for line in _STAYS:
            console.print(line)
    for case in cases:
        if case.id in kept:
            console.print(f"{case.id} was kept: it was worked on in another window meanwhile.")


def _named(case: Case) -> str:
    """A case by its id and number, and how much of it was open when it was closed."""
    left = len(case.closed.open) if case.closed is not None else 0
    return f"{named(case)} (closed with {left} required open)" if left else named(case)


def _confirmed(desk: Desk, cases: Sequence[_Closed]) -> bool:
    n = len(cases)
    take = plural("Take out for good what {n} case say", "Take out for good what {n} cases say", n=n)
    title = plural("Purge {n} case? This cannot be undone.", "Purge {n} cases? This cannot be undone.", n=n)
    with asked(desk, "Name --yes where there is nobody to ask.") as terminal:
        rows = [Row(id="no", text="Keep them"), Row(id="yes", text=take)]
        return terminal.choose(title, rows) == "yes"

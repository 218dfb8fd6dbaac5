"""What is owed over several cases, as a list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck.actions.workspace import case_label
from dvcheck.hint import walk
from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.report.owed import Outstanding, OwedRow, Unfinished
from dvcheck.rules.assess import Duty
from dvcheck.screens.columns import Cell
from dvcheck.screens.duty_lines import DutyLine, by_urgency
from dvcheck.screens.style import MARKS, duty_cells, duty_rows, hint, line, review_lines
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.checklists import begin
from dvcheck.wording.counts import open_in_cases
from dvcheck.wording.other_walk import left_to_do
from dvcheck.wording.urgency import title_of


def parts(
    found: Outstanding, packs: Iterable[Pack], now: datetime, width: int, *, why: bool = False
) -> Iterator[RenderableType]:
    """Yield the list in parts, and the packs that are overdue for review.

    If there are no cases, `packs` is the pack in use.
    Say that there are no open cases only if every case can be read.
    """
    if found.cases:
        yield from ledger(found, found.zone(), now, width, why=why)
        for left in found.unfinished:
            yield unfinished(left)
    elif not found.problems:
        yield hint(phrase("No open cases. Start with:"), begin(next(iter(packs), None)))
    yield from review_lines(packs, now.date())


def unfinished(left: Unfinished) -> RenderableType:
    """Lay out the line on an unfinished walk, and the command that resumes it."""
    case = left.case
    said = phrase(
        " {case}: {left}. Go on with:", case=case_label(case), left=left_to_do(left.unasked, left.to_walk)
    )
    return hint(said, walk(left.next_walk, case.id))


def in_full(rows: Sequence[OwedRow], home: ZoneInfo, now: datetime, width: int) -> Iterator[RenderableType]:
    """Yield open required duties of several cases in full, in the order given, each with its case.

    Times are in the zone of the case. The zone is named if clocks in `home` show another time.
    """

    def cells(row: OwedRow) -> tuple[Cell, ...]:
        number = f" {row.case.number}" if row.case.number else ""
        due = deadline.in_list(row.duty.deadline, ZoneInfo(row.pack.policy.zone), now, home)
        parts = [officer_of(row), f"{row.case.id}{number}", due, *_beside(row)]
        second = " · ".join(filter(None, parts))
        style = "bold red" if row.duty.deadline.overdue else "bold"
        return duty_cells(MARKS["open"], style, row.obligation, second, width)

    yield from duty_rows(map(cells, rows), width)


def _beside(row: OwedRow) -> tuple[str, ...]:
    """Return why a duty stays open, whom to call, and what raised it."""
    return wording.carried_over(row.duty), wording.calls(row.obligation, row.pack), row.why


def officer_of(row: OwedRow) -> str:
    """Name the officer of a row, in a list of several officers."""
    return row.officer.name if row.officer is not None else ""


def ledger(
    found: Outstanding,
    home: ZoneInfo,
    now: datetime,
    width: int,
    *,
    why: bool = False,
    titled: Callable[[Duty], str] = title_of,
) -> Iterator[RenderableType]:
    """Yield the open required duties of all open cases, a line each or in full, and the undecided count."""
    if why:
        yield from in_full(found.rows, home, now, width)
    else:
        yield from by_urgency([_line(row, found, home, now) for row in found.rows], width, titled)
    yield _counted(found)


def _line(row: OwedRow, found: Outstanding, home: ZoneInfo, now: datetime) -> DutyLine:
    due = deadline.in_column(row.duty.deadline, ZoneInfo(row.pack.policy.zone), now, home)
    case = row.case.id if found.cases > 1 else ""
    return DutyLine(
        duty=row.duty,
        mark=MARKS["open"],
        due=due,
        case=case,
        officer=officer_of(row),
        below=wording.carried_over(row.duty),
    )


def _counted(found: Outstanding) -> RenderableType:
    """Lay out the numbers of open and undecided duties in one line."""
    owed = len(found.rows)
    if owed and found.cases == 1:
        said = phrase("{n} open in {case}.", n=owed, case=case_label(found.rows[0].case))
    else:
        said = open_in_cases(owed, found.cases)
    if found.undecided:
        said = phrase("{counted} {n} undecided.", counted=said, n=found.undecided)
    return line(f" {said}", "bold")

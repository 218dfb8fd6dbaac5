"""The list of cases."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table

from dvcheck.actions.outstanding import most_common
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment
from dvcheck.screens.style import ROWS_AT_ONCE, styled
from dvcheck.wording.recorded import running
from dvcheck.wording.times import other_zone


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case in a list of cases."""

    id: str
    number: str | None
    opened: datetime
    zone: str
    """The time zone of the pack it was worked under."""
    titles: str
    open: int
    undetermined: int
    closed: bool = False


_HEADINGS = ("Case", "Number", "Opened", "Open", "Undecided", "Checklist")


_NARROWEST_TITLES = 20


class CaseList:
    """The list of cases: it takes them one at a time, and keeps of each no more than its row."""

    def __init__(self) -> None:
        self.rows: list[_Read] = []

    def take(self, case: Case, pack: Pack, assessment: Assessment) -> None:
        """Add the row of a case."""
        row = CaseRow(
            id=case.id,
            number=case.number,
            opened=case.opened,
            titles=sys.intern(", ".join(pack.checklist(name).title for name in case.checklists)),
            open=len(assessment.outstanding),
            undetermined=len(assessment.undecided()),
            closed=case.closed is not None,
            zone=pack.policy.zone,
        )
        runs = any(timer.runs for timer in case.timers.values())
        self.rows.append(_Read(row=row, case=case if runs else None, pack=pack if runs else None))

    def parts(self, now: datetime, width: int) -> Iterator[RenderableType]:
        """The rows in the order they were taken, in parts; there is at least one."""
        home = most_common(Counter(one.row.zone for one in self.rows))
        yield from cases([one.with_what_runs(now, home) for one in self.rows], home, width)


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list, with its case and pack if a timer runs: that text needs the zone of the list."""

    row: CaseRow
    case: Case | None
    pack: Pack | None

    def with_what_runs(self, now: datetime, home: ZoneInfo) -> CaseRow:
        if self.case is None or self.pack is None:
            return self.row
        titles = ", ".join([self.row.titles, *running(self.case, self.pack, now, home)])
        return replace(self.row, titles=titles)


def cases(rows: Sequence[CaseRow], home: ZoneInfo, width: int) -> Iterator[RenderableType]:
    """The cases, in the order given, in parts to be printed one after the other.

    With the name of a case's zone where clocks in `home` show another time.
    """
    if len(rows) <= ROWS_AT_ONCE:
        yield _case_table(rows, home, [None] * len(_HEADINGS))
        return
    widths: list[int | None] = [
        max(map(cell_len, column)) for column in zip(*_cells(rows, home), strict=True)
    ]
    widths = [max(cell_len(heading), most or 0) for heading, most in zip(_HEADINGS, widths, strict=True)]
    others = sum(w or 0 for w in (widths[0], *widths[2:5])) + 2 * len(widths) + _NARROWEST_TITLES
    widths[1] = max(len(_HEADINGS[1]), min(widths[1] or 0, width - others))
    widths[-1] = None
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield _case_table(rows[start : start + ROWS_AT_ONCE], home, widths, header=start == 0)


def _case_table(
    rows: Sequence[CaseRow], home: ZoneInfo, widths: Sequence[int | None], *, header: bool = True
) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_header=header)
    for column, (heading, width) in enumerate(zip(_HEADINGS, widths, strict=True)):
        table.add_column(heading, no_wrap=column == 0, overflow="fold", width=width)
    for cells in _cells(rows, home):
        table.add_row(*map(styled, cells))
    return table


def _cells(rows: Sequence[CaseRow], home: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for row in rows:
        zone = ZoneInfo(row.zone)
        yield (
            row.id,
            row.number or "-",
            f"{row.opened.astimezone(zone):%Y-%m-%d %H:%M}{other_zone(row.opened, zone, home)}",
            str(row.open),
            str(row.undetermined),
            f"CLOSED {row.titles}" if row.closed else row.titles,
        )

"""The list of cases."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace
from rich.console import RenderableType

from dvcheck import dates
from dvcheck.actions.outstanding import CasesRead
from dvcheck.cells import cells
from dvcheck.errors import DvcheckError
from dvcheck.hint import on_journal
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.report.owed import most_common
from dvcheck.rules.assess import Assessment
from dvcheck.screens.columns import Cell, ScreenColumn, in_parts
from dvcheck.screens.prose import to_paste
from dvcheck.screens.style import hint
from dvcheck.wording.aloud import sentences
from dvcheck.wording.recorded import handed_over, running
from dvcheck.wording.times import clock_time, other_zone


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case in a list of cases."""

    id: str
    number: str | None
    opened: datetime
    zone: str
    """The time zone of the pack of the case."""
    titles: str
    open: int
    undecided: int
    left: str = ""
    """What is left of its walks, in words; empty if nothing is."""
    closed: bool = False
    handed_over: str = ""
    """When it was handed over to another computer, in words."""


_NARROWEST_TITLES, _GAP = 20, 2
"""The smallest width of the last column, and the gap between two columns, in cells."""


class CaseList:
    """The list of cases. It takes one case at a time and keeps only its row."""

    def __init__(self, *, closed: bool) -> None:
        self._closed = closed
        """Whether the list has closed cases."""
        self.rows: list[_Read] = []

    def take(self, case: Case, pack: Pack, assessment: Assessment, left: str) -> None:
        """Add the row of a case; `left` is what is left of its walks, in words."""
        row = CaseRow(
            id=case.id,
            number=case.number,
            opened=case.opened,
            titles=sys.intern(", ".join(pack.checklist(name).title for name in case.checklists)),
            open=len(assessment.outstanding),
            undecided=len(assessment.undecided()),
            left=left,
            closed=case.closed is not None,
            handed_over=handed_over(case),
            zone=pack.policy.zone,
        )
        runs = bool(case.running)
        self.rows.append(_Read(row=row, case=case if runs else None, pack=pack if runs else None))

    def parts(
        self, now: datetime, width: int, found: CasesRead, unread: Sequence[DvcheckError]
    ) -> Iterator[RenderableType]:
        """Yield the rows in the order they were taken, in parts, and the number of older cases left out.

        Say that there are no cases only if none is `unread`.
        """
        if self.rows:
            home = most_common(Counter(one.row.zone for one in self.rows))
            yield from cases([one.with_what_runs(now, home) for one in self.rows], home, width)
        elif not unread:
            yield hint(phrase("{none} Start with:", none=self._none()), found.start)
        if found.older:
            said = phrase("{n:,} older. All of them:", n=found.older)
            yield hint(said, on_journal("cases", "--closed", "--all"))

    def aloud(self, now: datetime, found: CasesRead, unread: Sequence[DvcheckError]) -> Iterator[str]:
        """Yield the list as prose: the number of cases, then a line for each."""
        if self.rows:
            yield self._count()
            home = most_common(Counter(one.row.zone for one in self.rows))
            yield from (one.aloud(now, home) for one in self.rows)
        elif not unread:
            yield phrase("{none} Start with:", none=self._none())
            yield to_paste(found.start)
        if found.older:
            yield phrase("{n:,} older. All of them:", n=found.older)
            yield to_paste(on_journal("cases", "--closed", "--all"))

    def _none(self) -> str:
        return phrase("No cases yet.") if self._closed else phrase("No open cases.")

    def _count(self) -> str:
        n = len(self.rows)
        if self._closed:
            return plural("{n:,} case.", "{n:,} cases.", n=n)
        return plural("{n:,} open case.", "{n:,} open cases.", n=n)


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list. It keeps its case and pack if a clock runs: that text needs the zone of the list."""

    row: CaseRow
    case: Case | None
    pack: Pack | None

    def with_what_runs(self, now: datetime, home: ZoneInfo) -> CaseRow:
        runs = self._runs(now, home)
        left = [self.row.left] if self.row.left else []
        titles = ", ".join([self.row.titles, *left, *runs])
        return replace(self.row, titles=titles) if left or runs else self.row

    def aloud(self, now: datetime, home: ZoneInfo) -> str:
        """Return the case in a line: its name, the number of open duties, its checklists."""
        row = self.row
        zone = ZoneInfo(row.zone)
        opened = clock_time(row.opened, now, zone) + other_zone(row.opened, zone, home)
        return sentences(
            (
                phrase("Case {case}", case=" ".join(filter(None, (row.id, row.number)))),
                (row.handed_over or phrase("Closed")) if row.closed else "",
                phrase("{n} open, {more} undecided", n=row.open, more=row.undecided),
                row.left,
                row.titles,
                *self._runs(now, home),
                phrase("Opened {time}", time=opened),
            )
        )

    def _runs(self, now: datetime, home: ZoneInfo) -> tuple[str, ...]:
        if self.case is None or self.pack is None:
            return ()
        return running(self.case, self.pack, now, home)


def cases(rows: Sequence[CaseRow], home: ZoneInfo, width: int) -> Iterator[RenderableType]:
    """Yield the cases in the order given, in parts to print one after the other.

    A case has the name of its zone if clocks in `home` show another time. In a narrow terminal each case is
    a paragraph.
    """
    headings = tuple(_headings().values())
    widths = [
        max(map(cells, column)) for column in zip(headings, *(_cells(row, home) for row in rows), strict=True)
    ]
    room = width - widths[0] - sum(widths[2:-1]) - _GAP * (len(widths) - 1) - _NARROWEST_TITLES
    if room < cells(headings[1]):
        yield from in_parts((ScreenColumn(),), (_paragraph(row, home) for row in rows), _GAP)
        return
    widths[1] = min(widths[1], room)
    head: Iterable[tuple[Cell, ...]] = (tuple(((heading, "bold"),) for heading in headings),)
    body = (tuple(((text, ""),) for text in _cells(row, home)) for row in rows)
    yield from in_parts((*map(ScreenColumn, widths[:-1]), ScreenColumn()), chain(head, body), _GAP)


def _headings() -> dict[str, str]:
    """Return the name of each column."""
    return {
        "case": phrase("Case"),
        "number": phrase("Number"),
        "opened": phrase("Opened"),
        "open": phrase("Open"),
        "undecided": phrase("Undecided"),
        "checklist": phrase("Checklist"),
    }


def _paragraph(row: CaseRow, home: ZoneInfo) -> tuple[Cell, ...]:
    """Lay out a case for a terminal too narrow for columns."""
    case, _, opened, owed, undecided, titles = _cells(row, home)
    counts = phrase("{n} open, {more} undecided", n=owed, more=undecided)
    since = phrase("opened {time}", time=opened)
    head = " · ".join(filter(None, [case, row.number]))
    return (((head, "bold"), (f"  {counts}", ""), (f"  {titles}", ""), (f"  {since}", "")),)


def _cells(row: CaseRow, home: ZoneInfo) -> tuple[str, ...]:
    zone = ZoneInfo(row.zone)
    return (
        row.id,
        row.number or "-",
        f"{dates.day_and_time(row.opened.astimezone(zone))}{other_zone(row.opened, zone, home)}",
        str(row.open),
        str(row.undecided),
        _titles(row),
    )


def _titles(row: CaseRow) -> str:
    if row.handed_over:
        return phrase("{handed_over}: {titles}", handed_over=row.handed_over, titles=row.titles)
    return phrase("CLOSED {titles}", titles=row.titles) if row.closed else row.titles

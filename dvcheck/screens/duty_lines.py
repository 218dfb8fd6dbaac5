"""Duties in a list, one line each: mark, deadline, what to do, section and case."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import msgspec
from rich.console import RenderableType

from dvcheck.cells import cells
from dvcheck.pack.model import sections_of
from dvcheck.rules.assess import Duty
from dvcheck.screens.columns import Cell, Rows, ScreenColumn, in_parts
from dvcheck.screens.style import NARROW, style_text
from dvcheck.wording.urgency import title_of


class DutyLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of a list of duties."""

    duty: Duty
    mark: str
    due: str = ""
    """Its deadline in a few cells, if it has a time."""
    case: str = ""
    """Its case, if the list has several."""
    officer: str = ""
    """Whose case it is, if the list has several officers."""
    beside: str = ""
    """Text after the brief in the same line."""
    below: str = ""
    """The reason an officer gave, in the line below."""


def by_urgency(
    lines: Sequence[DutyLine], width: int, titled: Callable[[Duty], str] = title_of
) -> Iterator[RenderableType]:
    """Lay out duties that are sorted by urgency, each group under its title."""
    laid_out = _Columns(lines, width)
    for group, found in groupby(lines, key=lambda line: titled(line.duty)):
        members = tuple(found)
        yield _group_title(group, len(members))
        yield from laid_out.rows(members)


def duty_lines(lines: Sequence[DutyLine], width: int) -> Iterator[RenderableType]:
    """Lay out duties without titles."""
    yield from _Columns(lines, width).rows(lines)


def _group_title(text: str, count: int) -> RenderableType:
    """Make the line above a group: its title and its number of duties."""
    return style_text(f" {text}  {count}", "bold underline")


class _Columns:
    """The columns of one list. Each is as wide as its widest text; the duty takes the rest."""

    def __init__(self, lines: Sequence[DutyLine], width: int) -> None:
        self._wide = width >= NARROW
        mark = 1 + max((cells(line.mark) for line in lines), default=0)
        if not self._wide:
            self._columns: tuple[ScreenColumn, ...] = (ScreenColumn(mark), ScreenColumn())
            return
        due = max((cells(line.due) for line in lines), default=0)
        section = max((cells(_section(line)) for line in lines), default=0)
        officer = min(max((cells(line.officer) for line in lines), default=0), _WIDEST_OFFICER)
        case = max((cells(line.case) for line in lines), default=0)
        self._has = bool(due), bool(officer), bool(case)
        columns = [ScreenColumn(mark)]
        columns += [ScreenColumn(due)] if due else []
        columns += [ScreenColumn(), ScreenColumn(min(section, _WIDEST_SECTION))]
        columns += [ScreenColumn(officer)] if officer else []
        columns += [ScreenColumn(case)] if case else []
        self._columns = tuple(columns)

    def rows(self, lines: Iterable[DutyLine]) -> Iterator[Rows]:
        """Lay out some of the lines."""
        yield from in_parts(self._columns, map(self._wide_row if self._wide else self._narrow_row, lines))

    def _wide_row(self, line: DutyLine) -> tuple[Cell, ...]:
        has_due, has_officer, has_case = self._has
        style = _style(line)
        what = f"{line.duty.obligation.in_brief}{line.beside}"
        return (
            ((f" {line.mark}", style),),
            *([((line.due, style or "bold"),)] if has_due else []),
            ((what, ""), *_below(line)),
            ((_section(line), "dim"),),
            *([((line.officer, ""),)] if has_officer else []),
            *([((line.case, "dim"),)] if has_case else []),
        )

    def _narrow_row(self, line: DutyLine) -> tuple[Cell, ...]:
        style = _style(line)
        what = f"{line.duty.obligation.in_brief}{line.beside}"
        above: Cell = ((line.due, style or "bold"),) if line.due else ()
        end = " · ".join(filter(None, (_section(line), line.officer, line.case)))
        return ((f" {line.mark}", style),), (*above, (f"{what} ({end})", ""), *_below(line))


_WIDEST_SECTION = 16
_WIDEST_OFFICER = 14


def _below(line: DutyLine) -> Cell:
    return ((line.below, "dim"),) if line.below else ()


def _section(line: DutyLine) -> str:
    return sections_of(line.duty.obligation.cites[:1])


def _style(line: DutyLine) -> str:
    if line.duty.deadline.overdue:
        return "bold red"
    return "bold" if line.duty.status == "open" and line.duty.obligation.force == "required" else ""

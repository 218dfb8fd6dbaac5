"""What is owed over several cases: as a list, and at a glance on a screen of its own."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dvcheck.actions.desk import named
from dvcheck.actions.outstanding import Owed, Unfinished, most_common
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.pack.model import (
    Obligation,
    Pack,
    sections_of,
)
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.deadline import Deadline
from dvcheck.screens.columns import Cell
from dvcheck.screens.style import NARROW, duty_cells, duty_rows, hint, review_lines, styled
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import CaseLine, case_line
from dvcheck.wording.counts import not_asked, open_in_cases
from dvcheck.wording.times import time_left_at_a_glance


class OwedRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An open required duty in a list over cases: no more of its case than a row of that list shows."""

    case: CaseLine
    opened: datetime
    """When the case was opened."""
    obligation: Obligation
    deadline: Deadline
    zone: str
    """The zone of its case."""
    carried: str
    """Why it stays open."""
    beside: str
    """Whom to call, what raised it."""

    @property
    def at(self) -> datetime | None:
        """The time of its deadline, where it has one."""
        return self.deadline.at


def owed_row(case: CaseLine, opened: datetime, pack: Pack, duty: Duty, assessment: Assessment) -> OwedRow:
    """The row of a duty."""
    said = (wording.calls(duty.obligation, pack), wording.why(duty, assessment, 1))
    return OwedRow(
        case=case,
        opened=opened,
        obligation=duty.obligation,
        deadline=duty.deadline,
        zone=pack.policy.zone,
        carried=sys.intern(wording.carried_over(duty)),
        beside=sys.intern(" · ".join(filter(None, said))),
    )


class OwedList:
    """The list over the open cases: it takes them one at a time, and keeps of each no more than its rows."""

    def __init__(self) -> None:
        self.rows: list[OwedRow] = []
        """A row for each duty that is owed, in the order they were taken until somebody sorts them."""
        self._packs: dict[str, Pack] = {}
        self._zones: Counter[str] = Counter()
        self._undetermined = 0
        self._left: list[tuple[str, str]] = []

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs of the cases that were taken."""
        return tuple(self._packs.values())

    def take(self, case: Case, pack: Pack, assessment: Assessment, unasked: int) -> None:
        """Count a case, and keep a row for each of its duties that is owed."""
        self._packs.setdefault(pack.digest, pack)
        self._zones[pack.policy.zone] += 1
        self._undetermined += len(assessment.undecided())
        line = case_line(case) if assessment.outstanding else None
        if line is not None:
            self.rows += (
                owed_row(line, case.opened, pack, duty, assessment) for duty in assessment.outstanding
            )
        if unasked:
            self._left.append(_unfinished(case, unasked))

    def parts(
        self, packs: Iterable[Pack], problems: int, now: datetime, width: int
    ) -> Iterator[RenderableType]:
        """All of it, in parts, and which of the packs are overdue for review.

        That there are no open cases is said only where none is among those that cannot be read.
        """
        count = self._zones.total()
        if count:
            home = most_common(self._zones)
            yield from ledger(self.rows, count, self._undetermined, home, now, width)
            for said, go_on in self._left:
                yield hint(said, go_on)
        elif not problems:
            yield hint(phrase("No open cases. Start with:"), on_journal("incident"))
        yield from review_lines(packs, now.date())


def rows_of(owed: Iterable[Owed]) -> list[OwedRow]:
    """What is owed, as the rows of a list over cases."""
    return [
        owed_row(case_line(one.case), one.opened, one.worked.pack, one.duty, one.worked.assessment)
        for one in owed
    ]


def unfinished(left: Unfinished) -> RenderableType:
    """That a walk was not finished, and the command that goes on with it."""
    return hint(*_unfinished(left.case, left.unasked))


def _unfinished(case: Case, unasked: int) -> tuple[str, str]:
    said = phrase(
        " {case}: {not_asked}. Go on with the walk:", case=named(case), not_asked=not_asked(unasked)
    )
    return said, on_journal(case.checklists[-1], case.id)


def owed_by_case(
    rows: Sequence[OwedRow], home: ZoneInfo, now: datetime, width: int
) -> Iterator[RenderableType]:
    """Open required duties of several cases, in the order given and in parts, each with its case.

    Times are in the zone of the case. The zone is named where clocks in `home` show another time.
    """

    def cells(row: OwedRow) -> tuple[Cell, ...]:
        number = f" {row.case.number}" if row.case.number else ""
        due = deadline.in_list(row.deadline, ZoneInfo(row.zone), now, home)
        second = " · ".join(filter(None, [f"{row.case.id}{number}", due, row.carried, row.beside]))
        style = "bold red" if row.deadline.overdue else "bold"
        return duty_cells("[ ]", style, row.obligation, second, width)

    yield from duty_rows(map(cells, rows), width)


def ledger(
    rows: Sequence[OwedRow], cases: int, undetermined: int, home: ZoneInfo, now: datetime, width: int
) -> Iterator[RenderableType]:
    """What is required and open over so many open cases, and how much is not decided yet; in parts."""
    yield from owed_by_case(rows, home, now, width)
    yield from _counted(len(rows), cases, undetermined)


def glance(
    rows: Sequence[OwedRow], cases: int, undetermined: int, now: datetime, width: int
) -> RenderableType:
    """The same in as few lines as can be: the case, how far off the deadline is, the duty and its section."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.expand = True
    for ratio in (None, None, 1, None) if width >= NARROW else (1,):
        grid.add_column(ratio=ratio)
    for row in rows:
        case, at, style = row.case, row.at, "bold red" if row.deadline.overdue else ""
        left = time_left_at_a_glance(at, now) if at is not None else ""
        word = f"{row.obligation.word} {row.obligation.text}"
        section = sections_of(row.obligation.cites[:1])
        if width < NARROW:
            head = " · ".join(filter(None, [case.number or case.id, section, left]))
            grid.add_row(Group(styled(f" {head}", style or "bold"), Padding(styled(word), (0, 0, 0, 3))))
            continue
        grid.add_row(
            styled(f" {case.number or case.id}"), styled(left, style), styled(word), styled(section, "dim")
        )
    return Group(*_counted(len(rows), cases, undetermined), grid)


def _counted(owed: int, cases: int, undetermined: int) -> list[RenderableType]:
    lines: list[RenderableType] = [styled(f" {open_in_cases(owed, cases)}", "bold")]
    if undetermined:
        lines.append(hint(phrase(" {n} undetermined. In which cases:", n=undetermined), on_journal("cases")))
    return lines


def whole(console: Console) -> Live:
    """The whole terminal as one screen, which is as it was before once this is left."""
    return Live(console=console, screen=True, auto_refresh=False)


def watched(
    body: RenderableType, now: datetime, problems: Sequence[str], above: int, console: Console
) -> tuple[int, RenderableType]:
    """What is owed as a whole screen, without so many lines above; and how many those are at most.

    The time and the keys stand above it, what cannot be read and how much more there is below.
    """
    head = Text.assemble(
        styled(phrase(" OUTSTANDING  {now:%H:%M}", now=now), "bold"), styled(phrase("  q leaves"), "dim")
    )
    below: list[RenderableType] = [styled(f" {problem}", "yellow") for problem in problems]
    lines = console.render_lines(body, pad=False)
    room = console.height - 1 - sum(len(console.render_lines(line)) for line in below)
    more = len(lines) > room
    room = max(1, room - more)
    above = max(0, min(above, len(lines) - room))
    if more:
        left = len(lines) - room - above
        below.append(
            styled(phrase(" {above} lines above, {below} below: arrows", above=above, below=left), "bold")
        )
    shown = Text("\n").join(
        Text.assemble(*((s.text, s.style or "") for s in line)) for line in lines[above : above + room]
    )
    return above, Group(head, shown, *below)

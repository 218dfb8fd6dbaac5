"""The rows of the first screen: unfinished walks, then duties, each in as few lines as it takes."""

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.actions.home import Home, HomeDuty, UnfinishedWalk
from dvcheck.actions.stopped_at import in_words
from dvcheck.cells import cells, wrapped
from dvcheck.language import phrase, plural
from dvcheck.pack.model import sections_of
from dvcheck.rules.urgency import urgency
from dvcheck.terminal.frame import CURSOR, NARROW, Fragments
from dvcheck.text import clean
from dvcheck.wording import deadline
from dvcheck.wording.duty import carried_over
from dvcheck.wording.home import counts, shift_left, today
from dvcheck.wording.urgency import title

FEW = 3
"""The number of unfinished walks listed at first."""


class MoreWalks(msgspec.Struct, frozen=True):
    """The row that counts the unfinished walks that are not listed."""

    count: int


HomeItem = UnfinishedWalk | MoreWalks | HomeDuty
"""An item that can be selected on the first screen."""


class HomeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the first screen. The first row of a group has the title of the group."""

    item: HomeItem
    title: str = ""

    @property
    def key(self) -> object:
        """The key that identifies the row when the screen shows newer figures."""
        match self.item:
            case UnfinishedWalk(case=case):
                return case.id
            case MoreWalks():
                return MoreWalks
            case HomeDuty() as duty:
                return duty.key


def rows_of(home: Home, sought: str, *, every_walk: bool) -> tuple[HomeRow, ...]:
    """Return the rows that match the search words: walks, newest first, then duties.

    Without `every_walk`, only the newest walks are listed.
    """
    walks = [walk for walk in home.walks if _has(_words_of_walk(walk, home), sought)]
    shown = walks if every_walk or len(walks) <= FEW + 1 else walks[:FEW]
    items: list[HomeItem] = [*shown]
    items += [MoreWalks(len(walks) - len(shown))] if len(shown) < len(walks) else []
    rows = [
        HomeRow(item=item, title=_counted(phrase("UNFINISHED WALKS"), len(walks)) if not n else "")
        for n, item in enumerate(items)
    ]
    duties = [duty for duty in home.duties if _has(_words_of_duty(duty), sought)]
    for group, found in groupby(duties, key=lambda duty: urgency(duty.duty)):
        members = [*found]
        owed = sum(duty.marked is None for duty in members)
        rows += [
            HomeRow(item=duty, title=_counted(title(group), owed) if not n else "")
            for n, duty in enumerate(members)
        ]
    return tuple(rows)


def _counted(text: str, count: int) -> str:
    return f"{text}  {count}"


def _has(text: str, sought: str) -> bool:
    """Check whether a text has each search word, in upper or lower case."""
    lowered = text.casefold()
    return all(word in lowered for word in sought.casefold().split())


def _words_of_walk(walk: UnfinishedWalk, home: Home) -> str:
    return " ".join((walk.case.id, walk.case.number or "", *in_words(walk.stopped, home.at, home.zone)))


def _words_of_duty(row: HomeDuty) -> str:
    o = row.obligation
    return " ".join((o.in_brief, o.text, sections_of(o.cites), row.case.id, row.case.number or ""))


class Columns:
    """The columns of the duties. Each is as wide as its widest text; the duty takes the rest."""

    def __init__(self, home: Home, width: int) -> None:
        self._home = home
        self._width = width
        duties = home.duties
        self._due = max((cells(self._when(duty)) for duty in duties), default=0)
        self._section = max((cells(_section(duty)) for duty in duties), default=0)
        self._brief = max((cells(duty.obligation.in_brief) for duty in duties), default=0)
        self._case = max((cells(duty.case.id) for duty in duties), default=0) if home.cases > 1 else 0

    def lines(self, row: HomeRow, *, pointed: bool) -> Fragments:
        """Return a row, with the title of its group above it. The last line has no newline."""
        start: Fragments = [CURSOR, ("class:pointer", " » ")] if pointed else [("", "   ")]
        match row.item:
            case UnfinishedWalk() as walk:
                body = self._walk(walk, pointed=pointed)
            case MoreWalks(count):
                said = plural("{n} more: Enter lists it", "{n} more: Enter lists them", n=count)
                body = [("class:dim", clean(said))]
            case HomeDuty() as duty:
                narrow = self._width < NARROW
                body = self._narrow(duty, pointed) if narrow else self._wide(duty, pointed)
        above: Fragments = [("class:strong", f" {clean(row.title)}\n")] if row.title else []
        return [*above, *start, *body]

    def _walk(self, walk: UnfinishedWalk, *, pointed: bool) -> Fragments:
        number = f" {walk.case.number}" if walk.case.number else ""
        time, *where = in_words(walk.stopped, self._home.at, self._home.zone)
        said = f"{walk.case.id}{number}  {time}  {' · '.join(where)}"
        first, *rest = wrapped(said, self._width - 6)
        style = "class:strong" if pointed else ""
        return [(style, first), *((style, f"\n     {line}") for line in rest)]

    def _wide(self, row: HomeDuty, pointed: bool) -> Fragments:
        room = self._width - 3 - sum(n + 1 for n in (self._due, self._section, self._case) if n) - 1
        room = min(room, self._brief)
        first, *rest = wrapped(row.obligation.in_brief, room)
        style = _style_of_text(row, pointed)
        line = [*_padded(_style_of_time(row), self._when(row), self._due), *_padded(style, first, room)]
        line += _padded("class:dim", _section(row), self._section)
        line += [("class:dim", clean(row.case.id))] if self._case else []
        indent = " " * (4 + self._due if self._due else 3)
        return [*line, *((style, clean(f"\n{indent}{more}", newlines=True)) for more in rest)]

    def _narrow(self, row: HomeDuty, pointed: bool) -> Fragments:
        end = " · ".join((_section(row), *([row.case.id] if self._case else [])))
        when = self._when(row)
        first, *rest = wrapped(f"{when} {row.obligation.in_brief} ({end})".strip(), self._width - 6)
        style = _style_of_text(row, pointed)
        lead = when if first.startswith(when) else ""
        line: Fragments = [(_style_of_time(row), clean(lead)), (style, clean(first.removeprefix(lead)))]
        return [*line, *((style, f"\n     {more}") for more in rest)]

    def _when(self, row: HomeDuty) -> str:
        match row.marked:
            case "done":
                return phrase("done")
            case "not-feasible":
                return phrase("not feasible")
            case None:
                zone = ZoneInfo(row.pack.policy.zone)
                return deadline.in_column(row.duty.deadline, zone, self._home.at, self._home.zone)


def _padded(style: str, text: str, width: int) -> Fragments:
    """Pad a text with blanks up to the next column; return nothing if the column is empty."""
    return [(style, clean(text)), ("", " " * (width - cells(text) + 1))] if width else []


def _section(row: HomeDuty) -> str:
    return sections_of(row.obligation.cites[:1])


def _style_of_time(row: HomeDuty) -> str:
    if row.marked is not None:
        return "class:done"
    return "class:warn" if row.duty.deadline.overdue else "class:strong"


def _style_of_text(row: HomeDuty, pointed: bool) -> str:
    if row.marked is not None:
        return "class:dim"
    return "class:strong" if pointed else ""


def full_text(item: HomeItem, home: Home) -> str:
    """Return the full text of a duty, with its sections and deadline; empty for other rows."""
    if not isinstance(item, HomeDuty):
        return ""
    o, found = item.obligation, item.duty.deadline
    due = deadline.in_list(found, ZoneInfo(item.pack.policy.zone), home.at, home.zone)
    due_text = () if found.kind == "none-stated" else (due,)
    beside = " · ".join((sections_of(o.cites), *due_text, *filter(None, (carried_over(item.duty),))))
    return phrase("{text} ({beside})", text=o.text, beside=beside)


def head_lines(home: Home) -> Sequence[tuple[str, str]]:
    """Return the lines above the rows, each with its style: time and shift, counts, running clocks."""
    when = (today(home.at, home.zone), shift_left(home.shift, home.at, home.zone))
    said = counts(cases=home.cases, owed=home.owed, overdue=home.overdue, undecided=home.undecided)
    lines = [("strong", " · ".join(filter(None, when)))]
    lines.append(("warn" if home.overdue else "strong", " · ".join(said)))
    clocks = (phrase("{case}: {clock}", case=clock.case.id, clock=clock.said) for clock in home.clocks)
    return [*lines, *(("warn", clock) for clock in clocks)]

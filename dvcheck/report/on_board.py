"""The board of a precinct at one time, and its words, for a terminal and for a page."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import msgspec

from dvcheck.language import phrase, plural
from dvcheck.report.owed import Outstanding, OwedRow
from dvcheck.rules.assess import Duty
from dvcheck.wording.case_line import CaseLine, case_label
from dvcheck.wording.other_walk import left_to_do
from dvcheck.wording.times import clock_time
from dvcheck.wording.urgency import title_of

READ_EVERY = 2.0
"""The seconds between two readings of a live board."""
SOON = timedelta(hours=1)
"""A deadline this near has a group of its own."""


NAMED = 12
"""The most officers named of those from whom nothing has come."""


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """An officer on duty whose laptop has not pushed for an hour."""

    officer: str
    at: datetime
    """The last push."""


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """A case that an officer handed over, and that no other laptop has pushed yet."""

    officer: str
    precinct: str
    case: CaseLine
    at: datetime
    """When it was handed over, by the clock of the laptop."""


class Only(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of a board. Without any of these it shows all."""

    officers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Sections of the directive: the duties that cite one of them, or a section within it."""
    on_duty: bool = False
    """Whether only the officers whose shift runs now are shown."""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a precinct at one time, as its laptops had pushed it.

    Counts and lists are of what is shown: `only` says what that is. None has what no laptop has sent.
    """

    at: datetime
    """When it was read. What is overdue and what is soon is counted from here."""
    precinct: str
    """The precinct of whoever looks."""
    agency: int
    role: str
    """The role of whoever looks. Only a supervisor sees one precinct, and all of it."""
    listed: Outstanding
    """The open required duties, the most urgent first; the unfinished walks; the unreadable cases."""
    overdue: int
    """How many of the duties are overdue."""
    within_the_hour: int
    """How many more become overdue within `SOON`, required arrests among them."""
    silent: tuple[Silent, ...]
    """The officers on duty or with an open case who were not heard from for an hour, by name."""
    never: tuple[str, ...]
    """The officers of the precinct from whom nothing has come yet, by name."""
    between: tuple[Between, ...]
    """The handed-over cases that no other laptop has sent, the oldest first. No list shows what they owe."""
    twice: tuple[str, ...]
    """The case numbers that several open cases have: two laptops on one call. They are never merged."""
    parted: tuple[str, ...]
    """The officers with a journal that came back with other entries."""
    cut: bool
    """Whether there are more cases than a board shows."""
    only: Only = Only()
    """What the board is limited to."""

    @property
    def name(self) -> str:
        """Name what is shown. With the name of a precinct, a part of it would look like all of it."""
        match self.role:
            case "supervisor":
                return self.precinct
            case "officer":
                return phrase("your own cases")
            case _:
                return phrase("all precincts of agency {agency}", agency=self.agency)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is open in what was sent, each case is on a laptop, and each could be read."""
        listed = self.listed
        return not (listed.rows or listed.unfinished or listed.problems or self.between)

    def zone(self) -> tzinfo:
        """Return the zone of most cases; without cases, that of this computer."""
        if self.listed.cases:
            return self.listed.zone()
        found = self.at.astimezone().tzinfo
        assert found is not None
        return found


def title(duty: Duty) -> str:
    """Name the group of a duty: required arrests have one of their own."""
    return phrase("ARREST REQUIRED") if duty.obligation.first else title_of(duty)


def title_at(duty: Duty, at: datetime) -> str:
    """Name the group of a duty on the board: what is due within the hour has one of its own."""
    if is_soon(duty, at):
        return phrase("WITHIN THE HOUR")
    return title(duty)


def is_soon(duty: Duty, at: datetime) -> bool:
    """Check whether a duty becomes overdue within the hour. An arrest comes before all that."""
    due = duty.deadline.at
    return not duty.obligation.first and due is not None and at < due <= at + SOON


def sort_key(row: OwedRow, at: datetime) -> tuple[object, ...]:
    """Return the key that sorts duties: an arrest, what is overdue, what soon will be, then the rest."""
    duty = row.duty
    first = 0 if duty.obligation.first else 1 if duty.deadline.overdue else 2 if is_soon(duty, at) else 3
    if first in (1, 2) and duty.deadline.at is not None:
        return first, duty.deadline.at
    return (first,)


def foot_line() -> str:
    """Return the line that is on every board."""
    return phrase("What a laptop has not sent yet is not here.")


def tallies(board: Board) -> tuple[str, ...]:
    """Return the counts that a supervisor looks at first."""
    return (
        plural("{n} overdue", "{n} overdue", n=board.overdue),
        plural("{n} within the hour", "{n} within the hour", n=board.within_the_hour),
        plural("{n} walk not finished", "{n} walks not finished", n=len(board.listed.unfinished)),
        plural("{n} officer not heard from", "{n} officers not heard from", n=len(board.silent)),
    )


def head_line(board: Board) -> str:
    """Return the precinct, the time and the tallies."""
    when = clock_time(board.at, board.at, board.zone())
    counts = ", ".join(tallies(board))
    return phrase("{precinct} at {time}: {tallies}", precinct=board.name, time=when, tallies=counts)


def limits_line(only: Only) -> str:
    """Say what the board is limited to; empty if it shows all."""
    officers, sections = ", ".join(only.officers), ", ".join(only.sections)
    parts = (
        plural("officer {officers}", "officers {officers}", n=len(only.officers), officers=officers)
        if only.officers
        else "",
        phrase("officers on duty") if only.on_duty else "",
        plural("section {sections}", "sections {sections}", n=len(only.sections), sections=sections)
        if only.sections
        else "",
    )
    shown = "; ".join(filter(None, parts))
    return phrase("NOT ALL IS SHOWN. Only: {shown}.", shown=shown) if shown else ""


def statements(board: Board) -> Iterator[str]:
    """Yield what else a supervisor must know, a sentence each."""
    listed = board.listed
    if not (listed.cases or listed.problems or board.between):
        yield phrase("No required duty is open in what was sent.")
    for left in listed.unfinished:
        yield phrase(
            "{officer}, {case}: {left}.",
            officer=left.officer.name if left.officer is not None else "",
            case=case_label(left.case),
            left=left_to_do(left.unasked, left.to_walk),
        )
    if board.never:
        yield phrase("Nothing has come yet from: {officers}.", officers=_some_of(board.never))
    for number in board.twice:
        yield phrase("{number} is the number of several open cases.", number=number)
    for officer in board.parted:
        yield phrase("{officer}: a journal came back with other entries. Both are kept.", officer=officer)
    for problem in listed.problems:
        yield f"{problem.message}."
    if board.cut:
        yield phrase("There are more cases than a board shows.")


def _some_of(names: tuple[str, ...]) -> str:
    """Name the first of many, and count the rest: nearly all, before an agency has set up its laptops."""
    named = ", ".join(names[:NAMED])
    left = len(names) - NAMED
    return phrase("{names} and {n:,} more", names=named, n=left) if left > 0 else named


def not_heard_from(board: Board) -> str:
    """Name the officers not heard from, in a sentence; empty if there are none.

    It comes before the duties, where a full screen does not cut it off.
    """
    zone = board.zone()
    each = (
        phrase("{officer} since {when}", officer=one.officer, when=clock_time(one.at, board.at, zone))
        for one in board.silent
    )
    named = ", ".join(each)
    return phrase("Not heard from: {officers}.", officers=named) if named else ""


def handed_over(board: Board) -> str:
    """Name the cases between two laptops, in a sentence; empty if there are none.

    It comes before the duties too: no list has what these cases owe.
    """
    zone = board.zone()
    each = (
        phrase(
            "{case} by {officer}, {when}",
            case=case_label(one.case),
            officer=one.officer,
            when=clock_time(one.at, board.at, zone),
        )
        for one in board.between
    )
    named = "; ".join(each)
    return phrase("Handed over, and sent by no laptop since: {cases}.", cases=named) if named else ""


def not_reached(board: Board, since: datetime, why: str) -> str:
    """Say that the board is old, and why."""
    when = clock_time(since, board.at, board.zone())
    return phrase("NOT REACHED since {when}: {why}", when=when, why=why)

"""A line of the precinct's board: what one case owes, as the laptop assessed it.

The texts of duties are not sent. Whoever shows the line takes them from the pack of the case.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated

import msgspec

from dvcheck.record.events import Event, utc_text
from dvcheck.rules.deadline import Deadline

MOST_ENTRIES = 999
"""The last place in a list that has a number of its own; a later one has this number."""
EARLIEST, LATEST = 1969, 9999
"""Times of a line are in the years between: 0001-tables.sql takes no others."""


class DutyOnBoard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A required open duty."""

    id: str
    order: int
    """Its place among the duties of its case, in the order of the pack."""
    deadline: Deadline
    carried_over: bool = False
    leads: int = 0
    instead_of: str | None = None
    entry: Annotated[int, msgspec.Meta(ge=0, le=MOST_ENTRIES)] = 0
    """The place of the entry it is owed for in its list, from 1; 0 if it is owed once. Names are not sent."""


class Detail(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The content of a line beyond its columns.

    It has ids of the case's pack alone, never a text. The precinct keeps it as it was sent. Fields that a
    newer version sends are ignored. That of a purged case is empty.
    """

    checklist: str = ""
    """The checklist that the case is resumed with."""
    duties: tuple[DutyOnBoard, ...] = ()
    """The required duties that are open, in the order of the pack."""
    to_walk: tuple[str, ...] = ()
    """The checklists that the case must still walk."""
    unreadable: bool = False
    """Whether a laptop sent something else. Then nothing of it is here."""


class BoardLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the board. Its columns are those of the table `case_now`."""

    case_id: str
    number: str | None
    seq: int
    """The number of the last entry of the case, up to which it was assessed."""
    hash: str
    pack: str
    opened_at: datetime
    last_at: datetime
    state: str
    unasked: int
    open_required: int
    undetermined: int
    due_at: datetime | None
    opening: str
    """The hash of the entry that opened the case, wherever that was."""
    detail: Detail


class CaseOnBoard(msgspec.Struct, frozen=True, kw_only=True):
    """A board line as the precinct has it, with its officer and precinct."""

    officer: str
    precinct: str
    line: BoardLine


def line_of_row(row: Mapping[str, object]) -> BoardLine:
    """Return the line of a row of `case_now`. Laptops may send anything: a wrong line hides no other."""
    columns = {name: row[name] for name in BoardLine.__struct_fields__}
    with suppress(msgspec.ValidationError):
        found = msgspec.convert(columns, BoardLine)
        if all(_is_a_time(duty.deadline.at) for duty in found.detail.duties):
            return found
    return msgspec.convert({**columns, "detail": {"unreadable": True}}, BoardLine)


def _is_a_time(at: datetime | None) -> bool:
    """Check for a time that can be compared, and shown in any zone."""
    return at is None or (at.tzinfo is not None and EARLIEST < at.year < LATEST)


def as_json(line: BoardLine) -> Mapping[str, object]:
    """Return a line as `push` sends it."""
    found: dict[str, object] = msgspec.to_builtins(line, builtin_types=(datetime,))
    times = {name: utc_text(value) for name, value in found.items() if isinstance(value, datetime)}
    return {**found, **times, "detail": msgspec.to_builtins(line.detail)}


def purged_line(case: str, there: Mapping[str, object], last: Event) -> Mapping[str, object]:
    """Return the line of a case that was purged on the laptop, from the line that the precinct has."""
    return {
        **there,
        "case_id": case,
        "seq": last.seq,
        "hash": last.hash.hex(),
        "last_at": utc_text(last.at),
        "state": "closed",
        "unasked": 0,
        "open_required": 0,
        "undetermined": 0,
        "due_at": None,
        "detail": msgspec.to_builtins(Detail(checklist="")),
    }

"""What a precinct's board shows, for the login that asks. Row-level security decides which rows those are."""

from collections.abc import Mapping
from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg import Connection
from psycopg.rows import dict_row

from dvcheck.record.board_line import CaseOnBoard, line_of_row


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """The login that looks at the board, as the table of people has it.

    It chooses which lines are asked for. Row-level security alone decides which may be seen.
    """

    login: str
    """The name of the session's login, not of a role that it took on."""
    agency: int
    precinct: str
    """The precinct where the person is now. What was pushed from another one stays there."""
    role: str
    """`officer`, `supervisor`, `auditor` or `records`. The last two see all precincts of their agency."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """The last push of an officer's laptops to one precinct. An officer who moved has one for each."""

    officer: str
    """The officer's number, not a login."""
    precinct: str
    at: datetime
    """The last push of any of the laptops, by the clock of the server. It may have had nothing new."""
    shift_ends: datetime | None
    """The latest end of a shift that was pushed, in the past or not; None if no shift was."""
    parted: bool
    """Whether one of the officer's journals came back with other entries."""


NEWEST = """NOT EXISTS (SELECT FROM precinct.case_now n
        WHERE n.agency_id = c.agency_id AND n.opening = c.opening AND CASE WHEN c.state = 'handed-over'
          THEN n.state <> 'handed-over' OR (NOT n.moved_on AND n.last_at > c.last_at)
          ELSE n.state <> 'handed-over' AND n.login = c.login AND n.last_at > c.last_at END)"""
"""The condition for the line of a case that counts, of those with one opening: `c` is the line.

A case that was handed over is where it is open or closed, whatever the clocks of the two laptops say. Of the
journals of one officer, one of which came back from a copy, the newer line counts. No line hides an open case
of another officer: whoever once had a case knows its opening.
"""
_CASES = """
    SELECT c.case_id, c.number, c.seq, encode(c.hash, 'hex') AS hash, c.pack, c.opened_at, c.last_at, c.state,
      c.unasked, c.open_required, c.undetermined, c.due_at, encode(c.opening, 'hex') AS opening, c.detail,
      c.officer, c.precinct
    FROM precinct.case_now c
    WHERE c.agency_id = %(agency)s AND (%(all)s OR c.precinct = %(precinct)s)
"""
_LINES = f"""{_CASES}
      AND c.state = 'open' AND (c.open_required > 0 OR c.unasked > 0) AND {NEWEST}
    ORDER BY c.due_at NULLS LAST, c.opened_at LIMIT %(most)s
"""
_BETWEEN = f"""{_CASES}
      AND c.state = 'handed-over' AND NOT c.moved_on AND c.last_at > %(since)s AND {NEWEST}
    ORDER BY c.last_at LIMIT %(most)s
"""
_HEARD = """
    SELECT officer, precinct, max(pushed_at) AS at, max(shift_ends) AS shift_ends,
      bool_or(parent_id IS NOT NULL) AS parted
    FROM precinct.journal WHERE agency_id = %(agency)s AND (%(all)s OR precinct = %(precinct)s)
    GROUP BY officer, precinct ORDER BY officer
"""


def viewer(connection: Connection) -> Viewer | None:
    """Return who asks; None if the precinct does not know this login."""
    found = connection.execute(
        "SELECT login, agency_id, precinct, role FROM precinct.person WHERE login = session_user"
    ).fetchone()
    if found is None:
        return None
    login, agency, precinct, role = found
    return Viewer(login=login, agency=agency, precinct=precinct, role=role)


def lines(connection: Connection, whose: Viewer, most: int) -> tuple[CaseOnBoard, ...]:
    """Return the open cases that owe something, the nearest deadline first. A moved case appears once."""
    return _cases(connection, _LINES, _parameters(whose, most))


def between_laptops(
    connection: Connection, whose: Viewer, since: datetime, most: int
) -> tuple[CaseOnBoard, ...]:
    """Return the cases that were handed over after a time, and that no other laptop has pushed yet."""
    return _cases(connection, _BETWEEN, {**_parameters(whose, most), "since": since})


def crew(connection: Connection) -> tuple[str, ...]:
    """Return the officers whose cases this login may see, also those who have pushed nothing."""
    rows = connection.execute("SELECT DISTINCT r_officer FROM precinct.crew() ORDER BY 1")
    return tuple(row[0] for row in rows)


def _cases(
    connection: Connection, query: LiteralString, values: Mapping[str, object]
) -> tuple[CaseOnBoard, ...]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query, values).fetchall()
    return tuple(
        CaseOnBoard(
            officer=row["officer"],
            precinct=row["precinct"],
            line=line_of_row(row),
        )
        for row in rows
    )


def heard(connection: Connection, whose: Viewer) -> tuple[Heard, ...]:
    """Return when each officer was heard from."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_HEARD, _parameters(whose, 0)).fetchall()
    return tuple(msgspec.convert(row, Heard) for row in rows)


def pack(connection: Connection, digest: str) -> tuple[bytes, ...]:
    """Return each content that was pushed under a digest. The caller takes the one that has it."""
    rows = connection.execute("SELECT content FROM precinct.pack WHERE digest = %s", (digest,)).fetchall()
    return tuple(bytes(row[0]) for row in rows)


def _parameters(whose: Viewer, most: int) -> dict[str, object]:
    return {
        "agency": whose.agency,
        "precinct": whose.precinct,
        "all": whose.role in ("auditor", "records"),
        "most": most,
    }

"""Verify the chain of every journal from its seals. No answer is read."""

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from dvcheck.record.head import Head
from dvcheck.record.postgres.reads import JournalLine
from dvcheck.record.postgres.reads import journal_lines as _lines


class VerifiedJournal(msgspec.Struct, frozen=True, kw_only=True):
    """A journal of a precinct, and its first entry that does not follow; None if all do."""

    id: UUID
    officer: str
    precinct: str
    head: Head
    parent: UUID | None
    first_bad: int | None
    pushed_at: datetime


def journals(connection: Connection, agency: int, only: UUID | None = None) -> tuple[VerifiedJournal, ...]:
    """Verify every journal of an agency, or one.

    Each is a statement of its own: all together would take longer than a statement may.
    """
    rows = connection.execute(
        "SELECT journal_id FROM precinct.journal"
        " WHERE agency_id = %s AND (%s::uuid IS NULL OR journal_id = %s) ORDER BY officer, pushed_at",
        (agency, only, only),
    ).fetchall()
    return tuple(_verified(connection, agency, row[0]) for row in rows)


def _verified(connection: Connection, agency: int, journal: UUID) -> VerifiedJournal:
    found = connection.execute(
        "SELECT officer, precinct, last_seq, head, parent_id,"
        " precinct.first_bad(agency_id, journal_id), pushed_at FROM precinct.journal"
        " WHERE agency_id = %s AND journal_id = %s",
        (agency, journal),
    ).fetchone()
    assert found is not None  # nobody can delete a journal
    officer, precinct, seq, head, parent, bad, at = found
    return VerifiedJournal(
        id=journal,
        officer=officer,
        precinct=precinct,
        head=Head(seq=seq, hash=bytes(head)),
        parent=parent,
        first_bad=bad,
        pushed_at=at,
    )


def hashes(
    connection: Connection, agency: int, journal: UUID, seq: int | None, prefix: bytes
) -> tuple[int, ...]:
    """Return the numbers of entries whose hash begins with `prefix`; with `seq`, only of that one."""
    rows = connection.execute(
        "SELECT seq FROM precinct.event WHERE agency_id = %s AND journal_id = %s"
        " AND (%s::bigint IS NULL OR seq = %s) AND substr(hash, 1, %s) = %s ORDER BY seq",
        (agency, journal, seq, seq, len(prefix), prefix),
    )
    return tuple(row[0] for row in rows)


def lines_to_check(connection: Connection, agency: int, only: UUID | None) -> tuple[JournalLine, ...]:
    """Return the board lines that can be recomputed. Of a case that was handed over, only the newest."""
    return _lines(
        connection,
        agency,
        "(%s::uuid IS NULL OR journal_id = %s) AND state IN ('open', 'closed')",
        (only, only),
    )

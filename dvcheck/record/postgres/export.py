"""Read the cases of an agency for an export: who asked, and why, is written down first."""

from collections.abc import Iterator
from uuid import UUID

from psycopg import Connection

from dvcheck.record.postgres.reads import JournalLine, KeptEntry, journal_lines, kept_entries


def ask_to_export(connection: Connection, reason: str, order: str | None) -> None:
    """Write down the reason, and the complaint or court order for which officers are named."""
    connection.execute("SELECT precinct.ask_to_export(%s, %s)", (reason, order))


def lines(connection: Connection, agency: int) -> tuple[JournalLine, ...]:
    """Return the lines of all cases with content. A case that was handed over is there once, the newest."""
    return journal_lines(connection, "agency_id = %s AND state IN ('open', 'closed')", (agency,))


def entries(connection: Connection, journal: UUID) -> Iterator[KeptEntry]:
    """Yield the entries of the cases of a journal, case by case."""
    rows = connection.execute(
        "SELECT r_seq, r_case, r_at, r_kind, r_hash, r_body FROM precinct.export_journal(%s)", (journal,)
    )
    yield from kept_entries(rows)

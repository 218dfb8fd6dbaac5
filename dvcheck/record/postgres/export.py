"""Read the cases of an agency for an export, after the precinct has recorded who asks, and why."""

from collections.abc import Iterator
from uuid import UUID

from psycopg import Connection

from dvcheck.record.postgres.reads import JournalLine, KeptEntry, journal_lines, kept_entries


def ask_to_export(connection: Connection, reason: str, order: str | None) -> None:
    """Record the reason, and the complaint or court order for which officers are named."""
    connection.execute("SELECT precinct.ask_to_export(%s, %s)", (reason, order))


def lines(connection: Connection, agency: int) -> tuple[JournalLine, ...]:
    """Return the board lines of all cases with content. Of a case that was handed over, only the newest."""
    return journal_lines(connection, agency, "state IN ('open', 'closed')")


def entries(connection: Connection, journal: UUID) -> Iterator[KeptEntry]:
    """Yield the entries of the cases of a journal, case by case."""
    rows = connection.execute(
        "SELECT r_seq, r_case, r_at, r_kind, r_hash, r_body FROM precinct.export_journal(%s)", (journal,)
    )
    yield from kept_entries(rows)

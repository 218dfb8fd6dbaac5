"""What is needed of a connection to a database: Python's own and SQLCipher's both have it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol


class Cursor(Protocol):
    """The rows of one statement."""

    def fetchone(self) -> Any:
        """Return the next row; None where there is none."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """An open database. Its errors are those of sqlite3."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor:
        """Run one statement."""

    def close(self) -> None:
        """Close it; closing twice is fine."""


class JournalConnection(Connection, Protocol):
    """A connection to the file of a journal."""

    @property
    def ends_at_damage(self) -> bool:
        """Whether nothing more can be read after one damaged page; a new connection reads all others."""

    def copy_to(self, path: Path) -> None:
        """Copy the database into an empty file, in the form it has; nobody may write to it meanwhile."""

"""The interface of a database connection, shared by Python's own and SQLCipher's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol


class Cursor(Protocol):
    """The rows of one statement."""

    def fetchone(self) -> Any:
        """Return the next row; None if there is none."""

    def fetchall(self) -> list[Any]:
        """Return all remaining rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """An open database. Its errors are those of sqlite3."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor:
        """Run one statement."""

    def close(self) -> None:
        """Close it; closing twice is fine."""


class JournalConnection(Connection, Protocol):
    """A connection to the file of a journal."""

    @property
    def ends_at_damage(self) -> bool:
        """Whether one damaged page ends all reading; a new connection can read the other pages."""

    def copy_to(self, path: Path) -> None:
        """Copy the database into an empty file, unchanged in form; nobody may write to it during the copy."""

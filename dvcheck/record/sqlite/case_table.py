"""The finder of cases in a journal file: by the table of cases, or by the entries if that is in doubt."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dvcheck.record.chain import Stored
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.events import Event
from dvcheck.record.rows import RowEntry, State, TableRow
from dvcheck.record.sqlite import index, salvage
from dvcheck.record.sqlite.connection import File
from dvcheck.record.sqlite.database import Connection
from dvcheck.record.sqlite.schema import WITH_CASES, WITH_TWO_INDEXES


class CaseTable:
    """A finder of cases. It uses the entries if the table of cases is missing, damaged or in doubt."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._doubted = False
        self._derived: tuple[Connection, int] | None = None
        """The connection and the last entry when rows were last derived from the entries."""

    def by_key(self, key: str) -> list[TableRow]:
        """Return the cases with this lookup key, in the order opened."""
        return self._rows(index.BY_KEY, key)

    def by_number(self, number: str) -> list[TableRow]:
        """Return the cases with a case number, in the order opened."""
        return self._rows(index.BY_NUMBER, number)

    def starting(self, key: str) -> list[TableRow]:
        """Return the cases whose lookup key starts with `key`, in the order opened."""
        return self._rows(index.STARTING, key, key)

    def unread(self) -> list[TableRow]:
        """Return the cases whose number cannot be read."""
        return self._rows(index.UNREAD)

    def of_state(self, state: State, before: int) -> list[TableRow]:
        """Return a page of the cases in a state, opened before entry `before`, the newest first."""
        return self._rows(index.OF_STATE, state, before)

    def not_purged(self, before: int) -> list[TableRow]:
        """Return a page of open and closed cases, opened before entry `before`, the newest first."""
        return self._rows(index.NOT_PURGED, before)

    def count(self, *states: State) -> int:
        """Count the cases in these states."""
        return sum(self._found(index.COUNTED, state)[0][0] for state in states)

    def doubt(self) -> bool:
        """Stop using the table: derive rows from the entries from now on. False if already done."""
        if self._file.schema < WITH_CASES or self._doubted:
            return False
        self._doubted = True
        return True

    def wrong(self) -> Iterator[str]:
        """Yield the ids of the cases whose rows disagree with their entries.

        An empty id is for a row without a case. A file of a version without the table has nothing wrong.
        """
        if self._file.schema >= WITH_CASES:
            yield from index.differing(self._file.read)

    def keep(self, case: str, recorded: Sequence[Event]) -> None:
        """Update the table for entries just recorded, in the same transaction."""
        if self._file.schema >= WITH_CASES and recorded:
            entries = [RowEntry(event.kind, event.body) for event in recorded]
            index.take(self._file.connection, case, recorded[0].seq, entries)

    def overwrite_what_went(self) -> None:
        """Overwrite the case numbers that a purge removed, in the same transaction."""
        if self._file.schema >= WITH_CASES:
            index.overwrite_what_went(self._file.connection)

    def _rows(self, query: str, *values: str | int) -> list[TableRow]:
        if not all(is_text(value) for value in values if isinstance(value, str)):
            return []
        return [index.read_row(row) for row in self._found(query, *values)]

    def _found(self, query: str, *values: str | int) -> list[Any]:
        if self._file.schema >= WITH_CASES and not self._doubted:
            try:
                with self._file.reopen_after_damage():
                    return self._file.read(query, *values)
            except JournalDamaged:
                self._doubted = True
        self._derive()
        return self._file.read(query, *values)

    def _derive(self) -> None:
        """Fill the table of cases in memory if entries were added since the last time."""
        ((last,),) = self._file.read("SELECT ifnull(max(seq), 0) FROM events")
        if self._derived == (self._file.connection, last):
            return
        with self._file.in_place():
            index.fill_temporary(self._file.connection, self._of_entries())
        self._derived = (self._file.connection, last)

    def _of_entries(self) -> Iterable[TableRow]:
        """Return the rows of all cases from the indexes, or from every readable entry if that fails."""
        if self._file.schema >= WITH_TWO_INDEXES:
            try:
                with self._file.reopen_after_damage():
                    return list(index.of_entries(self._file.read))
            except JournalDamaged:
                pass
        entries = (entry for entry in salvage.stored_entries(self._file) if isinstance(entry, Stored))
        return index.of_rows((e.seq, e.case, e.kind, e.body) for e in entries)


def is_text(said: str) -> bool:
    """Check for lone surrogates, as in an argument that was not UTF-8: the file cannot store them."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True

"""The cases of a journal file, found by its table of cases, or by the entries where that is in doubt."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dvcheck.record.chain import Stored
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.events import Event
from dvcheck.record.rows import State, TableRow, Told
from dvcheck.record.sqlite import index, salvage
from dvcheck.record.sqlite.connection import File
from dvcheck.record.sqlite.database import Connection
from dvcheck.record.sqlite.schema import WITH_CASES, WITH_TWO_INDEXES


class CaseTable:
    """Finds cases. Where the file has no table of cases, a damaged one or one in doubt, by the entries."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._doubted = False
        self._derived: tuple[Connection, int] | None = None
        """Where and after which entry the rows were derived from the entries last."""

    def by_key(self, key: str) -> list[TableRow]:
        """The cases whose id is looked up so, in the order opened."""
        return self._rows(index.BY_KEY, key)

    def by_number(self, number: str) -> list[TableRow]:
        """The cases of a case number, in the order opened."""
        return self._rows(index.BY_NUMBER, number)

    def starting(self, key: str) -> list[TableRow]:
        """The cases whose id, as it is looked up, starts so, in the order opened."""
        return self._rows(index.STARTING, key, key)

    def unread(self) -> list[TableRow]:
        """The cases whose number cannot be read."""
        return self._rows(index.UNREAD)

    def of_state(self, state: State, before: int) -> list[TableRow]:
        """A page of the cases in a state that were opened before an entry, the newest first."""
        return self._rows(index.OF_STATE, state, before)

    def not_purged(self, before: int) -> list[TableRow]:
        """A page of the cases that are open or closed and were opened before an entry, the newest first."""
        return self._rows(index.NOT_PURGED, before)

    def count(self, *states: State) -> int:
        """How many cases are in one of these states."""
        return sum(self._found(index.COUNTED, state)[0][0] for state in states)

    def doubt(self) -> bool:
        """Derive the rows from the entries from now on; False where they are already."""
        if self._file.schema < WITH_CASES or self._doubted:
            return False
        self._doubted = True
        return True

    def wrong(self) -> Iterator[str]:
        """The ids of the cases of which the table says something else than the entries do.

        An empty one for what is of no case. Nothing is wrong in a file of a version without the table.
        """
        if self._file.schema >= WITH_CASES:
            yield from index.differing(self._file.read)

    def keep(self, case: str, recorded: Sequence[Event]) -> None:
        """Bring the table up to entries just recorded, in the same transaction."""
        if self._file.schema >= WITH_CASES and recorded:
            told = [Told(event.kind, event.body) for event in recorded]
            index.take(self._file.connection, case, recorded[0].seq, told)

    def overwrite_what_went(self) -> None:
        """Let no page of the file keep a number that a purge took out, in the same transaction."""
        if self._file.schema >= WITH_CASES:
            index.overwrite_what_went(self._file.connection)

    def _rows(self, query: str, *values: str | int) -> list[TableRow]:
        if not all(is_text(value) for value in values if isinstance(value, str)):
            return []
        return [index.read_row(row) for row in self._found(query, *values)]

    def _found(self, query: str, *values: str | int) -> list[Any]:
        if self._file.schema >= WITH_CASES and not self._doubted:
            try:
                with self._file.open_anew_after_damage():
                    return self._file.read(query, *values)
            except JournalDamaged:
                self._doubted = True
        self._derive()
        return self._file.read(query, *values)

    def _derive(self) -> None:
        """Fill the table of cases in memory, where entries were added since it was filled last."""
        ((last,),) = self._file.read("SELECT ifnull(max(seq), 0) FROM events")
        if self._derived == (self._file.connection, last):
            return
        with self._file.in_place():
            index.fill_temporary(self._file.connection, self._of_entries())
        self._derived = (self._file.connection, last)

    def _of_entries(self) -> Iterable[TableRow]:
        """The rows of all cases by the indexes, or from each entry that can be read where that fails."""
        if self._file.schema >= WITH_TWO_INDEXES:
            try:
                with self._file.open_anew_after_damage():
                    return list(index.of_entries(self._file.read))
            except JournalDamaged:
                pass
        entries = (entry for entry in salvage.stored(self._file) if isinstance(entry, Stored))
        return index.of_rows((e.seq, e.case, e.kind, e.body) for e in entries)


def is_text(said: str) -> bool:
    """Whether the file could hold it: no lone surrogates, as in an argument that was not UTF-8."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True

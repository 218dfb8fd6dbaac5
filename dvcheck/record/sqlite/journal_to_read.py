"""A journal that is only read, such as that of another officer: no byte of its folder changes."""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from dvcheck.record import head
from dvcheck.record.errors import JournalError
from dvcheck.record.head import Rewind
from dvcheck.record.sqlite import migration, schema
from dvcheck.record.sqlite.connection import File, OpeningOptions
from dvcheck.record.sqlite.faults import plain_errors
from dvcheck.record.sqlite.files import require_never_made
from dvcheck.record.sqlite.reading import JournalReading

_WAIT = 1.0
"""The seconds to wait for a writer: short, because another thread cannot write until it ends."""


class JournalToRead(JournalReading):
    """An open journal file that cannot be written. A file of an earlier version is read as it is."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self.rewound: Rewind | None = None
        """The acknowledged entries that the file lacks, if any."""

    @classmethod
    def open(cls, path: Path, opening: OpeningOptions) -> Self | None:
        """Open the journal at a path; None if nothing has been recorded yet. JournalError if that fails."""
        with plain_errors(path):
            try:
                path.stat()
            except (FileNotFoundError, NotADirectoryError):
                require_never_made(path)
                return None
        file = File.open_to_read(path, _WAIT, opening)
        journal = cls(file)
        with file.closed_on_failure():
            file.schema = migration.version_of(file)
            if file.schema == 0:
                file.close()
                return None
            journal._compare_with_head()
        return journal

    @property
    def is_older(self) -> bool:
        """Whether an earlier version of dvcheck wrote the file."""
        return self._file.schema < len(schema.MIGRATIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _compare_with_head(self) -> None:
        """Compare the file with the entry that its head file names."""
        known = head.read(head.head_path(self.path))
        with suppress(JournalError):  # whatever reads a damaged file reports that
            if known is not None and self.hash_of(known.seq) != known.hash:
                self.rewound = Rewind(known=known, last=self.head().seq)

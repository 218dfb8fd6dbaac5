"""The errors of a journal. What a caller does next depends on the type."""

from dvcheck.errors import DvcheckError, Exit


class JournalError(DvcheckError):
    """The journal, or something in it, could not be read or written; the exit code is Exit.JOURNAL."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint, code=Exit.JOURNAL)


class EntryUnreadable(JournalError):
    """The content of one entry cannot be read. Other entries can, and other cases are not affected."""


class JournalRefused(JournalError):
    """dvcheck refuses to open or change a readable file; the error says why."""


class JournalUnusable(JournalError):
    """The file cannot be read or written at all now."""


class JournalDamaged(JournalUnusable):
    """A part of the file cannot be read; other parts perhaps can. `found` is SQLite's message."""

    found = ""


class PageDamaged(JournalDamaged):
    """A page of the file is not as SQLite wrote it."""


class JournalLocked(JournalUnusable):
    """Another program is writing to the file."""


class JournalFull(JournalUnusable):
    """The disk is full."""


class JournalForbidden(JournalUnusable):
    """This user has no permission to read and write the file or its folder."""


class JournalReadOnly(JournalUnusable):
    """The file, or the disk it is on, is read-only."""


class JournalReplaced(JournalUnusable):
    """The opened file was replaced, moved or deleted."""


class DiskRefused(JournalUnusable):
    """The system refused to read or write the file for another reason."""

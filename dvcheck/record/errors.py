"""Why a journal could not be read or written, as types: what a caller does next depends on them."""

from dvcheck.errors import DvcheckError, Exit


class JournalError(DvcheckError):
    """The journal, or something in it, could not be read or written; the exit code is Exit.JOURNAL."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint, code=Exit.JOURNAL)


class EntryUnreadable(JournalError):
    """What one entry says cannot be read. The file can: other cases are not affected."""


class JournalRefused(JournalError):
    """The file is not opened, or not changed so, though it could be read: the error says why not."""


class JournalUnusable(JournalError):
    """The file cannot be read or written now, whatever is asked of it."""


class JournalDamaged(JournalUnusable):
    """A place of the file cannot be read; others perhaps can. `found` is that in SQLite's words."""

    found = ""


class PageDamaged(JournalDamaged):
    """A page of the file is not as SQLite wrote it."""


class JournalLocked(JournalUnusable):
    """Another program is writing to the file."""


class JournalFull(JournalUnusable):
    """There is no room on the disk."""


class JournalForbidden(JournalUnusable):
    """This user may not read and write the file, or its folder."""


class JournalReadOnly(JournalUnusable):
    """The file, or the disk it is on, is read-only."""


class JournalReplaced(JournalUnusable):
    """Another file, or none, has taken the place of the one that was opened."""


class DiskRefused(JournalUnusable):
    """The system refused to read or write the file, for another reason than those above."""

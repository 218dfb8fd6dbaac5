"""The journal as an SQLite file, for features that only such a file has: backup and encryption."""

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.sqlite.journal import Journal, JournalFolder
from dvcheck.record.store import Store


def folder_of(workspace: Workspace) -> JournalFolder:
    """Return the folder of the journal's file. DvcheckError with Exit.USAGE if the journal is not a file."""
    if not isinstance(workspace.place, JournalFolder):
        raise _no_file()
    return workspace.place


def as_file(journal: Store) -> Journal:
    """Return an open journal as its file. DvcheckError with Exit.USAGE if the journal is not a file."""
    if not isinstance(journal, Journal):
        raise _no_file()
    return journal


def is_encrypted(workspace: Workspace) -> bool:
    """Check whether the journal is a file that is encrypted."""
    return isinstance(workspace.place, JournalFolder) and workspace.place.is_encrypted()


def _no_file() -> DvcheckError:
    return DvcheckError(
        phrase("this journal is not kept in a file: it is backed up and encrypted where it is kept"),
        hint=phrase("Ask your IT unit."),
        code=Exit.USAGE,
    )

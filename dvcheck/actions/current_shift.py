"""Reads the current shift. Every walk does so before its first question, so imports are few."""

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record import shift as shifts
from dvcheck.record.errors import JournalUnusable
from dvcheck.record.shift import Shift
from dvcheck.record.store import ReadableStore


def current(journal: ReadableStore) -> Shift:
    """Return the current shift. DvcheckError with Exit.USAGE if there is none."""
    shift = shifts.current(journal)
    if shift is None:
        raise DvcheckError(
            phrase("no shift is set"), hint=own_line(phrase("Begin one:"), start_command()), code=Exit.USAGE
        )
    return shift


def current_if_readable(workspace: Workspace, journal: ReadableStore) -> Shift | None:
    """Return the shift started last, or None if it cannot be read: work must go on without it."""
    try:
        return shifts.current(journal)
    except DvcheckError as error:
        if isinstance(error, JournalUnusable):  # then nothing can be recorded at all
            raise
        workspace.tell(error.message, error.hint)
        return None


def start_command() -> str:
    """Return the command that begins a shift."""
    return on_journal("shift", "start", "--ends", "HH:MM")

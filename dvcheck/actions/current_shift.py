"""The shift that runs. Every walk reads it before it asks, so little is loaded for it."""

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record import shift as shifts
from dvcheck.record.errors import JournalUnusable
from dvcheck.record.shift import Shift
from dvcheck.record.store import Reads


def current(journal: Reads) -> Shift:
    """The shift that runs. DvcheckError with Exit.USAGE where none does."""
    shift = shifts.current(journal)
    if shift is None:
        raise DvcheckError(
            phrase("no shift is set"), hint=own_line(phrase("Begin one:"), start_command()), code=Exit.USAGE
        )
    return shift


def current_if_readable(desk: Desk, journal: Reads) -> Shift | None:
    """The shift started last. One that cannot be read keeps nobody from a case, nor from another shift."""
    try:
        return shifts.current(journal)
    except DvcheckError as error:
        if isinstance(error, JournalUnusable):  # then nothing can be recorded either
            raise
        desk.tell(error.message, error.hint)
        return None


def start_command() -> str:
    """The command that begins a shift."""
    return on_journal("shift", "start", "--ends", "HH:MM")

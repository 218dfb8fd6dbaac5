"""The shift: whose end is a deadline."""

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError
from dvcheck.record import shift as shifts
from dvcheck.record.errors import JournalUnusable
from dvcheck.record.shift import Shift
from dvcheck.record.sqlite.journal import Journal


def current_if_readable(desk: Desk, journal: Journal) -> Shift | None:
    """The shift started last. One that cannot be read keeps nobody from a case, nor from another shift."""
    try:
        return shifts.current(journal)
    except DvcheckError as error:
        if isinstance(error, JournalUnusable):  # then nothing can be recorded either
            raise
        desk.tell(error.message, error.hint)
        return None

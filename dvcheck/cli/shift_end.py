"""The question at the start of a shift that nothing says the end of."""

import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dvcheck.actions.current_shift import start_command
from dvcheck.actions.desk import Desk
from dvcheck.cli.asking import asked
from dvcheck.language import phrase, plural
from dvcheck.walk.prompts import Row

_HOURS = (10, 7, 8, 9, 11, 12, 13)
"""How long a shift may be, the usual length first."""
_OTHER = ""


def end_of_shift(desk: Desk, at: datetime) -> str | None:
    """The full hour that an officer at a terminal chooses.

    None where the settings say how long a shift is, where nobody is there, and for any other time.
    """
    if desk.config.shift_length is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    hour = at.astimezone(ZoneInfo(desk.sound().pack.policy.zone)).replace(minute=0)
    rows = [_row(f"{hour + timedelta(hours=n):%H:%M}", n) for n in _HOURS]
    with asked(desk, start_command()) as terminal:
        title = phrase("When does the shift end?")
        return terminal.choose(title, [*rows, Row(id=_OTHER, text=phrase("At another time"))]) or None


def _row(end: str, hours: int) -> Row:
    return Row(id=end, text=plural("{end}  in about {n} hour", "{end}  in about {n} hours", n=hours, end=end))

"""The question at the start of a shift: when does it end?"""

import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.actions.current_shift import start_command
from dvcheck.actions.typed_time import next_time
from dvcheck.actions.workspace import Workspace
from dvcheck.cli.asking import open_terminal
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase, plural
from dvcheck.walk.prompts import Row
from dvcheck.wording.aloud import sentences

_HOURS = (10, 7, 8, 9, 11, 12, 13)
"""The lengths of a shift to choose from, in hours, the usual one first."""
_OTHER = ""


def end_of_shift(workspace: Workspace, at: datetime) -> str | None:
    """Ask for the end of the shift: a full hour from a list, or a time typed.

    None if the settings have the length of a shift, or if nobody is at a terminal.
    """
    if workspace.config.shift_length is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    zone = workspace.sound().pack.policy.zone
    hour = at.astimezone(ZoneInfo(zone)).replace(minute=0)
    rows = [_row(dates.clock(hour + timedelta(hours=n)), n) for n in _HOURS]
    rows.append(Row(id=_OTHER, text=phrase("At another time: type it")))
    with open_terminal(workspace, start_command()) as terminal:
        title = phrase("When does the shift end?")
        while True:
            if (chosen := terminal.choose(title, rows)) != _OTHER:
                return chosen
            typed = terminal.ask_time(
                phrase("When does the shift end? A time such as 07:30 or 7:30am"),
                lambda line: _refused(line, at, zone),
            )
            if isinstance(typed, str):
                return typed


def _refused(line: str, at: datetime, zone: str) -> str:
    """Return what is wrong with a typed time; empty if nothing is."""
    try:
        next_time(line, at, zone)
    except DvcheckError as error:
        return sentences((error.message, error.hint))
    return ""


def _row(end: str, hours: int) -> Row:
    return Row(id=end, text=plural("{end}  in about {n} hour", "{end}  in about {n} hours", n=hours, end=end))

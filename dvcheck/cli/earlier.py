"""The question at the start of a shift: do cases opened shortly before belong to it?"""

import sys
from zoneinfo import ZoneInfo

from dvcheck.actions import shift as shifts
from dvcheck.actions.shift import StartedShift
from dvcheck.actions.workspace import Workspace, case_label
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import terminal_of
from dvcheck.errors import Exit
from dvcheck.hint import walk
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.record.store import Store
from dvcheck.walk.prompts import Leave, Row
from dvcheck.wording.case_line import case_line
from dvcheck.wording.times import clock_time


def ask_of_earlier(workspace: Workspace, journal: Store, begun: StartedShift, zone: ZoneInfo) -> None:
    """Ask whether each case opened shortly before the shift belongs to it; name the other cases."""
    terminal = terminal_of(workspace, sys.stdout) if begun.earlier else None
    rows = [Row(id="yes", text=phrase("It belongs to this shift")), Row(id="no", text=phrase("It does not"))]
    left = list(begun.earlier)
    try:
        for case in begun.earlier if terminal is not None else ():
            opened = clock_time(case.opened, now(), zone)
            title = phrase(
                "{case} was opened {opened}, before the shift was set", case=case_label(case), opened=opened
            )
            if terminal is not None and terminal.choose(title, rows) == "yes":
                shifts.join(journal, case, begun.shift)
                left.remove(case)
    except Leave:
        beside.say(phrase("Left. The shift is set, and your answers are recorded."))
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        if terminal is not None:
            terminal.close()
    for case in left:
        ends = walk(case_line(case).checklist, case.id, "--shift-ends", "HH:MM")
        printer.say_command(
            workspace, phrase("{case} has no end of shift. To set it:", case=case_label(case)), ends
        )

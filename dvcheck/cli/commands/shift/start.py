"""`dvcheck shift start`."""

import sys
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from dvcheck.actions import shift as shifts
from dvcheck.actions.desk import Desk, named
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.shift import Begun
from dvcheck.cli import printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.command import command
from dvcheck.errors import Exit
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.record.store import Store
from dvcheck.walk.prompts import Leave, Row
from dvcheck.wording import shift as wording
from dvcheck.wording.case_line import case_line
from dvcheck.wording.times import clock_time


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="HH:MM", help="When it ends: the next such time.")
    ] = None,
    began: Annotated[
        str | None, typer.Option("--began", metavar="HH:MM", help="When it began, if before now.")
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="Your id, for the cases of this shift.")
    ] = None,
) -> None:
    at = now()
    shift = shifts.described(desk, ends, began, officer, at)
    with desk.journal_to_write() as journal:
        begun = shifts.start(desk, journal, shift, at)
        zone = ZoneInfo(desk.sound(journal).pack.policy.zone)
        if begun.before is not None:
            ended = clock_time(begun.before.ends, at, zone)
            said = phrase("The shift that ended {ended} was never gone through. What is open:", ended=ended)
            printer.say_command(desk, said, on_journal("outstanding"))
        printer.console(desk).print(wording.begun(shift, at, zone))
        for case in begun.cases:
            printer.console(desk).print(phrase("{case} is of this shift.", case=named(case)))
        _ask_of_earlier(desk, journal, begun, zone)
    require_all_read(begun.problems)


def _ask_of_earlier(desk: Desk, journal: Store, begun: Begun, zone: ZoneInfo) -> None:
    """Ask of each case opened shortly before the shift was set whether it is of it; name the others."""
    terminal = terminal_of(desk, sys.stdout) if begun.earlier else None
    rows = [Row(id="yes", text=phrase("It is of this shift")), Row(id="no", text=phrase("It is not"))]
    left = list(begun.earlier)
    try:
        for case in begun.earlier if terminal is not None else ():
            opened = clock_time(case.opened, now(), zone)
            title = phrase(
                "{case} was opened {opened}, before the shift was set", case=named(case), opened=opened
            )
            if terminal is not None and terminal.choose(title, rows) == "yes":
                shifts.join(journal, case, begun.shift)
                left.remove(case)
    except Leave:
        sys.stderr.write(phrase("Left. The shift is set; what was said is recorded.") + "\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        if terminal is not None:
            terminal.close()
    for case in left:
        ends = on_journal(case_line(case).command, case.id, "--shift-ends", "HH:MM")
        printer.say_command(desk, phrase("{case} has no end of shift. To set it:", case=named(case)), ends)

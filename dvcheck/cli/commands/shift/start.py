"""`dvcheck shift start`."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from dvcheck.actions import shift as shifts
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.workspace import Workspace, case_label
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.earlier import ask_of_earlier
from dvcheck.cli.shift_end import end_of_shift
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.wording import shift as wording
from dvcheck.wording.times import clock_time


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="HH:MM", help="The end, such as 7am or 07:30.")
    ] = None,
    began: Annotated[
        str | None, typer.Option("--began", metavar="HH:MM", help="The beginning, if before now.")
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="Your id, kept with your cases.")
    ] = None,
) -> None:
    at = now()
    shift = shifts.describe(workspace, ends or end_of_shift(workspace, at), began, officer, at)
    with workspace.journal_to_write() as journal:
        begun = shifts.start(workspace, journal, shift, at)
        zone = ZoneInfo(workspace.sound(journal).pack.policy.zone)
        if begun.before is not None:
            ended = clock_time(begun.before.ends, at, zone)
            said = phrase("The shift that ended {ended} was never settled. What is open:", ended=ended)
            printer.say_command(workspace, said, on_journal("outstanding"))
        printer.console(workspace).print(wording.shift_started(shift, at, zone))
        for case in begun.cases:
            printer.console(workspace).print(phrase("{case} belongs to this shift.", case=case_label(case)))
        ask_of_earlier(workspace, journal, begun, zone)
    require_all_read(begun.problems)

"""`dvcheck shift status`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck.actions import shift
from dvcheck.actions.current_shift import start_command
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.shift import ShiftStatus
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.json import shift as shift_json


@command("plain", "no_color", "pack", "home")
def run(workspace: Workspace, format: FormatOption = Format.TEXT) -> None:
    at = now()
    found = shift.status(workspace, at)
    if format is Format.JSON:
        printer.print_json(shift_json.status(found, at))
    else:
        _print(workspace, found, at)
    require_all_read(found.open.problems)


def _print(workspace: Workspace, found: ShiftStatus, at: datetime) -> None:
    zone = ZoneInfo(workspace.sound().pack.policy.zone)
    if printer.reads_aloud(workspace):
        from dvcheck.screens import prose_shift

        printer.read_out(prose_shift.status(found, zone, at))
        return
    from dvcheck.screens import shift as shift_screen

    if found.shift is None:
        printer.say_command(workspace, phrase("No shift is set. Begin one:"), start_command())
    printer.show(workspace, shift_screen.status(found, zone, at))

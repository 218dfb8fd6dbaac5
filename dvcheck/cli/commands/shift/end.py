"""`dvcheck shift end`."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck.actions.handover import HandOver, Review
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.command import command
from dvcheck.cli.handing_over import handover_format, write_handover
from dvcheck.cli.options import Force, Format, FormatOption, Output
from dvcheck.cli.review import go_through
from dvcheck.errors import Exit
from dvcheck.pack.library import is_stream
from dvcheck.record.clock import now
from dvcheck.report.json import shift as shift_json


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace, format: FormatOption = Format.TEXT, output: Output = None, force: Force = False
) -> None:
    written_as = handover_format(workspace, output, None, force=force)
    with workspace.recorded() as journal:
        journal.prove_writable()
        review = Review(workspace, journal)
        terminal = terminal_of(workspace, sys.stderr if format is Format.JSON else sys.stdout)
        if terminal is not None:
            go_through(review, terminal)
        found = review.end()
    if output is not None and is_stream(output):
        pass  # the document alone goes there
    elif format is Format.JSON:
        printer.print_json(shift_json.hand_over(found, now()))
    else:
        _print(workspace, found, now())
    if output is not None:
        write_handover(workspace, output, written_as, back=0, force=force)
    require_all_read(found.open.problems)
    # An unreadable case has ended the command with 4 by now.
    if found.without or found.left:
        raise SystemExit(Exit.CHECK_FAILED)


def _print(workspace: Workspace, found: HandOver, at: datetime) -> None:
    zone = ZoneInfo(workspace.sound().pack.policy.zone)
    if printer.reads_aloud(workspace):
        from dvcheck.screens import prose_shift

        printer.read_out(prose_shift.hand_over(found, zone, at))
        return
    from dvcheck.screens import handover as handover_screen

    printer.page(workspace, lambda width: handover_screen.hand_over(found, zone, at, width))
    printer.show(workspace, *handover_screen.shift_end_lines(found))

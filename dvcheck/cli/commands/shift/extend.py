"""`dvcheck shift extend`."""

from typing import Annotated

import typer

from dvcheck.actions import shift
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.workspace import Workspace, case_label
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.wording import shift as wording


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    ends: Annotated[str, typer.Option("--ends", metavar="HH:MM", help="The new end, such as 08:30.")],
) -> None:
    at = now()
    moved = shift.extend(workspace, ends, at)
    printer.console(workspace).print(wording.shift_moved(moved.ends, at, moved.zone))
    for case in moved.cases:
        printer.console(workspace).print(phrase("{case} belongs to this shift.", case=case_label(case)))
    require_all_read(moved.problems)

"""`dvcheck done`."""

from typing import Annotated

import typer

from dvcheck.actions import marks
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import OpenCase, open_case
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import open_terminal
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, OneCase
from dvcheck.language import phrase
from dvcheck.report.json import marked as marked_json
from dvcheck.rules.assess import Duty
from dvcheck.screens import marks as screen
from dvcheck.walk import walk


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    obligations: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DUTY]...", help="Ids or parts of them."),
    ] = None,
    not_feasible: Annotated[bool, typer.Option("--not-feasible", help="Mark them not feasible.")] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it was not feasible.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Take an earlier mark back.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    how = Marking.of(not_feasible=not_feasible, reason=reason, reopen=reopen)
    with open_case(workspace, case) as one:
        if obligations:
            duties = marks.find_duties(one, obligations, how)
            marks.mark(one, duties, how)
        else:
            marks.require_plain(one, how)
            duties = _ticked(workspace, one)
        marked = marks.after_marking(workspace, one, duties)
    if format is Format.JSON:
        printer.print_json(marked_json.document(one.file.case, marked.duties, marked.assessment, one.pack))
    else:
        printer.show(workspace, *screen.marked_duties(marked))


def _ticked(workspace: Workspace, case: OpenCase) -> tuple[Duty, ...]:
    """Return the duties the officer ticks off in the list of what is open."""
    before = {d.obligation.id: d.status for d in case.assessment.duties}
    with open_terminal(
        workspace, phrase("Name the duties, or answer line by line with --plain.")
    ) as terminal:
        after = walk.tick_off(case.pack, case.file, terminal)
    return tuple(d for d in after.duties if d.status != before.get(d.obligation.id, d.status))

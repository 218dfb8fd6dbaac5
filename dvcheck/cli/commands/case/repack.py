"""`dvcheck case repack`."""

from typing import Annotated

import typer

from dvcheck.actions import repack
from dvcheck.actions.open_case import open_case
from dvcheck.actions.repack import ProposedRepack
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import ask_confirmation
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, IncludeSensitive, OneCase
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import Later, phrase
from dvcheck.record.clock import now
from dvcheck.report.json import repack as repack_json
from dvcheck.screens import repack as screen

_UNSEEN = Later("Add --yes once you have seen what changes, or run it at a terminal.")


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    with open_case(workspace, case) as one:
        found = repack.move(workspace, one)
        if format is Format.TEXT:
            console = printer.console(workspace)
            for part in screen.proposed_repack(found, console.width, sensitive=include_sensitive):
                console.print(part)
        goes_on = found.is_new and (sure or (format is Format.TEXT and _is_confirmed(workspace, found)))
        if goes_on:
            repack.record(workspace, one, found)
    if format is Format.JSON:
        today, sensitive = now().date(), include_sensitive
        printer.print_json(repack_json.document(found, today=today, sensitive=sensitive, recorded=goes_on))
        if found.is_new and not sure:
            raise DvcheckError(phrase("nothing was moved"), hint=_UNSEEN.said(), code=Exit.USAGE)
    elif goes_on:
        printer.show(workspace, *screen.repack_result(one.file.case, found))
    elif found.is_new:
        printer.console(workspace).print(phrase("Nothing was moved."))


def _is_confirmed(workspace: Workspace, found: ProposedRepack) -> bool:
    return ask_confirmation(
        workspace,
        phrase("Move {case} to the checklists {new}?", case=found.case.id, new=screen.named(found.new)),
        no=phrase("No, it keeps its checklists"),
        yes=phrase("Yes, move it and record that"),
        otherwise=_UNSEEN.said(),
    )

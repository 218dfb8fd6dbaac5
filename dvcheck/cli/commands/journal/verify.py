"""`dvcheck journal verify`."""

from typing import Annotated

import typer

from dvcheck.actions import audit
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.errors import Exit
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.report.json import journal as journal_json
from dvcheck.screens import audit as screen
from dvcheck.screens.progress import progress


@command("no_color", "home")
def run(
    workspace: Workspace,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="CODE", help="Require this code of an earlier report."),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Record that you looked into missing entries.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    with (
        audit.open_audit(workspace, head, accept=accept) as looked_into,
        progress(phrase("Verifying the journal"), looked_into.total) as step,
    ):
        found = looked_into.verdict(step)
    if format is Format.JSON:
        printer.print_json(journal_json.verdict(found, looked_into.digits))
    else:
        printer.show(workspace, screen.verdict(found, looked_into.digits))
        if found.rewinds:
            printer.say_command(workspace, phrase("To restore it:"), on_journal("journal", "restore", "FILE"))
            accept_it = on_journal("journal", "verify", "--accept")
            printer.say_command(workspace, phrase("To record that you have looked into it:"), accept_it)
    looked_into.require_readable(found)
    if not found.is_sound:
        raise SystemExit(Exit.CHECK_FAILED)

"""`dvcheck sergeant`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import sergeant
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, Why
from dvcheck.errors import Exit
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.json import sergeant as sergeant_json
from dvcheck.screens.progress import progress, stepped


@command("plain", "no_color")
def run(
    workspace: Workspace,
    homes: Annotated[
        list[Path],
        typer.Argument(metavar="HOME...", help="The home folder of each officer."),
    ],
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit with 1 if anything is open or not read."),
    ] = False,
    why: Why = False,
    format: FormatOption = Format.TEXT,
) -> None:
    at = now()
    once, same = sergeant.named_once(homes)
    with progress(phrase("Reading the open cases"), len(once)) as step:
        found = sergeant.gathered(stepped(sergeant.read_each(workspace, once, at), step), same, at)
    if format is Format.JSON:
        printer.stream_json(sergeant_json.document(found))
    else:
        from dvcheck.screens import sergeant as screen

        printer.result(
            workspace,
            lambda width: screen.parts(found, width, why=why),
            screen.aloud(found, why=why),
        )
    require_all_read(found.listed.problems)
    if check and not found.is_clear:
        raise SystemExit(Exit.CHECK_FAILED)

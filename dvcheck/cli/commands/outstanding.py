"""`dvcheck outstanding`."""

from typing import Annotated

import typer

from dvcheck.actions import outstanding
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import CaseName, Format, FormatOption, Why
from dvcheck.errors import Exit
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.json import outstanding as outstanding_json
from dvcheck.screens.progress import progress, stepped


@command("plain", "quiet", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: CaseName = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 if something is open or unfinished.")
    ] = False,
    watched: Annotated[bool, typer.Option("--watch", help="Keep it on the screen, up to date.")] = False,
    why: Why = False,
    format: FormatOption = Format.TEXT,
) -> None:
    if watched:
        from dvcheck.cli.home import watch

        if case is not None or check or format is not Format.TEXT:
            raise typer.BadParameter(
                phrase("--watch shows all open cases: without CASE, --check and --format")
            )
        watch(workspace)
        return
    at = now()
    with (
        outstanding.read_cases(workspace, case, at) as cases,
        progress(phrase("Reading the open cases"), cases.total) as step,
    ):
        found = outstanding.gather(workspace, stepped(cases.cases, step))
    if format is Format.JSON:
        pack = outstanding.pack_over(workspace, found.packs)
        printer.stream_json(outstanding_json.document(found, pack, at.date()))
    else:
        from dvcheck.screens import outstanding as screen
        from dvcheck.screens import prose

        packs = tuple(outstanding.packs_over(workspace, found.packs))
        printer.result(
            workspace,
            lambda width: screen.parts(found, packs, at, width, why=why),
            prose.outstanding(found, packs, at, why=why),
        )
    outstanding.require_all_read(found.problems)
    if check and (found.rows or found.unfinished):
        raise SystemExit(Exit.CHECK_FAILED)

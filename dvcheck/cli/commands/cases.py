"""`dvcheck cases`."""

from typing import Annotated

import typer

from dvcheck.actions import cases
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.json import case as case_json
from dvcheck.screens.progress import progress, stepped


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    closed: Annotated[bool, typer.Option("--closed", help="Include closed cases: the newest 50.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --closed, list every case.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    if everything and not closed:
        raise typer.BadParameter(phrase("--all goes with --closed"))
    if format is Format.JSON:
        _print_json(workspace, closed=closed)
    else:
        _print(workspace, closed=closed, everything=everything)


def _print_json(workspace: Workspace, *, closed: bool) -> None:
    problems: list[DvcheckError] = []
    with cases.listing(workspace, now(), closed=closed) as found:
        rows = (case_json.listed(one.case, one.assessment) for one in cases.readable(found.cases, problems))
        printer.stream_json(case_json.all_of(rows))
    require_all_read(problems)


def _print(workspace: Workspace, *, closed: bool, everything: bool) -> None:
    from dvcheck.screens import cases as screen

    at = now()
    unread: list[DvcheckError] = []
    listed = screen.CaseList(closed=closed)
    with (
        cases.listing(workspace, at, closed=closed, page=not everything) as found,
        progress(phrase("Reading the cases"), found.total) as step,
    ):
        for one in cases.readable(stepped(found.cases, step), unread):
            listed.take(one.case, one.pack, one.assessment, cases.left_of(workspace, one))
    printer.result(
        workspace, lambda width: listed.parts(at, width, found, unread), listed.aloud(at, found, unread)
    )
    require_all_read(unread)

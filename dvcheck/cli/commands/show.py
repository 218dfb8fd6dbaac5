"""`dvcheck show`."""

from typing import TYPE_CHECKING

from dvcheck.actions import cases
from dvcheck.actions.cases import CaseView
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.case_lines import say_in_use
from dvcheck.cli.command import command
from dvcheck.cli.options import All, Format, FormatOption, IncludeSensitive, OneCase, Why
from dvcheck.record.clock import now
from dvcheck.report.json import case as case_json

if TYPE_CHECKING:
    from datetime import datetime


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    everything: All = False,
    include_sensitive: IncludeSensitive = False,
    why: Why = False,
    format: FormatOption = Format.TEXT,
) -> None:
    at = now()
    found = cases.show(workspace, case, at)
    if format is Format.JSON:
        printer.print_json(_json(found, at, everything=everything, sensitive=include_sensitive))
    else:
        _print(workspace, found, at, everything=everything, sensitive=include_sensitive, why=why)


def _json(found: CaseView, at: "datetime", *, everything: bool, sensitive: bool) -> dict[str, object]:
    worked = found.worked
    document = case_json.document(
        worked.case,
        worked.pack,
        worked.assessment,
        found.leftover,
        today=at.date(),
        everything=everything,
        sensitive=sensitive,
    )
    return {**document, "pack_in_use": found.in_use}


def _print(
    workspace: Workspace, found: CaseView, at: "datetime", *, everything: bool, sensitive: bool, why: bool
) -> None:
    from dvcheck.screens import prose_case, show

    printer.result(
        workspace,
        lambda width: show.in_full(found, at, width, everything=everything, sensitive=sensitive, why=why),
        prose_case.case_in_full(found, at, everything=everything, sensitive=sensitive, why=why),
    )
    say_in_use(workspace, found.in_use, found.worked.case)

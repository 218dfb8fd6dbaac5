"""`dvcheck explain`."""

from typing import Annotated

import typer

from dvcheck.actions import cases
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, IncludeSensitive, OneCase
from dvcheck.record.clock import now
from dvcheck.report.json import explanation as explanation_json


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    obligation: Annotated[
        str | None,
        typer.Argument(metavar="[DUTY]", help="Its id, a part of the id, or its section."),
    ] = None,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    if obligation is None:
        _list(workspace, case, format)
        return
    at = now()
    found = cases.explain(workspace, case, obligation, at)
    if format is Format.JSON:
        pack = found.worked.pack
        printer.print_json(explanation_json.document(found.explanations, pack, sensitive=include_sensitive))
        return
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import prose_explained

    printer.result(
        workspace,
        lambda width: case_screen.explanations(found, at, sensitive=include_sensitive),
        prose_explained.explanations(found, at, sensitive=include_sensitive),
    )


def _list(workspace: Workspace, name: str, format: Format) -> None:
    """Print the ids that `explain` takes."""
    arisen = cases.arisen(workspace, name, now())
    if format is Format.JSON:
        printer.print_json(explanation_json.listed(arisen))
        return
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import prose_explained

    printer.result(
        workspace, lambda width: [case_screen.duty_ids(arisen, width)], prose_explained.duty_ids(arisen)
    )

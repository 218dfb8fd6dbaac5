"""`dvcheck explain`."""

from typing import Annotated

import typer

from dvcheck.actions import cases
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, IncludeSensitive, OneCase
from dvcheck.record.clock import now
from dvcheck.report.json import explanation as explanation_json


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    obligation: Annotated[
        str | None,
        typer.Argument(metavar="[OBLIGATION]", help="Its id, a part of the id, or its section."),
    ] = None,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    if obligation is None:
        _list(desk, case, format)
        return
    at = now()
    found = cases.explain(desk, case, obligation, at)
    if format is Format.JSON:
        pack = found.worked.pack
        printer.print_json(explanation_json.document(found.explanations, pack, sensitive=include_sensitive))
        return
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import prose_explained

    printer.result(
        desk,
        lambda width: case_screen.explained(found, at, sensitive=include_sensitive),
        prose_explained.explained(found, at, sensitive=include_sensitive),
    )


def _list(desk: Desk, name: str, format: Format) -> None:
    """Print the ids that `explain` takes."""
    arisen = cases.arisen(desk, name, now())
    if format is Format.JSON:
        printer.print_json(explanation_json.listed(arisen))
        return
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import prose_explained

    printer.result(
        desk, lambda width: [case_screen.duty_ids(arisen, width)], prose_explained.duty_ids(arisen)
    )

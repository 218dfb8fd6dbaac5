"""`dvcheck assess`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.assess import Assessed, assess_file
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import All, Checklist, Format, FormatOption, IncludeSensitive
from dvcheck.report.json import assessment as report


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A YAML file of question ids and answers.")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            "--receipt", metavar="FILE", help="Work a report's JSON out again: exits with 1 if it differs."
        ),
    ] = None,
    checklist: Checklist = "incident",
    everything: All = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import replay

    if receipt is not None and file is None:
        replay.receipt(desk, receipt, format)
    elif file is not None and receipt is None:
        found = assess_file(desk, file, checklist)
        if format is Format.JSON:
            printer.print_json(_json(found, everything=everything, sensitive=include_sensitive))
        else:
            _print(desk, found, everything=everything)
    else:
        raise replay.not_one()


def _json(found: Assessed, *, everything: bool, sensitive: bool) -> dict[str, object]:
    return report.document(
        found.pack,
        found.assessment,
        case=None,
        today=found.at.date(),
        everything=everything,
        sensitive=sensitive,
    )


def _print(desk: Desk, found: Assessed, *, everything: bool) -> None:
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    console = printer.console(desk)
    if everything:
        console.print(case_screen.not_triggered(found.assessment, console.width))
    console.print(
        summary_screen.summary(found.pack, found.assessment, case=None, now=found.at, width=console.width)
    )

"""`dvcheck assess`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    All,
    Checklist,
    Format,
    FormatOption,
    IncludeSensitive,
)


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
    from dvcheck.cli import replay, results

    if receipt is not None and file is None:
        replay.receipt(desk, receipt, format)
    elif file is not None and receipt is None:
        results.assess_file(desk, file, checklist, format, everything=everything, sensitive=include_sensitive)
    else:
        raise replay.not_one()

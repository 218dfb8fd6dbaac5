"""`dvcheck assess`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import All, Checklist, Format, FormatOption, IncludeSensitive, Output


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A YAML file of question ids and answers.")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            "--receipt", metavar="FILE", help="Check the JSON of a report; exit with 1 if it differs."
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help="Assess many cases, a line of JSON each."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="NUMBER", min=1, max=256, help="Processes of a batch.")
    ] = 1,
    checklist: Checklist = "incident",
    everything: All = False,
    sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
    output: Output = None,
) -> None:
    from dvcheck.cli import assessing, replay
    from dvcheck.cli import batch as many

    if sum(given is not None for given in (file, receipt, batch)) != 1:
        raise replay.not_one()
    if batch is None and (jobs != 1 or output is not None):
        raise replay.only_with_batch()
    if receipt is not None:
        replay.receipt(workspace, receipt, format)
    elif file is not None:
        assessing.answers(workspace, file, checklist, format, everything=everything, sensitive=sensitive)
    elif batch is not None:
        many.assess(
            workspace,
            batch,
            output,
            checklist=checklist,
            jobs=jobs,
            everything=everything,
            sensitive=sensitive,
        )

"""`dvcheck scenario handout`."""

from typing import Annotated

import typer

from dvcheck.actions import class_sheets
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.cli.options import Force, HandoutFormat, Output
from dvcheck.cli.suffix import format_of
from dvcheck.language import plural
from dvcheck.record.clock import now
from dvcheck.report.render import render


@command("pack", "home")
def run(
    workspace: Workspace,
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A scenario: its id or the start of it.")
    ],
    solution: Annotated[
        bool, typer.Option("--solution", help="Write the solution sheet for the instructor.")
    ] = False,
    goals: Annotated[
        bool, typer.Option("--goals", help="Print the goals, which may give answers away.")
    ] = False,
    format: Annotated[HandoutFormat | None, typer.Option("--format", help="Markdown, HTML or PDF.")] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    require_free(output, workspace=workspace, force=force)
    written_as = format_of(output, format, known=tuple(HandoutFormat), default=HandoutFormat.MARKDOWN)
    made = class_sheets.make(workspace, scenario, now(), solution=solution, goals=goals)
    deliver_document(render(made.sheet, written_as.value), output, workspace=workspace, force=force)
    if made.to_fill_in:
        beside.say(
            plural(
                "{n} text of the scenario is still to fill in.",
                "{n} texts of the scenario are still to fill in.",
                n=made.to_fill_in,
            )
        )

"""`dvcheck board`."""

from typing import Annotated

import typer

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.language import phrase
from dvcheck.report.on_board import Only


@command("plain", "no_color", "home")
def run(
    workspace: Workspace,
    once: Annotated[bool, typer.Option("--once", help="Print it once.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 unless all is clear.")] = False,
    officers: Annotated[
        list[str] | None, typer.Option("--officer", metavar="NAME", help="Show only this officer's cases.")
    ] = None,
    sections: Annotated[
        list[str] | None, typer.Option("--section", metavar="TEXT", help="Show only duties of this section.")
    ] = None,
    on_duty: Annotated[
        bool, typer.Option("--on-duty", help="Show only officers whose shift runs now.")
    ] = False,
    web: Annotated[bool, typer.Option("--web", help="Show it in a browser on this computer.")] = False,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65535, help="The port of --web.")
    ] = None,
    opens: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    only = Only(officers=tuple(officers or ()), sections=tuple(sections or ()), on_duty=on_duty)
    if web:
        from dvcheck.cli import web_board

        if once or check or format is not Format.TEXT:
            raise typer.BadParameter(phrase("--web goes without --once, --check and --format"))
        web_board.run(workspace, only, port=port, opens=opens)
        return
    if port is not None or opens:
        raise typer.BadParameter(phrase("--port and --open go with --web"))
    from dvcheck.cli import board

    board.run(workspace, once=once, check=check, as_json=format is Format.JSON, only=only)

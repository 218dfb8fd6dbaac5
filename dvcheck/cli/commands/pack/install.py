"""`dvcheck pack install`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import installing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.screens import packs as screen


@command("no_color", "home")
def run(
    workspace: Workspace,
    pack: Annotated[Path, typer.Argument(metavar="FILE", help="A file of `pack build`, or a folder.")],
) -> None:
    printer.show(workspace, *screen.installed_pack(installing.install(workspace, pack)))

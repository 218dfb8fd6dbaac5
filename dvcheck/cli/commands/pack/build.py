"""`dvcheck pack build`."""

from pathlib import Path

from dvcheck.actions import installing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import Output, PackArgument
from dvcheck.pack.installed import ENDING
from dvcheck.pack.library import is_stream
from dvcheck.screens import packs as screen


@command("pack", "home")
def run(workspace: Workspace, folder: PackArgument = None, output: Output = None) -> None:
    built = installing.build(workspace.on(folder))
    path = output or Path(f"{built.name}{ENDING}")
    deliver(built.content, path, workspace=workspace)
    if not is_stream(path):
        printer.say(screen.built_pack(built))

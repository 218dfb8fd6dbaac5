"""`dvcheck pack use`."""

from dvcheck.actions import installing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import PackName
from dvcheck.screens import packs as screen


@command("no_color", "home")
def run(workspace: Workspace, name: PackName) -> None:
    printer.show(workspace, *screen.chosen_pack(installing.use(workspace, name)))

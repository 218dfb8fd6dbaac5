"""`dvcheck pack remove`."""

from dvcheck.actions import installing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import PackName
from dvcheck.language import phrase


@command("no_color", "home")
def run(workspace: Workspace, name: PackName) -> None:
    removed = installing.remove(workspace, name)
    printer.show(
        workspace, phrase("{name} is removed. Cases that were opened with it keep it.", name=removed)
    )

"""`dvcheck pack remove`."""

from dvcheck.actions import installing
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import PackName
from dvcheck.language import phrase


@command("no_color", "home")
def run(desk: Desk, name: PackName) -> None:
    removed = installing.remove(desk, name)
    printer.show(desk, phrase("{name} is removed. Cases that were opened with it keep it.", name=removed))

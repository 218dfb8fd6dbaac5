"""`dvcheck pack use`."""

from dvcheck.actions import installing
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import PackName
from dvcheck.screens import packs as screen


@command("no_color", "home")
def run(desk: Desk, name: PackName) -> None:
    printer.show(desk, *screen.chosen(installing.use(desk, name)))

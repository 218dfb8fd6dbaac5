"""`dvcheck pack list`."""

from dvcheck.actions import installing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.report.json import pack as pack_json


@command("plain", "no_color", "pack", "home")
def run(workspace: Workspace, format: FormatOption = Format.TEXT) -> None:
    found = installing.list_packs(workspace)
    if format is Format.JSON:
        printer.print_json(pack_json.listing(found))
        return
    from dvcheck.screens import packs as screen
    from dvcheck.screens import prose_pack

    printer.result(workspace, lambda width: screen.pack_list(found), prose_pack.packs(found))

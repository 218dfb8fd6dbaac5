"""`dvcheck pack test`."""

from dvcheck.actions import packs
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, PackArgument
from dvcheck.errors import Exit
from dvcheck.report.json import pack as pack_json
from dvcheck.screens import pack_checks as screen


@command("pack")
def run(workspace: Workspace, folder: PackArgument = None, format: FormatOption = Format.TEXT) -> None:
    found = packs.try_scenarios(workspace.on(folder))
    if format is Format.JSON:
        printer.print_json(pack_json.trial(found.trial, found.scenarios, found.left_out))
    else:
        printer.say(screen.trial(found.trial, found.scenarios))
        printer.say(screen.not_read(found.left_out))
    if not found.trial.passed:
        raise SystemExit(Exit.CHECK_FAILED)

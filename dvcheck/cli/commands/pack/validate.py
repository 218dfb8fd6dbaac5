"""`dvcheck pack validate`."""

from dvcheck.actions import packs
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, PackArgument
from dvcheck.errors import Exit
from dvcheck.pack.library import pack_error
from dvcheck.report.json import pack as pack_json
from dvcheck.screens import pack_checks as screen


@command("pack")
def run(workspace: Workspace, folder: PackArgument = None, format: FormatOption = Format.TEXT) -> None:
    packed = workspace.on(folder)
    found = packs.validate(packed)
    if format is Format.JSON:
        each = [problem for one in found.untranslated for problem in one.each]
        printer.print_json(
            pack_json.validation(found.source.digest, found.pack, found.problems, [*found.warnings, *each])
        )
        if found.problems:
            raise SystemExit(Exit.BAD_INPUT)
        return
    if found.pack is None:
        # A file that is not read may be the cause of the other errors.
        raise pack_error(found.source, (*found.problems, *found.warnings))
    summed_up = [one.summed_up for one in found.untranslated]
    printer.say(screen.validation_result(found.pack, found.source, [*found.warnings, *summed_up]))

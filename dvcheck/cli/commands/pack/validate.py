"""`dvcheck pack validate`."""

from dvcheck.actions import packs
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, PackArgument
from dvcheck.errors import Exit
from dvcheck.language import phrase
from dvcheck.pack.library import unsound
from dvcheck.report.json import pack as pack_json


@command("pack")
def run(desk: Desk, folder: PackArgument = None, format: FormatOption = Format.TEXT) -> None:
    packed = desk.on(folder)
    found = packs.validate(packed)
    if format is Format.JSON:
        printer.print_json(pack_json.validation(found.source.digest, found.problems))
        if found.problems:
            raise SystemExit(Exit.BAD_INPUT)
        return
    pack = found.pack
    if pack is None:
        raise unsound(found.source, found.problems)
    said = phrase(
        "{folder}: sound. {checklists} checklists, {questions} questions, {statements} statements.",
        folder=found.source.folder,
        checklists=len(pack.checklists),
        questions=len(pack.questions()),
        statements=len(pack.policy.statements),
    )
    printer.show(packed, said)

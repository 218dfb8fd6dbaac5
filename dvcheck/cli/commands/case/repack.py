"""`dvcheck case repack`."""

from typing import Annotated

import typer

from dvcheck.actions import repack
from dvcheck.actions.desk import Desk
from dvcheck.actions.open_case import opened
from dvcheck.actions.repack import Move
from dvcheck.cli import printer
from dvcheck.cli.asking import asked
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption, IncludeSensitive, OneCase
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal
from dvcheck.pack.model import Pack, short
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.record.clock import now
from dvcheck.report.json import repack as repack_json
from dvcheck.walk.prompts import Row

_UNSEEN = "Say --yes once you have seen what changes, or run it at a terminal."


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    with opened(desk, case) as one:
        found = repack.move(desk, one)
        if format is Format.TEXT:
            _show(desk, found, sensitive=include_sensitive)
        goes_on = found.is_new and (sure or (format is Format.TEXT and _is_confirmed(desk, found)))
        if goes_on:
            repack.record(desk, one, found)
    if format is Format.JSON:
        document = repack_json.document(
            found.case,
            found.comparison,
            found.leftover,
            old=found.old,
            new=found.new,
            today=now().date(),
            sensitive=include_sensitive,
            recorded=goes_on,
        )
        printer.print_json(document)
        if found.is_new and not sure:
            raise DvcheckError("nothing was moved", hint=_UNSEEN, code=Exit.USAGE)
    elif goes_on:
        _say_moved(desk, one.file.case, found)
    elif found.is_new:
        printer.console(desk).print("Nothing was moved.")


def _show(desk: Desk, found: Move, *, sensitive: bool) -> None:
    from dvcheck.screens import repack as screen

    console = printer.console(desk)
    if not found.is_new:
        console.print(f"{found.case.id} is under the checklists in use already: {_named(found.new)}.")
        return
    console.print(f" {found.case.id} now: checklists {_named(found.old)}")
    console.print(f" {' ' * len(found.case.id)} then: checklists {_named(found.new)}")
    console.print(
        screen.comparison(found.comparison, found.leftover, found.after, console.width, sensitive=sensitive)
    )


def _named(pack: Pack) -> str:
    return f"effective {pack.policy.effective}, pack {short(pack.digest)}"


def _is_confirmed(desk: Desk, found: Move) -> bool:
    with asked(desk, _UNSEEN) as terminal:
        rows = [
            Row(id="no", text="No, it keeps its checklists"),
            Row(id="yes", text="Yes, move it: it is recorded"),
        ]
        title = f"Move {found.case.id} to the checklists {_named(found.new)}?"
        return terminal.choose(title, rows) == "yes"


def _say_moved(desk: Desk, case: Case, found: Move) -> None:
    console = printer.console(desk)
    console.print(
        f"{case.id} is under the checklists {_named(found.new)} from now on. Code {code(case.head)}."
    )
    if found.leftover:
        names = ", ".join(u.question for u in found.leftover)
        console.print(f"Kept without a place there: {names}.")
    if found.comparison.new_questions:
        printer.say_command(desk, "To answer what is new:", on_journal(case.checklists[-1], case.id))

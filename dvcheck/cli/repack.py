"""`dvcheck case repack`: an open case is moved to the checklists in use, once it is seen what changes."""

from collections.abc import Mapping

import msgspec

from dvcheck import __version__
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.ledger import Opened, asked, opened
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.pack.model import Pack, short
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.record.clock import now
from dvcheck.record.events import CaseRepacked
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json, uncounted_json
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.repack import Comparison, Leftover, compare, leftover
from dvcheck.text import clean
from dvcheck.walk.prompts import Row

_UNSEEN = "Say --yes once you have seen what changes, or run it at a terminal."


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a case under the pack in use. Nothing of it is recorded yet."""

    case: Case
    old: Pack
    new: Pack
    after: Assessment
    comparison: Comparison
    leftover: tuple[Leftover, ...]
    """The answers that count now and find no place there."""


def repack(desk: Desk, name: str, format: Format, *, sure: bool, sensitive: bool) -> None:
    """Show what would appear and go, and move the case once that is confirmed.

    DvcheckError with Exit.USAGE where nobody can be asked and it is not said beforehand, and with
    Exit.BAD_INPUT where the pack in use is unsound.
    """
    with opened(desk, name) as case:
        found = move(desk, case)
        is_new = found.new.digest != found.old.digest
        if format is Format.TEXT:
            _show(desk, found, sensitive=sensitive)
        goes_on = is_new and (sure or (format is Format.TEXT and _is_confirmed(desk, found)))
        if goes_on:
            _record(desk, case, found)
        if format is Format.JSON:
            print_json(_json(found, sensitive=sensitive, recorded=goes_on))
            if is_new and not sure:
                raise DvcheckError("nothing was moved", hint=_UNSEEN, code=Exit.USAGE)
        elif goes_on:
            _say_moved(desk, case.file.case, found)
        elif is_new:
            printer.console(desk).print("Nothing was moved.")


def move(desk: Desk, opened: Opened) -> Move:
    """What would change. DvcheckError with Exit.USAGE where the case cannot go on under the new pack."""
    case, old, new = opened.file.case, opened.pack, desk.pack()
    _refuse_unworkable(case, new)
    after = desk.assess(case, new, now())
    comparison = compare(opened.assessment, after)
    lost = leftover(after, [new, old])
    return Move(
        case=case,
        old=old,
        new=new,
        after=after,
        comparison=comparison,
        leftover=tuple(u for u in lost if u.question in comparison.unplaced),
    )


def _refuse_unworkable(case: Case, new: Pack) -> None:
    known = {c.id for c in new.checklists}
    missing = [name for name in case.checklists if name not in known]
    if missing:
        raise DvcheckError(
            f"the checklists in use have no {clean(missing[0])}, which {case.id} was walked by",
            hint="The case keeps its own checklists.",
            code=Exit.USAGE,
        )
    clocks = {q.id for q in new.questions() if q.limit is not None}
    running = [name for name, timer in case.timers.items() if timer.runs and name not in clocks]
    if running:
        raise DvcheckError(
            f"a clock of {case.id} runs that the checklists in use do not have: {clean(running[0])}",
            hint=own_line("End it first:", on_journal(case.checklists[-1], case.id)),
            code=Exit.USAGE,
        )


def _show(desk: Desk, found: Move, *, sensitive: bool) -> None:
    from dvcheck.screens import repack as repack_screen

    console = printer.console(desk)
    if found.new.digest == found.old.digest:
        console.print(f"{found.case.id} is under the checklists in use already: {_named(found.new)}.")
        return
    console.print(f" {found.case.id} now: checklists {_named(found.old)}")
    console.print(f" {' ' * len(found.case.id)} then: checklists {_named(found.new)}")
    console.print(
        repack_screen.comparison(
            found.comparison, found.leftover, found.after, console.width, sensitive=sensitive
        )
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


def _record(desk: Desk, case: Opened, found: Move) -> None:
    entry = CaseRepacked(
        pack=found.new.digest, was=found.old.digest, zone=found.new.policy.zone, dvcheck=__version__
    )
    content = (found.new.digest, desk.source.archive())
    case.file.repack(entry, content, seen=found.case.head)


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


def _json(found: Move, *, sensitive: bool, recorded: bool) -> Mapping[str, object]:
    today = now().date()
    c = found.comparison
    return {
        "schema": report.SCHEMA,
        "case": case_json(found.case),
        "from": report.policy(found.old, today),
        "to": report.policy(found.new, today),
        "appears": [_duty(d) for d in c.appears],
        "goes": [_duty(d) for d in c.goes],
        "changed": [{"before": _duty(x.before), "after": _duty(x.after)} for x in c.changed],
        "new_questions": [q.id for q in c.new_questions],
        "reworded": [x.after.id for x in c.reworded],
        "unplaced": [uncounted_json(u, sensitive=sensitive) for u in found.leftover],
        "placed_again": c.placed_again,
        "recorded": recorded,
    }


def _duty(duty: Duty) -> Mapping[str, object]:
    o = duty.obligation
    return {
        "id": o.id,
        "status": duty.status,
        "modality": o.modality,
        "text": o.text,
        "cites": o.cites,
        "due": duty.deadline.text,
    }

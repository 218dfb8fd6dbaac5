"""`dvcheck scenario new`: a trainer works a call in practice, and a scenario is made from it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from dvcheck.actions import drafting
from dvcheck.actions.practice_home import practice_home
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, on_journal_and_pack
from dvcheck.language import phrase, plural
from dvcheck.pack.library import is_stream
from dvcheck.walk.prompts import Leave, Row, Terminal

if TYPE_CHECKING:
    from dvcheck.academy.draft import ScenarioDraft
    from dvcheck.academy.scenario import Level
    from dvcheck.actions.drafting import NewScenario
    from dvcheck.pack.model import Checklist, Pack


def run(
    workspace: Workspace,
    name: str,
    checklist: str | None,
    level: "Level",
    output: Path | None,
    *,
    force: bool,
) -> None:
    """Let a trainer work a call, and write the scenario. What was answered is kept until it is written."""
    path = drafting.file_of(name, output)
    require_free(path, workspace=workspace, force=force)
    pack = printer.usable_pack(workspace)
    drafting.refuse_taken(workspace, pack, name, checklist)
    terminal = terminal_of(workspace, sys.stderr if is_stream(path) else sys.stdout)
    if terminal is None:
        raise DvcheckError(
            phrase("there is no terminal to practice on"),
            hint=phrase("Work the call line by line with --plain."),
            code=Exit.USAGE,
        )
    with ExitStack() as opened:
        opened.callback(terminal.close)
        home = Workspace(home=practice_home(workspace.home))
        journal = opened.enter_context(home.journal_to_write())
        try:
            begun = drafting.begun(pack, name, journal)
            if begun.outdated:
                beside.say(phrase("The checklists changed since this call was begun, so it begins again."))
            if begun.case is None:
                chosen = checklist or _chosen(drafting.offered(pack), terminal)
                made = drafting.begin(pack, name, chosen, journal)
            else:
                made = drafting.go_on(pack, name, begun.case, checklist, journal)
            _work(made, terminal)
        except Leave:
            beside.say(phrase("Left. Your answers are kept. Go on with:"), f"  {_again(name, output)}")
            raise SystemExit(Exit.INTERRUPTED) from None
        written = made.draft(level)
        deliver_document(written.text, path, workspace=workspace, force=force)
        made.end()
    beside.say(*_left_to_do(written, pack))


def _chosen(checklists: "Sequence[Checklist]", terminal: Terminal) -> str:
    """Ask for a checklist. May raise `Leave`."""
    if len(checklists) == 1:
        return checklists[0].id
    from dvcheck.player.marked import practice_mark

    rows = [Row(id=one.id, text=one.title) for one in checklists]
    return terminal.choose(practice_mark(phrase("The checklist of the scenario?")), rows)


def _work(made: "NewScenario", terminal: Terminal) -> None:
    """Walk the call to its end. May raise `Leave`."""
    from dvcheck.player.marked import MarkedTerminal, how_to_work
    from dvcheck.walk.walk import walk

    terminal.say(*how_to_work(terminal.width))
    walk(made.pack, made.file, MarkedTerminal(terminal), goes_on=made.goes_on)


def _again(name: str, output: Path | None) -> str:
    """Return the command that goes on. The checklist of the call is known by then."""
    return on_journal_and_pack("scenario", "new", name, *(("-o", str(output)) if output is not None else ()))


def _left_to_do(written: "ScenarioDraft", pack: "Pack") -> Iterator[str]:
    """Yield what the trainer does next with the file."""
    yield plural(
        "{n} text is to fill in: search for {mark}.",
        "{n} texts are to fill in: search for {mark}.",
        n=written.to_fill_in,
        mark="FILL IN",
    )
    if written.left_open:
        yield plural(
            "{n} question was skipped. pack test refuses the file until it has an answer:",
            "{n} questions were skipped. pack test refuses the file until each has an answer:",
            n=len(written.left_open),
        )
        yield from (f"  {one.id}: {one.name}" for one in written.left_open)
        yield phrase('Each is a comment under answers in the file. Write its answer there, or "unknown".')
    if written.typed:
        yield phrase("Texts and names that you typed as answers are in the file. Reasons and notes are not.")
    yield phrase(
        "Put the file into the folder scenarios of a copy of the pack {pack}. Then:", pack=pack.policy.id
    )
    yield f"  {command('pack', 'test', 'my-pack')}"

"""A walk from the start to its summary, on a terminal or from a file."""

import gc
import sys
from contextlib import ExitStack

from dvcheck.actions import walks
from dvcheck.actions.offers import offers_to_resume
from dvcheck.actions.walks import FileAnswers, WalkBegun, WalkEnded, WalkOptions
from dvcheck.actions.workspace import Workspace
from dvcheck.cells import wrapped
from dvcheck.cli import beside, printer, which_case
from dvcheck.cli.after_walk import push_in_background
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.reminding import reminding
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import walk
from dvcheck.idle import soon
from dvcheck.language import phrase, plural
from dvcheck.pack.library import is_stream
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.record.store import ReadableStore
from dvcheck.walk.prompts import COMMAND, Leave, Terminal
from dvcheck.walk.walk import walk as ask_all
from dvcheck.wording.recorded import running


def run(
    workspace: Workspace,
    wanted: WalkOptions,
    *,
    as_json: bool,
    sensitive: bool,
    asked_on: Terminal | None = None,
) -> bool:
    """Run a walk: open or resume its case, ask, and print the summary as text or JSON.

    `asked_on` is a terminal that is open already; it stays open. Return whether the summary is still on the
    screen. It is not if it was read page by page.
    """
    prepared = walks.prepare(workspace, wanted)
    if prepared is not None:
        _say_left_out(prepared.given)
    terminal = asked_on or _terminal(workspace, wanted, as_json)
    begun: WalkBegun | None = None
    ended: WalkEnded | None = None
    left = False
    with ExitStack() as open_things:
        if terminal is not None and asked_on is None:
            open_things.callback(terminal.close)
            open_things.enter_context(reminding(workspace))
        journal = open_things.enter_context(workspace.journal_to_write())
        try:
            found = _found(workspace, journal, wanted, terminal)
            if found is not None:
                begun = walks.resume(workspace, journal, wanted, found)
                _say_left_out(begun.given)
                if begun.in_use is not None:
                    from dvcheck.cli.case_lines import in_use_line

                    _say(terminal, *in_use_line(begun.in_use, found))
            elif prepared is not None:
                _say(terminal, f" {prepared.fresh.notice}" if prepared.fresh.notice else "")
                begun = walks.open_new_case(workspace, journal, wanted, prepared)
            assert begun is not None  # a case is named, or a new one is prepared
            walks.record_file_answers(begun)
            if terminal is not None:
                _ask_all(workspace, begun, terminal, goes_on=found is not None)
            begun.file.keep_checklist()
        except Leave:
            left = True
        ended = walks.finish(workspace, journal, begun) if begun is not None else None
    if ended is not None:
        push_in_background(workspace)
    if left:
        _say_saved(ended, wanted.checklist)
        raise SystemExit(Exit.INTERRUPTED)
    if ended is None:
        beside.say(phrase("No question was answered, so no case was kept."))
        if as_json:  # a script that reads the output of a finished walk expects a case
            raise SystemExit(Exit.INTERRUPTED)
        return True
    return _print(workspace, ended, as_json=as_json, attended=terminal is not None, sensitive=sensitive)


def _terminal(workspace: Workspace, wanted: WalkOptions, as_json: bool) -> Terminal | None:
    """Return the terminal to ask on. None if there is none and a file has the answers."""
    # Standard input cannot be used both for a file of answers and for keys.
    if wanted.answers is not None and is_stream(wanted.answers):
        return None
    terminal = terminal_of(workspace, sys.stderr if as_json else sys.stdout)
    if terminal is None and wanted.answers is None:
        raise DvcheckError(
            phrase("there is no terminal to ask on"),
            hint=phrase("Answer line by line with --plain, or give the answers with --answers FILE."),
            code=Exit.USAGE,
        )
    return terminal


def _found(
    workspace: Workspace, journal: ReadableStore, wanted: WalkOptions, terminal: Terminal | None
) -> Case | None:
    """Return the case that is named or that the officer chooses. None for a new case."""
    if wanted.case is not None or terminal is None or not wanted.chooses:
        return walks.find_named(journal, wanted)
    return which_case.or_new(
        offers_to_resume(workspace, journal, wanted.checklist), wanted.checklist, terminal
    )


def _ask_all(workspace: Workspace, begun: WalkBegun, terminal: Terminal, *, goes_on: bool) -> None:
    # Everything loaded by now stays loaded. The garbage collector need not check it between two prompts.
    gc.freeze()
    gc.enable()
    soon(_load_the_end)
    ask_all(begun.pack, begun.file, terminal, sensitive=workspace.sensitive, goes_on=goes_on)


def _load_the_end() -> None:
    """Load what the list at the end of a walk needs, so that it appears as fast as a question."""
    from dvcheck.walk import ending  # noqa: F401


# --- messages -----------------------------------------------------------------------------------------------


def _say_left_out(given: FileAnswers) -> None:
    if given.left_out:
        beside.say(phrase("Not recorded because sensitive: {left_out}.", left_out=", ".join(given.left_out)))


def _say(terminal: Terminal | None, line: str, command: str = "") -> None:
    """Show a line, if there is one: above the first question, or on standard error."""
    if not line:
        return
    if terminal is None:
        beside.say(line.strip())
    else:
        lines = wrapped(line, max(20, terminal.width - 2)) if terminal.width < 1_000 else [line]
        terminal.say(*((("warn", f" {part.strip()}"),) for part in lines))
    if command and terminal is None:
        beside.say(f"  {command}")
    elif command and terminal is not None:
        terminal.say(((COMMAND, f"  {command}"),))


def _say_saved(ended: WalkEnded | None, checklist: str) -> None:
    if ended is None:
        beside.say(phrase("Left. No case was opened."))
        return
    case = ended.case
    count = len(case.answers)
    saved = plural("Saved: {n} answer. Resume with:", "Saved: {n} answers. Resume with:", n=count)
    for runs in running(case, ended.pack, now()):
        beside.say(f"{runs}.")
    resume = walk(checklist, case.id)
    beside.say(saved, f"  {resume}")


def _print(workspace: Workspace, ended: WalkEnded, *, as_json: bool, attended: bool, sensitive: bool) -> bool:
    """Print the end of a walk, and return whether it stays on the screen."""
    at = now()
    case, pack, assessment = ended.case, ended.pack, ended.assessment
    if as_json:
        from dvcheck.report.json import case as case_json

        printer.print_json(
            case_json.document(case, pack, assessment, ended.leftover, today=at.date(), sensitive=sensitive)
        )
        return True
    if printer.reads_aloud(workspace):
        from dvcheck.screens import prose_case

        printer.read_out(prose_case.walk_ended(ended, at, attended=attended))
        return True
    from zoneinfo import ZoneInfo

    from dvcheck.screens import case as case_screen
    from dvcheck.screens import style
    from dvcheck.screens import summary as summary_screen
    from dvcheck.wording.case_line import case_line

    console = printer.console(workspace)
    zone = ZoneInfo(pack.policy.zone)
    line = case_line(case)
    stays = printer.page(
        workspace,
        lambda width: [
            case_screen.recorded(case, pack),
            case_screen.leftover(ended.leftover, zone, line),
            summary_screen.summary(pack, assessment, case=line, now=at, width=width),
        ],
        first_may_go=True,
    )
    for runs in running(case, pack, at) if attended else ():
        again = walk(case.checklists[-1], case.id)
        console.print(style.hint(phrase(" {runs}. See it again:", runs=runs), again, "bold red"))
    return stays

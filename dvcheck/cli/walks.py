"""`dvcheck incident` and the other walks: open or resume a case, interview, print the summary."""

import gc
import sys
import textwrap
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dvcheck import __version__
from dvcheck.actions.desk import (
    MAX_NUMBER,
    Desk,
    Sound,
    file_name,
    read_text,
    require_checklist,
    require_walked,
)
from dvcheck.actions.shift import current_if_readable
from dvcheck.cli import printer
from dvcheck.cli.case_lines import case_line, in_use_line
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.cli.typed_time import next_time
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import plural
from dvcheck.pack.library import is_stream
from dvcheck.pack.model import RUNNING, Pack
from dvcheck.record.case import Case, fold
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import each_open, find_case, open_case_of, refuse_closed
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry, ShiftEnds
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report.case_json import recorded_json
from dvcheck.rules.repack import Leftover
from dvcheck.terminal.interview import Leave, Row, Terminal, walk
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.text import clean, one_line
from dvcheck.wording.recorded import running

if TYPE_CHECKING:
    from dvcheck.record.answers_file import Answers

_LISTED = 8
"""How many open cases a walk offers."""


def run(
    checklist: str,
    desk: Desk,
    *,
    case: str | None,
    number: str | None,
    new: bool,
    answers: Path | None,
    shift_ends: str | None,
    format: Format,
    include_sensitive: bool,
) -> None:
    """Walk `checklist` in a case, from opening or resuming it to its summary."""
    _refuse_unusable(case, number, new)
    chooses = not (case or new or number or answers)
    # A case that is named has its own pack: the one in use may be anything.
    fresh = _for_a_new_case(desk, checklist, chooses=chooses) if case is None else None
    pack = fresh.pack if fresh is not None else None
    ends = next_time(shift_ends, now(), pack.policy.zone) if shift_ends is not None and pack else None
    # Without CASE the answers go into a new case, under this pack: a wrong file then leaves no trace.
    given = _answers(answers, pack, desk) if answers is not None and pack is not None else ()
    # Who gives the answers on standard input cannot be asked there as well.
    asked = answers is None or not is_stream(answers)
    terminal = terminal_of(desk, sys.stderr if format is Format.JSON else sys.stdout) if asked else None
    if terminal is None and answers is None:
        raise DvcheckError(
            "there is no terminal to ask on",
            hint="Answer line by line with --plain, or give the answers with --answers FILE.",
            code=Exit.USAGE,
        )
    file: CaseFile | None = None
    left = False
    with ExitStack() as open_things:
        if terminal is not None:
            open_things.callback(terminal.close)
        journal = open_things.enter_context(desk.journal_to_write())
        try:
            found = _found(journal, terminal, case, desk, checklist, ask=chooses)
            if found is not None:
                refuse_closed(found)
                pack = desk.pack_of(found, journal)
                _refuse_other_checklists(found, pack, checklist)
                require_walked(found, pack)
                given = _answers(answers, pack, desk) if answers is not None else ()
                ends = next_time(shift_ends, now(), pack.policy.zone) if shift_ends is not None else None
                file = CaseFile(journal, journal.events(found.id), SYSTEM)
                file.start_checklist(checklist)
                _say(terminal, *in_use_line(desk.in_use(pack), found))
            else:
                assert fresh is not None
                pack = fresh.pack
                require_checklist(pack, checklist)
                _say(terminal, f" {fresh.notice}" if fresh.notice else "")
                file = _begun(desk, fresh, journal, checklist, number, again=new)
            if ends is not None:
                file.end_shift_at(ends)
            _take(file, given, pack)
            if terminal is not None:
                _walk(pack, file, terminal, desk)
            file.keep_checklist()
        except Leave:
            left = True
        # Read again: another window may have worked on the same case meanwhile.
        worked = fold(journal.events(file.case.id)) if file is not None else None
        leftover = _leftover(worked, pack, desk, journal)
    if left or worked is None or pack is None:
        _say_saved(worked, checklist, pack)
        raise SystemExit(Exit.INTERRUPTED)
    _print(worked, pack, leftover, desk, format, attended=terminal is not None, sensitive=include_sensitive)


def _for_a_new_case(desk: Desk, checklist: str, *, chooses: bool) -> Sound:
    """The pack a new case would be opened under.

    DvcheckError with Exit.USAGE where it lacks the checklist and no case can be chosen instead.
    """
    fresh = desk.usable()
    if not chooses or not (desk.home / FILE_NAME).exists():
        require_checklist(fresh.pack, checklist)
    return fresh


def _say(terminal: Terminal | None, line: str, command: str = "") -> None:
    """A line on the pack, where there is one: above the first question, or on standard error."""
    if not line:
        return
    if terminal is None:
        sys.stderr.write(f"{clean(line).strip()}\n")
    else:
        wrapped = textwrap.wrap(line, max(20, terminal.width - 2)) if terminal.width < 1_000 else [line]
        terminal.say(*((("warn", f" {part.strip()}"),) for part in wrapped))
    if command and terminal is None:
        sys.stderr.write(f"  {clean(command)}\n")
    elif command and terminal is not None:
        terminal.say((("warn", f"  {command}"),))


def _take(file: CaseFile, given: "Answers", pack: Pack) -> None:
    """Record the answers of a file; a timer that it says is running is started now."""
    questions = {q.id: q for q in pack.questions()}
    limits = {q.id: q.limit for q in pack.questions() if q.limit is not None}
    started = [name for name, value in given if name in limits and value == RUNNING]
    file.answer_all((questions[name], value) for name, value in given if name not in started)
    for name in started:
        file.start_timer(name, limits[name].seconds)


def _walk(pack: Pack, file: CaseFile, terminal: Terminal, desk: Desk) -> None:
    # What is loaded by now stays: the collector need not look at it between two prompts.
    gc.freeze()
    gc.enable()
    walk(pack, file, terminal, sensitive=desk.sensitive)


def _leftover(case: Case | None, pack: Pack | None, desk: Desk, journal: Journal) -> tuple[Leftover, ...]:
    if case is None or pack is None:
        return ()
    return desk.leftover(case, pack, desk.assess(case, pack, now()), journal)


def _print(
    case: Case,
    pack: Pack,
    leftover: tuple[Leftover, ...],
    desk: Desk,
    format: Format,
    *,
    attended: bool,
    sensitive: bool,
) -> None:
    at = now()
    assessment = desk.assess(case, pack, at)
    if format is Format.JSON:
        from dvcheck.report.json import document

        whole = recorded_json(case, pack, sensitive=sensitive, leftover=leftover)
        print_json(document(pack, assessment, case=whole, today=at.date(), sensitive=sensitive))
        return
    from zoneinfo import ZoneInfo

    from dvcheck.screens import case as case_screen
    from dvcheck.screens import style
    from dvcheck.screens import summary as summary_screen

    console = printer.console(desk)
    zone = ZoneInfo(pack.policy.zone)
    console.print(case_screen.recorded(case, pack))
    line = case_line(case)
    console.print(case_screen.leftover(leftover, zone, line))
    summary = summary_screen.summary(pack, assessment, case=line, now=at, width=console.width)
    console.print(summary)
    if attended and not desk.plain and len(console.render_lines(summary)) > console.height:
        console.print(summary_screen.from_above(assessment, zone, at, console.width))
    for runs in running(case, pack, at) if attended else ():
        again = on_journal(case.checklists[-1], case.id)
        console.print(style.hint(f" {runs}. See it again:", again, "bold red"))


def _say_saved(case: Case | None, checklist: str, pack: Pack | None) -> None:
    if case is None or pack is None:
        sys.stderr.write("Left; no case was opened.\n")
    else:
        count = len(case.answers)
        saved = plural("Saved: {n} answer. Resume with:", "Saved: {n} answers. Resume with:", n=count)
        for runs in running(case, pack, now()):
            sys.stderr.write(f"{clean(runs)}.\n")
        resume = on_journal(checklist, case.id)
        sys.stderr.write(clean(own_line(saved, resume), newlines=True) + "\n")


def _refuse_unusable(case: str | None, number: str | None, new: bool) -> None:
    if case is not None and (new or number is not None):
        raise DvcheckError(
            "CASE names a case that exists; --new and --number begin another",
            hint="Give either of them.",
            code=Exit.USAGE,
        )
    if number is not None and not 0 < len(number.strip()) <= MAX_NUMBER:
        raise DvcheckError(
            f"--number takes 1 to {MAX_NUMBER} characters", hint="For example 25-123456.", code=Exit.USAGE
        )


def terminal_of(desk: Desk, stream: TextIO) -> Terminal | None:
    """How to ask: line by line, by keys, or not at all where there is no terminal."""
    tidy_when_ended()
    attended = sys.stdin is not None and sys.stdin.isatty() and stream.isatty()
    if desk.plain or (attended and dumb_terminal()):
        from dvcheck.terminal.plain import PlainTerminal

        return PlainTerminal(target=stream, bell=not desk.quiet)
    if not attended:
        return None
    from dvcheck.terminal.prompt import KeyTerminal

    return KeyTerminal(color=desk.color, stream=stream, bell=not desk.quiet)


def _answers(path: Path, pack: Pack, desk: Desk) -> "Answers":
    """The answers of a file that may be recorded; what is left out of them is named."""
    from dvcheck.record import answers_file

    text = read_text(path)
    answers, problems = answers_file.parse(text, file_name(path), pack, now())
    if problems:
        raise DvcheckError("\n".join(p.show(text) for p in problems), code=Exit.BAD_INPUT)
    if desk.sensitive:
        return answers
    kept_back = {q.id for q in pack.questions() if q.sensitive}
    left_out = [name for name, _ in answers if name in kept_back]
    if left_out:
        sys.stderr.write(f"Not recorded, as sensitive: {clean(', '.join(left_out))}.\n")
    return tuple((name, value) for name, value in answers if name not in kept_back)


def _found(
    journal: Journal,
    terminal: Terminal | None,
    wanted: str | None,
    desk: Desk,
    checklist: str,
    *,
    ask: bool,
) -> Case | None:
    """The case that is named, or chosen from those there are; None for a new one."""
    if wanted is not None:
        new = own_line("A new case of that number:", on_journal(checklist, "--number", wanted.strip()))
        return find_case(journal, wanted, or_else=new)
    if terminal is None or not ask:
        return None
    cases: list[Case] = []
    for case in each_open(journal):
        if isinstance(case, DvcheckError):
            terminal.say((("warn", f" {case.message}"),))
        else:
            cases.append(case)
        if len(cases) == _LISTED:
            break
    if not cases:
        return None
    older = journal.count_cases("open") - len(cases)
    rows: list[Row] = []
    clocks = {case.id: _clocks(case, desk, journal) for case in cases}
    for case in sorted(cases, key=lambda c: not clocks[c.id]):
        number = f"  {case.number}" if case.number else ""
        answers = plural("{n} answer", "{n} answers", n=len(case.answers))
        said = [*clocks[case.id], ", ".join(case.checklists), answers]
        rows.append(Row(id=case.id, text=f"{case.id}{number}  {', '.join(said)}"))
    # A case whose clock runs goes first: Enter takes the one marked.
    first = sum(bool(said) for said in clocks.values())
    rows.insert(first, Row(id="", text="New case"))
    more = f" ({older} older: dvcheck cases)" if older > 0 and len(cases) == _LISTED else ""
    chosen = terminal.choose(f"Which case?{more}", rows)
    return next((c for c in cases if c.id == chosen), None)


def _clocks(case: Case, desk: Desk, journal: Journal) -> tuple[str, ...]:
    """The timers of a case that run, by the names its own pack has for them."""
    if not any(timer.runs for timer in case.timers.values()):
        return ()
    from zoneinfo import ZoneInfo

    sound = desk.sound(journal).pack
    try:
        return running(case, desk.pack_of(case, journal), now(), ZoneInfo(sound.policy.zone))
    except DvcheckError:
        return running(case, sound, now())


def _refuse_other_checklists(case: Case, pack: Pack, checklist: str) -> None:
    if all(c.id != checklist for c in pack.checklists):
        raise DvcheckError(
            f"case {case.id} is worked under an older pack, which has no checklist {checklist}",
            hint=own_line("Start a new case:", on_journal(checklist, "--new"))
            + "\n"
            + own_line("Or move this one to the checklists in use:", on_journal("case", "repack", case.id)),
            code=Exit.USAGE,
        )


def _refuse_known(journal: Journal, number: str, checklist: str) -> None:
    """DvcheckError with Exit.USAGE where an open case has the number: the same command typed again."""
    known = open_case_of(journal, one_line(number.strip()))
    if known is not None:
        raise DvcheckError(
            f"{one_line(number.strip())} is case {known} already",
            hint=own_line(
                "Another case of that number: add --new. Go on with it:", on_journal(checklist, known)
            ),
            code=Exit.USAGE,
        )


def _begun(
    desk: Desk, fresh: Sound, journal: Journal, checklist: str, number: str | None, *, again: bool
) -> CaseFile:
    """Open a case. With `again`, also where an open case has the number already."""
    pack = fresh.pack

    def check() -> None:
        if number is not None and not again:
            _refuse_known(journal, number, checklist)

    shift = current_if_readable(desk, journal)
    if shift is not None and not shift.is_on(now()):
        shift = None
    opening = CaseOpened(
        number=one_line(number.strip()) if number else None,
        zone=pack.policy.zone,
        pack=pack.digest,
        dvcheck=__version__,
        officer=(shift.officer if shift is not None else None) or desk.config.officer or None,
    )
    entries: list[Entry] = [opening, ChecklistStarted(checklist)]
    entries += [ShiftEnds(shift.ends)] if shift is not None else []
    return CaseFile.begin(journal, entries, SYSTEM, (pack.digest, fresh.archive), check)

"""`dvcheck incident` and the other walks: open or resume a case, interview, print the summary."""

import gc
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dvcheck import __version__
from dvcheck.cli.desk import (
    MAX_NUMBER,
    Desk,
    case_line,
    dumb_terminal,
    print_json,
    read_text,
    recorded_json,
    require_checklist,
    require_walked,
    running,
    shift_if_readable,
    tidy_when_ended,
)
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import RUNNING, Pack
from dvcheck.record.case import (
    Case,
    case_opened,
    checklist_started,
    each_open,
    find_case,
    fold,
    open_case_of,
    refuse_closed,
)
from dvcheck.record.case import shift_ends as end_of_shift
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.journal import Journal
from dvcheck.rules.deadline import next_time
from dvcheck.terminal.interview import Leave, Row, Terminal, walk
from dvcheck.text import clean

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
    pack = desk.pack()
    require_checklist(pack, checklist)
    _refuse_unusable(case, number, new)
    ends = next_time(shift_ends, now(), pack.policy.zone) if shift_ends is not None else None
    # Without CASE the answers go into a new case, under this pack: a wrong file then leaves no trace.
    given = _answers(answers, pack, desk) if answers is not None and case is None else ()
    terminal = terminal_of(desk, sys.stderr if format is Format.JSON else sys.stdout)
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
        journal = open_things.enter_context(Journal.open(desk.home))
        if number is not None and not new:
            _refuse_known(journal, number, checklist, desk)
        try:
            found = _found(journal, terminal, case, pack, checklist, ask=not (new or number or answers))
            if found is not None:
                refuse_closed(found)
                pack = desk.pack_of(found, journal)
                _refuse_other_checklists(found, pack, checklist)
                require_walked(found, pack)
                given = _answers(answers, pack, desk) if answers is not None else ()
                file = CaseFile(journal, journal.events(found.id), SYSTEM)
                file.start_checklist(checklist)
            else:
                file = _begun(desk, pack, journal, checklist, number)
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
    if left or worked is None:
        _say_saved(worked, checklist, desk, pack)
        raise SystemExit(Exit.INTERRUPTED)
    _print(worked, pack, desk, format, attended=terminal is not None, sensitive=include_sensitive)


def _take(file: CaseFile, given: "Answers", pack: Pack) -> None:
    """Record the answers of a file; a timer that it says is running is started now."""
    limits = {q.id: q.limit for q in pack.questions() if q.limit is not None}
    started = [name for name, value in given if name in limits and value == RUNNING]
    file.answer_all((name, value) for name, value in given if name not in started)
    for name in started:
        file.start_timer(name, limits[name].seconds)


def _walk(pack: Pack, file: CaseFile, terminal: Terminal, desk: Desk) -> None:
    if pack.digest != desk.source.digest:
        terminal.say((("warn", f" {file.case.id} goes on under the checklists it was opened with."),))
    # What is loaded by now stays: the collector need not look at it between two prompts.
    gc.freeze()
    gc.enable()
    walk(pack, file, terminal, sensitive=desk.sensitive)


def _print(case: Case, pack: Pack, desk: Desk, format: Format, *, attended: bool, sensitive: bool) -> None:
    at = now()
    assessment = desk.assess(case, pack, at)
    if format is Format.JSON:
        from dvcheck.report.json import document

        whole = recorded_json(case, pack, sensitive=sensitive)
        print_json(document(pack, assessment, case=whole, today=at.date(), sensitive=sensitive))
        return
    from zoneinfo import ZoneInfo

    from dvcheck.terminal import screen

    console = desk.console()
    zone = ZoneInfo(pack.policy.zone)
    console.print(screen.recorded(case, pack))
    summary = screen.summary(pack, assessment, case=case_line(case, desk), now=at, width=console.width)
    console.print(summary)
    if attended and not desk.plain and len(console.render_lines(summary)) > console.height:
        console.print(screen.from_above(assessment, zone, at, console.width))
    for runs in running(case, pack) if attended else ():
        console.print(screen.warning(f" {runs}. See it again: dvcheck {case.checklists[-1]} {case.id}"))


def _say_saved(case: Case | None, checklist: str, desk: Desk, pack: Pack) -> None:
    if case is None:
        sys.stderr.write("Left; no case was opened.\n")
    else:
        count = len(case.answers)
        answers = "1 answer" if count == 1 else f"{count} answers"
        command = f"dvcheck {checklist} {clean(case.id)}{desk.same_home}"
        for runs in running(case, pack):
            sys.stderr.write(f"{clean(runs)}.\n")
        sys.stderr.write(f"Saved: {answers}. Resume with: {clean(command)}\n")


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
    answers, problems = answers_file.parse(text, path.name, pack)
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
    pack: Pack,
    checklist: str,
    *,
    ask: bool,
) -> Case | None:
    """The case that is named, or chosen from those there are; None for a new one."""
    if wanted is not None:
        new = f"A new case of that number: dvcheck {checklist} --number {clean(wanted.strip())}"
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
    for case in sorted(cases, key=lambda c: not running(c, pack)):
        number = f"  {case.number}" if case.number else ""
        count = len(case.answers)
        answers = "1 answer" if count == 1 else f"{count} answers"
        said = [*running(case, pack), ", ".join(case.checklists), answers]
        rows.append(Row(id=case.id, text=f"{case.id}{number}  {', '.join(said)}"))
    # A case whose clock runs goes first: Enter takes the one marked.
    first = sum(bool(running(case, pack)) for case in cases)
    rows.insert(first, Row(id="", text="New case"))
    more = f" ({older} older: dvcheck cases)" if older > 0 and len(cases) == _LISTED else ""
    chosen = terminal.choose(f"Which case?{more}", rows)
    return next((c for c in cases if c.id == chosen), None)


def _refuse_other_checklists(case: Case, pack: Pack, checklist: str) -> None:
    if all(c.id != checklist for c in pack.checklists):
        raise DvcheckError(
            f"case {case.id} is worked under an older pack, which has no checklist {checklist}",
            hint=f"Start a new case: dvcheck {checklist} --new",
            code=Exit.USAGE,
        )


def _refuse_known(journal: Journal, number: str, checklist: str, desk: Desk) -> None:
    """DvcheckError with Exit.USAGE where an open case has the number: the same command typed again."""
    known = open_case_of(journal, clean(number.strip()))
    if known is not None:
        raise DvcheckError(
            f"{clean(number.strip())} is case {known} already",
            hint=f"Go on with it: dvcheck {checklist} {known}{desk.same_home}\n"
            "Another case of that number: add --new.",
            code=Exit.USAGE,
        )


def _begun(desk: Desk, pack: Pack, journal: Journal, checklist: str, number: str | None) -> CaseFile:
    shift = shift_if_readable(journal)
    if shift is not None and not shift.is_on(now()):
        shift = None
    opening = case_opened(
        number=clean(number.strip()) if number else None,
        zone=pack.policy.zone,
        pack=pack.digest,
        dvcheck=__version__,
        officer=(shift.officer if shift is not None else None) or desk.config.officer or None,
    )
    entries = [opening, checklist_started(checklist)]
    entries += [end_of_shift(shift.ends)] if shift is not None else []
    return CaseFile.begin(journal, entries, SYSTEM, (pack.digest, desk.source.archive))

"""`dvcheck incident` and the other walks: open or resume a case, interview, print the summary."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dvcheck import __version__
from dvcheck.cli.desk import (
    MAX_NUMBER,
    Desk,
    assess_case,
    case_json,
    case_line,
    dumb_terminal,
    now,
    print_json,
    read_text,
)
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case, case_opened, checklist_started, find_case, open_cases
from dvcheck.record.case_file import CaseFile
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
) -> None:
    """Walk `checklist` in a case, from opening or resuming it to its summary."""
    pack = desk.pack()
    _refuse_unusable(case, number, new)
    ends = next_time(shift_ends, now(), pack.policy.zone) if shift_ends is not None else None
    terminal = _terminal(desk, sys.stderr if format is Format.JSON else sys.stdout)
    if terminal is None and answers is None:
        raise DvcheckError(
            "there is no terminal to ask on",
            hint="Answer line by line with --plain, or give the answers with --answers FILE.",
            code=Exit.USAGE,
        )
    given = _answers(answers, pack) if answers is not None else ()
    with Journal.open(desk.home) as journal:
        try:
            file, pack = _case_file(
                checklist, desk, pack, journal, terminal, case, number, new or bool(given)
            )
            if ends is not None:
                file.end_shift_at(ends)
            file.answer_all(given)
            if terminal is not None:
                # What is loaded by now stays: the collector need not look at it between two prompts.
                gc.freeze()
                gc.enable()
                walk(pack, file, terminal)
        except Leave:
            _say_saved(locals().get("file"), checklist)
            raise SystemExit(Exit.INTERRUPTED) from None
        finally:
            if terminal is not None:
                terminal.close()
        _print(file.case, pack, desk, format)


def _print(case: Case, pack: Pack, desk: Desk, format: Format) -> None:
    at = now()
    assessment = assess_case(case, pack, at)
    if format is Format.JSON:
        from dvcheck.report.json import document

        print_json(document(pack, assessment, case=case_json(case), today=at.date()))
        return
    from dvcheck.terminal import screen

    console = desk.console()
    console.print(screen.summary(pack, assessment, case=case_line(case), now=at, width=console.width))


def _say_saved(file: CaseFile | None, checklist: str) -> None:
    if file is None:
        sys.stderr.write("Left; no case was opened.\n")
    else:
        count = len(file.case.answers)
        answers = "1 answer" if count == 1 else f"{count} answers"
        sys.stderr.write(f"Saved: {answers}. Resume with: dvcheck {checklist} {file.case.id}\n")


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


def _terminal(desk: Desk, stream: TextIO) -> Terminal | None:
    """How to ask: line by line, by keys, or not at all where there is no terminal."""
    attended = sys.stdin is not None and sys.stdin.isatty() and stream.isatty()
    if desk.plain or (attended and dumb_terminal()):
        from dvcheck.terminal.plain import PlainTerminal

        return PlainTerminal(target=stream)
    if not attended:
        return None
    from dvcheck.terminal.prompt import KeyTerminal

    return KeyTerminal(color=desk.color, stream=stream)


def _answers(path: Path, pack: Pack) -> "Answers":
    from dvcheck.record import answers_file

    text = read_text(path)
    answers, problems = answers_file.parse(text, path.name, pack)
    if problems:
        raise DvcheckError("\n".join(p.show(text) for p in problems), code=Exit.BAD_INPUT)
    return answers


def _case_file(
    checklist: str,
    desk: Desk,
    pack: Pack,
    journal: Journal,
    terminal: Terminal | None,
    wanted: str | None,
    number: str | None,
    new: bool,
) -> tuple[CaseFile, Pack]:
    found: Case | None = None
    if wanted is not None:
        found = find_case(journal, wanted)
    elif not new and number is None and terminal is not None:
        found = _chosen(journal, terminal)
    if found is None:
        opening = case_opened(
            number=clean(number.strip()) if number else None,
            zone=pack.policy.zone,
            pack=pack.digest,
            dvcheck=__version__,
        )
        entries = [opening, checklist_started(checklist)]
        return CaseFile.begin(journal, entries, now, (pack.digest, desk.source.archive)), pack
    case_pack = desk.pack_of(found, journal)
    if all(c.id != checklist for c in case_pack.checklists):
        raise DvcheckError(
            f"case {found.id} is worked under an older pack, which has no checklist {checklist}",
            hint=f"Start a new case: dvcheck {checklist} --new",
            code=Exit.USAGE,
        )
    file = CaseFile(journal, journal.events(found.id), now)
    file.start_checklist(checklist)
    if terminal is not None and case_pack.digest != pack.digest:
        terminal.say((("warn", f" Case {found.id} goes on under the checklists it was opened with."),))
    return file, case_pack


def _chosen(journal: Journal, terminal: Terminal) -> Case | None:
    """One of the open cases, or None for a new one; nothing is asked where there is none."""
    cases = open_cases(journal)
    if not cases:
        return None
    rows = [Row(id="", text="New case")]
    for case in cases[:_LISTED]:
        number = f"  {case.number}" if case.number else ""
        rows.append(
            Row(
                id=case.id,
                text=f"{case.id}{number}  {', '.join(case.checklists)}, {len(case.answers)} answers",
            )
        )
    more = f" ({len(cases) - _LISTED} older: dvcheck cases)" if len(cases) > _LISTED else ""
    chosen = terminal.choose(f"Which case?{more}", rows)
    return next((c for c in cases if c.id == chosen), None)

"""`dvcheck shift`: the shift whose end is a deadline, from its start to what is handed over."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dvcheck.actions.desk import Desk, named
from dvcheck.actions.settings import MOST_OFFICER
from dvcheck.actions.shift import current_if_readable
from dvcheck.actions.typed_time import last_time, next_time
from dvcheck.cli import printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.case_lines import case_line
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.cli.results import Worked, say_problems, unfinished, worked
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import open_cases
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import ShiftExtended, ShiftStarted
from dvcheck.record.shift import Shift
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json
from dvcheck.text import one_line
from dvcheck.walk.prompts import Leave, Row
from dvcheck.wording import shift as wording
from dvcheck.wording.counts import not_asked
from dvcheck.wording.recorded import running
from dvcheck.wording.times import clock_time

_RECENT = timedelta(hours=24)
"""How long before the start of a shift a case may have been opened to be asked about."""
_LONGEST = timedelta(hours=16)
"""How far off the end of a shift may be moved: what is further is a time of day that has passed."""


def start(desk: Desk, ends: str | None, began: str | None, officer: str | None) -> None:
    """Begin a shift. The open cases opened since it began, and those the officer says, get its end."""
    at = now()
    zone = desk.sound().pack.policy.zone
    shift = _begun(desk, ends, began, officer, at, zone)
    with desk.journal_to_write() as journal:
        before = current_if_readable(desk, journal)
        if before is not None and at < before.ends:
            raise _runs_already(before, at, zone)
        shifts.record(journal, ShiftStarted(shift.began, shift.ends, shift.officer), at)
        if before is not None:
            said = f"The shift that ended {_clock(before.ends, zone)} was never gone through. What is open:"
            printer.say_command(desk, said, on_journal("outstanding"))
        cases, problems = open_cases(journal)
        untimed = [c for c in cases if c.shift_ends is None]
        of_it = [c for c in untimed if c.opened >= shift.began]
        # At once: what is asked below may be cut off.
        _give_end(journal, of_it, shift.ends)
        printer.console(desk).print(wording.begun(shift, at, ZoneInfo(zone)))
        for case in of_it:
            printer.console(desk).print(f"{named(case)} is of this shift.")
        _ask_of_earlier(desk, journal, untimed, shift)
    say_problems(problems)


def _runs_already(shift: Shift, at: datetime, zone: str) -> DvcheckError:
    """That a shift is set; also that it cannot be, where the clock was wrong when it was started."""
    said = f"a shift runs already, until {_clock(shift.ends, zone)}"
    if _cannot_be(shift, at):
        said += ": the computer's clock was wrong when it was started, or is now"
    return DvcheckError(
        said,
        hint=own_line("Go through it:", on_journal("shift", "end"))
        + own_line("\nOr put its end right:", on_journal("shift", "extend", "--ends", "HH:MM")),
        code=Exit.USAGE,
    )


def _cannot_be(shift: Shift, at: datetime) -> bool:
    """Whether a shift begins after now, or ends later than any that has begun."""
    return shift.began > at or shift.ends - at > timedelta(hours=24)


def _begun(
    desk: Desk, ends: str | None, began: str | None, officer: str | None, at: datetime, zone: str
) -> Shift:
    """The shift that options and settings describe. DvcheckError with Exit.USAGE where they do not."""
    length = desk.config.shift_length
    start = last_time(began, at, zone) if began is not None else at
    if ends is not None:
        end = next_time(ends, start, zone)
    elif length is not None:
        end = start + length
    else:
        raise DvcheckError(
            "when does the shift end?",
            hint=own_line("Set shift_length in config.toml, or say it:", _start_command()),
            code=Exit.USAGE,
        )
    if end <= at:
        raise DvcheckError(
            f"that shift ended {_clock(end, zone)}, before now",
            hint="See --began and --ends.",
            code=Exit.USAGE,
        )
    return Shift(began=start, ends=end, officer=_officer(officer) or desk.config.officer or None)


def _officer(given: str | None) -> str:
    if given is not None and not 0 < len(given.strip()) <= MOST_OFFICER:
        raise DvcheckError(f"--officer takes 1 to {MOST_OFFICER} characters", code=Exit.USAGE)
    return one_line(given.strip()) if given is not None else ""


def _ask_of_earlier(desk: Desk, journal: Journal, cases: Sequence[Case], shift: Shift) -> None:
    """Ask of each case opened shortly before the shift was set whether it is of it; name the others."""
    zone = desk.sound(journal).pack.policy.zone
    earlier = [c for c in cases if shift.began - _RECENT <= c.opened < shift.began]
    terminal = terminal_of(desk, sys.stdout) if earlier else None
    rows = [Row(id="yes", text="It is of this shift"), Row(id="no", text="It is not")]
    left = list(earlier)
    try:
        for case in earlier if terminal is not None else ():
            title = f"{named(case)} was opened {_clock(case.opened, zone)}, before the shift was set"
            if terminal is not None and terminal.choose(title, rows) == "yes":
                _give_end(journal, [case], shift.ends)
                left.remove(case)
    except Leave:
        sys.stderr.write("Left. The shift is set; what was said is recorded.\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        if terminal is not None:
            terminal.close()
    for case in left:
        line = case_line(case)
        ends = on_journal(line.command, case.id, "--shift-ends", "HH:MM")
        printer.say_command(desk, f"{named(case)} has no end of shift. To set it:", ends)


def extend(desk: Desk, ends: str) -> None:
    """Move the end of the shift that runs, and with it the deadlines of its cases."""
    at = now()
    with desk.recorded() as journal:
        shift = current(journal)
        zone = desk.sound(journal).pack.policy.zone
        moved = next_time(ends, at, zone)
        # A shift that cannot be is put right, and whatever time of day that takes.
        if moved - at > _LONGEST and not _cannot_be(shift, at):
            raise _has_passed(moved, at)
        shifts.record(journal, ShiftExtended(moved), at)
        cases, problems = open_cases(journal)
        of_it = [
            c
            for c in cases
            if c.shift_ends == shift.ends or (c.shift_ends is None and c.opened >= shift.began)
        ]
        _give_end(journal, of_it, moved)
    printer.console(desk).print(wording.moved(moved, at, ZoneInfo(zone)))
    for case in of_it:
        printer.console(desk).print(f"{named(case)} is of this shift.")
    say_problems(problems)


def _has_passed(moved: datetime, at: datetime) -> DvcheckError:
    most = f"Name a time within {_LONGEST.seconds // 3600} hours, or end the shift:"
    return DvcheckError(
        f"that would be in {(moved - at).seconds // 3600} hours: the time has passed",
        hint=own_line(most, on_journal("shift", "end")),
        code=Exit.USAGE,
    )


def status(desk: Desk, format: Format) -> None:
    """The shift that runs, and what is required and open in each open case."""
    at = now()
    journal = desk.journal()
    shift: Shift | None = None
    found: list[Worked] = []
    problems: list[DvcheckError] = []
    if journal is not None:
        with journal:
            shift = shifts.current(journal)
            found, problems = worked(desk, open_cases, journal)
    if format is Format.JSON:
        unasked = {left.case.id: left.unasked for left in unfinished(desk, found)}
        rows = [
            {
                **case_json(one.case),
                "open": len(one.assessment.outstanding),
                "unasked": unasked.get(one.case.id, 0),
            }
            for one in found
        ]
        print_json({"schema": report.SCHEMA, "shift": shift_json(shift, at), "cases": rows})
    else:
        console = printer.console(desk)
        if shift is None:
            printer.say_command(desk, "No shift is set. Begin one:", _start_command())
        console.print("\n".join(_status_lines(desk, shift, found, at)))
    say_problems(problems)


def _status_lines(desk: Desk, shift: Shift | None, found: Sequence[Worked], at: datetime) -> Iterator[str]:
    zone = desk.sound().pack.policy.zone
    unasked = {left.case.id: left.unasked for left in unfinished(desk, found)}
    if shift is not None:
        yield wording.status(shift, at, ZoneInfo(zone))
    for one in found:
        case, pack, assessment = one.case, one.pack, one.assessment
        overdue = sum(d.deadline.overdue for d in assessment.outstanding)
        late = f", {overdue} OVERDUE" if overdue else ""
        clocks = "".join(f", {said}" for said in running(case, pack, at, ZoneInfo(zone)))
        more = f", {not_asked(unasked[case.id])}" if case.id in unasked else ""
        yield f"  {named(case)}: {len(assessment.outstanding)} required open{late}{more}{clocks}"
    if not found:
        yield "  No open cases."


def current(journal: Journal) -> Shift:
    """The shift that runs. DvcheckError with Exit.USAGE where none does."""
    shift = shifts.current(journal)
    if shift is None:
        raise DvcheckError("no shift is set", hint=own_line("Begin one:", _start_command()), code=Exit.USAGE)
    return shift


def _start_command() -> str:
    return on_journal("shift", "start", "--ends", "HH:MM")


def _give_end(journal: Journal, cases: Iterable[Case], ends: datetime) -> None:
    for case in cases:
        CaseFile(journal, journal.events(case.id), SYSTEM).end_shift_at(ends)


def shift_json(shift: Shift | None, at: datetime) -> dict[str, object] | None:
    if shift is None:
        return None
    return {
        "began": report.stamp(shift.began),
        "ends": report.stamp(shift.ends),
        "officer": shift.officer,
        "over": at >= shift.ends,
    }


def _clock(at: datetime, zone: str) -> str:
    return clock_time(at, now(), ZoneInfo(zone))

"""`dvcheck shift`: the shift whose end is a deadline, from its start to what is handed over."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dvcheck.cli.desk import Desk, case_json, case_line, print_json, running
from dvcheck.cli.options import Format
from dvcheck.cli.results import Owed, Worked, nearest_first, say_problems
from dvcheck.cli.walks import terminal_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Is, Question, sections_of
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case, open_cases
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.journal import Journal
from dvcheck.record.shift import Shift
from dvcheck.report import json as report
from dvcheck.rules.assess import Duty
from dvcheck.rules.deadline import last_time, next_time
from dvcheck.terminal.countdown import time_left
from dvcheck.terminal.interview import Leave, Row, Terminal, to_tick
from dvcheck.text import clean

_RECENT = timedelta(hours=24)
"""How long before the start of a shift a case may have been opened to be asked about."""
MAX_OFFICER = 40


def start(desk: Desk, ends: str | None, began: str | None, officer: str | None) -> None:
    """Begin a shift. The open cases opened since it began, and those the officer says, get its end."""
    at = now()
    zone = desk.pack().policy.zone
    shift = _begun(desk, ends, began, officer, at, zone)
    with Journal.open(desk.home) as journal:
        before = shifts.current(journal)
        if before is not None and at < before.ends:
            raise DvcheckError(
                f"a shift runs already, until {_clock(before.ends, zone)}",
                hint="Go through it: dvcheck shift end. It ends later: dvcheck shift extend --ends HH:MM",
                code=Exit.USAGE,
            )
        shifts.record(journal, shifts.started(shift.began, shift.ends, shift.officer), at)
        if before is not None:
            desk.console().print(
                f"The shift that ended {_clock(before.ends, zone)} was never gone through: "
                "see dvcheck outstanding"
            )
        cases, problems = open_cases(journal)
        untimed = [c for c in cases if c.shift_ends is None]
        of_it = [c for c in untimed if c.opened >= shift.began]
        earlier = [c for c in untimed if shift.began - _RECENT <= c.opened < shift.began]
        of_it += _said_to_be_of_it(desk, earlier, zone)
        _give_end(journal, of_it, shift.ends)
    who = f", officer {shift.officer}" if shift.officer else ""
    desk.console().print(f"Shift until {_clock(shift.ends, zone)}{who}: it ends {time_left(shift.ends, at)}.")
    for case in of_it:
        desk.console().print(f"{_named(case)} is of this shift.")
    for case in earlier:
        if case not in of_it:
            line = case_line(case, desk)
            hint = f"dvcheck {line.command} {case.id} --shift-ends HH:MM{line.after}"
            desk.console().print(f"{_named(case)} has no end of shift. To set it: {hint}")
    say_problems(problems)


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
            hint="Say it: dvcheck shift start --ends HH:MM, or set shift_length in config.toml.",
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
    if given is not None and not 0 < len(given.strip()) <= MAX_OFFICER:
        raise DvcheckError(f"--officer takes 1 to {MAX_OFFICER} characters", code=Exit.USAGE)
    return clean(given.strip()) if given is not None else ""


def _said_to_be_of_it(desk: Desk, cases: Sequence[Case], zone: str) -> list[Case]:
    """Which of the cases opened shortly before the shift was set the officer says are of it."""
    terminal = terminal_of(desk, sys.stdout) if cases else None
    if terminal is None:
        return []
    rows = [Row(id="yes", text="It is of this shift"), Row(id="no", text="It is not")]
    said: list[Case] = []
    try:
        for case in cases:
            title = f"{_named(case)} was opened {_clock(case.opened, zone)}, before the shift was set"
            if terminal.choose(title, rows) == "yes":
                said.append(case)
    except Leave:
        pass
    finally:
        terminal.close()
    return said


def extend(desk: Desk, ends: str) -> None:
    """Move the end of the shift that runs, and with it the deadlines of its cases."""
    at = now()
    zone = desk.pack().policy.zone
    with desk.recorded() as journal:
        shift = _current(journal)
        moved = next_time(ends, at, zone)
        shifts.record(journal, shifts.extended(moved), at)
        cases, problems = open_cases(journal)
        of_it = [
            c
            for c in cases
            if c.shift_ends == shift.ends or (c.shift_ends is None and c.opened >= shift.began)
        ]
        _give_end(journal, of_it, moved)
    desk.console().print(f"The shift ends {_clock(moved, zone)}, {time_left(moved, at)}.")
    for case in of_it:
        desk.console().print(f"{_named(case)} is of this shift.")
    say_problems(problems)


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
            files, problems = _files(desk, journal)
            found = [file.worked(desk, at) for file in files]
    if format is Format.JSON:
        rows = [{**case_json(c), "open": len(a.outstanding)} for c, _, a in found]
        print_json({"schema": report.SCHEMA, "shift": _json(shift, at), "cases": rows})
    else:
        console = desk.console()
        console.print("\n".join(_status_lines(shift, found, at, desk.pack().policy.zone)))
    say_problems(problems)


def _status_lines(shift: Shift | None, found: Sequence[Worked], at: datetime, zone: str) -> Iterator[str]:
    if shift is None:
        yield "No shift is set. Begin one: dvcheck shift start --ends HH:MM"
    else:
        who = f", officer {shift.officer}" if shift.officer else ""
        left = time_left(shift.ends, at).replace("overdue by", "is over by")
        over = "it ends " if at < shift.ends else "it "
        yield f"Shift {_clock(shift.began, zone)} to {_clock(shift.ends, zone)}{who}: {over}{left}"
    for case, pack, assessment in found:
        overdue = sum(d.deadline.overdue for d in assessment.outstanding)
        late = f", {overdue} OVERDUE" if overdue else ""
        clocks = "".join(f", {said}" for said in running(case, pack))
        yield f"  {_named(case)}: {len(assessment.outstanding)} required open{late}{clocks}"
    if not found:
        yield "  No open cases."


# --- the end ------------------------------------------------------------------------------------------------


class _OpenCase:
    """An open case with the pack it is worked under, as it is gone through."""

    def __init__(self, file: CaseFile, desk: Desk, journal: Journal) -> None:
        self.file = file
        self.pack = desk.pack_of(file.case, journal)

    def worked(self, desk: Desk, at: datetime) -> Worked:
        """How it stands."""
        return self.file.case, self.pack, desk.assess(self.file.case, self.pack, at)


def end(desk: Desk, format: Format) -> None:
    """Go through all that is open, nearest deadline first, and print what is handed over.

    Exits with 1, and the shift is not ended, where something required stays open without a reason.
    """
    with desk.recorded() as journal:
        journal.prove_writable()
        shift = _current(journal)
        files, problems = _files(desk, journal)
        review = _Review(desk, files, shift)
        terminal = terminal_of(desk, sys.stderr if format is Format.JSON else sys.stdout)
        if terminal is not None:
            _gone_through(review, terminal)
        owed = review.owed()
        without = [o for o in owed if not review.has_reason(o[2])]
        if not without:
            shifts.record(journal, shifts.ended((c.id, d.obligation.id) for c, _, d, _ in owed), now())
        found = [file.worked(desk, now()) for file in files]
    if format is Format.JSON:
        print_json(_handed_over_json(shift, owed, without))
    else:
        _print_handed_over(desk, shift, found, owed, without)
    say_problems(problems)
    if without:
        raise SystemExit(Exit.CHECK_FAILED)


def _gone_through(review: "_Review", terminal: Terminal) -> None:
    try:
        review.tick_off(terminal)
        for owed in review.owed():
            review.settle(owed, terminal)
    except Leave:
        sys.stderr.write("Left. The shift is not ended; what was said is recorded.\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


class _Review:
    """The open cases at the end of a shift: what is done is ticked off, the rest gets a reason."""

    def __init__(self, desk: Desk, files: Sequence[_OpenCase], shift: Shift) -> None:
        self._desk = desk
        self._files = {file.file.case.id: file for file in files}
        self._shift = shift
        self._reason = ""
        """The reason given last: it often holds for more than one."""

    def owed(self) -> list[Owed]:
        """What is required and open now, nearest deadline first."""
        at = now()
        return nearest_first(file.worked(self._desk, at) for file in self._files.values())

    def has_reason(self, duty: Duty) -> bool:
        """Whether the officer has said in this shift why it stays open."""
        return bool(duty.carried_over) and duty.mark is not None and duty.mark.at >= self._shift.began

    def tick_off(self, terminal: Terminal) -> None:
        """One list of what is open in all cases; ticks made before leaving it count."""
        ticked: tuple[str, ...] = ()
        while rows := self._rows():
            kept = tuple(row.id for row in rows if row.id in ticked)
            reply = terminal.tick("What of this is done?", self._status(), rows, kept)
            ticked = reply.done
            if reply.not_feasible is not None:
                case, name = reply.not_feasible.split(" ")
                self._not_feasible(case, name, terminal)
            elif not reply.back:
                for row in reply.done:
                    case, name = row.split(" ")
                    self._files[case].file.done([name])
                if reply.leave:
                    raise Leave
                return

    def _rows(self) -> list[Row]:
        """Rows by case and obligation: what is required nearest deadline first, then what is recommended."""
        at = now()
        found = [file.worked(self._desk, at) for file in self._files.values()]
        tickable = {case.id: {d.obligation.id for d in to_tick(a)} for case, _, a in found}
        rows = [_row(c, d) for c, _, d, _ in nearest_first(found) if d.obligation.id in tickable[c.id]]
        return rows + [_row(c, d) for c, _, a in found for d in to_tick(a) if not d.outstanding]

    def _status(self) -> str:
        count = len(self.owed())
        cases = len(self._files)
        return f"{count} required open in {'1 case' if cases == 1 else f'{cases} cases'}"

    def settle(self, owed: Owed, terminal: Terminal) -> None:
        """Ask what becomes of an obligation that stays open."""
        case, _, duty, assessment = owed
        o = duty.obligation
        file = self._files[case.id].file
        lifts = self._lifts(owed)
        rows = [Row(id="carry", text="It stays open: say why (carried over)")]
        if self._reason:
            rows.append(Row(id="same", text=f"It stays open: {self._reason}"))
        if lifts is not None:
            words = f"{lifts.name}: it stays open ({_sections(duty)} lifts the deadline)"
            rows.append(Row(id="lift", text=words))
        rows.append(Row(id="done", text="It is done"))
        if o.not_feasible is not None:
            rows.append(Row(id="not-feasible", text="It was not feasible: say why"))
        rows.append(Row(id="leave", text="Leave it open without a reason: the shift is not ended then"))
        title = f"{_named(case)}: {o.word} ({sections_of(o.cites)}) {o.text} - {self._due(duty)}"
        while duty in assessment.outstanding and not self.has_reason(duty):
            match terminal.choose(title, rows):
                case "lift" if lifts is not None:
                    file.answer(lifts.id, "yes")
                    file.carry_over(o.id, lifts.name)
                    return
                case "carry":
                    reason = terminal.ask_reason(f"Why does it stay open? {o.text}")
                    if isinstance(reason, str):
                        self._reason = reason
                        file.carry_over(o.id, reason)
                        return
                case "same":
                    file.carry_over(o.id, self._reason)
                    return
                case "done":
                    file.done([o.id])
                    return
                case "not-feasible":
                    if self._not_feasible(case.id, o.id, terminal):
                        return
                case _:
                    return

    def _due(self, duty: Duty) -> str:
        left = f", {time_left(duty.deadline.at, now())}" if duty.deadline.at is not None else ""
        return f"{duty.deadline.text}{left}"

    def _lifts(self, owed: Owed) -> Question | None:
        """The question whose "yes" lifts the deadline, as the text has it; None where nothing simple does."""
        _, pack, duty, assessment = owed
        lifted = duty.obligation.due.unless if duty.obligation.due is not None else None
        if not isinstance(lifted, Is) or lifted.values != ("yes",):
            return None
        if duty.deadline.at is None and assessment.answers.get(lifted.item) is not None:
            return None
        return next((q for q in pack.questions() if q.id == lifted.item), None)

    def _not_feasible(self, case: str, name: str, terminal: Terminal) -> bool:
        file = self._files[case]
        duty = file.worked(self._desk, now())[2].duty(name)
        assert duty is not None
        reason = terminal.ask_reason(f"Why was it not feasible? {duty.obligation.text}")
        if isinstance(reason, str):
            file.file.not_feasible(name, reason)
        return isinstance(reason, str)


def _row(case: Case, duty: Duty) -> Row:
    o = duty.obligation
    return Row(
        id=f"{case.id} {o.id}",
        text=f"{case.id} {o.word:<10} {sections_of(o.cites[:1]):<7} {o.text}",
        not_feasible=o.not_feasible is not None,
    )


def _sections(duty: Duty) -> str:
    return sections_of(duty.obligation.due.cites) if duty.obligation.due is not None else ""


def _print_handed_over(
    desk: Desk, shift: Shift, found: Sequence[Worked], owed: Sequence[Owed], without: Sequence[Owed]
) -> None:
    from dvcheck.cli.results import ledger_of

    console = desk.console()
    at = now()
    zone = desk.pack().policy.zone
    who = f", officer {shift.officer}" if shift.officer else ""
    console.print(
        f"HAND-OVER {_clock(at, zone)}: shift {_clock(shift.began, zone)} to {_clock(shift.ends, zone)}{who}"
    )
    console.print(ledger_of(desk, found, owed, at, console.width))
    for case, pack, _ in found:
        for said in running(case, pack):
            console.print(f" {case.id}: {said}")
    if not without:
        console.print("The shift is ended.")
        return
    console.print(f"The shift is NOT ended: {len(without)} required open without a reason.")
    for case, _, duty, _ in without:
        console.print(f"  {_named(case)}: {duty.obligation.id}")
    console.print("Say why, or tick them off: dvcheck shift end")


def _handed_over_json(shift: Shift, owed: Sequence[Owed], without: Sequence[Owed]) -> dict[str, object]:
    return {
        "schema": report.SCHEMA,
        "shift": _json(shift, now()),
        "ended": not without,
        "outstanding": [{"case": case_json(c), **report.obligation(d, a, p)} for c, p, d, a in owed],
        "without_reason": [{"case": c.id, "obligation": d.obligation.id} for c, _, d, _ in without],
    }


def _files(desk: Desk, journal: Journal) -> tuple[list[_OpenCase], list[DvcheckError]]:
    """The open cases; and what is wrong with those that cannot be read."""
    cases, problems = open_cases(journal)
    files: list[_OpenCase] = []
    for case in cases:
        try:
            files.append(_OpenCase(CaseFile(journal, journal.events(case.id), SYSTEM), desk, journal))
        except DvcheckError as error:
            problems.append(error)
    return files, problems


def _current(journal: Journal) -> Shift:
    """The shift that runs. DvcheckError with Exit.USAGE where none does."""
    shift = shifts.current(journal)
    if shift is None:
        raise DvcheckError(
            "no shift is set", hint="Begin one: dvcheck shift start --ends HH:MM", code=Exit.USAGE
        )
    return shift


def _give_end(journal: Journal, cases: Iterable[Case], ends: datetime) -> None:
    for case in cases:
        CaseFile(journal, journal.events(case.id), SYSTEM).end_shift_at(ends)


def _json(shift: Shift | None, at: datetime) -> dict[str, object] | None:
    if shift is None:
        return None
    return {
        "began": report.stamp(shift.began),
        "ends": report.stamp(shift.ends),
        "officer": shift.officer,
        "over": at >= shift.ends,
    }


def _named(case: Case) -> str:
    return f"{case.id} {case.number}" if case.number else case.id


def _clock(at: datetime, zone: str) -> str:
    """A time of day in the agency's zone; with its day where that is not today."""
    local, today = at.astimezone(ZoneInfo(zone)), now().astimezone(ZoneInfo(zone)).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%a %H:%M}"

"""`dvcheck shift end`: all that is open is gone through, and what is left is handed over."""

import sys
from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.actions.desk import Desk, named
from dvcheck.cli import printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.cli.results import (
    Owed,
    Unfinished,
    Worked,
    ledger_of,
    nearest_first,
    say_problems,
    say_unfinished,
    unfinished,
    worked,
)
from dvcheck.cli.shift import current, shift_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal
from dvcheck.pack.condition import Is
from dvcheck.pack.model import Question, sections_of
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import open_cases
from dvcheck.record.chain import code
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import ShiftEnded
from dvcheck.record.shift import Shift
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json
from dvcheck.rules.assess import Duty
from dvcheck.rules.ticks import ends_with_timer, to_tick
from dvcheck.terminal.interview import Leave, Row, Terminal
from dvcheck.wording.counts import not_asked, required_open_in_cases
from dvcheck.wording.recorded import running
from dvcheck.wording.shift import span
from dvcheck.wording.times import time_left


def end(desk: Desk, format: Format) -> None:
    """Go through all that is open, nearest deadline first, and print what is handed over.

    Exits with 1, and the shift is not ended, where something required stays open or a walk unfinished without
    a reason, or with 4 where a case cannot be read.
    """
    with desk.recorded() as journal:
        journal.prove_writable()
        shift = current(journal)
        review = _Review(desk, journal, shift)
        terminal = terminal_of(desk, sys.stderr if format is Format.JSON else sys.stdout)
        if terminal is not None:
            _go_through(review, terminal)
        owed = review.owed()
        without = [o for o in owed if not review.has_reason(o.duty)]
        left = [one for one in review.unfinished() if one.case.id not in review.excused]
        ended = not without and not left and not review.problems
        if ended:
            shifts.record(journal, ShiftEnded(Counter(o.case.id for o in owed)), now())
        found = review.worked()
    if format is Format.JSON:
        print_json(_handed_over_json(shift, owed, without, left, ended=ended))
    else:
        _print_handed_over(desk, shift, found, owed)
        _print_end(desk, without, left, unread=len(review.problems))
    say_problems(review.problems)
    if without or left:
        raise SystemExit(Exit.CHECK_FAILED)


def _go_through(review: "_Review", terminal: Terminal) -> None:
    """The list to tick off, then each obligation that stays open, also one that comes up meanwhile."""
    asked: set[_Place] = set()
    try:
        review.tick_off(terminal)
        while owed := next((o for o in review.owed() if review.is_to_ask(o, asked)), None):
            asked.add(_Place.of(owed))
            left = sum(review.is_to_ask(o, asked) for o in review.owed())
            review.settle(owed, terminal, left)
        for left_open in review.unfinished():
            review.excuse(left_open, terminal)
    except Leave:
        sys.stderr.write("Left. The shift is not ended; what was said is recorded.\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


class _Place(msgspec.Struct, frozen=True):
    """An obligation of a case, by the ids of both."""

    case: str
    obligation: str

    @classmethod
    def of(cls, owed: Owed) -> "_Place":
        return cls(owed.case.id, owed.obligation.id)


class _OpenRow(msgspec.Struct, frozen=True, kw_only=True):
    """What can be ticked off, and its row in the list."""

    place: _Place
    row: Row


class _Review:
    """The open cases at the end of a shift: what is done is ticked off, the rest gets a reason.

    They are read anew each time they are looked at: another window may be at work on them.
    """

    def __init__(self, desk: Desk, journal: Journal, shift: Shift) -> None:
        self._desk = desk
        self._journal = journal
        self._shift = shift
        self._reason = ""
        """The reason given last: it often holds for more than one."""
        self.problems: list[DvcheckError] = []
        """What is wrong with cases that cannot be read."""
        self.excused: set[str] = set()
        """The cases whose walk stays unfinished for a reason given."""

    def worked(self) -> list[Worked]:
        """The open cases as they stand."""
        found, self.problems = worked(self._desk, open_cases, self._journal)
        return found

    def owed(self) -> list[Owed]:
        """What is required and open now, nearest deadline first."""
        return nearest_first(self.worked())

    def unfinished(self) -> list[Unfinished]:
        """The cases of which questions were not asked, and how many."""
        return unfinished(self._desk, self.worked())

    def excuse(self, left: Unfinished, terminal: Terminal) -> None:
        """Ask why a walk stays unfinished: what it would have brought up is in no list."""
        case, count = left.case, left.unasked
        title = f"{named(case)}: {not_asked(count)}. What is owed there is not known."
        rows = [
            Row(id="leave", text="Go back to the walk: the shift is not ended"),
            Row(id="excuse", text="It stays unfinished: say why"),
        ]
        while terminal.choose(title, rows) == "excuse":
            reason = terminal.ask_reason("Why does the walk stay unfinished?")
            if isinstance(reason, str):
                self._file(case.id).note(f"{not_asked(count)} by the end of the shift: {reason}")
                self.excused.add(case.id)
                return

    def is_to_ask(self, owed: Owed, asked: "set[_Place]") -> bool:
        """Whether the officer has not been asked about it yet, nor given a reason before."""
        return _Place.of(owed) not in asked and not self.has_reason(owed.duty)

    def _file(self, case: str) -> CaseFile:
        return CaseFile(self._journal, self._journal.events(case), SYSTEM)

    def has_reason(self, duty: Duty) -> bool:
        """Whether the officer has said in this shift why it stays open."""
        return bool(duty.carried_over) and duty.mark is not None and duty.mark.at >= self._shift.began

    def tick_off(self, terminal: Terminal) -> None:
        """One list of what is open in all cases; ticks made before leaving it count."""
        ticked: tuple[str, ...] = ()
        while open_rows := self._open_rows():
            places = {open_row.row.id: open_row.place for open_row in open_rows}
            rows = [open_row.row for open_row in open_rows]
            kept = tuple(row.id for row in rows if row.id in ticked)
            reply = terminal.tick("What of this is done?", self._status(), rows, kept)
            ticked = reply.done
            if reply.not_feasible is not None:
                place = places[reply.not_feasible]
                text = next(row.text for row in rows if row.id == reply.not_feasible)
                self._not_feasible(place.case, place.obligation, text, terminal)
            elif not reply.back:
                for name in reply.done:
                    self._file(places[name].case).done([places[name].obligation])
                if reply.leave:
                    raise Leave
                return

    def _open_rows(self) -> "list[_OpenRow]":
        """What can be ticked off: what is required nearest deadline first, then what is recommended."""
        found = self.worked()
        tickable = {one.case.id: {d.obligation.id for d in to_tick(one.assessment)} for one in found}
        shared = Counter(one.case.number for one in found)
        names = {
            c.id: c.number if c.number and shared[c.number] == 1 else c.id for c in (o.case for o in found)
        }
        required = [
            _open_row(owed.case, owed.duty, names[owed.case.id])
            for owed in nearest_first(found)
            if owed.obligation.id in tickable[owed.case.id]
        ]
        recommended = [
            _open_row(one.case, duty, names[one.case.id])
            for one in found
            for duty in to_tick(one.assessment)
            if not duty.outstanding
        ]
        return required + recommended

    def _status(self) -> str:
        found = self.worked()
        count, cases = len(nearest_first(found)), len(found)
        return required_open_in_cases(count, cases)

    def settle(self, owed: Owed, terminal: Terminal, left: int) -> None:
        """Ask what becomes of an obligation that stays open; so many come after it."""
        case, duty = owed.case, owed.duty
        o = duty.obligation
        lifts = _lifts(owed)
        more = f" ({left} more)" if left else ""
        title = f"{named(case)}: {o.word} ({sections_of(o.cites)}) {o.text} - {_due(duty)}{more}"
        settled = False
        while not settled:
            settled = True
            match terminal.choose(title, self._ways(case, duty, lifts)):
                case "lift" if lifts is not None:
                    if not _is_sure(lifts, terminal):
                        settled = False
                        continue
                    file = self._file(case.id)
                    file.answer(lifts, "yes")
                    file.carry_over(o.id, lifts.name)
                case "same" if self._reason:
                    self._file(case.id).carry_over(o.id, self._reason)
                case "carry" | "same":
                    reason = terminal.ask_reason(f"Why does it stay open? {o.text}")
                    settled = isinstance(reason, str)
                    if isinstance(reason, str):
                        self._reason = reason
                        self._file(case.id).carry_over(o.id, reason)
                case "rest":
                    for other in self.owed():
                        if other.case.id == case.id and not self.has_reason(other.duty):
                            self._file(case.id).carry_over(other.obligation.id, self._reason)
                case "done":
                    self._file(case.id).done([o.id])
                case "not-feasible":
                    settled = self._not_feasible(case.id, o.id, o.text, terminal)

    def _ways(self, case: Case, duty: Duty, lifts: Question | None) -> list[Row]:
        """What can become of an obligation that stays open."""
        # The first three have the same digit each time: the fingers learn them.
        last = f": {self._reason}" if self._reason else ", for the reason given last"
        rows = [
            Row(id="carry", text="It stays open: say why (carried over)"),
            Row(id="same", text=f"It stays open{last}"),
            Row(id="leave", text="Leave it open without a reason: the shift is not ended then"),
        ]
        if not ends_with_timer(duty):  # it is done when its clock is ended
            rows.append(Row(id="done", text="It is done"))
        if duty.obligation.not_feasible is not None:
            rows.append(Row(id="not-feasible", text="It was not feasible: say why"))
        if lifts is not None:
            words = f"{lifts.name}: it stays open ({_sections(duty)} lifts the deadline)"
            rows.append(Row(id="lift", text=words))
        others = sum(o.case.id == case.id and not self.has_reason(o.duty) for o in self.owed()) - 1
        if self._reason and others:
            rest = f"All that is left of {case.number or case.id} stays open: {self._reason}"
            rows.append(Row(id="rest", text=rest))
        return rows

    def _not_feasible(self, case: str, name: str, text: str, terminal: Terminal) -> bool:
        reason = terminal.ask_reason(f"Why was it not feasible? {text}")
        if isinstance(reason, str):
            self._file(case).not_feasible(name, reason)
        return isinstance(reason, str)


def _is_sure(question: Question, terminal: Terminal) -> bool:
    """One key is too little for an answer of such weight."""
    rows = [Row(id="no", text="No, back"), Row(id="yes", text="Yes: it is recorded as the answer")]
    return terminal.choose(question.text, rows) == "yes"


def _due(duty: Duty) -> str:
    left = f", {time_left(duty.deadline.at, now())}" if duty.deadline.at is not None else ""
    return f"{duty.deadline.text}{left}"


def _lifts(owed: Owed) -> Question | None:
    """The question whose "yes" lifts the deadline, as the text has it; None where nothing simple does."""
    pack, assessment = owed.worked.pack, owed.worked.assessment
    lifted = owed.obligation.due.unless if owed.obligation.due is not None else None
    if not isinstance(lifted, Is) or lifted.values != ("yes",):
        return None
    answer = assessment.answers.get(lifted.item)
    if answer is not None and answer.value == "yes":
        return None
    return next((q for q in pack.questions() if q.id == lifted.item), None)


def _open_row(case: Case, duty: Duty, name: str) -> _OpenRow:
    o = duty.obligation
    row = Row(
        id=f"{case.id} {o.id}",
        text=f"{name} {o.word:<10} {sections_of(o.cites[:1]):<7} {o.text}",
        not_feasible=o.not_feasible is not None,
    )
    return _OpenRow(place=_Place(case.id, o.id), row=row)


def _sections(duty: Duty) -> str:
    return sections_of(duty.obligation.due.cites) if duty.obligation.due is not None else ""


def _print_handed_over(desk: Desk, shift: Shift, found: Sequence[Worked], owed: Sequence[Owed]) -> None:
    console = printer.console(desk)
    at = now()
    zone = ZoneInfo(desk.sound().pack.policy.zone)
    when = span(shift, at, zone)
    console.print(f"HAND-OVER {at.astimezone(zone):%Y-%m-%d %H:%M}: shift {when}")
    for part in ledger_of(desk, found, owed, zone, at, console.width):
        console.print(part)
    for one in found:
        for said in running(one.case, one.pack, at, zone):
            console.print(f" {one.case.id}: {said}")
    for one in found:
        console.print(f" {named(one.case)}: code {code(one.case.head)}")


def _print_end(desk: Desk, without: Sequence[Owed], left: Sequence[Unfinished], *, unread: int) -> None:
    """Whether the shift is ended, and if not, what keeps it open."""
    console = printer.console(desk)
    if unread:
        console.print("The shift is NOT ended: a case cannot be read.")
    if without:
        console.print(f"The shift is NOT ended: {len(without)} required open without a reason.")
        for one in without:
            console.print(f"  {named(one.case)}: {one.obligation.id}")
        printer.say_command(desk, "Say why, or tick them off:", on_journal("shift", "end"))
    if left:
        console.print("The shift is NOT ended: a walk was not finished.")
        say_unfinished(desk, left)
    if not without and not left and not unread:
        printer.say_command(desk, "The shift is ended. What is open, once more:", on_journal("outstanding"))


def _handed_over_json(
    shift: Shift,
    owed: Sequence[Owed],
    without: Sequence[Owed],
    left: Sequence[Unfinished],
    *,
    ended: bool,
) -> dict[str, object]:
    return {
        "schema": report.SCHEMA,
        "shift": shift_json(shift, now()),
        "ended": ended,
        "outstanding": [
            {"case": case_json(o.case), **report.obligation(o.duty, o.worked.assessment, o.worked.pack)}
            for o in owed
        ],
        "without_reason": [{"case": o.case.id, "obligation": o.obligation.id} for o in without],
        "unfinished": [{"case": one.case.id, "unasked": one.unasked} for one in left],
    }

"""The end of a shift: what of the open cases is to be asked, what a choice records, what is handed over."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from dvcheck.actions.current_shift import current
from dvcheck.actions.desk import Desk, named
from dvcheck.actions.outstanding import OpenCases, Owed, open_cases_in
from dvcheck.pack.condition import Is
from dvcheck.pack.model import Question, sections_of
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import ShiftEnded
from dvcheck.record.shift import Shift
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report.owed import Unfinished
from dvcheck.rules.assess import Duty
from dvcheck.wording.counts import not_asked, required_open_in_cases
from dvcheck.wording.times import time_left

Way = Literal["carry", "same", "leave", "done", "not-feasible", "lift", "rest"]
"""What can become of an obligation that stays open.

It stays open for a reason, or for the reason given last; it is left without one; it is done; it was not
feasible; an answer lifts its deadline; all that is left of its case stays open for the reason given last.
"""


class Place(msgspec.Struct, frozen=True):
    """An obligation of a case, by the ids of both."""

    case: str
    obligation: str


class Tickable(msgspec.Struct, frozen=True, kw_only=True):
    """What can be ticked off, as a row of the list."""

    place: Place
    text: str
    not_feasible: bool
    """Whether it may be said not to have been feasible."""


class ToTick(msgspec.Struct, frozen=True, kw_only=True):
    """The list of what can be ticked off in all cases."""

    status: str
    """How much is required and open, in words."""
    rows: tuple[Tickable, ...]


class NamedWay(msgspec.Struct, frozen=True, kw_only=True):
    """One way that can be chosen, and what it is called."""

    way: Way
    text: str


class ToSettle(msgspec.Struct, frozen=True, kw_only=True):
    """The question what becomes of an obligation that stays open."""

    place: Place
    title: str
    owed: Owed
    lifts: Question | None
    """The question whose "yes" lifts the deadline."""

    @property
    def text(self) -> str:
        """What is owed."""
        return self.owed.obligation.text


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed over at the end of a shift."""

    shift: Shift
    open: OpenCases
    without: tuple[Owed, ...]
    """What stays required and open without a reason."""
    left: tuple[Unfinished, ...]
    """The cases whose walk was not finished, without a reason."""

    @property
    def ended(self) -> bool:
        """Whether the shift is ended: nothing is without a reason, and every case can be read."""
        return not self.without and not self.left and not self.open.problems


class Review:
    """The open cases at the end of a shift: what is done is ticked off, the rest gets a reason.

    Each look reads them again: another window may have changed them.
    """

    def __init__(self, desk: Desk, journal: Journal) -> None:
        """DvcheckError with Exit.USAGE where no shift runs."""
        self._desk = desk
        self._journal = journal
        self._shift = current(journal)
        self._asked: set[Place] = set()
        self._excused: set[str] = set()
        """The cases whose walk stays unfinished for a reason given."""
        self._reason = ""
        """The reason given last: it often holds for more than one."""

    def to_tick(self) -> ToTick:
        """What can be ticked off: what is required nearest deadline first, then what is recommended."""
        found = self._open()
        tickable = {one.case.id: {d.obligation.id for d in one.assessment.to_tick()} for one in found.worked}
        names = _names(one.case for one in found.worked)
        owed = found.owed()
        required = (
            _tickable(one.case, one.duty, names[one.case.id])
            for one in owed
            if one.obligation.id in tickable[one.case.id]
        )
        recommended = (
            _tickable(one.case, duty, names[one.case.id])
            for one in found.worked
            for duty in one.assessment.to_tick()
            if not duty.outstanding
        )
        status = required_open_in_cases(len(owed), len(found.worked))
        return ToTick(status=status, rows=(*required, *recommended))

    def next_to_settle(self) -> ToSettle | None:
        """The next obligation that stays open without a reason: each is asked about once.

        Also one that came up meanwhile.
        """
        owed = [one for one in self._open().owed() if self._is_to_ask(one)]
        if not owed:
            return None
        first = owed[0]
        self._asked.add(_place(first))
        return ToSettle(
            place=_place(first), title=_title(first, len(owed) - 1), owed=first, lifts=_lifts(first)
        )

    def ways(self, asked: ToSettle) -> tuple[NamedWay, ...]:
        """What can become of an obligation that stays open."""
        case, duty = asked.owed.case, asked.owed.duty
        # The first three have the same digit each time: the fingers learn them.
        last = f": {self._reason}" if self._reason else ", for the reason given last"
        ways = [
            NamedWay(way="carry", text="It stays open: say why (carried over)"),
            NamedWay(way="same", text=f"It stays open{last}"),
            NamedWay(way="leave", text="Leave it open without a reason: the shift is not ended then"),
        ]
        if not duty.ends_with_timer:  # it is done when its clock is ended
            ways.append(NamedWay(way="done", text="It is done"))
        if duty.obligation.not_feasible is not None:
            ways.append(NamedWay(way="not-feasible", text="It was not feasible: say why"))
        if asked.lifts is not None:
            words = f"{asked.lifts.name}: it stays open ({_sections(duty)} lifts the deadline)"
            ways.append(NamedWay(way="lift", text=words))
        if self._reason and len(self._without_reason(case.id)) > 1:
            rest = f"All that is left of {case.number or case.id} stays open: {self._reason}"
            ways.append(NamedWay(way="rest", text=rest))
        return tuple(ways)

    def needs_reason(self, way: Way) -> bool:
        """Whether an officer who chose a way is asked for a reason."""
        return way in ("carry", "not-feasible") or (way == "same" and not self._reason)

    def unfinished(self) -> tuple[Unfinished, ...]:
        """The cases of which questions were not asked, and how many."""
        return self._open().unfinished

    def done(self, places: Iterable[Place]) -> None:
        """Record that obligations are done."""
        for place in places:
            self._file(place.case).done([place.obligation])

    def not_feasible(self, place: Place, reason: str) -> None:
        """Record why an obligation was not feasible."""
        self._file(place.case).not_feasible(place.obligation, reason)

    def carry_over(self, place: Place, reason: str = "") -> None:
        """Record why an obligation stays open; without a reason, the one given last."""
        self._reason = reason or self._reason
        self._file(place.case).carry_over(place.obligation, self._reason)

    def carry_over_rest(self, case: str) -> None:
        """Record the reason given last for all of a case that stays open without one."""
        for one in self._without_reason(case):
            self._file(case).carry_over(one.obligation.id, self._reason)

    def lift(self, place: Place, question: Question) -> None:
        """Record the answer that lifts the deadline of an obligation, and that it stays open."""
        file = self._file(place.case)
        file.answer(question, "yes")
        file.carry_over(place.obligation, question.name)

    def excuse(self, left: Unfinished, reason: str) -> None:
        """Record why a walk stays unfinished."""
        said = f"{not_asked(left.unasked)} by the end of the shift: {reason}"
        self._file(left.case.id).note(said)
        self._excused.add(left.case.id)

    def end(self) -> HandOver:
        """End the shift where nothing keeps it open, and give what is handed over."""
        found = self._open()
        owed = found.owed()
        result = HandOver(
            shift=self._shift,
            open=found,
            without=tuple(one for one in owed if not self._has_reason(one.duty)),
            left=tuple(one for one in found.unfinished if one.case.id not in self._excused),
        )
        if result.ended:
            shifts.record(self._journal, ShiftEnded(Counter(one.case.id for one in owed)), now())
        return result

    def _open(self) -> OpenCases:
        """The open cases as they stand now."""
        return open_cases_in(self._journal, self._desk, now())

    def _is_to_ask(self, owed: Owed) -> bool:
        """Whether the officer has not been asked about it yet, nor given a reason before."""
        return _place(owed) not in self._asked and not self._has_reason(owed.duty)

    def _has_reason(self, duty: Duty) -> bool:
        """Whether the officer has said in this shift why it stays open."""
        return bool(duty.carried_over) and duty.mark is not None and duty.mark.at >= self._shift.began

    def _without_reason(self, case: str) -> list[Owed]:
        owed = self._open().owed()
        return [one for one in owed if one.case.id == case and not self._has_reason(one.duty)]

    def _file(self, case: str) -> CaseFile:
        return CaseFile(self._journal, self._journal.events(case), SYSTEM)


def unfinished_title(left: Unfinished) -> str:
    """That a walk was not finished, as a question: what it would have brought up is in no list."""
    return f"{named(left.case)}: {not_asked(left.unasked)}. What is owed there is not known."


def _place(owed: Owed) -> Place:
    return Place(owed.case.id, owed.obligation.id)


def _names(cases: Iterable[Case]) -> dict[str, str]:
    """The cases by their ids: each by its number, or by its id where another has the same number."""
    found = tuple(cases)
    shared = Counter(c.number for c in found)
    return {c.id: c.number if c.number and shared[c.number] == 1 else c.id for c in found}


def _tickable(case: Case, duty: Duty, name: str) -> Tickable:
    o = duty.obligation
    return Tickable(
        place=Place(case.id, o.id),
        text=f"{name} {o.word:<10} {sections_of(o.cites[:1]):<7} {o.text}",
        not_feasible=o.not_feasible is not None,
    )


def _title(owed: Owed, left: int) -> str:
    """Ask what becomes of an obligation; `left` is how many come after it."""
    o, deadline = owed.obligation, owed.duty.deadline
    due = deadline.text + (f", {time_left(deadline.at, now())}" if deadline.at is not None else "")
    more = f" ({left} more)" if left else ""
    return f"{named(owed.case)}: {o.word} ({sections_of(o.cites)}) {o.text} - {due}{more}"


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


def _sections(duty: Duty) -> str:
    return sections_of(duty.obligation.due.cites) if duty.obligation.due is not None else ""

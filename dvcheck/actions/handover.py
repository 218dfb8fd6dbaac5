"""The end of a shift: the questions about open cases, what a choice records, and the hand-over."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from dvcheck.actions.current_shift import current
from dvcheck.actions.outstanding import AssessedCase, OpenCases, OwedDuty, open_cases_in
from dvcheck.actions.workspace import Workspace
from dvcheck.pack.condition import Is
from dvcheck.pack.model import Question
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import ShiftEnded
from dvcheck.record.shift import Shift
from dvcheck.record.store import Store
from dvcheck.report.owed import Unfinished
from dvcheck.rules.assess import Duty
from dvcheck.wording import handover as wording
from dvcheck.wording.duty import not_feasible_refused

Way = Literal["carry", "same", "leave", "done", "not-feasible", "lift", "rest"]
"""The choices for an obligation that is still open.

In order: open for a reason; open for the reason given last; open without a reason; done; not feasible; an
answer lifts its deadline; the rest of its case stays open for the reason given last.
"""


class DutyPlace(msgspec.Struct, frozen=True):
    """The ids of a case and of an obligation in it."""

    case: str
    obligation: str


class Tickable(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list of duties to tick off."""

    worked: AssessedCase
    """Its case."""
    duty: Duty
    name: str
    """The name of its case in the list."""
    refused: str
    """The message if "not feasible" is not allowed."""

    @property
    def place(self) -> DutyPlace:
        """Return the ids of its case and obligation."""
        return DutyPlace(self.worked.case.id, self.duty.obligation.id)

    @property
    def not_feasible(self) -> bool:
        """Check whether it may be marked not feasible."""
        return self.duty.obligation.not_feasible is not None


class ToTick(msgspec.Struct, frozen=True, kw_only=True):
    """The list of duties to tick off in all cases."""

    owed: int
    """How many required duties are open."""
    cases: int
    """How many cases are open."""
    rows: tuple[Tickable, ...]


class ToSettle(msgspec.Struct, frozen=True, kw_only=True):
    """The question of what happens to an open obligation."""

    owed: OwedDuty
    left: int
    """How many more will be asked about."""
    lifts: Question | None
    """The question whose "yes" lifts the deadline."""

    @property
    def place(self) -> DutyPlace:
        """Return the ids of its case and obligation."""
        return _place(self.owed)


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """The hand-over at the end of a shift."""

    shift: Shift
    open: OpenCases
    without: tuple[OwedDuty, ...]
    """The required open duties without a reason."""
    left: tuple[Unfinished, ...]
    """The cases with an unfinished walk and no reason."""

    @property
    def ended(self) -> bool:
        """Check whether the shift has ended: everything has a reason, and every case can be read."""
        return not self.without and not self.left and not self.open.problems


class Review:
    """The review of open cases at the end of a shift: duties are ticked off, or get a reason.

    Each method reads the cases again, because another window may have changed them.
    """

    def __init__(self, workspace: Workspace, journal: Store) -> None:
        """Raise DvcheckError with Exit.USAGE if no shift runs."""
        self._workspace = workspace
        self._journal = journal
        self._shift = current(journal)
        self._asked: set[DutyPlace] = set()
        self._excused: set[str] = set()
        """The cases with a reason for their unfinished walk."""
        self._reason = ""
        """The reason given last, which often applies to more than one duty."""

    def to_tick(self) -> ToTick:
        """List the duties to tick off: required ones, nearest deadline first, then recommended ones."""
        found = self._open()
        tickable = {one.case.id: {d.obligation.id for d in one.assessment.to_tick()} for one in found.worked}
        names = _names(one.case for one in found.worked)
        owed = found.owed()
        required = (
            _tickable(one.worked, one.duty, names)
            for one in owed
            if one.obligation.id in tickable[one.case.id]
        )
        recommended = (
            _tickable(one, duty, names)
            for one in found.worked
            for duty in one.assessment.to_tick()
            if not duty.outstanding
        )
        return ToTick(owed=len(owed), cases=len(found.worked), rows=(*required, *recommended))

    def next_to_settle(self) -> ToSettle | None:
        """Return the next open obligation without a reason. Each is asked about once.

        This includes obligations that arose since the review began.
        """
        owed = [one for one in self._open().owed() if self._is_to_ask(one)]
        if not owed:
            return None
        first = owed[0]
        self._asked.add(_place(first))
        return ToSettle(owed=first, left=len(owed) - 1, lifts=_lifts(first))

    @property
    def reason(self) -> str:
        """Return the reason given last; empty if none was."""
        return self._reason

    def ways(self, asked: ToSettle) -> tuple[Way, ...]:
        """Return the choices for an open obligation."""
        case, duty = asked.owed.case, asked.owed.duty
        ways: list[Way] = ["carry", "same", "leave"] if self._reason else ["carry", "leave"]
        if not duty.ends_with_timer:  # ending its clock marks it done
            ways.append("done")
        if duty.obligation.not_feasible is not None:
            ways.append("not-feasible")
        if asked.lifts is not None:
            ways.append("lift")
        if self._reason and len(self._without_reason(case.id)) > 1:
            ways.append("rest")
        return tuple(ways)

    def needs_reason(self, way: Way) -> bool:
        """Check whether a choice needs a reason."""
        return way in ("carry", "not-feasible")

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return the cases with something left to walk."""
        return self._open().unfinished

    def done(self, places: Iterable[DutyPlace]) -> None:
        """Record that obligations are done."""
        for place in places:
            self._file(place.case).done([place.obligation])

    def not_feasible(self, place: DutyPlace, reason: str) -> None:
        """Record why an obligation was not feasible."""
        self._file(place.case).not_feasible(place.obligation, reason)

    def carry_over(self, place: DutyPlace, reason: str = "") -> None:
        """Record why an obligation stays open; by default, the reason given last."""
        self._reason = reason or self._reason
        self._file(place.case).carry_over(place.obligation, self._reason)

    def carry_over_rest(self, case: str) -> None:
        """Record the reason given last for all duties of a case without a reason."""
        for one in self._without_reason(case):
            self._file(case).carry_over(one.obligation.id, self._reason)

    def lift(self, place: DutyPlace, question: Question) -> None:
        """Record the answer that lifts the deadline of an obligation, which stays open."""
        file = self._file(place.case)
        file.answer(question, "yes")
        file.carry_over(place.obligation, question.name)

    def excuse(self, left: Unfinished, reason: str) -> None:
        """Record why a walk stays unfinished."""
        self._file(left.case.id).note(wording.unfinished_note(left.unasked, left.to_walk, reason))
        self._excused.add(left.case.id)

    def end(self) -> HandOver:
        """End the shift if nothing prevents it, and return the hand-over."""
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
        """Read the open cases now."""
        return open_cases_in(self._journal, self._workspace, now())

    def _is_to_ask(self, owed: OwedDuty) -> bool:
        """Check whether a duty has not been asked about and has no reason."""
        return _place(owed) not in self._asked and not self._has_reason(owed.duty)

    def _has_reason(self, duty: Duty) -> bool:
        """Check whether this shift recorded a reason why it stays open."""
        return bool(duty.carried_over) and duty.mark is not None and duty.mark.at >= self._shift.began

    def _without_reason(self, case: str) -> list[OwedDuty]:
        owed = self._open().owed()
        return [one for one in owed if one.case.id == case and not self._has_reason(one.duty)]

    def _file(self, case: str) -> CaseFile:
        return CaseFile(self._journal, self._journal.events(case), SYSTEM)


def _place(owed: OwedDuty) -> DutyPlace:
    return DutyPlace(owed.case.id, owed.obligation.id)


def _tickable(worked: AssessedCase, duty: Duty, names: Mapping[str, str]) -> Tickable:
    refused = not_feasible_refused(worked.pack.policy.terms)
    return Tickable(worked=worked, duty=duty, name=names[worked.case.id], refused=refused)


def _names(cases: Iterable[Case]) -> dict[str, str]:
    """Return the name of each case by its id: its number, or its id if the number is not unique."""
    found = tuple(cases)
    shared = Counter(c.number for c in found)
    return {c.id: c.number if c.number and shared[c.number] == 1 else c.id for c in found}


def _lifts(owed: OwedDuty) -> Question | None:
    """Return the question whose "yes" lifts the deadline; None if no single question does."""
    assessment = owed.worked.assessment
    lifted = owed.obligation.due.unless if owed.obligation.due is not None else None
    if not isinstance(lifted, Is) or lifted.values != ("yes",):
        return None
    name = assessment.outline.scoped(lifted.item, owed.duty.entry)
    answer, met = assessment.answers.get(name), assessment.outline.by_id.get(name)
    if met is None or (answer is not None and answer.value == "yes"):
        return None
    return met.item if isinstance(met.item, Question) else None

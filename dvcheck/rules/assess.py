"""Assess a case: from its outline, answers, marks and the time to what is owed and what to ask next.

The rules keep no state: back, amend and resume change the answers and assess again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from dvcheck.pack.model import Finding, Note, Obligation, Question
from dvcheck.rules.answer import Answer, Mark
from dvcheck.rules.deadline import Deadline, Times, deadline
from dvcheck.rules.logic import Facts, Truth, Uncounted, Verdict
from dvcheck.rules.outcome import WalkOutcome, outcomes_of
from dvcheck.rules.outline import Entry, Outline, base_of
from dvcheck.rules.urgency import led_to, most_urgent_first, rank

Status = Literal["open", "undetermined", "done", "not-feasible", "in-force", "not-triggered"]


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation and its status in one case.

    `because` names the questions whose answers raised it. If it is undetermined, `waits_for` names the
    questions that would decide it.
    """

    obligation: Obligation
    status: Status
    deadline: Deadline
    because: tuple[str, ...] = ()
    raised_by: tuple[str, ...] = ()
    """The part of `because` that its own condition names; all of `because` if it names none."""
    waits_for: tuple[str, ...] = ()
    mark: Mark | None = None
    entry: Entry | None = None
    """The list entry it is owed for; None if it is owed once."""
    instead_of: str | None = None
    """The obligation that was not feasible and that this one replaces."""
    leads: int = 0
    """The number of duties up to an arrest that is owed, if this is one of them; 0 for all others."""

    @property
    def carried_over(self) -> str:
        """The reason it stays open past the end of the shift; empty if none is recorded or it is not open."""
        mark = self.mark
        return (
            mark.reason
            if mark is not None and mark.status == "carried-over" and self.status == "open"
            else ""
        )

    @property
    def outstanding(self) -> bool:
        """Whether it is required and open: what `--check` finds."""
        return self.status == "open" and self.obligation.force == "required"

    @property
    def id(self) -> str:
        """Its id in the pack, without the entry it is owed for."""
        return base_of(self.obligation.id)

    @property
    def ends_with_timer(self) -> bool:
        """Whether its deadline counts from a running timer. It is done when the timer is ended."""
        return self.deadline.runs


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that follows from the answers of one case."""

    facts: Facts
    """The answers as the rules read them. Its verdicts are kept, so reading them again costs little."""
    findings: Mapping[str, Truth]
    duties: tuple[Duty, ...]
    notes: tuple[Note, ...]
    outcomes: tuple[WalkOutcome, ...]
    """The outcome of each checklist of the case that has outcomes."""
    unasked: tuple[Question, ...]
    """The questions still to ask, in document order. A question whose guard waits for one of them is not
    included."""
    inapplicable: frozenset[str]
    """Answered questions that no longer apply. Their answers are kept but do not count."""
    uncounted: tuple[Uncounted, ...] = ()
    """Recorded answers that do not count, such as an impossible date of an earlier version."""

    @property
    def outline(self) -> Outline:
        """The items of the case, expanded for the entries of its lists."""
        return self.facts.outline

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that count, by question."""
        return self.facts.answers

    def duty(self, name: str) -> Duty | None:
        """Return the duty called `name`; None if this walk has none."""
        return next((d for d in self.duties if d.obligation.id == name), None)

    def duties_of(self, name: str) -> tuple[Duty, ...]:
        """Return the duty with this key, or all duties with this id in the pack: one for each list entry."""
        return tuple(d for d in self.duties if name in (d.obligation.id, d.id))

    @property
    def outstanding(self) -> tuple[Duty, ...]:
        """The duties that are required and open, most urgent first."""
        return most_urgent_first(d for d in self.duties if d.outstanding)

    @property
    def to_walk(self) -> tuple[Note, ...]:
        """The notes that send the case to another walk, which it has not had yet."""
        return tuple(note for note in self.notes if note.walk)

    @property
    def in_force(self) -> tuple[Duty, ...]:
        """The duties in force, without those that are only recommended against."""
        found = self.with_status("in-force")
        return tuple(d for d in found if d.obligation.force != "recommended-against")

    @property
    def advice(self) -> tuple[Duty, ...]:
        """The duties in force that are recommended against."""
        found = self.with_status("in-force")
        return tuple(d for d in found if d.obligation.force == "recommended-against")

    def undetermined(self) -> tuple[Duty, ...]:
        """Return the undetermined duties, without mere permissions."""
        return tuple(d for d in self.with_status("undetermined") if d.obligation.force != "permitted")

    def undecided(self) -> tuple[Duty, ...]:
        """Return the undetermined duties that wait for an answered question, such as one answered "unknown".

        Screens and reports call these undecided.
        """
        return tuple(d for d in self.undetermined() if any(name in self.answers for name in d.waits_for))

    def not_asked_yet(self) -> tuple[Duty, ...]:
        """Return the undetermined duties that wait only for unasked questions."""
        return tuple(d for d in self.undetermined() if not any(name in self.answers for name in d.waits_for))

    def nearest(self, names: Sequence[str]) -> Sequence[str]:
        """Return those of `names` that are answered or can be asked now; all of them if there are none.

        The other questions are asked only after these.
        """
        near = {*self.answers, *(question.id for question in self.unasked)}
        return [name for name in names if name in near] or names

    def with_status(self, *statuses: Status) -> tuple[Duty, ...]:
        """Return the duties that have one of `statuses`."""
        return tuple(d for d in self.duties if d.status in statuses)

    def to_tick(self) -> tuple[Duty, ...]:
        """Return the open duties that can be ticked off: required, then recommended, most urgent first."""
        found = (
            d for d in self.with_status("open") if d.obligation.force != "permitted" and not d.ends_with_timer
        )
        return tuple(sorted(found, key=lambda d: (d.obligation.force != "required", rank(d))))


def assess(
    outline: Outline,
    answers: Mapping[str, Answer],
    marks: Mapping[str, Mark],
    now: datetime,
    shift_ends: datetime | None = None,
    opened: datetime | None = None,
) -> Assessment:
    """Assess a case. Pure: the same arguments give the same assessment. Every time is aware.

    `opened` is when the case was opened, if known: a deadline may count from it.
    """
    facts = Facts(outline, answers)
    items = [guarded.item for guarded in facts.outline.items]
    at = Times(now=now, shift_ends=shift_ends, opened=opened)
    return Assessment(
        facts=facts,
        findings={i.id: facts.finding(i.id).truth for i in items if isinstance(i, Finding)},
        duties=_duties([i for i in items if isinstance(i, Obligation)], facts, marks, at),
        notes=tuple(i for i in items if isinstance(i, Note) and facts.guard(i.id).truth is Truth.TRUE),
        outcomes=outcomes_of(facts),
        unasked=tuple(_to_ask(facts)),
        inapplicable=_inapplicable(facts),
        uncounted=tuple(facts.uncounted),
    )


def next_question(assessment: Assessment, skipped: Collection[str] = ()) -> Question | None:
    """Return the first question to ask that is not left for later; None at the end of the walk."""
    return next((q for q in assessment.unasked if q.id not in skipped), None)


def replay(outline: Outline, given: Mapping[str, Answer]) -> frozenset[str]:
    """Replay a walk that is answered from `given`, and return the questions it answers.

    A question without an answer in `given` is left for later. So is one whose answer cannot be read, such as
    a name that is in no list: it would be asked again without end. Duties are not computed: that would take
    long for the hundred steps of a walk.
    """
    answered: dict[str, Answer] = {}
    left: set[str] = set()
    while question := next((q for q in _to_ask(Facts(outline, answered)) if q.id not in left), None):
        if question.id in given and question.id not in answered:
            answered[question.id] = given[question.id]
        else:
            answered.pop(question.id, None)
            left.add(question.id)
    return frozenset(answered)


def inapplicable(outline: Outline, answers: Mapping[str, Answer]) -> frozenset[str]:
    """Return the answered questions whose guard is false."""
    return _inapplicable(Facts(outline, answers))


def _inapplicable(facts: Facts) -> frozenset[str]:
    return frozenset(name for name in facts.answers if facts.guard(name).truth is Truth.FALSE)


def _to_ask(facts: Facts) -> Iterator[Question]:
    """Yield the questions still to ask, in document order. Each is examined only when it is reached."""
    for question in facts.outline.questions():
        if question.id not in facts.answers and not question.unprompted and _may_be_asked(facts, question):
            yield question


def _may_be_asked(facts: Facts, question: Question) -> bool:
    """Check whether a walk may ask the question: its guard and its `asked_when` both allow it."""
    if not _lets_ask(facts, question, facts.guard(question.id)):
        return False
    entry = facts.outline.by_id[question.id].entry
    return _lets_ask(facts, question, facts.decide(question.asked_when, reads="told", entry=entry))


def _lets_ask(facts: Facts, question: Question, verdict: Verdict) -> bool:
    """Check whether a verdict allows the question to be asked.

    FALSE does not, nor does a verdict that waits for an unasked question. If only an answer of "unknown"
    leaves it undecided, the question is asked, unless its section is on `hold`.
    """
    if verdict.truth is not Truth.UNKNOWN:
        return verdict.truth is Truth.TRUE
    return not facts.unasked(verdict) and not facts.outline.by_id[question.id].hold


def _duties(
    obligations: list[Obligation], facts: Facts, marks: Mapping[str, Mark], at: Times
) -> tuple[Duty, ...]:
    by_id = facts.outline.by_id

    def instead_of(o: Obligation) -> str:
        """Return the key of the obligation that replaces this one if not feasible; empty if none does."""
        name = o.not_feasible.instead if o.not_feasible is not None else ""
        return facts.outline.scoped(name, by_id[o.id].entry) if name else ""

    substitutes = {instead_of(o) for o in obligations if o.not_feasible is not None} - {""}
    met = _Completion(facts, marks)
    duties = {
        o.id: _duty(o, facts.guard(o.id), facts, met, at) for o in obligations if o.id not in substitutes
    }
    replaced: dict[str, Duty] = {}
    for duty in duties.values():
        if duty.status == "not-feasible" and duty.obligation.not_feasible:
            replaced[instead_of(duty.obligation)] = duty
    for o in obligations:
        if o.id in substitutes:
            parent = replaced.get(o.id)
            verdict = facts.guard(o.id) if parent is not None else Verdict(Truth.FALSE)
            duty = _duty(o, verdict, facts, met, at)
            if parent is not None:
                duty = replace(duty, because=parent.because, instead_of=parent.obligation.id)
            duties[o.id] = duty
    found = tuple(duties[o.id] for o in obligations)
    leads = led_to(found)
    return tuple(replace(d, leads=leads[d.obligation.id]) if d.obligation.id in leads else d for d in found)


class _Completion:
    """The marks on obligations, and when each obligation was done by its mark or by the answers."""

    def __init__(self, facts: Facts, marks: Mapping[str, Mark]) -> None:
        self._facts = facts
        self._marks = marks

    def mark(self, name: str, entry: Entry | None) -> Mark | None:
        """Return the officer's mark on an obligation, by its key.

        A mark made before any entry was named applies to the entries that were named first.
        """
        mark = self._marks.get(name)
        if mark is not None or entry is None:
            return mark
        earlier = self._marks.get(base_of(name))
        return earlier if earlier is not None and entry.first and earlier.at <= entry.since else None

    def done_at(self, name: str) -> datetime | None:
        """Return when an obligation was done, by its key; None if it is not done or not in this walk."""
        guarded = self._facts.outline.by_id.get(name)
        if guarded is None or not isinstance(guarded.item, Obligation):
            return None
        mark = self.mark(name, guarded.entry)
        if mark is not None and mark.status == "done":
            return mark.at
        if guarded.item.done_when is None:
            return None
        verdict = self._facts.decide(guarded.item.done_when, reads="told", entry=guarded.entry)
        times = [self._facts.answers[q].at for q in verdict.because if q in self._facts.answers]
        return max(times, default=None) if verdict.truth is Truth.TRUE else None


def _duty(obligation: Obligation, verdict: Verdict, facts: Facts, met: _Completion, at: Times) -> Duty:
    entry = facts.outline.by_id[obligation.id].entry
    mark = met.mark(obligation.id, entry)
    status = _status(obligation, verdict, facts, mark, entry)
    due = deadline(obligation.due, facts, at, entry, met.done_at)
    if status != "open":
        due = replace(due, overdue=False)
    return Duty(
        obligation=obligation,
        status=status,
        deadline=due,
        because=verdict.because,
        raised_by=_raised_by(obligation, verdict, facts, entry),
        waits_for=verdict.waits_for if status == "undetermined" else (),
        mark=mark,
        entry=entry,
    )


def _raised_by(
    obligation: Obligation, verdict: Verdict, facts: Facts, entry: Entry | None
) -> tuple[str, ...]:
    own = facts.decide(obligation.when, entry=entry) if verdict.truth is Truth.TRUE else verdict
    return own.because or verdict.because


def _status(
    obligation: Obligation, verdict: Verdict, facts: Facts, mark: Mark | None, entry: Entry | None
) -> Status:
    if verdict.truth is Truth.FALSE:
        return "not-triggered"
    if obligation.unless is not None and facts.decide(obligation.unless, entry=entry).truth is Truth.TRUE:
        return "not-triggered"
    if obligation.kind == "standing":
        return "in-force" if verdict.truth is Truth.TRUE else "undetermined"
    # A duty that was done is done, even if it is undetermined whether it arose.
    match mark.status if mark is not None else None:
        case "done":
            return "done"
        case "not-feasible" if obligation.not_feasible is not None:
            return "not-feasible"
        case "not-feasible" | "carried-over" | None:
            pass
        case never:
            assert_never(never)
    if (
        obligation.done_when is not None
        and facts.decide(obligation.done_when, reads="told", entry=entry).truth is Truth.TRUE
    ):
        return "done"
    return "open" if verdict.truth is Truth.TRUE else "undetermined"

"""(outline, answers, marks, now) to an assessment: what is owed, what is not decided yet, what to ask next.

There is no rule state: back, amend and resume change the answers and assess again.
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
from dvcheck.rules.urgency import most_urgent_first, place

Status = Literal["open", "undetermined", "done", "not-feasible", "in-force", "not-triggered"]


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation as it stands in one case.

    `because` and `waits_for` name questions: those whose answers raised it, and, where it is undetermined,
    those that would decide it.
    """

    obligation: Obligation
    status: Status
    deadline: Deadline
    because: tuple[str, ...] = ()
    raised_by: tuple[str, ...] = ()
    """Those of `because` that its own condition names, not the guards around it; all where it has none."""
    waits_for: tuple[str, ...] = ()
    mark: Mark | None = None
    entry: Entry | None = None
    """The entry of a list it is owed for; None where it is owed once."""
    instead_of: str | None = None
    """The obligation that was not feasible, where this one stands in for it."""

    @property
    def carried_over(self) -> str:
        """Why it stays open past the end of the shift; empty where nobody said so, or it is not open."""
        mark = self.mark
        return (
            mark.reason
            if mark is not None and mark.status == "carried-over" and self.status == "open"
            else ""
        )

    @property
    def outstanding(self) -> bool:
        """Required and open: what `--check` finds."""
        return self.status == "open" and self.obligation.force == "required"

    @property
    def id(self) -> str:
        """The id the pack has for it, for whichever entry it is owed."""
        return base_of(self.obligation.id)

    @property
    def ends_with_timer(self) -> bool:
        """Whether it is due so long after the start of a timer that runs: it is done when that is ended."""
        return self.deadline.runs


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the answers of one case."""

    facts: Facts
    """The answers as the rules read them. It keeps its verdicts, so asking it again costs little."""
    findings: Mapping[str, Truth]
    duties: tuple[Duty, ...]
    notes: tuple[Note, ...]
    outcomes: tuple[WalkOutcome, ...]
    """What each checklist of the case has come to; those without outcomes are not among them."""
    unasked: tuple[Question, ...]
    """The questions still to ask, in document order; not those whose guard waits for one of them."""
    inapplicable: frozenset[str]
    """Answered questions behind a guard that is now false: kept, and counting for nothing."""
    uncounted: tuple[Uncounted, ...] = ()
    """What was recorded and counts as not asked: an impossible date of an earlier version, for example."""

    @property
    def outline(self) -> Outline:
        """The items of the case, laid out for the entries of its lists."""
        return self.facts.outline

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that count, by question."""
        return self.facts.answers

    def duty(self, name: str) -> Duty | None:
        """The obligation called `name` as it stands; None where this walk has none."""
        return next((d for d in self.duties if d.obligation.id == name), None)

    def duties_of(self, name: str) -> tuple[Duty, ...]:
        """The duties of a name: one by its key, or one for each entry by its id."""
        return tuple(d for d in self.duties if name in (d.obligation.id, d.id))

    @property
    def outstanding(self) -> tuple[Duty, ...]:
        """What is required and open, the most urgent first."""
        return most_urgent_first(d for d in self.duties if d.outstanding)

    @property
    def in_force(self) -> tuple[Duty, ...]:
        """What is in force, but what is only recommended against."""
        found = self.with_status("in-force")
        return tuple(d for d in found if d.obligation.force != "recommended-against")

    @property
    def advice(self) -> tuple[Duty, ...]:
        """What is recommended against, while that is in force."""
        found = self.with_status("in-force")
        return tuple(d for d in found if d.obligation.force == "recommended-against")

    def undetermined(self) -> tuple[Duty, ...]:
        """What is undetermined and would bind or be recommended; a mere permission is not counted."""
        return tuple(d for d in self.with_status("undetermined") if d.obligation.force != "permitted")

    def undecided(self) -> tuple[Duty, ...]:
        """What of it an answer leaves open, such as "unknown": people are told this as undecided."""
        return tuple(d for d in self.undetermined() if any(name in self.answers for name in d.waits_for))

    def not_asked_yet(self) -> tuple[Duty, ...]:
        """What of it merely waits for questions that nobody has asked yet."""
        return tuple(d for d in self.undetermined() if not any(name in self.answers for name in d.waits_for))

    def nearest(self, names: Sequence[str]) -> Sequence[str]:
        """Of questions that would decide something, those that are answered or can be asked now; else all.

        The others are only asked once these are.
        """
        near = {*self.answers, *(question.id for question in self.unasked)}
        return [name for name in names if name in near] or names

    def with_status(self, *statuses: Status) -> tuple[Duty, ...]:
        return tuple(d for d in self.duties if d.status in statuses)

    def to_tick(self) -> tuple[Duty, ...]:
        """What is open and can be ticked off: required first, then recommended, the most urgent first."""
        found = (
            d for d in self.with_status("open") if d.obligation.force != "permitted" and not d.ends_with_timer
        )
        return tuple(sorted(found, key=lambda d: (d.obligation.force != "required", place(d))))


def assess(
    outline: Outline,
    answers: Mapping[str, Answer],
    marks: Mapping[str, Mark],
    now: datetime,
    shift_ends: datetime | None = None,
    opened: datetime | None = None,
) -> Assessment:
    """Assess a case. Pure: the same arguments give the same assessment. Every time is aware.

    `opened` is when the case was opened, where that is known: a deadline may count from it.
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
    """The first question still to ask that the officer has not left for later; None at the end."""
    return next((q for q in assessment.unasked if q.id not in skipped), None)


def replay(outline: Outline, given: Mapping[str, Answer]) -> frozenset[str]:
    """The questions of `given` that the walk comes to: each is asked as the answers before it decide.

    A question without an answer in `given` is left for later. Duties are not worked out: this is a walk of a
    hundred steps, to be done in one go.
    """
    answered: dict[str, Answer] = {}
    left: set[str] = set()
    while question := next((q for q in _to_ask(Facts(outline, answered)) if q.id not in left), None):
        if question.id in given:
            answered[question.id] = given[question.id]
        else:
            left.add(question.id)
    return frozenset(answered)


def inapplicable(outline: Outline, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The answered questions behind a guard that is false."""
    return _inapplicable(Facts(outline, answers))


def _inapplicable(facts: Facts) -> frozenset[str]:
    return frozenset(name for name in facts.answers if facts.guard(name).truth is Truth.FALSE)


def _to_ask(facts: Facts) -> Iterator[Question]:
    """The questions still to ask, in document order, each looked at only when it is reached."""
    for question in facts.outline.questions():
        if question.id not in facts.answers and not question.unprompted and _may_be_asked(facts, question):
            yield question


def _may_be_asked(facts: Facts, question: Question) -> bool:
    """Whether a walk asks the question: its guard and its `asked_when` let it."""
    if not _lets_ask(facts, question, facts.guard(question.id)):
        return False
    entry = facts.outline.by_id[question.id].entry
    return _lets_ask(facts, question, facts.decide(question.asked_when, reads="told", entry=entry))


def _lets_ask(facts: Facts, question: Question, verdict: Verdict) -> bool:
    """Not where it fails, nor while it waits for a question that comes first. Where only "unknown" stands
    in the way, the question is asked rather than skipped, unless its section says to hold it."""
    if verdict.truth is not Truth.UNKNOWN:
        return verdict.truth is Truth.TRUE
    return not facts.unasked(verdict) and not facts.outline.by_id[question.id].hold


def _duties(
    obligations: list[Obligation], facts: Facts, marks: Mapping[str, Mark], at: Times
) -> tuple[Duty, ...]:
    by_id = facts.outline.by_id

    def instead_of(o: Obligation) -> str:
        """The key of the obligation that replaces this one if it is not feasible; empty for none."""
        name = o.not_feasible.instead if o.not_feasible is not None else ""
        return facts.outline.scoped(name, by_id[o.id].entry) if name else ""

    stands_in = {instead_of(o) for o in obligations if o.not_feasible is not None} - {""}
    met = _Met(facts, marks)
    duties = {o.id: _duty(o, facts.guard(o.id), facts, met, at) for o in obligations if o.id not in stands_in}
    raised: dict[str, Duty] = {}
    for duty in duties.values():
        if duty.status == "not-feasible" and duty.obligation.not_feasible:
            raised[instead_of(duty.obligation)] = duty
    for o in obligations:
        if o.id in stands_in:
            parent = raised.get(o.id)
            verdict = facts.guard(o.id) if parent is not None else Verdict(Truth.FALSE)
            duty = _duty(o, verdict, facts, met, at)
            if parent is not None:
                duty = replace(duty, because=parent.because, instead_of=parent.obligation.id)
            duties[o.id] = duty
    return tuple(duties[o.id] for o in obligations)


class _Met:
    """When obligations were met, as far as the officer said so or the answers show it."""

    def __init__(self, facts: Facts, marks: Mapping[str, Mark]) -> None:
        self._facts = facts
        self._marks = marks

    def mark(self, name: str, entry: Entry | None) -> Mark | None:
        """The officer's word on an obligation, by its key.

        What was said of it as one, before anybody was named, holds for those who were named first.
        """
        mark = self._marks.get(name)
        if mark is not None or entry is None:
            return mark
        whole = self._marks.get(base_of(name))
        return whole if whole is not None and entry.first and whole.at <= entry.since else None

    def done_at(self, name: str) -> datetime | None:
        """When an obligation was done, by its key; None where it is not, or not in this walk."""
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


def _duty(obligation: Obligation, verdict: Verdict, facts: Facts, met: _Met, at: Times) -> Duty:
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
    # What is done needs no decision any more: an undetermined duty that was met is met.
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

"""The next step of a walk: a pure function of its state, with no terminal, journal or clock.

The caller asks for the next step, gets an answer, and passes in the new state. `walk` does this with a
terminal. A web page or a trainer can do it with the functions here.
"""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import ENDED, Option, Question
from dvcheck.record.clock import Timer
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, Duty, next_question
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import base_of
from dvcheck.wording.times import length


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """The next step is to ask a question."""

    question: Question
    """The question as the pack has it. The answer is recorded to it."""
    shown: Question
    """The question as the officer sees it. For a timer, it asks when the timer started."""
    former: Answer | None = None
    """Its current answer; None if it has none that counts."""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """The next step is to count a running timer down."""

    question: Question
    entries: Question | None = None
    """The question whose answer is the list to tick off while it runs; None if there is no list."""


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """The next step is to tick off the list of what is open: all questions are asked."""

    duties: tuple[Duty, ...]
    questions: tuple[Question, ...] = ()
    """The yes-no questions on the list, because no walk asks them."""


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """The walk is over: nothing is left to ask or to tick off."""


Step = Ask | Count | Tick | Finished
"""The next step of a walk."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The progress of a walk: the number of a question, and about how many there will be.

    `about` changes with the answers, because they decide what is asked.
    """

    at: int
    about: int


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a walk: the assessed case, and what the officer did other than answer."""

    assessment: Assessment
    timers: Mapping[str, Timer] = {}
    """The started timers of the case, by question."""
    later: tuple[str, ...] = ()
    """The questions left for later, and the timers left running while other questions are asked."""
    kept_back: frozenset[str] = frozenset()
    """The sensitive questions this walk does not ask, by their ids in the pack."""
    again: str | None = None
    """The question the officer went back to, or that must be repeated; None if the walk moves forward."""
    ticked_off: bool = False
    """Whether the list at the end was confirmed."""
    revisited: tuple[str, ...] = ()
    """The questions the officer went to from the list at the end, to settle what is undecided."""

    def holds_back(self, question: Question) -> bool:
        """Check whether this walk does not ask a question, for any entry of a list."""
        return base_of(question.id) in self.kept_back

    def runs(self, question: str) -> bool:
        """Check whether a timer is running."""
        timer = self.timers.get(question)
        return timer is not None and timer.runs


def next_step(state: State) -> Step:
    """Return the next step.

    First comes the question the officer went back to, if it still exists: a list may have changed. Next comes
    a running timer, unless it was left to run while other questions are asked. Then come the questions in
    document order, and last the list of what is open.
    """
    outline = state.assessment.outline
    if state.again is not None and state.again in outline.by_id:
        return _step_at(state, outline.question(state.again))
    if state.ticked_off:
        return Finished()
    for question in outline.questions():
        if state.runs(question.id) and question.id not in state.later:
            return _step_at(state, question)
    held_back = (question.id for question in state.assessment.unasked if state.holds_back(question))
    found = next_question(state.assessment, {*state.later, *held_back})
    return _step_at(state, found) if found is not None else to_tick_off(state.assessment)


def _step_at(state: State, question: Question) -> Ask | Count:
    if state.runs(question.id):
        return Count(question=question, entries=_entries(state, question))
    timer = state.timers.get(question.id)
    return Ask(
        question=question,
        shown=start_of(question, timer) if question.limit is not None else question,
        former=state.assessment.answers.get(question.id),
    )


def _entries(state: State, timer: Question) -> Question | None:
    ticks = timer.limit.ticks if timer.limit is not None else ""
    known = ticks in state.assessment.outline.by_id and ticks not in state.kept_back
    return state.assessment.outline.question(ticks) if known else None


def to_tick_off(assessment: Assessment) -> Tick | Finished:
    """Return the list of what is open; Finished if no required duty is open.

    Duties that are only recommended are on the list, but alone they do not make one.
    """
    duties = assessment.to_tick()
    if not any(duty.outstanding for duty in duties):
        return Finished()
    return Tick(duties=duties, questions=unprompted_questions(assessment))


# --- the officer's actions ----------------------------------------------------------------------------------


def go_on(state: State, assessment: Assessment, timers: Mapping[str, Timer]) -> State:
    """Return the state after something was recorded."""
    return replace(state, assessment=assessment, timers=timers, again=None)


def leave_for_later(state: State, question: Question) -> State:
    """Return the state after a question is left for later, or a timer is left running.

    An earlier answer stays.
    """
    answered = question.id in state.assessment.answers and not state.runs(question.id)
    kept = answered or question.id in state.later
    return replace(state, later=state.later if kept else (*state.later, question.id), again=None)


def take_up(state: State, question: Question) -> State:
    """Return the state after a question is no longer left for later."""
    return replace(state, later=tuple(name for name in state.later if name != question.id), again=None)


def put_again(state: State, question: Question) -> State:
    """Return the state in which a question comes next, before all others."""
    return replace(state, again=question.id)


def keep_back(state: State) -> State:
    """Return the state of a walk that asks no sensitive question."""
    names = frozenset(base_of(q.id) for q in state.assessment.outline.questions() if q.sensitive)
    return replace(state, kept_back=names)


def confirm_list(state: State) -> State:
    """Return the state after the list at the end is confirmed: the walk is over."""
    return replace(state, ticked_off=True)


def question_before(state: State, question: Question) -> Question | None:
    """Return the last question before this one that was answered or left for later; None at the first."""
    earlier: Question | None = None
    for candidate in state.assessment.outline.questions():
        if candidate.id == question.id:
            break
        if _was_passed(state, candidate):
            earlier = candidate
    return earlier


def last_question(state: State) -> Question | None:
    """Return the last question that was answered or left for later; None if there is none."""
    passed = [q for q in state.assessment.outline.questions() if _was_passed(state, q)]
    return passed[-1] if passed else None


def to_decide(state: State) -> Question | None:
    """Return the question that would settle what the list at the end shows as undecided, or None.

    The outcome of the walk goes first. If there are several questions, each has its turn.
    """
    assessment = state.assessment
    waiting = [outcome.waits_for for outcome in assessment.outcomes]
    waiting += [duty.waits_for for duty in assessment.undetermined()]
    names = dict.fromkeys(name for names in waiting for name in assessment.nearest(names))
    asked = [q for q in map(assessment.outline.question, names) if not state.holds_back(q)]
    return next((q for q in asked if q.id not in state.revisited), asked[0] if asked else None)


def revisit(state: State, question: Question) -> State:
    """Return the state after the officer goes to a question from the list at the end."""
    starts_over = question.id in state.revisited  # every question has had its turn
    before = () if starts_over else state.revisited
    return replace(put_again(state, question), revisited=(*before, question.id))


def _was_passed(state: State, question: Question) -> bool:
    """Check whether the officer has answered a question or left it for later, and it still applies."""
    assessment = state.assessment
    if question.id in state.later:
        return question in assessment.unasked or state.runs(question.id)
    answered = question.id in assessment.answers and not state.holds_back(question)
    return answered and not question.unprompted and question.id not in assessment.inapplicable


_WAITING_PER_ASKED = 6
"""In the scenarios of the shipped pack, one in this many waiting questions is asked in the end.

The estimated count is then off by a sixth on average, as often too high as too low.
"""


def progress(state: State, question: Question) -> Progress:
    """Return the progress of a walk at a question."""
    assessment = state.assessment
    facts = assessment.facts
    to_ask = {q.id for q in assessment.unasked}
    at = surely = waiting = 0
    for other in assessment.outline.questions():
        if other.id == question.id:
            at = surely + 1
        if other.id == question.id or other.id in to_ask or _was_passed(state, other):
            surely += not state.holds_back(other)
        elif not state.holds_back(other):
            waiting += _may_come_up(facts, other)
    return Progress(at=at, about=max(surely + round(waiting / _WAITING_PER_ASKED), at))


def _may_come_up(facts: Facts, question: Question) -> bool:
    """Check whether a walk may still ask a question, given the answers so far."""
    if question.unprompted or question.id in facts.answers:
        return False
    if facts.guard(question.id).truth is Truth.FALSE:
        return False
    entry = facts.outline.by_id[question.id].entry
    return facts.decide(question.asked_when, reads="told", entry=entry).truth is not Truth.FALSE


# --- the start of a timer -----------------------------------------------------------------------------------


STARTS = ("now", "ago", ENDED)
"""The answers to the question that starts a timer, in order."""


def start_of(timer: Question, before: Timer | None) -> Question:
    """Return the question that starts a timer: now, some minutes ago, or ended without it.

    `before` is its earlier run, if the officer has come back to it.
    """
    assert timer.limit is not None
    used = phrase("the clock was not used")
    if before is not None and before.ended is not None:
        used = phrase("the clock ran {length}", length=length(int(before.ended.total_seconds())))
    options = (
        Option(id="now", text=phrase("{start}: start the clock", start=timer.limit.starts_with)),
        Option(id="ago", text=phrase("It began some minutes ago")),
        Option(id=ENDED, text=phrase("{end}; {used}", end=timer.limit.ends_with, used=used)),
    )
    minutes = timer.limit.seconds // 60
    text = phrase("{timer}: {minutes} minutes", timer=timer.text, minutes=minutes)
    return replace(timer, text=text, kind="choice", options=options, limit=None)


def ago_of(timer: Question) -> Question:
    """Return the question that asks how many minutes ago a timer should have started."""
    start = timer.limit.starts_with if timer.limit is not None else ""
    text = phrase("How many minutes ago? {start}", start=start)
    return replace(timer, text=text, kind="number", options=(), most=999, limit=None)


# --- the list at the end ------------------------------------------------------------------------------------


def unprompted_questions(assessment: Assessment) -> tuple[Question, ...]:
    """Return the yes-no questions that no walk asks and nobody has answered."""
    facts = assessment.facts
    return tuple(
        q
        for q in assessment.outline.questions()
        if q.unprompted
        and q.kind == "yes-no"
        and not q.sensitive
        and q.id not in assessment.answers
        and facts.guard(q.id).truth is Truth.TRUE
    )

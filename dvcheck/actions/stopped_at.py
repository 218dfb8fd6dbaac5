"""Finds the place where the walk of a case stopped. Pure: it follows from the case and its assessment."""

from datetime import datetime, tzinfo

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment
from dvcheck.walk import steps
from dvcheck.walk.steps import Ask, Count, Finished, State, Tick
from dvcheck.wording.times import clock_time


class StoppedAt(msgspec.Struct, frozen=True, kw_only=True):
    """The place where the walk of a case stopped, the time, and what is owed in it so far."""

    question: Question | None
    """The question it would continue with, or the running timer; None if no question is left."""
    at: datetime
    """The time of the last answer, mark or note (aware, UTC); without any, the time the case was opened."""
    open: int
    """The number of duties that are required and open."""
    left: int = 0
    """The number of questions left to ask, by the answers so far."""
    clock_runs: bool = False
    """Whether one of its timers is running."""
    answered: bool = True
    """Whether it has an answer."""
    to_walk: tuple[str, ...] = ()
    """The checklists that an answer sends the case to, and that it was not walked with yet."""

    @property
    def finished(self) -> bool:
        """Whether no question, no running timer and no other walk is left."""
        return self.question is None and not self.clock_runs and not self.to_walk

    @property
    def next_walk(self) -> str:
        """The checklist to walk next, if nothing is left of those begun; empty if something is."""
        return self.to_walk[0] if self.question is None and self.to_walk else ""


def stopped_at(case: Case, assessment: Assessment, *, sensitive: bool = True) -> StoppedAt:
    """Find where the walk of a case stopped. Without `sensitive`, sensitive questions are not asked."""
    state = State(assessment=assessment, timers=case.timers)
    if not sensitive:
        state = steps.keep_back(state)
    return StoppedAt(
        question=_question(state),
        at=last_worked_on(case),
        open=len(assessment.outstanding),
        left=sum(not state.holds_back(question) for question in assessment.unasked),
        clock_runs=any(timer.runs for timer in case.timers.values()),
        answered=bool(case.answers),
        to_walk=tuple(dict.fromkeys(note.walk for note in assessment.to_walk)),
    )


def last_worked_on(case: Case) -> datetime:
    """Return the time of the last answer, mark or note; without any, the time the case was opened."""
    times = [case.opened]
    times += [answer.at for answer in case.answers.values()]
    times += [mark.at for mark in case.marks.values()]
    times += [remark.at for remark in case.remarks]
    return max(times)


def _question(state: State) -> Question | None:
    step = steps.next_step(state)
    match step:
        case Ask() | Count():
            return step.question
        case Tick() | Finished():
            return None


def in_words(stopped: StoppedAt, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Say when and where a walk stopped, and how much is open in it."""
    time = clock_time(stopped.at, now, zone)
    owed = phrase("{n} open", n=stopped.open)
    if stopped.next_walk:
        return time, phrase("not walked yet: {walks}", walks=", ".join(stopped.to_walk)), owed
    if stopped.question is None:
        return time, phrase("finished"), owed
    if stopped.clock_runs:
        return time, phrase("clock runs: {question}", question=stopped.question.name), owed
    if not stopped.answered:
        return time, phrase("nothing answered yet")
    return time, phrase("stopped at {question}", question=stopped.question.name), owed

"""Where the walk of a case stopped. Pure: it follows from the case and from how it stands."""

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
    """Where the walk of a case stopped, when, and what is owed in it so far."""

    question: Question | None
    """The question it would go on with, or the timer that runs; None where none is left to ask."""
    at: datetime
    """When something was last answered, marked or noted in it (aware, UTC); its opening where nothing was."""
    open: int
    """How many duties are required and open."""
    left: int = 0
    """How many questions would be asked still, as far as the answers tell by now."""
    clock_runs: bool = False
    """Whether one of its timers runs."""
    answered: bool = True
    """Whether anything was answered in it."""

    @property
    def finished(self) -> bool:
        """Whether the walk has nothing left to ask and no timer that runs."""
        return self.question is None and not self.clock_runs


def stopped_at(case: Case, assessment: Assessment, *, sensitive: bool = True) -> StoppedAt:
    """Say where the walk of a case stopped. Without `sensitive` nothing is asked that the pack marks so."""
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
    )


def last_worked_on(case: Case) -> datetime:
    """When something was last answered, marked or noted in a case; its opening where nothing was."""
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
    """Say when a walk stopped, where, and how much is open in it."""
    time = clock_time(stopped.at, now, zone)
    owed = phrase("{n} open", n=stopped.open)
    if stopped.question is None:
        return time, phrase("finished"), owed
    if stopped.clock_runs:
        return time, phrase("clock runs: {question}", question=stopped.question.name), owed
    if not stopped.answered:
        return time, phrase("nothing answered yet")
    return time, phrase("stopped at {question}", question=stopped.question.name), owed

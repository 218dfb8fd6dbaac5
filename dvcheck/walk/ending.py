"""The list at the end of a walk: its outcome, and what is open, forbidden and undecided."""

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.pack.policy import Policy
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.walk import steps
from dvcheck.walk.help import policy_lines
from dvcheck.walk.prompts import Help, Line, TickList, TickNote, TickRow
from dvcheck.walk.steps import State, Tick
from dvcheck.wording import aloud
from dvcheck.wording.deadline import in_column
from dvcheck.wording.duty import in_a_line, not_feasible_refused, why
from dvcheck.wording.other_walk import all_named, other_walks
from dvcheck.wording.outcome import not_asked_line, outcome_lines, undecided_line


def tick_list(
    step: Tick,
    state: State,
    ticked: Collection[str],
    pack: Pack,
    now: datetime,
    *,
    status: str,
    decides: bool,
) -> TickList:
    """Make the list at the end. With `decides`, one of its keys goes to a question that is undecided."""
    assessment, policy, zone = state.assessment, pack.policy, ZoneInfo(pack.policy.zone)
    refused = not_feasible_refused(policy.terms)
    rows = [
        replace(
            duty_row(duty, refused=refused, zone=zone, now=now),
            help=partial(duty_help, duty, assessment, policy),
        )
        for duty in step.duties
    ]
    return TickList(
        title=phrase("What of this is done already?"),
        status=status,
        rows=(*rows, *(_question_row(question, policy) for question in step.questions)),
        ticked=ticked,
        outcomes=outcome_lines(assessment),
        notes=tuple(_notes(pack, assessment)),
        decides=decides and steps.to_decide(state) is not None,
    )


def duty_row(duty: Duty, *, refused: str, zone: tzinfo, now: datetime) -> TickRow:
    """Make the row of an open duty. `refused` is shown if it cannot be marked not feasible."""
    o = duty.obligation
    section = aloud.section(o.cites[:1])
    return TickRow(
        id=o.id,
        text=o.in_brief,
        due=in_column(duty.deadline, zone, now),
        overdue=duty.deadline.overdue,
        section=sections_of(o.cites[:1]),
        full=phrase("{word}: {text}", word=o.word, text=o.text),
        aloud=aloud.sentences((o.word, o.text, aloud.due(duty.deadline, now, zone), section)),
        not_feasible=o.not_feasible is not None,
        refused=refused,
    )


def duty_help(duty: Duty, assessment: Assessment, policy: Policy) -> Help:
    """Collect what a duty means, why it is owed, and where the policy is unclear."""
    o = duty.obligation
    meaning = phrase("{word}: {text} ({sections})", word=o.word, text=o.text, sections=sections_of(o.cites))
    because = why(duty, assessment)
    reason: Line = (("", phrase("Owed because - {answers}", answers=because)),) if because else ()
    return Help(meaning=meaning, more=(*reason, *policy_lines(policy, o.cites, o.readings)))


def _question_row(question: Question, policy: Policy) -> TickRow:
    """Make the row of a question that no walk asks. Choosing it asks it: a tick would answer it unread."""
    said = phrase("A question to answer: {question}", question=question.text)
    return TickRow(
        id=question.id,
        text=phrase("question: {question}", question=question.name),
        aloud=aloud.sentences((said, aloud.section(question.cites[:1]))),
        section=sections_of(question.cites[:1]),
        full=question.text,
        help=lambda: Help(
            meaning=question.help or question.text,
            more=tuple(policy_lines(policy, question.cites, question.readings)),
        ),
        asks=True,
        refused=phrase("This is a question. Space asks it."),
    )


def _notes(pack: Pack, assessment: Assessment) -> Sequence[TickNote]:
    """Return the notes: what is forbidden, undecided and not asked yet, and the walks still to come."""
    notes: list[TickNote] = []
    if forbidden := in_a_line([d for d in assessment.in_force if d.obligation.force == "prohibited"]):
        notes.append(TickNote(title=phrase("FORBIDDEN:"), text=forbidden, stays=True))
    if undecided := undecided_line(assessment):
        count = len(assessment.undecided())
        notes.append(TickNote(title=phrase("UNDECIDED {n}:", n=count), text=undecided))
    if waiting := not_asked_line(assessment):
        notes.append(TickNote(title=phrase("NOT ASKED YET:"), text=waiting))
    if walks := other_walks(pack, assessment):
        notes.append(TickNote(title=phrase("WALK NEXT:"), text=all_named(walks)))
    return notes

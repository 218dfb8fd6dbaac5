"""What of a case can be amended: an answer, or its number."""

import msgspec

from dvcheck.actions.desk import MAX_NUMBER, Desk
from dvcheck.actions.open_case import opened
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.rules.assess import Assessment
from dvcheck.rules.logic import Facts, Truth
from dvcheck.text import one_line


class Renumbered(msgspec.Struct, frozen=True, kw_only=True):
    """A case that has another case number."""

    case: str
    before: str | None
    number: str


def number(desk: Desk, name: str, given: str) -> Renumbered:
    """Give a case another case number."""
    said = one_line(given.strip())
    if not 0 < len(said) <= MAX_NUMBER:
        raise DvcheckError(phrase("--number takes 1 to {most} characters", most=MAX_NUMBER), code=Exit.USAGE)
    with opened(desk, name) as case:
        before = case.file.case
        case.file.number(said)
        return Renumbered(case=before.id, before=before.number, number=said)


def amendable(assessment: Assessment) -> tuple[Question, ...]:
    """The questions that can be amended. A clock has keys of its own.

    Besides those answered, counted or not, where they may apply: those a walk asks only sometimes or never,
    and those an undetermined duty waits for.
    """
    facts = Facts(assessment.outline, assessment.answers)
    waited_for = {name for duty in assessment.duties for name in duty.waits_for}
    told = {*facts.answers, *(u.question for u in assessment.uncounted)}
    return tuple(
        q
        for q in assessment.outline.questions()
        if q.limit is None
        and (
            q.id in told
            or (
                (q.unprompted or q.asked_when is not None or q.id in waited_for)
                and facts.guard(q.id).truth is not Truth.FALSE
            )
        )
    )


def offered(assessment: Assessment) -> tuple[Question, ...]:
    """Of the questions that can be amended, those answered, and those no walk asks.

    DvcheckError with Exit.USAGE where none can be amended.
    """
    found = amendable(assessment)
    if not found:
        raise DvcheckError(phrase("nothing is answered in this case yet"), code=Exit.USAGE)
    return tuple(q for q in found if q.id in assessment.answers or q.unprompted)


def refuse_sensitive(desk: Desk, question: Question) -> None:
    """DvcheckError with Exit.USAGE where the answer must not be recorded."""
    if question.sensitive and not desk.sensitive:
        raise DvcheckError(
            phrase(
                "{question} is sensitive, and config.toml has sensitive = false: it is not recorded",
                question=question.id,
            ),
            hint=own_line(phrase("The file is named by:"), on_journal("config")),
            code=Exit.USAGE,
        )

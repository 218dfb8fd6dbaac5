"""Amends a case: an answer, its number, or the names in a list."""

from collections.abc import Sequence

import msgspec

from dvcheck.actions import by_name
from dvcheck.actions.open_case import open_case
from dvcheck.actions.workspace import MAX_NUMBER, Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.pack.value import NotAnAnswer
from dvcheck.rules.answer import read_answer
from dvcheck.rules.assess import Assessment
from dvcheck.rules.logic import Truth
from dvcheck.text import clean, nearest, one_line


class RenumberedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case and its new case number."""

    case: str
    before: str | None
    number: str


def number(workspace: Workspace, name: str, given: str) -> RenumberedCase:
    """Change the number of a case."""
    said = one_line(given.strip())
    if not 0 < len(said) <= MAX_NUMBER:
        raise DvcheckError(phrase("--number takes 1 to {most} characters", most=MAX_NUMBER), code=Exit.USAGE)
    with open_case(workspace, name) as case:
        before = case.file.case
        case.file.number(said)
        return RenumberedCase(case=before.id, before=before.number, number=said)


class NewName(msgspec.Struct, frozen=True, kw_only=True):
    """The old and the new name of a list entry."""

    old: str
    new: str


def require_one_way(question: str | None, number: str | None, rename: Sequence[str] | None) -> None:
    """Raise DvcheckError with Exit.USAGE if the options contradict each other."""
    if number is not None and question is not None:
        raise DvcheckError(phrase("--number cannot be combined with a QUESTION"), code=Exit.USAGE)
    if rename and (question is None or number is not None):
        raise DvcheckError(
            phrase("--rename needs the list of the entry as QUESTION, and no --number"),
            hint=phrase('For example: hurt-people --rename "the driver=Ana".'),
            code=Exit.USAGE,
        )


def rename(workspace: Workspace, name: str, wanted: str, given: Sequence[str]) -> tuple[NewName, ...]:
    """Rename entries of a list, all at once. The answers for them are kept.

    Each of `given` is an old name, "=", and a new name.
    """
    with open_case(workspace, name) as case:
        question = by_name.question(amendable(case.assessment), wanted, case.assessment, case.file.case.id)
        refuse_sensitive(workspace, question)
        answer = case.assessment.answers.get(question.id)
        if question.kind != "list" or answer is None or isinstance(answer.value, str):
            raise DvcheckError(
                phrase("{question} has no entries to rename", question=question.id), code=Exit.USAGE
            )
        names, pairs = list(answer.value), [_pair(one) for one in given]
        for pair in pairs:
            if pair.old not in names:
                raise DvcheckError(
                    phrase(
                        'the list has no "{name}"{nearest}',
                        name=clean(pair.old),
                        nearest=nearest(pair.old, names),
                    ),
                    hint=phrase("It has {names}.", names=clean(", ".join(names))),
                    code=Exit.USAGE,
                )
            names[names.index(pair.old)] = pair.new
        value = read_answer(question, tuple(names))
        if isinstance(value, NotAnAnswer):
            raise DvcheckError(value.why, code=Exit.USAGE)
        if len(value) != len(names):
            raise DvcheckError(phrase("two entries of the list would have the same name"), code=Exit.USAGE)
        case.file.answer(question, value, tuple(entry.id for entry in answer.named))
    return tuple(pairs)


def _pair(given: str) -> NewName:
    old, _, new = (part.strip() for part in given.partition("="))
    if old and new and "," in new:
        raise DvcheckError(phrase("a name in a list cannot have a comma"), code=Exit.USAGE)
    if old and new:
        return NewName(old=old, new=new)
    raise DvcheckError(
        phrase('"{given}" does not say what is renamed', given=clean(given)),
        hint=phrase('Write the former name and the new one: --rename "the driver=Ana".'),
        code=Exit.USAGE,
    )


def amendable(assessment: Assessment) -> tuple[Question, ...]:
    """Return the questions that can be amended. Clocks are excluded: they have their own keys.

    These are all questions with an answer, even one that does not count. If they may apply, also questions
    that a walk asks only sometimes or never, and questions that an undetermined duty waits for.
    """
    facts = assessment.facts
    waited_for = {name for duty in assessment.duties for name in duty.waits_for}
    answered = {*facts.answers, *(u.question for u in assessment.uncounted)}
    return tuple(
        q
        for q in assessment.outline.questions()
        if q.limit is None
        and (
            q.id in answered
            or (
                (q.unprompted or q.asked_when is not None or q.id in waited_for)
                and facts.guard(q.id).truth is not Truth.FALSE
            )
        )
    )


def offered_questions(assessment: Assessment) -> tuple[Question, ...]:
    """Return the amendable questions to offer: those answered, and those no walk asks.

    DvcheckError with Exit.USAGE if none can be amended.
    """
    found = amendable(assessment)
    if not found:
        raise DvcheckError(phrase("nothing is answered in this case yet"), code=Exit.USAGE)
    return tuple(q for q in found if q.id in assessment.answers or q.unprompted)


def refuse_sensitive(workspace: Workspace, question: Question) -> None:
    """Raise DvcheckError with Exit.USAGE if the answer must not be recorded."""
    if question.sensitive and not workspace.sensitive:
        raise DvcheckError(
            phrase(
                "{question} is sensitive, and config.toml has sensitive = false: it is not recorded",
                question=question.id,
            ),
            hint=own_line(phrase("To see which file that is:"), on_journal("config")),
            code=Exit.USAGE,
        )

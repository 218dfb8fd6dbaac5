"""The changes when a case moves to other checklists."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType

from dvcheck import dates
from dvcheck.actions.repack import ProposedRepack
from dvcheck.hint import walk
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, sections_of, short
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outline import base_of
from dvcheck.rules.repack import Comparison, DutyChange, Leftover, QuestionChange
from dvcheck.screens.case import leftover_value
from dvcheck.screens.style import MARKS, OPTIONAL, counted_title, duty_row, hint, style_text
from dvcheck.wording import duty as wording
from dvcheck.wording.deadline import stated_deadline


def proposed_repack(found: ProposedRepack, width: int, *, sensitive: bool) -> Iterator[RenderableType]:
    """Lay out what would change in a case under the checklists in use."""
    if not found.is_new:
        yield phrase(
            "{case} already has the checklists in use: {new}.", case=found.case.id, new=named(found.new)
        )
        return
    yield phrase(" {case} now: checklists {old}", case=found.case.id, old=named(found.old))
    yield phrase(" {n} then: checklists {new}", n=" " * len(found.case.id), new=named(found.new))
    yield comparison(found.comparison, found.leftover, found.after, width, sensitive=sensitive)


def repack_result(case: Case, found: ProposedRepack) -> Iterator[RenderableType]:
    """Say that a case was moved, which answers no longer count, and how to answer new questions."""
    yield phrase(
        "{case} now has the checklists {new}. Code {code}.",
        case=case.id,
        new=named(found.new),
        code=code(case.head),
    )
    if found.leftover:
        names = ", ".join(u.question for u in found.leftover)
        yield phrase("Kept, but not counted there: {names}.", names=names)
    if found.comparison.new_questions:
        yield hint(phrase("To answer what is new:"), walk(case.checklists[-1], case.id))


def named(pack: Pack) -> str:
    """Name checklists by their effective date and the digest of their pack."""
    return phrase(
        "effective {effective}, pack {digest}",
        effective=dates.day(pack.policy.effective),
        digest=short(pack.digest),
    )


def comparison(
    found: Comparison, leftover: Sequence[Leftover], after: Assessment, width: int, *, sensitive: bool = False
) -> RenderableType:
    """Lay out what appears, goes and changes when a case moves to other checklists.

    `leftover` are the answers that no longer count; `after` is the assessment after the move.
    """
    parts: list[RenderableType] = []

    def part(title: str, rows: Sequence[RenderableType]) -> None:
        if rows:
            parts.extend((counted_title(title, len(rows)), *rows))

    part(
        phrase("APPEARS"),
        [duty_row(MARKS[d.status], "bold", d, wording.status_and_reason(d), width) for d in found.appears],
    )
    part(
        phrase("GOES"),
        [
            duty_row(OPTIONAL, "", d, phrase("it was {status}", status=wording.status_and_reason(d)), width)
            for d in found.goes
        ],
    )
    part(
        phrase("CHANGES"),
        [duty_row(MARKS[c.after.status], "", c.after, _was(c), width) for c in found.changed],
    )
    part(phrase("NEW QUESTIONS"), [style_text(f" {q.text}  ({base_of(q.id)})") for q in found.new_questions])
    part(phrase("QUESTIONS IN OTHER WORDS: CHECK THE ANSWER"), [_reworded(c, after) for c in found.reworded])
    part(
        phrase("ANSWERS WITHOUT A QUESTION THERE: KEPT, NOT COUNTED"),
        [style_text(f" {u.name}: {leftover_value(u, sensitive)}") for u in leftover],
    )
    again = [after.outline.question(name) for name in found.placed_again]
    part(phrase("ANSWERS THAT COUNT AGAIN"), [style_text(f" {q.name}  ({base_of(q.id)})") for q in again])
    return Group(*parts) if parts else style_text(phrase(" Nothing that you see changes."))


def _was(change: DutyChange) -> str:
    """Return what a duty was before, as far as it changed, and its new deadline: no other text has that."""
    old, new = change.before, change.after
    pairs = (
        (wording.status_and_reason(old), wording.status_and_reason(new)),
        (old.obligation.word, new.obligation.word),
        (old.obligation.text, new.obligation.text),
        (stated_deadline(old.deadline), stated_deadline(new.deadline)),
        (sections_of(old.obligation.cites), sections_of(new.obligation.cites)),
    )
    before = phrase("before: {what}", what=" · ".join(was for was, is_ in pairs if was != is_))
    due = stated_deadline(new.deadline)
    now = (
        wording.status_and_reason(new) if change.status else "",
        phrase("now: {due}", due=due) if due != stated_deadline(old.deadline) else "",
    )
    return " · ".join(filter(None, (*now, before)))


def _reworded(change: QuestionChange, after: Assessment) -> RenderableType:
    question = change.after
    answer = question.listed(after.answers[question.id].value)
    return style_text(
        phrase(
            " {question}  ({id})\n   before: {before}\n   answered: {answer}",
            question=question.text,
            id=base_of(question.id),
            before=change.before.text,
            answer=answer,
        )
    )

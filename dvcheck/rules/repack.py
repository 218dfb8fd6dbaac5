"""What changes where a case is moved to another pack: compared from its assessments under both.

Nothing is lost by a move. What has no place in the new pack stays in the journal and is named, and it counts
again where a later pack asks for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.rules.answer import Answer, Value, typed
from dvcheck.rules.assess import Assessment, Duty


class DutyChange(msgspec.Struct, frozen=True, kw_only=True):
    """A duty that arises under both packs and is not the same: its status, its words or its deadline."""

    before: Duty
    after: Duty

    @property
    def status(self) -> bool:
        """Whether its status is another."""
        return self.before.status != self.after.status


class QuestionChange(msgspec.Struct, frozen=True, kw_only=True):
    """A question that is answered, and asked in other words: the answer may not mean the same any more."""

    before: Question
    after: Question


class Unplaced(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that the checklists of a case have no place for: kept, and counting for nothing."""

    question: str
    name: str
    """What the question is called, by a pack that has it; its id where none does."""
    value: Value
    shown: str
    """The answer in words."""
    sensitive: bool
    """Whether a pack that has the question calls it sensitive, or one that may have it cannot be read."""
    at: datetime


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A case under its own pack and under another. Duties are in the order of the walk."""

    appears: tuple[Duty, ...]
    """Duties that do not arise now, and do then."""
    goes: tuple[Duty, ...]
    """Duties that arise now, and not then; as they stand now."""
    changed: tuple[DutyChange, ...]
    new_questions: tuple[Question, ...]
    """Questions that are still to ask then, and are not now."""
    reworded: tuple[QuestionChange, ...]
    unplaced: tuple[str, ...]
    """The questions whose answers count now and have no place then."""
    placed_again: tuple[str, ...]
    """The questions whose answers do not count now, and do then."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing an officer sees is another."""
        return not any(getattr(self, name) for name in self.__struct_fields__)


def compare(before: Assessment, after: Assessment) -> Comparison:
    """What becomes another for a case with `before` under its own pack and `after` under the other.

    Both are of the same answers, marks and time.
    """
    old = {d.obligation.id: d for d in before.duties if d.status != "not-triggered"}
    new = {d.obligation.id: d for d in after.duties if d.status != "not-triggered"}
    asked = {q.id for q in before.unasked}
    had = {q.id: q for q in before.outline.questions()}
    pairs = [QuestionChange(before=had[q.id], after=q) for q in after.outline.questions() if q.id in had]
    both = [DutyChange(before=old[name], after=duty) for name, duty in new.items() if name in old]
    return Comparison(
        appears=tuple(duty for name, duty in new.items() if name not in old),
        goes=tuple(duty for name, duty in old.items() if name not in new),
        changed=tuple(c for c in both if _seen(c.before) != _seen(c.after)),
        new_questions=tuple(q for q in after.unasked if q.id not in asked),
        reworded=tuple(c for c in pairs if c.after.id in after.answers and _asks(c.before) != _asks(c.after)),
        unplaced=tuple(name for name in before.answers if name not in after.answers),
        placed_again=tuple(name for name in after.answers if name not in before.answers),
    )


def unplaced(
    answers: Mapping[str, Answer], assessment: Assessment, packs: Sequence[Pack | None]
) -> tuple[Unplaced, ...]:
    """The answers of a case that its assessment has no place for, in the order they were first given.

    `packs` are those it was worked under, the present one first, with None for one that cannot be read.
    """
    readable = [pack for pack in packs if pack is not None]
    whole = len(readable) == len(packs)
    return tuple(
        _unplaced(name, answer, [q for p in readable for q in p.questions() if q.id == name], whole=whole)
        for name, answer in answers.items()
        if name not in assessment.answers
    )


def _unplaced(name: str, answer: Answer, known: Sequence[Question], *, whole: bool) -> Unplaced:
    # The one whose answer it is goes before a newer one, which may not know the option.
    asked = next((q for q in known if _has(q, answer.value)), known[0] if known else None)
    plain = answer.value if isinstance(answer.value, str) else ", ".join(answer.value)
    return Unplaced(
        question=name,
        name=asked.name if asked is not None else name,
        value=answer.value,
        shown=asked.shown(answer.value) if asked is not None and _has(asked, answer.value) else plain,
        sensitive=not known or not whole or any(q.sensitive for q in known),
        at=answer.at,
    )


def _has(question: Question, value: Value) -> bool:
    return typed(question, value) == value


def _seen(duty: Duty) -> tuple[object, ...]:
    """What an officer sees of a duty."""
    o = duty.obligation
    return duty.status, o.word, o.text, sections_of(o.cites), duty.deadline.text


def _asks(question: Question) -> tuple[object, ...]:
    return question.text, question.kind, tuple((option.id, option.text) for option in question.options)

"""What changes when a case moves to another pack, compared from its assessments under both packs.

A move loses nothing. An answer without a place in the new pack stays in the journal and is named. It counts
again if a later pack asks for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.pack.value import Value
from dvcheck.rules.answer import read_answer
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.entries import lists_of
from dvcheck.rules.logic import Uncounted
from dvcheck.rules.outline import base_of


class DutyChange(msgspec.Struct, frozen=True, kw_only=True):
    """A duty under both packs whose status, words or deadline differ."""

    before: Duty
    after: Duty

    @property
    def status(self) -> bool:
        """Whether its status changed."""
        return self.before.status != self.after.status


class QuestionChange(msgspec.Struct, frozen=True, kw_only=True):
    """An answered question whose words changed: its answer may no longer mean the same."""

    before: Question
    after: Question


class Leftover(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is kept but does not count: the checklists of its case do not ask it."""

    question: str
    name: str
    """The name of the question in a pack that has it; otherwise its id."""
    value: Value
    shown: str
    """The answer in words."""
    sensitive: bool
    """Whether it is sensitive in any pack that has the question, or may be in one that cannot be read."""
    at: datetime
    why: str
    """The reason it does not count."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A case under its own pack and under another. Duties are in the order of the walk."""

    appears: tuple[Duty, ...]
    """Duties that arise only under the other pack."""
    goes: tuple[Duty, ...]
    """Duties that arise only under the case's own pack."""
    changed: tuple[DutyChange, ...]
    new_questions: tuple[Question, ...]
    """Questions still to ask only under the other pack."""
    reworded: tuple[QuestionChange, ...]
    unplaced: tuple[str, ...]
    """The questions whose answers count only under the case's own pack."""
    placed_again: tuple[str, ...]
    """The questions whose answers count only under the other pack."""


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Compare a case under its own pack (`before`) and under another (`after`).

    Both assessments are of the same answers, marks and time.
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
        changed=tuple(c for c in both if _shown(c.before) != _shown(c.after)),
        new_questions=tuple(q for q in after.unasked if q.id not in asked),
        reworded=tuple(c for c in pairs if c.after.id in after.answers and _asks(c.before) != _asks(c.after)),
        unplaced=tuple(name for name in before.answers if name not in after.answers),
        placed_again=tuple(name for name in after.answers if name not in before.answers),
    )


def leftover(
    assessment: Assessment, packs: Sequence[Pack | None], entries: Mapping[str, Mapping[str, str]] = {}
) -> tuple[Leftover, ...]:
    """Return the answers of a case that do not count, in the order they were first given.

    `packs` are those the case was worked under, the present one first; None for one that cannot be read.
    `entries` has the name of each entry a list has had, by list and by the entry's id.
    """
    if not assessment.uncounted:
        return ()
    readable = [pack for pack in packs if pack is not None]
    all_known = len(readable) == len(packs)
    names = _Names(readable, entries)
    return tuple(
        _leftover(
            u,
            [q for p in readable for q in p.questions() if q.id == base_of(u.question)],
            names,
            all_known=all_known,
        )
        for u in assessment.uncounted
    )


class _Names:
    """The names of list entries, as far as they may be shown."""

    def __init__(self, packs: Sequence[Pack], entries: Mapping[str, Mapping[str, str]]) -> None:
        self._entries = entries
        self._lists = {name: of for pack in reversed(packs) for name, of in lists_of(pack).items()}
        self._of = {q.id: q for pack in reversed(packs) for q in pack.questions() if q.kind == "list"}

    def about(self, key: str) -> str:
        """Return the name of the entry that an answer's key is about; empty if there is none."""
        base, _, entry = key.partition("@")
        return self.of(self._lists.get(base, ""), entry) if entry else ""

    def of(self, name: str, entry: str) -> str:
        """Return the name of an entry; its number if the list is sensitive or not known."""
        question = self._of.get(name)
        called = self._entries.get(name, {}).get(entry, "")
        if called and question is not None and not question.sensitive:
            return called
        return phrase("{list} no. {n}", list=question.name if question is not None else name, n=entry)


def _leftover(found: Uncounted, known: Sequence[Question], names: _Names, *, all_known: bool) -> Leftover:
    # Prefer the question that has this answer: a newer one may lack the option.
    value = found.answer.value
    asked = next((q for q in known if _has(q, value)), known[0] if known else None)
    name, about = asked.name if asked is not None else found.question, names.about(found.question)
    shown = asked.shown(value) if asked is not None and _has(asked, value) else found.raw
    if asked is not None and asked.options_from and isinstance(value, str) and shown == value:
        shown = names.of(asked.options_from, value)
    return Leftover(
        question=found.question,
        name=phrase("{question}, {entry}", question=name, entry=about) if about else name,
        value=value,
        shown=shown,
        sensitive=not known or not all_known or any(q.sensitive for q in known),
        at=found.answer.at,
        why=found.why,
    )


def _has(question: Question, value: Value) -> bool:
    return read_answer(question, value) == value


def _shown(duty: Duty) -> tuple[object, ...]:
    """Return what an officer sees of a duty."""
    o = duty.obligation
    return duty.status, o.word, o.text, sections_of(o.cites), duty.deadline.stated


def _asks(question: Question) -> tuple[object, ...]:
    return question.text, question.kind, tuple((option.id, option.text) for option in question.options)

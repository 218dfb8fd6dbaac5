"""Why a walk never reaches a question that the scenario answers. Pure.

The scenario is seldom wrong: more often a guard was changed or an include was lost. So the message names the
guard, its place, and the answers that decide it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import msgspec

from dvcheck.pack.condition import All, Condition, leaves
from dvcheck.pack.model import Question
from dvcheck.pack.slips import excerpt
from dvcheck.pack.value import Value
from dvcheck.pack.written import condition_text
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import replay
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Entry, Outline, base_of


class Unreached(msgspec.Struct, frozen=True, kw_only=True):
    """Questions that a walk does not reach for the same reason, in the order of the answers."""

    names: tuple[str, ...]
    why: str


def unreached(walk: Outline, given: Mapping[str, Answer]) -> tuple[Unreached, ...]:
    """Return the questions a walk with these answers never asks, grouped by reason.

    A question that only waits for another one of them is left out, unless there is no other reason.
    """
    met = replay(walk, given)
    facts = Facts(walk, {name: answer for name, answer in given.items() if name in met})
    all_facts = Facts(walk, given)
    missed = [name for name in given if _is_missed(name, met, all_facts)]
    found = [(name, _why(name, facts, set(missed))) for name in missed]
    found.sort(key=lambda one: one[1])
    reasons = [
        Unreached(names=tuple(name for name, _ in group), why=why)
        for why, group in groupby(found, key=lambda one: one[1])
        if why
    ]
    first = {name: number for number, name in enumerate(given)}
    reasons.sort(key=lambda one: min(first[name] for name in one.names))
    return tuple(reasons) or tuple(Unreached(names=(n,), why="it waits for itself") for n in missed[:1])


def _is_missed(name: str, met: frozenset[str], all_facts: Facts) -> bool:
    guarded = all_facts.outline.by_id[name]
    assert isinstance(guarded.item, Question)
    asked = name in met or guarded.item.unprompted
    return not asked or all_facts.guard(name).truth is Truth.FALSE


def _why(name: str, facts: Facts, missed: set[str]) -> str:
    """Return why a question is not asked; empty if it only waits for another missed question."""
    guarded = facts.outline.by_id.get(name)
    if guarded is None:
        return "the list it is asked for has no such entry"
    guard = facts.guard(name)
    if guard.truth is Truth.FALSE:
        for part in _parts(guarded.guard):
            if facts.decide(part, entry=guarded.entry).truth is Truth.FALSE:
                return _fails(part, facts, missed, guarded.entry)
    if guard.truth is Truth.UNKNOWN:
        return _waits(name, guard.waits_for, facts, missed)
    question = guarded.item
    assert isinstance(question, Question)
    if question.asked_when is not None:
        place = question.asked_when.at
        return f"its asked_when {excerpt(condition_text(question.asked_when))} ({place}) does not hold"
    return ""


def _parts(guard: Condition | None) -> Iterator[Condition]:
    """Return the conditions of a guard: from its section, its includes, and its own."""
    if isinstance(guard, All):
        for part in guard.of:
            yield from _parts(part)
    elif guard is not None:
        yield guard


def _fails(part: Condition, facts: Facts, missed: set[str], entry: Entry | None) -> str:
    """Return what makes a part of a guard false."""
    said = f"its guard {excerpt(condition_text(part))} ({part.at}) fails"
    lost = [leaf.item for leaf in leaves(part) if base_of(leaf.item) not in _bases(facts)]
    if lost:
        return f'{said}: no checklist of this walk has "{lost[0]}" (is an include missing?)'
    because = facts.decide(part).because
    if missed.intersection((*because, *(leaf.item for leaf in leaves(part)))):
        return ""
    reasons = [
        f'"{name}" is answered {_value(facts.answers[name].value)}'
        for name in because
        if name in facts.answers
    ]
    return f"{said}: {', '.join(reasons[:3])}" if reasons else said


def _bases(facts: Facts) -> set[str]:
    return {base_of(name) for name in facts.outline.by_id}


def _waits(name: str, waits_for: Iterable[str], facts: Facts, missed: set[str]) -> str:
    """Return what an undecided guard waits for."""
    order = {question.id: number for number, question in enumerate(facts.outline.questions())}
    for other in waits_for:
        if other in facts.answers:
            if facts.outline.by_id[name].hold:
                return f'its section asks nothing while "{other}" is answered unknown'
        elif other in missed:
            if order.get(other, -1) > order[name]:
                return (
                    f'it waits for "{other}", which comes later and is not asked either: put "{other}" first'
                )
        elif order.get(other, -1) > order[name]:
            return f'it waits for "{other}", which the walk asks only after it: put "{other}" first'
        else:
            return f'it waits for "{other}", which "answers" does not answer'
    return ""


def _value(value: Value) -> str:
    return value if isinstance(value, str) else f"[{', '.join(value)}]"

"""The checks of items repeated for each entry of a list: `for_each`, `options_from`, `any_of`, `each`."""

from collections.abc import Callable, Iterator

import msgspec

from dvcheck.pack.condition import THIS, Compared, Condition, Is, OfEntries, leaves, parts
from dvcheck.pack.conditions import conditions_of
from dvcheck.pack.model import (
    Finding,
    Include,
    Obligation,
    Pack,
    Question,
    Section,
)
from dvcheck.pack.needs_language import language_used
from dvcheck.pack.nodes import Problem
from dvcheck.pack.place import Place
from dvcheck.pack.reader import RESERVED_WORD
from dvcheck.pack.slips import nearest
from dvcheck.pack.value import ANSWERED

RESERVED = ("known", "each", "exactly")
"""The words of conditions that an older pack may use as ids."""


class _Scope(msgspec.Struct, frozen=True, kw_only=True):
    """A condition, and the list whose entries it is repeated for; empty if it is not repeated."""

    condition: Condition
    list: str


def _problem(at: Place, code: str, message: str) -> Problem:
    return Problem(at=at, code=code, message=message)


def _sections(pack: Pack) -> Iterator[Section]:
    for checklist in pack.checklists:
        yield from checklist.sections


def _repeated(pack: Pack) -> dict[str, str]:
    """Return the list that each repeated question and finding belongs to, by its id."""
    return {
        item.id: section.for_each
        for section in _sections(pack)
        for item in section.items
        if section.for_each and isinstance(item, Question | Finding)
    }


def _scopes(pack: Pack) -> Iterator[_Scope]:
    for outcome in pack.outcomes():
        yield _Scope(condition=outcome.when, list="")
    for section in _sections(pack):
        if section.when is not None:
            yield _Scope(condition=section.when, list=section.for_each)
        for item in section.items:
            for condition in conditions_of(item):
                yield _Scope(condition=condition, list=section.list_of(item))


def lists_are_lists(pack: Pack) -> Iterator[Problem]:
    """unknown-list: `for_each` and `options_from` name a question of kind "list"."""
    lists = [q.id for q in pack.questions() if q.kind == "list"]
    for section in _sections(pack):
        named = [(section.for_each, section.at)]
        for item in section.items:
            if isinstance(item, Obligation):
                named.append((item.for_each, item.at))
            if isinstance(item, Question):
                named.append((item.options_from, item.at))
        for name, at in named:
            if name and name not in lists:
                kinds = {q.id: q.kind for q in pack.questions()}
                hint = f": it is a question of kind {kinds[name]}" if name in kinds else nearest(name, lists)
                message = f'no question of kind "list" has the id "{name}"{hint}'
                yield _problem(at, "unknown-list", message)


def rounds_can_be_walked(pack: Pack) -> Iterator[Problem]:
    """bad-round: a repeated section has only items that can be repeated, and its list is asked."""
    asked = {q.id: q for q in pack.questions()}
    for section in _sections(pack):
        for item in section.items:
            if isinstance(item, Obligation) and item.for_each and section.for_each not in ("", item.for_each):
                message = (
                    f'"{item.id}" is in a section already repeated for each of "{section.for_each}": remove '
                    "its for_each"
                )
                yield _problem(item.at, "bad-round", message)
            if not section.for_each:
                continue
            if isinstance(item, Include):
                message = "an include cannot be repeated for each entry of a list: move it to another section"
                yield _problem(item.at, "bad-round", message)
            elif isinstance(item, Question) and item.kind in ("timer", "list"):
                message = (
                    f'a {item.kind} cannot be repeated for each entry of a list: move "{item.id}" to another '
                    "section"
                )
                yield _problem(item.at, "bad-round", message)
        first = next((i for i in section.items if isinstance(i, Question | Finding)), None)
        source = asked.get(section.for_each)
        if source is not None and first is not None and _may_be_left_out(source):
            message = (
                f'the walk may never ask "{source.id}", and "{first.id}" waits for it: in "{source.id}", '
                "write when instead of asked_when or unprompted"
            )
            yield _problem(section.at, "bad-round", message)


def rounds_are_quantified(pack: Pack) -> Iterator[Problem]:
    """needs-quantifier, no-entries: conditions outside a round use `any_of` or `each` for repeated items.

    `any_of` and `each` name items that are repeated for one list.
    """
    repeated = _repeated(pack)
    for scope in _scopes(pack):
        yield from _unquantified(scope.condition, scope.list, repeated)


def _unquantified(condition: Condition, scope: str, repeated: dict[str, str]) -> Iterator[Problem]:
    if isinstance(condition, OfEntries):
        lists = {repeated[leaf.item] for leaf in leaves(condition.of) if leaf.item in repeated}
        if len(lists) != 1 or any(isinstance(part, OfEntries) for part in parts(condition.of)):
            message = (
                f'"{condition.quantifier}" is about the entries of one list: name questions or findings of a '
                "section that has for_each"
            )
            yield _problem(condition.at, "no-entries", message)
        else:
            yield from _unquantified(condition.of, lists.pop(), repeated)
        return
    if isinstance(condition, Is | Compared):
        of = repeated.get(condition.item, "")
        if of not in ("", scope):
            message = (
                f'"{condition.item}" is asked for each of "{of}": put it in any_of: {{…}} (one of '
                "them) or each: {…} (all)"
            )
            yield _problem(condition.at, "needs-quantifier", message)
        return
    inner = condition.of if isinstance(condition.of, tuple) else (condition.of,)
    for part in inner:
        yield from _unquantified(part, scope, repeated)


def this_is_an_entry(pack: Pack) -> Iterator[Problem]:
    """no-this: `this` is used only in a round, for a question with `options_from` the list of that round."""
    sources = {q.id: q.options_from for q in pack.questions() if q.options_from}
    if not sources:
        return
    repeated = _repeated(pack)
    for scope in _scopes(pack):
        yield from _this(scope.condition, scope.list, sources, repeated)


def _this(
    condition: Condition, scope: str, sources: dict[str, str], repeated: dict[str, str]
) -> Iterator[Problem]:
    match condition:
        case Is():
            if THIS in condition.values and condition.item in sources and sources[condition.item] != scope:
                of = sources[condition.item]
                message = f'"{THIS}" has a meaning only in items repeated for each of "{of}"'
                yield _problem(condition.at, "no-this", message)
        case Compared():
            return
        case OfEntries():
            lists = [repeated[leaf.item] for leaf in leaves(condition.of) if leaf.item in repeated]
            yield from _this(condition.of, lists[0] if lists else scope, sources, repeated)
        case _:
            inner = condition.of if isinstance(condition.of, tuple) else (condition.of,)
            for part in inner:
                yield from _this(part, scope, sources, repeated)


def entries_can_be_chosen(pack: Pack) -> Iterator[Problem]:
    """bad-round, bad-id: a question with `options_from` names a list that is asked.

    Its own options do not use the words that conditions have for an entry.
    """
    asked = {q.id: q for q in pack.questions()}
    for question in asked.values():
        source = asked.get(question.options_from)
        if source is not None and not question.unprompted and _may_be_left_out(source):
            message = (
                f'"{question.id}" takes its options from "{source.id}", which the walk may never ask: in '
                f'"{source.id}", write when instead of asked_when or unprompted'
            )
            yield _problem(question.at, "bad-round", message)
        for option in question.options if question.options_from else ():
            if option.id in (THIS, ANSWERED):
                message = (
                    f'"{option.id}" has a special meaning when options come from a list: choose another id'
                )
                yield _problem(question.at, "bad-id", message)


def _may_be_left_out(question: Question) -> bool:
    """Check whether a walk may leave out a question that applies."""
    return question.unprompted or question.asked_when is not None


def duties_keep_to_their_round(pack: Pack) -> Iterator[Problem]:
    """bad-round: a duty, its replacement and the start of its deadline repeat for the same list, or not."""
    lists = {
        item.id: section.list_of(item)
        for section in _sections(pack)
        for item in section.items
        if isinstance(item, Question | Obligation)
    }
    for item in pack.items():
        if not isinstance(item, Obligation):
            continue
        own = lists[item.id]
        start = item.due.of if item.due is not None else ""
        if lists.get(start, "") not in ("", own):
            message = (
                f'"{start}" is repeated for each of "{lists[start]}", so "{item.id}" can only count from it '
                f"when it is repeated too: write for_each: {lists[start]}"
            )
            yield _problem(item.due.at if item.due is not None else item.at, "bad-round", message)
        other = item.not_feasible.instead if item.not_feasible is not None else ""
        if other in lists and lists[other] != own and item.not_feasible is not None:
            message = f'"{other}" replaces "{item.id}": repeat both for each entry of one list, or neither'
            yield _problem(item.not_feasible.at, "bad-round", message)


def reserved_words_are_no_ids(pack: Pack) -> Iterator[Problem]:
    """bad-id: a word of the conditions is not an id. Language 1 allows it: there it had no meaning."""
    if language_used(pack) < 2:
        return
    for item in pack.items():
        if not isinstance(item, Include) and item.id in RESERVED:
            yield _problem(item.at, "bad-id", f'"{item.id}" {RESERVED_WORD}')


CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    lists_are_lists,
    rounds_can_be_walked,
    rounds_are_quantified,
    this_is_an_entry,
    entries_can_be_chosen,
    duties_keep_to_their_round,
    reserved_words_are_no_ids,
)

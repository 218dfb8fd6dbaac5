"""The checks across a pack: one small function for each invariant, with its stable codes.

Each check takes a `Pack` and yields problems.
"""

from collections.abc import Callable, Iterator

from dvcheck.pack import meant
from dvcheck.pack.check_forms import CHECKS as FORMS
from dvcheck.pack.check_policy import citations_name_their_document, documents_exist
from dvcheck.pack.condition import Compared, Condition, Counted, Is, leaves, parts
from dvcheck.pack.conditions import conditions_of
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import (
    OPENED,
    Checklist,
    Finding,
    Include,
    Note,
    Obligation,
    Pack,
    Question,
)
from dvcheck.pack.nodes import Problem
from dvcheck.pack.place import Place
from dvcheck.pack.policy import section_of
from dvcheck.pack.slips import nearest
from dvcheck.pack.validate_notes import notes_send_to_checklists
from dvcheck.pack.validate_repeated import CHECKS as REPEATED
from dvcheck.pack.value import UNKNOWN

MOST_PLACES = 200
MOST_OPTIONS = 9
LONGEST_CHAIN = 100


def conditions(pack: Pack) -> Iterator[Condition]:
    """Yield every outermost condition of the pack."""
    for checklist in pack.checklists:
        yield from (outcome.when for outcome in checklist.outcomes)
        for section in checklist.sections:
            yield from filter(None, [section.when])
            for item in section.items:
                yield from conditions_of(item)


def _problem(at: Place, code: str, message: str) -> Problem:
    return Problem(at=at, code=code, message=message)


def ids_are_unique(pack: Pack) -> Iterator[Problem]:
    """duplicate-id, duplicate-option: an id is unique in the pack, and an option in its question."""
    first: dict[str, Place] = {}
    for item in pack.items():
        if isinstance(item, Include):
            continue
        if item.id in first:
            yield _problem(item.at, "duplicate-id", _id_is_taken(item.id, first[item.id]))
        first.setdefault(item.id, item.at)
        if isinstance(item, Question):
            seen: set[str] = set()
            for option in item.options:
                if option.id in seen or option.id == UNKNOWN:
                    taken = "is built in; remove it" if option.id == UNKNOWN else "is listed twice"
                    yield _problem(item.at, "duplicate-option", f'the option "{option.id}" {taken}')
                seen.add(option.id)
    for outcome in pack.outcomes():
        if outcome.id in first:
            yield _problem(outcome.at, "duplicate-id", _id_is_taken(outcome.id, first[outcome.id]))
        first.setdefault(outcome.id, outcome.at)


def _id_is_taken(name: str, place: Place) -> str:
    return f'the id "{name}" is already used at {place}; choose another'


def conditions_name_what_exists(pack: Pack) -> Iterator[Problem]:
    """unknown-question, unknown-value: a condition names an existing item, and a value that item can have."""
    named = {i.id: i for i in pack.items() if isinstance(i, Question | Finding)}
    for condition in conditions(pack):
        for leaf in leaves(condition):
            item = named.get(leaf.item)
            if item is None:
                message = f'the condition names "{leaf.item}", but no question or finding has that id'
                hint = meant.operator(leaf.item) or nearest(leaf.item, list(named))
                yield _problem(leaf.at, "unknown-question", message + hint)
                continue
            if isinstance(leaf, Compared):
                yield from _bounds(leaf, item)
                continue
            allowed = _values(item)
            for value, at in zip(leaf.values, leaf.values_at, strict=True):
                if value not in allowed:
                    kind = item.kind if isinstance(item, Question) else "yes-no"
                    hint = meant.value(leaf.item, value, kind) or nearest(value, list(allowed))
                    message = f'"{leaf.item}" has no answer "{value}"{hint}'
                    yield _problem(at, "unknown-value", f"{message} ({', '.join(allowed)})")


def counts_can_be_reached(pack: Pack) -> Iterator[Problem]:
    """no-effect: a count names each option once, and can be reached by the answers of its question."""
    kinds = {question.id: question.kind for question in pack.questions()}
    for condition in (part for outer in conditions(pack) for part in parts(outer)):
        if not isinstance(condition, Counted):
            continue
        named = [(part.item, part.values) for part in condition.of if isinstance(part, Is)]
        twice = next((one for one in named if named.count(one) > 1), None)
        item = named[0][0] if named else ""
        if twice is not None:
            message = f'"{twice[0]}: {", ".join(twice[1])}" is counted twice'
            yield _problem(condition.at, "no-effect", message)
        elif (
            len(named) == len(condition.of) > 1
            and condition.least > 1
            and {name for name, _ in named} == {item}
            and sum(len(values) for _, values in named) == len({v for _, values in named for v in values})
            and kinds.get(item, "choices") != "choices"
        ):
            message = f'"{item}" takes one answer, so {condition.least} of these can never hold at once'
            yield _problem(condition.at, "no-effect", message)


def _bounds(leaf: Compared, item: Question | Finding) -> Iterator[Problem]:
    """not-comparable, no-effect: a comparison suits its question, and an answer can meet it."""
    for bound in leaf.bounds:
        if isinstance(item, Finding):
            message = f'"{leaf.item}" is a finding, which is yes or no: write {{{leaf.item}: yes}}'
            yield _problem(bound.at, "not-comparable", message)
        elif (wrong := kind_of(item.kind).bound(bound)) is not None:
            yield _problem(bound.at, "not-comparable", wrong.why)
            return
    if isinstance(item, Question) and item.kind == "number" and not _can_hold(leaf, item):
        message = f'no answer to "{leaf.item}" can meet this condition, so it never holds'
        yield _problem(leaf.at, "no-effect", message)


def _can_hold(leaf: Compared, question: Question) -> bool:
    """Check whether any number the question takes meets all bounds."""
    least, most = question.least, question.most
    for bound in leaf.bounds:
        number = int(bound.value)
        if bound.relation in ("at_least", "more_than"):
            least = max(least, number + (bound.relation == "more_than"))
        else:
            upper = number - (bound.relation == "less_than")
            most = upper if most is None else min(most, upper)
    return most is None or least <= most


def _values(item: Question | Finding) -> tuple[str, ...]:
    return ("yes", "no") if isinstance(item, Finding) else kind_of(item.kind).nameable(item)


def citations_exist(pack: Pack) -> Iterator[Problem]:
    """unknown-citation, no-citation: each item and outcome cites existing statements of the policy."""
    known = [*(s.ref for s in pack.policy.statements), *(s.ref for s in pack.policy.sections)]
    for form in pack.forms:
        yield from _unknown_citations(form.cites, known, form.at)
    for reading in pack.policy.readings:
        yield from _unknown_citations(reading.cites, known, reading.at)
    for outcome in pack.outcomes():
        yield from _unknown_citations(outcome.cites, known, outcome.at)
        if not outcome.cites:
            yield _problem(outcome.at, "no-citation", f'"{outcome.id}" {_CITES_NOTHING}')
    for item in pack.items():
        if isinstance(item, Include):
            continue
        yield from _unknown_citations(item.cites, known, item.at)
        if not item.cites and not (isinstance(item, Note) and item.source != "directive"):
            yield _problem(item.at, "no-citation", f'"{item.id}" {_CITES_NOTHING}')
        if isinstance(item, Obligation):
            for part in (item.due, item.not_feasible):
                if part is not None:
                    yield from _unknown_citations(part.cites, known, part.at)


_CITES_NOTHING = 'cites no statement; name at least one in "cites"'


def _unknown_citations(cites: tuple[str, ...], known: list[str], at: Place) -> Iterator[Problem]:
    for cite in cites:
        if cite not in known:
            yield _problem(
                at, "unknown-citation", f'the policy has no statement "{cite}"{nearest(cite, known)}'
            )


def statements_are_cited(pack: Pack) -> Iterator[Problem]:
    """section-cited: an item cites statements, not a section that has statements."""
    statements = {s.ref for s in pack.policy.statements}
    said: dict[str, list[str]] = {}
    for statement in pack.policy.statements:
        said.setdefault(section_of(statement.ref), []).append(statement.ref)
    items = (item for item in pack.items() if not isinstance(item, Include))
    for one in (*pack.outcomes(), *items):
        for cite in one.cites:
            within = said.get(cite)
            if cite not in statements and within:
                message = f"{cite} is a section; cite its statements instead: {', '.join(within)}"
                yield _problem(one.at, "section-cited", message)


def readings_exist(pack: Pack) -> Iterator[Problem]:
    """unknown-reading: `reading:` names an entry of the policy's readings."""
    known = [r.id for r in pack.policy.readings]
    for item in pack.items():
        if isinstance(item, Question | Obligation | Note):
            for name in item.readings:
                if name not in known:
                    message = f'the policy has no reading "{name}"{nearest(name, known)}'
                    yield _problem(item.at, "unknown-reading", message)


def policy_refs_are_unique(pack: Pack) -> Iterator[Problem]:
    """duplicate-ref: each part of the policy, contact, form and part of the narrative appears once."""
    policy = pack.policy
    for group in (
        [(c.id, c.at) for c in pack.contacts],
        [(f.id, f.at) for f in pack.forms],
        [(p.id, p.at) for p in pack.narrative],
        [(d.id, d.at) for d in policy.documents],
        [(a.id, a.at) for a in policy.actors],
        [(s.ref, s.at) for s in policy.sections],
        [(s.ref, s.at) for s in policy.statements],
        [(r.id, r.at) for r in policy.readings],
    ):
        seen: dict[str, Place] = {}
        for ref, at in group:
            if ref in seen:
                yield _problem(at, "duplicate-ref", f'"{ref}" is already on line {seen[ref].line}')
            seen.setdefault(ref, at)


def includes_exist_and_end(pack: Pack) -> Iterator[Problem]:
    """unknown-checklist, include-cycle, too-many-includes: includes name checklists, and end.

    Includes multiply: including a checklist twice that includes another twice walks that one four times. So
    the number of included checklists in a walk is limited.
    """
    included = {
        c.id: [i for s in c.sections for i in s.items if isinstance(i, Include)] for c in pack.checklists
    }
    for including, includes in included.items():
        for include in includes:
            if include.checklist not in included:
                name = include.checklist
                message = f'the pack has no checklist "{name}"{nearest(name, list(included))}'
                yield _problem(include.at, "unknown-checklist", message)
            elif _reaches(include.checklist, including, included, set()):
                message = f'"{include.checklist}" includes "{including}" again: remove one of the includes'
                yield _problem(include.at, "include-cycle", message)

    if not any(_reaches(i.checklist, c, included, set()) for c, found in included.items() for i in found):
        places: dict[str, int] = {}
        for checklist in pack.checklists:
            if _places(checklist.id, included, places) > MOST_PLACES:
                message = f'a walk of "{checklist.id}" would include more than {MOST_PLACES} checklists'
                yield _problem(checklist.at, "too-many-includes", message)


def _places(name: str, included: dict[str, list[Include]], known: dict[str, int]) -> int:
    """Count the checklists in a walk of `name`, each as often as it is included."""
    if name not in known:
        known[name] = 1 + sum(_places(i.checklist, included, known) for i in included.get(name, []))
    return known[name]


def _reaches(start: str, goal: str, included: dict[str, list[Include]], seen: set[str]) -> bool:
    if start == goal:
        return True
    if start in seen:
        return False
    seen.add(start)
    return any(_reaches(i.checklist, goal, included, seen) for i in included.get(start, []))


def nothing_depends_on_itself(pack: Pack) -> Iterator[Problem]:
    """condition-cycle, too-long-chain: guards and definitions have no cycle and no very long chain."""
    if any(includes_exist_and_end(pack)):
        return
    needs: dict[str, set[str]] = {}
    place: dict[str, Place] = {}
    for checklist in pack.checklists:
        _note_needs(pack, checklist, frozenset(), (), needs, place)
    done: set[str] = set()
    depth: dict[str, int] = {}
    for start in needs:
        path: list[str] = []
        stack = [] if start in done else [(start, iter(sorted(needs[start])))]
        while stack:
            node, rest = stack[-1]
            if node not in path:
                path.append(node)
            following = next(rest, None)
            if following is None:
                stack.pop()
                path.remove(node)
                done.add(node)
                depth[node] = 1 + max((depth.get(n, 0) for n in needs[node]), default=0)
                if depth[node] == LONGEST_CHAIN + 1:
                    message = f'"{node}" depends on a chain of more than {LONGEST_CHAIN} others'
                    yield _problem(place[node], "too-long-chain", message)
            elif following in path:
                chain = " → ".join([*path[path.index(following) :], following])
                yield _problem(place[following], "condition-cycle", f"this depends on itself: {chain}")
                return
            elif following in needs and following not in done:
                stack.append((following, iter(sorted(needs[following]))))


def _note_needs(
    pack: Pack,
    checklist: Checklist,
    guard: frozenset[str],
    path: tuple[str, ...],
    needs: dict[str, set[str]],
    place: dict[str, Place],
) -> None:
    """Note what each question and finding of `checklist` depends on when it is walked under `guard`."""
    for section in checklist.sections:
        inner = guard | {leaf.item for leaf in leaves(section.when)}
        for item in section.items:
            if isinstance(item, Include):
                for included in pack.checklists:
                    if included.id == item.checklist and included.id not in path:
                        deeper = inner | {leaf.item for leaf in leaves(item.when)}
                        _note_needs(pack, included, deeper, (*path, included.id), needs, place)
            elif isinstance(item, Question):
                lists = {section.for_each, item.options_from} - {""}
                own = {leaf.item for leaf in leaves(item.when)}
                needs.setdefault(item.id, set()).update(inner | own | lists)
                place[item.id] = item.at
            elif isinstance(item, Finding):
                named = {leaf.item for part in conditions_of(item) for leaf in leaves(part)}
                needs.setdefault(item.id, set()).update(named | {section.for_each} - {""})
                place[item.id] = item.at


def instead_names_an_obligation(pack: Pack) -> Iterator[Problem]:
    """unknown-obligation, bad-instead: `instead` names an obligation that can replace this one."""
    known = {i.id: i for i in pack.items() if isinstance(i, Obligation)}
    home = {
        i.id: c.id for c in pack.checklists for s in c.sections for i in s.items if isinstance(i, Obligation)
    }
    for item in known.values():
        if item.not_feasible is None or not item.not_feasible.instead:
            continue
        name, at = item.not_feasible.instead, item.not_feasible.at
        if name not in known or name == item.id:
            message = f'"instead" names "{name}", but no other obligation has that id{nearest(name, known)}'
            yield _problem(at, "unknown-obligation", message)
        elif home[name] != home[item.id]:
            message = (
                f'"{name}" is in the checklist {home[name]}, which an officer may not walk: name an '
                "obligation of this checklist"
            )
            yield _problem(at, "bad-instead", message)
        elif known[name].not_feasible is not None:
            message = f'"{name}" replaces another obligation, so it cannot have "not_feasible" itself'
            yield _problem(at, "bad-instead", message)


def questions_can_be_asked(pack: Pack) -> Iterator[Problem]:
    """too-many-options, unprompted-guard: a walk can reach each question, and one key answers it."""
    unprompted = {q.id for q in pack.questions() if q.unprompted}
    for checklist in pack.checklists:
        for section in checklist.sections:
            for item in section.items:
                if not isinstance(item, Question):
                    continue
                if len(item.options) > MOST_OPTIONS:
                    message = (
                        f'"{item.id}" has more than {MOST_OPTIONS} options: an officer answers with the keys '
                        f"1 to {MOST_OPTIONS}"
                    )
                    yield _problem(item.at, "too-many-options", message)
                for leaf in (*leaves(section.when), *leaves(item.when)):
                    if leaf.item in unprompted and not item.unprompted:
                        message = f'"{item.id}" depends on "{leaf.item}", which is never asked (unprompted)'
                        yield _problem(leaf.at, "unprompted-guard", message)


def deadlines_count_from_something(pack: Pack) -> Iterator[Problem]:
    """unknown-start: a deadline counts from a timer, a question, another obligation, or the opening."""
    known = [item.id for item in pack.items() if isinstance(item, Question | Obligation)]
    for item in pack.items():
        if not isinstance(item, Obligation) or item.due is None or item.due.kind != "within":
            continue
        if item.due.of == item.id:
            yield _problem(item.due.at, "unknown-start", f'"{item.id}" cannot be due after itself')
        elif item.due.of not in (OPENED, *known):
            message = (
                f'a deadline counts from a question, an obligation, a timer or "{OPENED}", but none has the '
                f'id "{item.due.of}"{nearest(item.due.of, known)}'
            )
            yield _problem(item.due.at, "unknown-start", message)


def timers_tick_lists(pack: Pack) -> Iterator[Problem]:
    """unknown-list: `ticks` of a timer names a question of kind "list"."""
    lists = [q.id for q in pack.questions() if q.kind == "list"]
    for item in pack.items():
        if isinstance(item, Question) and item.limit is not None and item.limit.ticks not in ("", *lists):
            message = f'no question of kind "list" has the id "{item.limit.ticks}"'
            yield _problem(item.at, "unknown-list", message + nearest(item.limit.ticks, lists))


def contacts_exist(pack: Pack) -> Iterator[Problem]:
    """unknown-contact: an obligation names a contact of the pack."""
    known = [c.id for c in pack.contacts]
    for item in pack.items():
        for name in item.contacts if isinstance(item, Obligation) else ():
            if name not in known:
                message = f'the pack has no contact "{name}"{nearest(name, known)}'
                yield _problem(item.at, "unknown-contact", message)


CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    ids_are_unique,
    conditions_name_what_exists,
    counts_can_be_reached,
    citations_exist,
    statements_are_cited,
    readings_exist,
    policy_refs_are_unique,
    includes_exist_and_end,
    notes_send_to_checklists,
    nothing_depends_on_itself,
    instead_names_an_obligation,
    questions_can_be_asked,
    deadlines_count_from_something,
    timers_tick_lists,
    *REPEATED,
    contacts_exist,
    *FORMS,
    documents_exist,
    citations_name_their_document,
)

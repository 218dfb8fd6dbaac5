"""Laws that hold for every condition: all operators, nested, over rounds for each entry of a list.

Each test draws a pack and tries answers from many states. Conditions are drawn as text, so they are what an
author can write.
"""

import random
from collections.abc import Iterator, Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck.pack.model import Finding, Pack
from dvcheck.pack.value import Value
from dvcheck.rules.assess import assess
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Outline, base_of, outline
from tests.drawn import drawn
from tests.small_packs import NOW, answers, small_pack

YES_NO: tuple[Value, ...] = ("yes", "no", "unknown")
ANSWERS: dict[str, tuple[Value, ...]] = {
    "a": YES_NO,
    "b": YES_NO,
    "people": (("X",), ("X", "Y"), "unknown"),
    "worse": ("1", "2", "neither", "unknown"),
    "hurt": YES_NO,
    "pain": ("3", "7", "unknown"),
    "marks": (("red",), ("blue",), ("red", "blue"), "unknown"),
    "age": ("12", "16", "40", "unknown"),
    "served": ("03:12", "2026-11-21", "2026-11-21 04:00", "unknown"),
}
"""By question, what may be answered. NOW is 03:12 in the zone of the pack: a date alone leaves hours open."""
OF_ENTRIES = ("hurt", "pain")
ROUNDS = 6
Truths = Mapping[str, Mapping[str, Truth]]
some = settings(max_examples=drawn(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _leaves(names: tuple[str, ...], unknown: bool) -> st.SearchStrategy[str]:
    more = ["[yes, unknown]", "unknown"] if unknown else []
    found: list[str] = []
    for name in names:
        match name:
            case "a" | "b" | "hurt" | "found" | "found-each":
                words = ["yes", "no", "[yes, no]", *(more if not name.startswith("found") else [])]
                found += [f"{{{name}: {word}}}" for word in words]
            case "marks":
                found += ["{marks: red}", "{marks: [red, blue]}"]
                counts = (
                    "at_least: {count: 2",
                    "at_most: {count: 1",
                    "exactly: {count: 1",
                    "at_most: {count: 0",
                )
                found += [f"{{{count}, of: {{marks: [red, blue]}}}}}}" for count in counts]
            case "people":
                found += ["{people: answered}"]
            case "worse":
                found += ["{worse: neither}", "{worse: answered}", "{worse: this}"]
            case "age":
                found += [
                    "{age: {at_least: 16}}",
                    "{age: {less_than: 16}}",
                    "{age: {more_than: 12, at_most: 40}}",
                ]
            case "pain":
                found += ["{pain: {more_than: 5}}", "{pain: answered}"]
            case "served":
                found += [
                    "{served: {within: 4 h}}",
                    '{served: {at_least: "03:00"}}',
                    "{served: {less_than: today}}",
                ]
    return st.sampled_from([one for one in found if "this" not in one or "hurt" in names])


def _condition(names: tuple[str, ...], unknown: bool, known: bool) -> st.SearchStrategy[str]:
    """Draw a condition over some questions, including those of a round, named as inside the round."""

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=1, max_size=3)
        kinds = [
            st.builds(lambda p: f"{{all: [{', '.join(p)}]}}", several),
            st.builds(lambda p: f"{{any: [{', '.join(p)}]}}", several),
            st.builds(lambda p: f"{{not: {p}}}", inner),
            # The parts are joined with others, as a count of answers that exclude one another is refused.
            st.builds(_counted, st.lists(inner, min_size=2, max_size=4, unique=True), st.integers(0, 8)),
        ]
        return st.one_of(*kinds, *([st.builds(lambda p: f"{{known: {p}}}", inner)] if known else []))

    return st.recursive(_leaves(names, unknown), grown, max_leaves=4)


def _counted(parts: list[str], n: int) -> str:
    size = len(parts)
    parts = [*parts[1:], f"{{all: [{parts[0]}]}}"]
    word, count = (
        ("at_least", 1 + n % size) if n < 3 else ("at_most", n % size) if n < 6 else ("exactly", n % size)
    )
    return f"{{{word}: {{count: {count}, of: [{', '.join(parts)}]}}}}"


FIRST = ("a", "b")
OUTSIDE = (*FIRST, "people", "marks", "age", "served", "found")
INSIDE = (*OUTSIDE, "worse", "hurt", "pain", "found-each")


@st.composite
def _outside(draw: st.DrawFn, unknown: bool, known: bool) -> str:
    """Draw a condition outside a round; half of them name something of the round."""
    own = draw(_condition((*OUTSIDE, "worse"), unknown, known))
    if draw(st.booleans()):
        return own
    inner, of_round = draw(_condition(INSIDE, unknown, known)), draw(_condition(OF_ENTRIES, unknown, known))
    of = f"{{all: [{inner}, {of_round}]}}"
    quantified = f"{{{draw(st.sampled_from(['any_of', 'each']))}: {of}}}"
    known_too = st.sampled_from(["{known: {quantified}}"]) if known else st.nothing()
    form = draw(
        st.sampled_from(["{quantified}", "{{not: {quantified}}}", "{{any: [{quantified}, {own}]}}"])
        | known_too
    )
    if form.startswith("{known"):
        return f"{{known: {quantified}}}"
    return form.format(quantified=quantified, own=own)


@st.composite
def packs(draw: st.DrawFn, unknown: bool = True, known: bool = True) -> Pack:
    """Every kind of question, a list with a round and a choice of its entries, and duties over all."""

    def when(names: tuple[str, ...]) -> str:
        found = draw(st.none() | _condition(names, unknown, known))
        return f", when: {found}" if found else ""

    cites = 'cites: ["1a"]'
    options = "options: [{id: red, text: R}, {id: blue, text: B}]"
    duty = f"modality: shall, text: D, {cites}"
    always = {
        names: draw(_condition(names, unknown, known))
        for names in (
            (*FIRST, "hurt"),
            (*FIRST, "worse", "hurt", "pain"),
            (*FIRST, "people", "age", "served", "marks"),
        )
    }
    to_hurt, found_each, found = always.values()
    of_round, of_each = draw(_condition(INSIDE, unknown, known)), draw(_condition(INSIDE, unknown, known))
    section_when = _section_when(draw(st.none() | _condition(FIRST, unknown, known)))
    return small_pack(
        f"  - {{ask: a, text: A, kind: yes-no, {cites}}}\n"
        f"  - {{ask: b, text: B, kind: yes-no, {cites}{when(('a',))}}}\n"
        f"  - {{ask: people, text: P, kind: list, {cites}{when(FIRST)}}}\n"
        f"  - {{ask: worse, text: W, kind: choice, {cites}, options_from: people,"
        f" options: [{{id: neither, text: N}}]{when(FIRST)}}}\n"
        f"  - {{ask: age, text: A, kind: number, {cites}{when(FIRST)}}}\n"
        f"  - {{ask: served, text: S, kind: time, {cites}{when(FIRST)}}}\n"
        f"- title: Each\n  for_each: people\n{section_when}"
        "  items:\n"
        f"  - {{ask: hurt, text: H, kind: yes-no, {cites}{when((*FIRST, 'age'))}}}\n"
        f"  - {{ask: pain, text: P, kind: number, {cites}, when: {to_hurt}}}\n"
        f"  - {{finding: found-each, text: F, {cites}, is: {found_each}}}\n"
        f"  - {{obligation: of-round, {duty}, when: {of_round}}}\n"
        "- title: Outside\n  items:\n"
        f"  - {{ask: marks, text: M, kind: choices, {cites}, {options}{when((*FIRST, 'age'))}}}\n"
        f"  - {{finding: found, text: F, {cites}, is: {found}}}\n"
        f"  - {{obligation: of-each, {duty}, for_each: people, when: {of_each}}}\n"
        f"  - {{obligation: once, {duty}, when: {draw(_outside(unknown, known))}}}\n"
    )


def _section_when(condition: str | None) -> str:
    return f"  when: {condition}\n" if condition else ""


def truths(laid_out: Outline, state: Mapping[str, Value]) -> tuple[Facts, Truths]:
    """Return the verdict on every item, by its id and then by its key."""
    facts = Facts(laid_out, answers(state))
    found: dict[str, dict[str, Truth]] = {}
    for guarded in facts.outline.items:
        key = guarded.item.id
        verdict = facts.finding(key) if isinstance(guarded.item, Finding) else facts.guard(key)
        found.setdefault(guarded.base, {})[key] = verdict.truth
    return facts, found


def states(seed: int, count: int = 25) -> Iterator[dict[str, Value]]:
    """Some states: of each question, and of those of a round for each entry, an answer or none."""
    rng = random.Random(seed)
    keys = [*(n for n in ANSWERS if n not in OF_ENTRIES), *(f"{n}@{i}" for n in OF_ENTRIES for i in (1, 2))]
    for _ in range(count):
        share = rng.random()
        yield {key: rng.choice(ANSWERS[base_of(key)]) for key in keys if rng.random() < share}


def kept(before: Truths, after: Truths) -> Iterator[tuple[str, Truth, Truth]]:
    """Return the earlier and the later verdict on each item; for an item repeated by entries, on each."""
    for base, old in before.items():
        new = after[base]
        for key, truth in old.items():
            for one in [new[key]] if key in new else new.values():
                yield key, truth, one


@some
@given(packs(), st.integers(0, 10**6))
def test_a_decided_verdict_stays_whatever_is_answered_next(pack: Pack, seed: int) -> None:
    laid_out = outline(pack, ("walk",))
    for state in states(seed):
        facts, before = truths(laid_out, state)
        for question in facts.outline.questions():
            if question.id in facts.answers:
                continue
            for value in ANSWERS[base_of(question.id)]:
                then, after = truths(laid_out, {**state, question.id: value})
                if question.id not in then.answers:
                    continue  # an entry that nobody has named is no answer
                for key, old, new in kept(before, after):
                    assert old is Truth.UNKNOWN or old is new, (state, question.id, value, key)


@some
@given(packs(), st.integers(0, 10**6))
def test_what_is_undecided_waits_for_what_decides_it_and_for_nothing_else(pack: Pack, seed: int) -> None:
    laid_out = outline(pack, ("walk",))
    rng = random.Random(seed)
    for state in states(seed):
        facts = Facts(laid_out, answers(state))
        for guarded in facts.outline.items:
            key = guarded.item.id
            is_finding = isinstance(guarded.item, Finding)
            verdict = facts.finding(key) if is_finding else facts.guard(key)
            assert (verdict.truth is Truth.UNKNOWN) == bool(verdict.waits_for), (state, key)
            for name in verdict.waits_for:
                may_be_open = (
                    facts.answers[name].value in ("unknown", "2026-11-21") if name in facts.answers else True
                )
                assert may_be_open, (state, key, name)
            for question in facts.outline.questions():
                if verdict.truth is not Truth.UNKNOWN or question.id in {*facts.answers, *verdict.waits_for}:
                    continue
                given_too = {**state, question.id: rng.choice(ANSWERS[base_of(question.id)])}
                then = Facts(laid_out, answers(given_too))
                if key in then.outline.by_id:
                    after = then.finding(key) if is_finding else then.guard(key)
                    assert after.truth is Truth.UNKNOWN, (state, key, question.id)


@some
@given(packs(known=False), st.integers(0, 10**6))
def test_once_all_it_waits_for_is_known_every_verdict_is_decided(pack: Pack, seed: int) -> None:
    laid_out = outline(pack, ("walk",))
    rng = random.Random(seed)
    for state in states(seed, 10):
        for _ in range(ROUNDS):
            facts = Facts(laid_out, answers(state))
            waiting = {
                name
                for guarded in facts.outline.items
                for name in (
                    facts.finding(guarded.item.id)
                    if isinstance(guarded.item, Finding)
                    else facts.guard(guarded.item.id)
                ).waits_for
            }
            if not waiting:
                break
            for name in sorted(waiting):
                known = [v for v in ANSWERS[base_of(name)] if v not in ("unknown", "2026-11-21", "1", "2")]
                state[name] = rng.choice(known)
        assert not waiting, (state, waiting)


@some
@given(packs(unknown=False, known=False), st.integers(0, 10**6))
def test_unknown_in_place_of_an_answer_leaves_undecided_and_never_reverses(pack: Pack, seed: int) -> None:
    """Here no condition asks for "unknown" or takes it for a no."""
    laid_out = outline(pack, ("walk",))
    for state in states(seed):
        facts, before = truths(laid_out, state)
        for name in facts.answers:
            then, after = truths(laid_out, {**state, name: "unknown"})
            if then.outline.entries and not facts.outline.entries:
                continue  # the list may apply now: what is asked for each was asked once before
            for base, new in after.items():
                old = before[base]
                for key, truth in new.items():
                    was = {old[key]} if key in old else set(old.values())
                    assert truth is Truth.UNKNOWN or was == {truth}, (state, name, key)


@some
@given(packs(), st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(pack: Pack, seed: int, rng: random.Random) -> None:
    laid_out = outline(pack, ("walk",))
    for state in states(seed, 10):
        mixed = list(state)
        rng.shuffle(mixed)
        one = assess(laid_out, answers(state), {}, NOW)
        other = assess(outline(pack, ("walk",)), answers({name: state[name] for name in mixed}), {}, NOW)
        assert (one.duties, one.findings, one.unasked) == (other.duties, other.findings, other.unasked)
        assert (one.inapplicable, {u.question for u in one.uncounted}) == (
            other.inapplicable,
            {u.question for u in other.uncounted},
        )

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck.pack.model import Finding, Pack
from dvcheck.pack.value import Value
from dvcheck.rules.assess import Assessment, assess, next_question
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.small_packs import NOW, answers, small_pack

TABLES = yaml.safe_load((Path(__file__).parent / "truth_tables.yaml").read_text(encoding="utf-8"))
GIVEN = {"T": "yes", "F": "no", "U": None}
TRUTH = {"T": Truth.TRUE, "F": Truth.FALSE, "U": Truth.UNKNOWN}

TWO_QUESTIONS = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {ask: b, text: B, kind: yes-no, cites: ["1a"]}
"""

GUARDED = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {ask: b, text: B, kind: yes-no, cites: ["1a"], when: {a: yes}}
"""


def assessed(pack: Pack, given: Mapping[str, Value]) -> Assessment:
    return assess(outline(pack, ("walk",)), answers(given), {}, NOW)


def status(pack: Pack, given: Mapping[str, Value], name: str = "duty") -> str:
    duty = assessed(pack, given).duty(name)
    assert duty is not None
    return duty.status


def duty_when(condition: str) -> str:
    return f'  - {{obligation: duty, text: D, modality: shall, cites: ["1a"], when: {condition}}}\n'


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t["condition"])
@pytest.mark.parametrize("unknown", ["unasked", "answered unknown"])
def test_truth_table(table: dict[str, str], unknown: str) -> None:
    condition = table["condition"]
    whole = condition if condition.startswith("{") else f"{{{condition}}}"
    pack = small_pack(
        f'{TWO_QUESTIONS}  - {{obligation: duty, text: D, modality: shall, cites: ["1a"], when: {whole}}}\n'
    )
    for row in table["rows"].split(", "):
        inputs, expected = row.split()
        given = {n: GIVEN[v] for n, v in zip("ab", inputs, strict=True)}
        if unknown == "unasked":
            values = {n: v for n, v in given.items() if v is not None}
        else:
            values = {n: v or "unknown" for n, v in given.items()}
        facts = Facts(outline(pack, ("walk",)), answers(values))
        assert facts.guard("duty").truth is TRUTH[expected], row


def test_waits_for_names_only_what_would_decide() -> None:
    pack = small_pack(TWO_QUESTIONS + duty_when("{any: [{a: yes}, {b: yes}]}"))
    undecided = assessed(pack, {"a": "no"}).duty("duty")
    assert undecided is not None
    assert undecided.waits_for == ("b",)
    decided = assessed(pack, {"a": "yes"}).duty("duty")
    assert decided is not None
    assert (decided.status, decided.because, decided.waits_for) == ("open", ("a",), ())


def test_unknown_is_an_answer_a_condition_can_ask_for() -> None:
    pack = small_pack(TWO_QUESTIONS + duty_when("{a: [yes, unknown]}"))
    assert status(pack, {"a": "unknown"}) == "open"
    assert status(pack, {"a": "no"}) == "not-triggered"
    assert status(pack, {}) == "undetermined"


def test_an_answer_behind_a_false_guard_counts_for_nothing() -> None:
    pack = small_pack(GUARDED + duty_when("{b: yes}"))
    assert status(pack, {"a": "yes", "b": "yes"}) == "open"
    assert status(pack, {"a": "no", "b": "yes"}) == "not-triggered"
    assert assessed(pack, {"a": "no", "b": "yes"}).inapplicable == {"b"}


def test_an_old_answer_waits_while_its_guard_does() -> None:
    """Otherwise a decided verdict would change when the guard is answered."""
    pack = small_pack(GUARDED + duty_when("{b: yes}"))
    duty = assessed(pack, {"b": "yes"}).duty("duty")
    assert duty is not None
    assert (duty.status, duty.waits_for) == ("undetermined", ("a",))


def test_after_unknown_the_next_question_is_asked_and_its_answer_alone_raises_nothing() -> None:
    pack = small_pack(GUARDED + duty_when("{b: yes}"))
    asked = next_question(assessed(pack, {"a": "unknown"}))
    assert asked is not None
    assert asked.id == "b"
    duty = assessed(pack, {"a": "unknown", "b": "yes"}).duty("duty")
    assert duty is not None
    assert (duty.status, duty.waits_for) == ("undetermined", ("a",))
    assert status(pack, {"a": "unknown", "b": "no"}) == "not-triggered"


def test_an_answer_behind_unknown_takes_no_duty_away() -> None:
    pack = small_pack(
        GUARDED + '  - {obligation: duty, text: D, modality: shall, cites: ["1a"], unless: {b: no}}\n'
    )
    assert status(pack, {"a": "yes", "b": "no"}) == "not-triggered"
    assert status(pack, {"a": "unknown", "b": "no"}) == "open"


def test_an_answer_on_a_duty_that_was_met_counts_even_behind_unknown() -> None:
    pack = small_pack(
        GUARDED + '  - {obligation: duty, text: D, modality: shall, cites: ["1a"], done_when: {b: yes}}\n'
    )
    assert status(pack, {"a": "unknown", "b": "yes"}) == "done"


EXCEPTED = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {ask: b, text: B, kind: yes-no, cites: ["1a"], asked_when: {a: yes}}
  - {finding: held, text: F, is: {a: yes}, unless: {b: yes}, cites: ["1a"]}
  - {finding: unsaid, text: F, unless: {b: [yes, no, unknown]}, cites: ["1a"]}
"""


def test_the_exception_of_a_finding_counts_once_it_holds() -> None:
    pack = small_pack(EXCEPTED + duty_when("{held: yes}"))
    assert status(pack, {"a": "yes"}) == "open"
    assert status(pack, {"a": "yes", "b": "unknown"}) == "open"
    assert status(pack, {"a": "yes", "b": "yes"}) == "not-triggered"
    assert status(pack, {"b": "yes"}) == "not-triggered"
    assert status(pack, {"b": "no"}) == "undetermined"
    assert status(pack, {"a": "no"}) == "not-triggered"


def test_a_finding_of_nothing_but_an_exception_holds_until_then() -> None:
    pack = small_pack(EXCEPTED + duty_when("{unsaid: no, b: yes}"))
    assert status(pack, {}) == "not-triggered"
    assert status(pack, {"b": "yes"}) == "open"
    assert status(pack, {"b": "unknown"}) == "undetermined"


def test_an_unknown_behind_an_unknown_does_not_raise_what_follows() -> None:
    """An officer who does not know one thing is not asked for details of it."""
    pack = small_pack(
        GUARDED + '  - {ask: c, text: C, kind: yes-no, cites: ["1a"], asked_when: {not: {b: unknown}}}\n'
    )
    assert [q.id for q in assessed(pack, {"a": "unknown", "b": "no"}).unasked] == ["c"]
    assert assessed(pack, {"a": "unknown", "b": "unknown"}).unasked == ()


def test_once_takes_what_nobody_answered_for_a_no_and_leaves_unknown_undecided() -> None:
    pack = small_pack(
        TWO_QUESTIONS
        + '  - {finding: said, text: F, once: {any: [{a: yes}, {b: yes}]}, cites: ["1a"]}\n'
        + duty_when("{said: yes}")
    )
    assert status(pack, {}) == "not-triggered"
    assert status(pack, {"a": "no"}) == "not-triggered"
    assert status(pack, {"a": "yes"}) == "open"
    assert status(pack, {"a": "unknown"}) == "undetermined"


def test_once_leaves_an_answer_behind_unknown_undecided() -> None:
    pack = small_pack(
        GUARDED + '  - {finding: said, text: F, once: {b: yes}, cites: ["1a"]}\n' + duty_when("{said: yes}")
    )
    assert status(pack, {"a": "unknown", "b": "yes"}) == "undetermined"
    assert status(pack, {"a": "unknown"}) == "not-triggered"


def test_a_question_is_asked_only_where_its_asked_when_holds_and_counts_wherever_it_is_answered() -> None:
    pack = small_pack(EXCEPTED + duty_when("{b: yes}"))
    assert [q.id for q in assessed(pack, {}).unasked] == ["a"]
    assert [q.id for q in assessed(pack, {"a": "yes"}).unasked] == ["b"]
    assert [q.id for q in assessed(pack, {"a": "unknown"}).unasked] == ["b"]
    assert assessed(pack, {"a": "no"}).unasked == ()
    assert status(pack, {"a": "no", "b": "yes"}) == "open"


def test_a_question_left_for_later_holds_back_what_depends_on_it() -> None:
    pack = small_pack(
        '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n'
        '  - {ask: b, text: B, kind: yes-no, cites: ["1a"], when: {a: yes}}\n'
        '  - {ask: c, text: C, kind: yes-no, cites: ["1a"]}\n'
    )
    asked = next_question(assessed(pack, {}), skipped={"a"})
    assert asked is not None
    assert asked.id == "c"
    assert next_question(assessed(pack, {"c": "yes"}), skipped={"a"}) is None


def test_answered_is_what_a_free_question_can_be() -> None:
    pack = small_pack('  - {ask: a, text: A, kind: number, cites: ["1a"]}\n' + duty_when("{a: answered}"))
    assert status(pack, {"a": "7"}) == "open"
    assert status(pack, {"a": "unknown"}) == "undetermined"


# --- a decided verdict never changes when further unasked questions are answered ----------------------------

NAMES = ("a", "b", "c", "d")
VALUES = ("yes", "no", "unknown")


def _leaf(names: tuple[str, ...], unknown: bool) -> st.SearchStrategy[str]:
    known = ["yes", "no", "[yes, no]"]
    value = st.sampled_from([*known, "[yes, unknown]", "[no, unknown]", "unknown"] if unknown else known)
    plain = st.builds(lambda n, v: f"{{{n}: {v}}}", st.sampled_from(names), value)
    finding = st.builds(lambda v: f"{{found: {v}}}", st.sampled_from(["yes", "no"]))
    return st.one_of(plain, finding) if len(names) == len(NAMES) else plain


def _condition(names: tuple[str, ...], unknown: bool = True) -> st.SearchStrategy[str]:
    return st.recursive(
        _leaf(names, unknown),
        lambda inner: st.one_of(
            st.builds(lambda p: f"{{all: [{', '.join(p)}]}}", st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda p: f"{{any: [{', '.join(p)}]}}", st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda p: f"{{not: {p}}}", inner),
        ),
        max_leaves=4,
    )


@st.composite
def packs_of_questions(
    draw: st.DrawFn, unknown: bool = True, exceptions: bool = True, outcomes: bool = False
) -> Pack:
    """Draw a pack of four questions, each guarded by earlier ones or by none, a finding and a duty over all.

    Conditions name "unknown" with `unknown`, the finding may have an exception with `exceptions`, and with
    `outcomes` the walk has two or three of them.
    """
    lines = []
    for place, name in enumerate(NAMES):
        guard = draw(st.none() | _condition(NAMES[:place], unknown)) if place else None
        when = f", when: {guard}" if guard else ""
        lines.append(f'  - {{ask: {name}, text: Q, kind: yes-no, cites: ["1a"]{when}}}\n')
    finding = draw(_condition(NAMES[:3], unknown))
    unless = draw(st.none() | _condition(NAMES[:3], unknown)) if exceptions else None
    exception = f", unless: {unless}" if unless else ""
    lines.append(f'  - {{finding: found, text: F, is: {finding}{exception}, cites: ["1a"]}}\n')
    when, done = draw(_condition(NAMES, unknown)), draw(_condition(NAMES, unknown))
    lines.append(duty_when(f"{when}, done_when: {done}"))
    ends = draw(st.lists(_condition(NAMES, unknown), min_size=2, max_size=3)) if outcomes else []
    reached = (f'- {{outcome: end-{n}, text: E, cites: ["1a"], when: {end}}}\n' for n, end in enumerate(ends))
    return small_pack("".join(lines), head=f"outcomes:\n{''.join(reached)}" if ends else "")


def every_state() -> Iterator[dict[str, str]]:
    for values in itertools.product((None, *VALUES), repeat=len(NAMES)):
        yield {n: v for n, v in zip(NAMES, values, strict=True) if v is not None}


@settings(max_examples=drawn(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs_of_questions())
def test_a_decided_verdict_never_changes_when_unasked_questions_are_answered(pack: Pack) -> None:
    """Every state of four questions, each against every way to answer one question more (256 × 12).

    If the exception of the finding begins to hold, the finding becomes no, and verdicts on it may change.
    """
    laid_out = outline(pack, ("walk",))

    def verdicts(state: Mapping[str, str]) -> tuple[tuple[Truth, ...], Truth]:
        facts = Facts(laid_out, answers(state))
        guards = [facts.guard(name).truth for name in (*NAMES, "duty")]
        return (*guards, facts.finding("found").truth), exception_of(pack, facts)

    known = {tuple(sorted(state.items())): verdicts(state) for state in every_state()}
    for state in every_state():
        before, excepted = known[tuple(sorted(state.items()))]
        for name in set(NAMES) - set(state):
            for value in VALUES:
                after, excepted_then = known[tuple(sorted({**state, name: value}.items()))]
                assert excepted is Truth.UNKNOWN or excepted is excepted_then
                if excepted_then is Truth.TRUE and excepted is not Truth.TRUE:
                    assert after[-1] is Truth.FALSE
                    continue
                for old, new in zip(before, after, strict=True):
                    assert old is Truth.UNKNOWN or old is new, (state, name, value)


def exception_of(pack: Pack, facts: Facts) -> Truth:
    """Decide whether the exception of the finding holds; FALSE if it has none."""
    found = next(i for i in pack.items() if isinstance(i, Finding))
    return facts.decide(found.unless).truth if found.unless is not None else Truth.FALSE


@settings(max_examples=drawn(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs_of_questions(unknown=False, exceptions=False))
def test_an_answer_that_turns_to_unknown_decides_nothing(pack: Pack) -> None:
    """Here no condition asks for "unknown" and no finding has an exception."""
    laid_out = outline(pack, ("walk",))

    def verdicts(state: Mapping[str, str]) -> list[Truth]:
        facts = Facts(laid_out, answers(state))
        return [facts.guard("duty").truth, facts.finding("found").truth]

    for state in every_state():
        before = verdicts(state)
        for name in state:
            after = verdicts({**state, name: "unknown"})
            for old, new in zip(before, after, strict=True):
                assert new is Truth.UNKNOWN or old is new, (state, name)


@settings(max_examples=drawn(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs_of_questions())
def test_what_is_unknown_names_a_question_that_is_unasked_or_answered_unknown(pack: Pack) -> None:
    laid_out = outline(pack, ("walk",))
    for state in every_state():
        verdict = Facts(laid_out, answers(state)).guard("duty")
        assert (verdict.truth is Truth.UNKNOWN) == bool(verdict.waits_for)
        assert all(state.get(name, "unknown") == "unknown" for name in verdict.waits_for)


@settings(max_examples=drawn(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs_of_questions(), st.data())
def test_a_walk_ends_with_nothing_waiting_for_an_unasked_question(pack: Pack, data: st.DataObject) -> None:
    state: dict[str, str] = {}
    laid_out = outline(pack, ("walk",))
    while True:
        assessment = assess(laid_out, answers(state), {}, NOW)
        question = next_question(assessment)
        if question is None:
            break
        assert question.id not in state
        state[question.id] = data.draw(st.sampled_from(VALUES))
    for duty in assessment.duties:
        assert all(name in state for name in duty.waits_for)


def test_a_section_can_hold_its_questions_while_unknown_stands_in_their_way() -> None:
    """Asked or held back, what depends on the questions is undecided: `hold` decides nothing."""
    text = """\
checklist: held
title: H
sections:
- title: First
  items:
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
- title: Second
  hold: true
  when: {a: yes}
  items:
  - {ask: b, text: B, kind: yes-no, cites: ["1a"]}
  - {obligation: duty, text: D, modality: shall, cites: ["1a"], when: {b: yes}}
"""
    pack = small_pack("  - {include: held}\n", held=text)
    found = assessed(pack, {"a": "unknown"})
    assert next_question(found) is None
    duty = found.duty("duty")
    assert duty is not None
    assert (duty.status, duty.waits_for) == ("undetermined", ("a", "b"))
    asked = next_question(assessed(pack, {"a": "yes"}))
    assert asked is not None
    assert asked.id == "b"

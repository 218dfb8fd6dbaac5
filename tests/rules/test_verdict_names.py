"""The questions a verdict names, and the ways to name a finding in a condition."""

import pytest

from dvcheck.rules.logic import FAILS, HOLDS, Facts, Truth, Verdict
from dvcheck.rules.outline import outline
from tests.small_packs import answers, small_pack

PACK = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {ask: b, text: B, kind: yes-no, cites: ["1a"], when: {a: yes}}
  - {ask: colours, text: C, kind: choices, cites: ["1a"], options: [{id: red, text: R}, {id: blue, text: B}]}
  - {finding: found, text: F, is: {a: yes, b: yes}, cites: ["1a"]}
"""
T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def decided(condition: str, **given: str | tuple[str, ...]) -> Verdict:
    """Decide a condition over the pack above."""
    duty = f'  - {{obligation: duty, text: D, modality: shall, cites: ["1a"], when: {condition}}}\n'
    return Facts(outline(small_pack(PACK + duty), ("walk",)), answers(given)).guard("duty")


def test_the_three_truths_have_the_officers_words() -> None:
    assert [truth.value for truth in Truth] == ["yes", "no", "unknown"]


@pytest.mark.parametrize(
    ("wanted", "truths"),
    [("yes", (T, F, U)), ("no", (F, T, U)), ("[yes, no]", (T, T, U)), ("[no, yes]", (T, T, U))],
)
def test_a_finding_can_be_asked_for_either_way_or_both(wanted: str, truths: tuple[Truth, ...]) -> None:
    condition = f"{{found: {wanted}}}"
    holds = decided(condition, a="yes", b="yes")
    fails = decided(condition, a="yes", b="no")
    open_ = decided(condition, a="yes")
    assert (holds.truth, fails.truth, open_.truth) == truths
    assert (holds.because, fails.because, open_.because) == (("a", "b"), ("b",), ())
    assert (holds.waits_for, fails.waits_for, open_.waits_for) == ((), (), ("b",))


def test_a_verdict_behind_a_guard_that_fails_names_the_guards_question() -> None:
    assert decided("{b: yes}", a="no", b="yes") == Verdict(F, ("a",))
    assert decided("{not: {b: yes}}", a="no") == Verdict(T, ("a",))


def test_while_a_guard_waits_the_question_itself_is_waited_for_too_unless_it_is_answered() -> None:
    assert decided("{b: yes}") == Verdict(U, waits_for=("a", "b"))
    assert decided("{b: yes}", b="yes") == Verdict(U, waits_for=("a",))
    assert decided("{b: yes}", a="unknown") == Verdict(U, waits_for=("a", "b"))
    assert decided("{b: yes}", a="unknown", b="yes") == Verdict(U, waits_for=("a",))
    assert decided("{b: yes}", a="unknown", b="no") == Verdict(F, ("b",))
    assert decided("{b: yes}", a="unknown", b="unknown") == Verdict(U, waits_for=("b",))


def test_one_of_several_choices_is_enough_and_unknown_is_none_of_them() -> None:
    assert decided("{colours: red}", colours=("red", "blue")) == Verdict(T, ("colours",))
    assert decided("{colours: red}", colours=("blue",)) == Verdict(F, ("colours",))
    assert decided("{colours: red}", colours="unknown") == Verdict(U, waits_for=("colours",))
    assert decided("{colours: [red, unknown]}", colours="unknown") == Verdict(T, ("colours",))


def test_what_several_parts_wait_for_or_rest_on_is_named_once_in_the_order_met() -> None:
    assert decided("{all: [{a: yes}, {colours: red}, {a: yes}]}").waits_for == ("a", "colours")
    both = decided("{all: [{a: yes}, {colours: red}, {a: yes}]}", a="yes", colours=("red",))
    assert both == Verdict(T, ("a", "colours"))
    neither = decided("{any: [{a: yes}, {colours: red}, {a: yes}]}", a="no", colours=("blue",))
    assert neither == Verdict(F, ("a", "colours"))


def test_the_first_part_that_decides_is_the_reason() -> None:
    assert decided("{any: [{a: yes}, {colours: red}]}", a="yes", colours=("red",)) == Verdict(T, ("a",))
    assert decided("{all: [{a: yes}, {colours: red}]}", a="no", colours=("blue",)) == Verdict(F, ("a",))


def test_no_condition_holds_and_an_item_of_another_checklist_does_not_apply() -> None:
    laid_out = outline(small_pack(PACK), ("walk",))
    facts = Facts(laid_out, {})
    assert (facts.decide(None), facts.guard("a"), HOLDS, FAILS) == (HOLDS, HOLDS, Verdict(T), Verdict(F))


def test_an_answer_to_what_this_walk_does_not_ask_is_no_fact() -> None:
    given = answers({"a": "yes", "elsewhere": "yes", "found": "yes", "colours": ("green",)})
    assert set(Facts(outline(small_pack(PACK), ("walk",)), given).answers) == {"a"}


def test_a_verdict_never_changes() -> None:
    with pytest.raises(AttributeError):
        HOLDS.truth = Truth.FALSE  # type: ignore[misc]

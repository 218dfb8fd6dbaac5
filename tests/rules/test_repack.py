from datetime import timedelta

import pytest

from dvcheck.pack.model import Pack
from dvcheck.pack.value import Value
from dvcheck.rules.answer import Mark
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.rules.repack import Comparison, compare, leftover
from tests.small_packs import NOW, answers, small_pack

OLD = """\
  - {ask: hurt, text: Is somebody hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}
  - ask: colour
    text: Which?
    kind: choice
    options: [{id: red, text: Red}, {id: blue, text: Blue}]
    cites: ["1a"]
  - {ask: phone, text: What number?, kind: text, sensitive: true, cites: ["1a"]}
  - {obligation: aid, text: Give first aid, modality: shall, cites: ["1a"], when: {hurt: yes}}
  - {obligation: paint, text: Paint it, modality: shall, cites: ["1a"], when: {colour: red}}
  - {obligation: write, text: Write it down, modality: shall, cites: ["1a"]}
"""
CHOICE = "kind: choice\n    options: [{id: red, text: Red}, {id: blue, text: Blue}]"
GIVEN: dict[str, Value] = {"hurt": "yes", "colour": "red", "phone": "503-555-0100"}


def differs(found: Comparison) -> bool:
    return any(getattr(found, part) for part in found.__struct_fields__)


def assessed(pack: Pack, given: dict[str, Value], *done: str) -> Assessment:
    marks = {name: Mark(status="done", at=NOW) for name in done}
    return assess(outline(pack, ("walk",)), answers(given), marks, NOW)


def compared(
    old: str, new: str, given: dict[str, Value] = GIVEN, *done: str
) -> tuple[Comparison, Assessment]:
    after = assessed(small_pack(new), given, *done)
    return compare(assessed(small_pack(old), given, *done), after), after


def test_the_same_pack_changes_nothing() -> None:
    assert not differs(compared(OLD, OLD)[0])


def test_a_duty_that_becomes_open_appears_and_one_that_is_dropped_goes_with_its_mark() -> None:
    new = OLD.replace("obligation: paint", "obligation: polish")
    found, _ = compared(OLD, new, GIVEN, "paint")
    assert [(d.obligation.id, d.status) for d in found.appears] == [("polish", "open")]
    assert [(d.obligation.id, d.status) for d in found.goes] == [("paint", "done")]
    assert not found.changed


def test_a_mended_condition_lets_a_duty_appear_or_go() -> None:
    new = OLD.replace("when: {hurt: yes}", "when: {hurt: no}")
    assert [d.obligation.id for d in compared(OLD, new)[0].goes] == ["aid"]
    assert [d.obligation.id for d in compared(new, OLD)[0].appears] == ["aid"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: Give first aid, modality", "text: Call medical aid, modality"),
        ("text: Give first aid, modality: shall", "text: Give first aid, modality: should"),
        ('cites: ["1a"], when: {hurt: yes}', 'cites: ["1a"], when: {hurt: yes}, due: {by: end-of-shift}'),
        ('cites: ["1a"], when: {hurt: yes}', 'cites: ["1a"], when: {hurt: yes}, done_when: {colour: red}'),
        ('cites: ["1a"], when: {hurt: yes}', 'cites: ["1a"], when: {all: [{hurt: yes}, {later: yes}]}'),
    ],
)
def test_other_words_another_deadline_or_status_of_a_duty_is_a_change(old: str, new: str) -> None:
    asked = "  - {ask: later, text: Later?, kind: yes-no, cites: [1a]}\n"
    changed = asked + OLD.replace(old, new)
    assert changed != asked + OLD
    found, _ = compared(asked + OLD, changed)
    (change,) = found.changed
    assert change.before.obligation.id == change.after.obligation.id == "aid"
    assert change.status is ("done_when" in new or "later" in new)
    assert not found.appears
    assert not found.goes


def test_a_new_question_is_named_and_one_that_was_to_ask_already_is_not() -> None:
    new = OLD + "  - {ask: cold, text: Is it cold?, kind: yes-no, cites: [1a]}\n"
    found, _ = compared(OLD, new, {"hurt": "yes"})
    assert [q.id for q in found.new_questions] == ["cold"]


def test_an_answered_question_in_other_words_is_named_since_its_answer_stays() -> None:
    found, after = compared(OLD, OLD.replace("Is somebody hurt?", "Is nobody hurt?"))
    (change,) = found.reworded
    assert (change.before.text, change.after.text) == ("Is somebody hurt?", "Is nobody hurt?")
    assert after.answers["hurt"].value == "yes"


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("ask: colour", "ask: color").replace("when: {colour: red}", "when: {color: red}"),
        OLD.replace("id: red", "id: green").replace("colour: red", "colour: green"),
        OLD.replace(CHOICE, "kind: number").replace("colour: red", "colour: answered"),
    ],
)
def test_an_answer_without_a_place_is_named_and_counts_again_under_a_pack_that_asks(new: str) -> None:
    found, after = compared(OLD, new)
    assert found.unplaced == ("colour",)
    (left,) = leftover(after, [small_pack(new), small_pack(OLD)])
    assert (left.question, left.value, left.shown, left.sensitive) == ("colour", "red", "Red", False)
    back, again = compared(new, OLD)
    assert back.placed_again == ("colour",)
    assert leftover(again, [small_pack(OLD), small_pack(new), small_pack(OLD)]) == ()


def test_what_an_answer_says_is_sensitive_where_any_pack_of_the_case_says_so_or_may() -> None:
    without = "\n".join(line for line in OLD.splitlines() if "phone" not in line) + "\n"
    plain = OLD.replace("sensitive: true, ", "").replace("kind: text", "kind: number")
    for packs in ([without, OLD], [plain, OLD], [without, None], [without], [plain, None]):
        known = [small_pack(text) if text is not None else None for text in packs]
        assert known[0] is not None
        (left,) = leftover(assessed(known[0], GIVEN), known)
        assert left.question == "phone"
        assert left.sensitive, packs
    assert not leftover(assessed(small_pack(plain), GIVEN), [small_pack(plain)] * 2)[0].sensitive


def test_time_that_passes_between_the_two_is_no_change() -> None:
    pack = small_pack(OLD)
    laid = outline(pack, ("walk",))
    before = assess(laid, answers(GIVEN), {}, NOW, NOW + timedelta(hours=1))
    after = assess(laid, answers(GIVEN), {}, NOW + timedelta(hours=2), NOW + timedelta(hours=1))
    assert not differs(compare(before, after))

"""The facts of a duty in each status, and the questions that are asked."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from dvcheck.pack.value import Value
from dvcheck.rules.answer import Mark
from dvcheck.rules.assess import Assessment, Duty, assess, next_question
from dvcheck.rules.outline import outline
from dvcheck.wording.deadline import stated_deadline
from tests.small_packs import NOW, POLICY, answers, small_pack

WORDS = {"1b": "will", "1c": "may-not", "1d": "may", "1e": "should"}
STATEMENTS = "".join(
    f"- {{ref: {ref}, modality: {word}, actor: member, says: It.}}\n" for ref, word in WORDS.items()
)
PACK = small_pack(
    """\
  - {ask: here, text: Here?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"], when: {here: yes}}
  - {ask: private, text: Name?, kind: text, cites: ["1a"], unprompted: true}
  - {ask: safe, text: Safe?, kind: yes-no, cites: ["1a"]}
  - obligation: report
    text: Report
    modality: shall
    cites: ["1a"]
    when: {safe: no}
    unless: {hurt: yes}
    done_when: {private: answered}
    due: {by: end-of-shift, cites: ["1a"]}
  - obligation: photo
    text: Photograph
    modality: shall
    cites: ["1a"]
    when: {hurt: yes}
    not_feasible: {cites: ["1a"], instead: note-it}
  - {obligation: note-it, text: Note it, modality: will, cites: ["1b"], when: {safe: no}}
  - {obligation: stay, text: Do not leave, modality: may-not, cites: ["1c"], when: {hurt: yes}}
  - {obligation: offer, text: Offer, modality: may, cites: ["1d"], when: {hurt: yes}}
  - {obligation: always, text: Always, modality: should, cites: ["1e"]}
  - {note: told, text: A note, cites: ["1a"], when: {here: yes}}
""",
    POLICY.replace("readings:", f"{STATEMENTS}readings:"),
)
DONE = Mark(status="done", at=NOW)
EXCUSED = Mark(status="not-feasible", at=NOW, reason="It was dark")
ENDS = NOW - timedelta(minutes=5)


def case(given: Mapping[str, Value], marks: Mapping[str, Mark] | None = None) -> Assessment:
    return assess(outline(PACK, ("walk",)), answers(given), marks or {}, NOW, ENDS)


def duty(name: str, given: Mapping[str, Value], marks: Mapping[str, Mark] | None = None) -> Duty:
    found = case(given, marks).duty(name)
    assert found is not None
    assert found.obligation.id == name
    return found


def test_a_duty_is_overdue_only_while_it_is_open_and_keeps_its_time() -> None:
    owed = {"safe": "no", "here": "no"}
    opened = duty("report", owed)
    assert (opened.status, opened.deadline.overdue) == ("open", True)
    for found in (
        duty("report", owed, {"report": DONE}),
        duty("report", owed | {"private": "A"}),
        duty("report", {}),
        duty("report", {"safe": "yes"}),
    ):
        assert found.status != "open"
        assert (found.deadline.overdue, found.deadline.at) == (False, ENDS)
        assert stated_deadline(found.deadline) == "before end of shift"


def test_what_the_text_excepts_does_not_arise() -> None:
    owed = {"safe": "no", "here": "yes"}
    assert duty("report", owed | {"hurt": "yes"}).status == "not-triggered"
    assert duty("report", owed | {"hurt": "no"}).status == "open"
    assert duty("report", owed | {"hurt": "unknown"}).status == "open"
    assert duty("report", owed | {"hurt": "yes"}, {"report": DONE}).status == "not-triggered"


def test_what_is_done_by_an_answer_is_done_only_once_it_is_given() -> None:
    assert duty("report", {"safe": "no", "private": "unknown"}).status == "open"
    assert duty("report", {"safe": "no", "private": "A"}).status == "done"
    assert duty("report", {"private": "A"}).status == "done"


def test_a_duty_names_what_it_waits_for_only_while_it_is_undetermined() -> None:
    waiting = duty("photo", {"here": "yes"})
    assert (waiting.status, waiting.waits_for, waiting.mark) == ("undetermined", ("hurt",), None)
    met = duty("photo", {"here": "yes"}, {"photo": DONE})
    assert (met.status, met.waits_for, met.mark) == ("done", (), DONE)
    standing = duty("stay", {"here": "yes"})
    assert (standing.status, standing.waits_for) == ("undetermined", ("hurt",))


def test_a_duty_names_what_raised_it() -> None:
    raised = duty("photo", {"here": "yes", "hurt": "yes"})
    assert (raised.because, raised.raised_by) == (("hurt",), ("hurt",))
    refused = duty("photo", {"here": "no"})
    assert (refused.because, refused.raised_by) == (("here",), ("here",))
    assert (duty("always", {}).because, duty("always", {}).raised_by) == ((), ())


def test_of_a_duty_in_a_guarded_section_its_own_condition_is_what_raised_it() -> None:
    text = """\
checklist: part
title: P
sections:
- title: Guarded
  when: {a: yes}
  items:
  - {ask: b, text: B, kind: yes-no, cites: ["1a"]}
  - {obligation: own, text: O, modality: shall, cites: ["1a"], when: {b: yes}}
  - {obligation: none, text: N, modality: shall, cites: ["1a"]}
"""
    items = '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n  - {include: part}\n'
    laid_out = outline(small_pack(items, part=text), ("walk",))
    found = assess(laid_out, answers({"a": "yes", "b": "yes"}), {}, NOW)
    told = {d.obligation.id: (d.because, d.raised_by) for d in found.duties}
    assert told == {"own": (("a", "b"), ("b",)), "none": (("a",), ("a",))}
    behind = assess(laid_out, answers({"a": "no", "b": "yes"}), {}, NOW).duty("own")
    assert behind is not None
    assert behind.raised_by == ("a",)


def test_a_replacement_has_its_own_condition_and_arises_only_for_what_was_not_feasible() -> None:
    owed: dict[str, Value] = {"here": "yes", "hurt": "yes", "safe": "no"}
    assert duty("note-it", owed).status == "not-triggered"
    assert duty("note-it", owed, {"photo": DONE}).status == "not-triggered"
    stands_in = duty("note-it", owed, {"photo": EXCUSED})
    assert (stands_in.status, stands_in.because, stands_in.instead_of) == ("open", ("hurt",), "photo")
    assert duty("note-it", owed | {"safe": "yes"}, {"photo": EXCUSED}).status == "not-triggered"
    assert duty("note-it", owed).instead_of is None
    assert duty("photo", owed, {"photo": EXCUSED}).instead_of is None


def test_not_feasible_is_heeded_only_where_the_text_knows_it() -> None:
    owed: dict[str, Value] = {"here": "yes", "hurt": "yes", "safe": "no"}
    assert duty("photo", owed, {"photo": EXCUSED}).status == "not-feasible"
    assert duty("offer", owed, {"offer": EXCUSED}).status == "open"


def test_duties_keep_the_order_of_the_text() -> None:
    found = case({"here": "yes", "hurt": "yes"}, {"photo": EXCUSED})
    expected = ["report", "photo", "note-it", "stay", "offer", "always"]
    assert [d.obligation.id for d in found.duties] == expected
    assert found.duty("told") is None


def test_undecided_is_what_unknown_leaves_open_and_not_what_nobody_has_asked() -> None:
    stopped = case({"here": "yes"})
    assert [d.obligation.id for d in stopped.undecided()] == []
    assert [d.obligation.id for d in stopped.not_asked_yet()] == ["report", "photo", "stay"]
    unknown = case({"here": "yes", "hurt": "unknown"})
    assert [d.obligation.id for d in unknown.undecided()] == ["photo", "stay"]
    assert [d.obligation.id for d in unknown.not_asked_yet()] == ["report"]


def test_a_mere_permission_is_not_undetermined() -> None:
    found = case({"here": "yes"})
    assert [d.obligation.id for d in found.undetermined()] == ["report", "photo", "stay"]
    assert [d.obligation.id for d in found.with_status("undetermined")] == [
        "report",
        "photo",
        "stay",
        "offer",
    ]
    assert [d.obligation.id for d in found.with_status("open", "not-triggered")] == ["note-it", "always"]


def test_what_is_only_recommended_or_permitted_is_not_outstanding() -> None:
    found = case({"here": "yes", "hurt": "yes", "safe": "no"})
    assert {d.obligation.id: d.outstanding for d in found.duties} == {
        "report": False,
        "photo": True,
        "note-it": False,
        "stay": False,
        "offer": False,
        "always": False,
    }


def test_what_is_asked_is_in_the_order_of_the_text_and_never_behind_what_waits_or_fails() -> None:
    assert [q.id for q in case({}).unasked] == ["here", "safe"]
    assert [q.id for q in case({"here": "yes"}).unasked] == ["hurt", "safe"]
    assert [q.id for q in case({"here": "no"}).unasked] == ["safe"]
    assert [q.id for q in case({"here": "unknown"}).unasked] == ["hurt", "safe"]
    first = next_question(case({}))
    later = next_question(case({}), {"here"})
    assert first is not None
    assert later is not None
    assert (first.id, later.id) == ("here", "safe")
    assert next_question(case({}), ("here", "safe")) is None


def test_an_answer_counts_for_nothing_only_behind_a_guard_that_fails() -> None:
    assert case({"here": "no", "hurt": "yes"}).inapplicable == {"hurt"}
    for given in ({"here": "yes", "hurt": "yes"}, {"hurt": "yes"}, {"here": "unknown", "hurt": "no"}):
        assert case(given).inapplicable == frozenset()
    assert case({"here": "no"}).inapplicable == frozenset()


def test_a_note_shows_only_where_its_condition_is_known_to_hold() -> None:
    assert [[n.id for n in case(given).notes] for given in ({"here": "yes"}, {"here": "no"}, {})] == [
        ["told"],
        [],
        [],
    ]


def test_an_assessment_and_its_duties_never_change_and_are_made_by_name() -> None:
    found = case({})
    for thing, field in ((found, "duties"), (found.duties[0], "status")):
        with pytest.raises(AttributeError):
            setattr(thing, field, ())
        with pytest.raises(TypeError):
            type(thing)(*[()] * 7)  # type: ignore[call-arg]


LATER = Mark(status="carried-over", at=NOW, reason="The computer is down")


@pytest.mark.parametrize(
    ("given", "mark", "reason"),
    [
        ({"safe": "no"}, LATER, "The computer is down"),
        ({"safe": "no"}, None, ""),
        ({"safe": "no"}, DONE, ""),
        ({"safe": "yes"}, LATER, ""),
        ({}, LATER, ""),
    ],
)
def test_a_reason_to_stay_open_counts_while_it_is_open(
    given: dict[str, Value], mark: Mark | None, reason: str
) -> None:
    found = duty("report", given, {"report": mark} if mark is not None else {})
    assert found.carried_over == reason
    assert found.outstanding == (found.status == "open")


def test_what_is_outstanding_is_open_and_required() -> None:
    assert [d.obligation.id for d in case({"safe": "no"}).outstanding] == ["report"]
    assert [d.obligation.id for d in case({"here": "yes", "hurt": "yes"}).outstanding] == ["photo"]
    assert case({"here": "yes", "hurt": "yes"}, {"photo": DONE}).outstanding == ()

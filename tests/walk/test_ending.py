"""The list at the end of a walk, and its key that goes to what is undecided."""

from msgspec.structs import replace

from dvcheck.pack.value import Value
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from dvcheck.walk import steps
from dvcheck.walk.ending import tick_list
from dvcheck.walk.prompts import TickList
from dvcheck.walk.steps import State, Tick
from tests.small_packs import NOW, answers, small_pack

PACK = small_pack(
    """\
  - {ask: here, text: Is he here?, label: Here, kind: yes-no, cites: ["1a"]}
  - {ask: armed, text: Is he armed?, label: Armed, kind: yes-no, cites: ["1a"], when: {here: yes}}
  - {ask: told, text: Have you told her?, label: Told her, kind: yes-no, cites: ["1a"], unprompted: true}
  - {obligation: stay, text: Do not leave, modality: shall-not, cites: ["1a"]}
  - {obligation: care, text: Be careful, modality: should-not, cites: ["1a"]}
  - obligation: arrest
    text: Arrest him where there is probable cause
    brief: Arrest him
    modality: shall
    cites: ["1a"]
    first: true
    not_feasible: {cites: ["1a"]}
  - {obligation: write, text: Write it, modality: shall, cites: ["1a"], due: {within: 20 min, of: opened}}
  - {obligation: disarm, text: Disarm him, modality: shall, cites: ["1a"], when: {armed: yes}}
  - {obligation: search, text: Search for him, modality: shall, cites: ["1a"], when: {here: no}}
""",
    head='outcomes:\n- {outcome: gone, text: He is gone, cites: ["1a"], when: {here: no}}\n',
)


OTHER = """\
checklist: other
title: The other walk
sections:
- title: All
  items:
  - {ask: seen, text: Did you see it?, kind: yes-no, cites: ["1a"]}
"""

TWO_WALKS = small_pack(
    """\
  - {ask: hurt, text: Is anyone hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}
  - {obligation: write, text: Write it, modality: shall, cites: ["1a"]}
  - {note: go-there, text: Walk the other one., cites: ["1a"], when: {hurt: yes}, walk: other}
""",
    other=OTHER,
)


def state(**given: Value) -> State:
    assessment = assess(outline(PACK, ("walk",)), answers(given), {}, NOW, opened=NOW)
    return State(assessment=assessment)


def listed(at: State, *, decides: bool = True) -> TickList:
    step = steps.to_tick_off(at.assessment)
    assert isinstance(step, Tick)
    return tick_list(step, at, (), PACK, NOW, status="open 2", decides=decides)


def test_a_duty_is_its_brief_with_its_deadline_its_section_and_the_whole_of_it_for_below() -> None:
    arrest, write, _question = listed(state(here="yes", armed="no")).rows
    assert (arrest.text, arrest.section, arrest.due) == ("Arrest him", "1", "")
    assert arrest.full == "shall: Arrest him where there is probable cause"
    assert (write.text, write.due, write.overdue) == ("Write it", "in 20 m", False)


def test_a_question_that_no_walk_asks_is_offered_with_the_duties() -> None:
    told = listed(state(here="yes", armed="no")).rows[-1]
    assert (told.id, told.text, told.full) == ("told", "question: Told her", "Have you told her?")
    assert told.asks
    assert told.refused == "This is a question. Space asks it."


def test_only_what_may_be_not_feasible_can_be_said_so() -> None:
    arrest, write, _question = listed(state(here="yes", armed="no")).rows
    assert (arrest.not_feasible, write.not_feasible) == (True, False)
    assert write.refused == 'The directive does not allow for "not feasible" there.'


def test_the_list_says_what_the_walk_has_come_to_what_is_forbidden_and_what_is_undecided() -> None:
    gone = listed(state(here="no"))
    assert gone.outcomes == ("He is gone (1)",)
    assert [(n.title, n.text, n.stays) for n in gone.notes] == [("FORBIDDEN:", "Do not leave (1)", True)]
    assert not gone.decides
    unknown = listed(state(here="unknown", armed="yes"))
    assert unknown.outcomes == ("Not decided yet: answer Here",)
    assert [(n.title, n.text) for n in unknown.notes][1] == ("UNDECIDED 2:", "answer Here")
    assert unknown.decides
    later = listed(state(armed="yes"))
    assert [(n.title, n.text) for n in later.notes][1] == ("NOT ASKED YET:", "Here")
    assert not listed(state(here="unknown", armed="yes"), decides=False).decides


def test_the_list_names_the_walks_still_to_come() -> None:
    def notes(hurt: Value) -> list[tuple[str, str]]:
        at = State(assessment=assess(outline(TWO_WALKS, ("walk",)), answers({"hurt": hurt}), {}, NOW))
        step = steps.to_tick_off(at.assessment)
        assert isinstance(step, Tick)
        return [
            (note.title, note.text)
            for note in tick_list(step, at, (), TWO_WALKS, NOW, status="", decides=True).notes
        ]

    assert notes("yes") == [("WALK NEXT:", "The other walk (Hurt: yes)")]
    assert notes("no") == []


def test_the_way_from_the_list_goes_to_each_question_that_would_decide_in_turn() -> None:
    at = state(here="unknown", armed="unknown")
    first = steps.to_decide(at)
    assert first is not None
    assert first.id == "here"
    at = steps.revisit(at, first)
    assert at.again == "here"
    second = steps.to_decide(at)
    assert second is not None
    assert second.id == "armed"
    again = steps.to_decide(steps.revisit(at, second))
    assert again is not None
    assert again.id == "here"


def test_nothing_sensitive_is_gone_to_where_nothing_sensitive_is_asked() -> None:
    at = replace(state(here="unknown", armed="no"), kept_back=frozenset({"here"}))
    assert steps.to_decide(at) is None


def test_where_all_is_decided_there_is_no_question_to_go_to() -> None:
    assert steps.to_decide(state(here="no")) is None

"""The questions at the end of a shift: complete sentences that name what is owed."""

from datetime import UTC, datetime

from dvcheck.rules.assess import Duty, assess
from dvcheck.rules.outline import outline
from dvcheck.wording import handover
from tests.small_packs import small_pack

NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
PACK = small_pack("""\
  - {ask: hurt, text: Are you hurt?, kind: yes-no, cites: ["1a"]}
  - obligation: tell
    text: Tell
    modality: will
    cites: ["1a"]
    due: {by: end-of-shift, cites: ["1a"], unless: {hurt: yes}}
""")


def duty() -> Duty:
    found = assess(outline(PACK, ("walk",)), {}, {}, NOW, NOW).duty("tell")
    assert found is not None
    return found


def test_what_is_asked_says_whose_it_is_when_it_is_due_and_how_much_comes_after() -> None:
    asked = "26-1: will (1) Tell - by 11:12 (end of shift), overdue by 0 m"
    assert handover.becomes("26-1", duty(), 0, NOW, UTC) == asked
    assert handover.becomes("26-1", duty(), 1, NOW, UTC) == f"{asked} (1 more)"


def test_a_reason_that_was_given_stands_in_the_way_that_repeats_it() -> None:
    assert handover.stays_open_as_before("No time") == "It stays open: No time"
    rest = handover.rest_stays_open("26-2", "No time")
    assert rest == "All that is left of 26-2 stays open: No time"


def test_an_answer_that_lifts_a_deadline_is_named_with_the_section_that_lets_it() -> None:
    lifts = next(iter(PACK.questions()))
    said = handover.deadline_lifted(duty(), lifts)
    assert said == f"{lifts.name}: it stays open (1 lifts the deadline)"


def test_a_walk_that_was_not_finished_says_what_is_not_known() -> None:
    assert handover.unfinished("26-1", 1, ()) == (
        "26-1: 1 question was not asked. What is owed there is not known."
    )
    assert handover.unfinished_note(2, (), "Off") == "2 questions were not asked by the end of the shift: Off"

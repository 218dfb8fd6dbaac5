from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests.small_packs import NOW, answers, small_pack

REPORTS = """\
checklist: reports
title: Reports
sections:
- title: R
  items:
  - {ask: told, text: Told?, kind: yes-no, cites: ["1a"]}
  - {obligation: report, text: Report, modality: shall, cites: ["1a"]}
"""
ORDER = """\
checklist: order
title: Order
sections:
- title: O
  items:
  - {ask: found, text: Found?, kind: yes-no, cites: ["1a"]}
  - {include: reports, when: {found: yes}}
"""
CALL = """\
  - {ask: call, text: Call?, kind: yes-no, cites: ["1a"]}
  - {include: order, when: {call: yes}}
  - {ask: after, text: After?, kind: yes-no, cites: ["1a"]}
  - {include: reports, when: {after: yes}}
"""
PACK = small_pack(CALL, reports=REPORTS, order=ORDER)


def ids(*checklists: str) -> list[str]:
    return [q.id for q in outline(PACK, checklists).questions()]


def test_what_is_included_twice_is_walked_once_at_its_last_place() -> None:
    assert ids("walk") == ["call", "found", "after", "told"]
    assert ids("order") == ["found", "told"]


def test_what_two_checklists_of_a_case_share_is_walked_once() -> None:
    assert ids("order", "walk") == ["call", "found", "after", "told"]
    assert ids("walk", "order") == ["call", "after", "found", "told"]


def status(*checklists: str, **given: str) -> str:
    duty = assess(outline(PACK, checklists), answers(given), {}, NOW).duty("report")
    assert duty is not None
    return duty.status


def test_any_of_its_includes_lets_a_checklist_apply() -> None:
    assert status("walk", call="yes", found="yes", after="no") == "open"
    assert status("walk", call="no", after="yes") == "open"
    assert status("walk", call="yes", found="no", after="no") == "not-triggered"
    assert status("walk", call="yes", found="no") == "undetermined"


def test_an_include_counts_only_under_the_guards_above_it() -> None:
    """`found` was answered before `call` was; now `call` is no."""
    assert status("walk", call="no", found="yes", after="no") == "not-triggered"


def test_a_checklist_walked_in_its_own_right_needs_no_guard() -> None:
    assert status("order", "walk", call="no", found="yes", after="no") == "open"


def test_a_question_of_a_checklist_that_is_not_walked_does_not_apply() -> None:
    pack = small_pack(
        '  - {obligation: duty, text: D, modality: shall, cites: ["1a"], when: {found: yes}}\n',
        order=ORDER,
        reports=REPORTS,
    )
    duty = assess(outline(pack, ("walk",)), answers({"found": "yes"}), {}, NOW).duty("duty")
    assert duty is not None
    assert duty.status == "not-triggered"

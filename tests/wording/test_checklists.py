"""The checklists that a pack offers, and the command that starts one."""

import shlex

import pytest

from dvcheck.wording.checklists import begin, rows, top_level
from tests.small_packs import small_pack
from tests.terminal.walks import shipped

ITEM = '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n'


def checklist(name: str, items: str) -> str:
    return f"checklist: {name}\ntitle: The {name}\nsections:\n- title: All\n  items:\n{items}"


OTHER = checklist("other", ITEM.replace("ask: a", "ask: b"))


def test_a_checklist_that_another_includes_is_listed_below_the_whole_ones() -> None:
    pack = small_pack(
        ITEM + "  - {include: part}\n", part=OTHER.replace("checklist: other", "checklist: part")
    )
    assert [c.id for c in top_level(pack)] == ["walk"]
    assert rows(pack) == (
        "walk: Walk",
        "Parts of these, which can also be walked alone:",
        "part: The other",
    )


def test_a_checklist_with_its_own_command_is_no_part_of_another() -> None:
    """verify-order is included in the incident, and officers walk it alone."""
    listed = [row.split()[0].rstrip(":") for row in rows(shipped())]
    assert listed[:5] == ["incident", "verify-order", "serve-order", "standby", "Parts"]
    assert len(set(listed)) == len(listed) == len(shipped().checklists) + 1


def test_no_row_begins_like_a_command_which_would_never_wrap() -> None:
    assert [row for row in rows(shipped()) if row.startswith(" ")] == []


def test_checklists_that_stand_by_themselves_are_one_list() -> None:
    assert rows(small_pack(ITEM, other=OTHER)) == ("other: The other", "walk: Walk")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["walk", "walk"]),
        ({"other": OTHER}, ["walk"]),
        ({"incident": checklist("incident", ITEM.replace("ask: a", "ask: b"))}, ["incident"]),
    ],
    ids=["one checklist", "several", "an incident among several"],
)
def test_a_case_begins_with_the_one_checklist_there_is(more: dict[str, str], expected: list[str]) -> None:
    assert shlex.split(begin(small_pack(ITEM, **more)))[1:] == expected


def test_with_the_shipped_pack_or_none_a_case_begins_with_an_incident() -> None:
    assert shlex.split(begin(shipped()))[1:] == shlex.split(begin(None))[1:] == ["incident"]

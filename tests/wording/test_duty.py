"""A duty in words: the same on a screen and in a worksheet."""

from typing import get_args

import pytest
from msgspec.structs import replace

from dvcheck.report.sheet import Chapter, Table
from dvcheck.rules.assess import Status, assess
from dvcheck.rules.outline import outline
from dvcheck.wording import duty as wording
from tests.report.cases import assault, assessed, sheet
from tests.small_packs import NOW, answers, small_pack
from tests.terminal.walks import shipped

PACK = shipped()
ASSESSED = assessed(assault())
CALLED = next(d for d in ASSESSED.with_status("open") if any(c.verify for c in PACK.calls(d.obligation)))


def test_a_number_is_worded_alike_in_a_line_and_by_itself() -> None:
    numbers = [wording.number(contact) for contact in PACK.calls(CALLED.obligation)]
    assert wording.calls(CALLED.obligation, PACK) == f"call {', '.join(numbers)}"
    assert wording.each_call(CALLED.obligation, PACK) == tuple(f"Call {number}" for number in numbers)
    assert any(number.endswith(" (check first)") for number in numbers)


def test_a_worksheet_has_the_words_of_the_screens() -> None:
    cells = [line for chapter in sheet(assault()).chapters for line in _lines(chapter)]
    for line in wording.each_call(CALLED.obligation, PACK):
        assert line in cells


def _lines(chapter: Chapter) -> list[str]:
    tables = [part for part in chapter.parts if isinstance(part, Table)]
    return [line for t in tables for g in t.groups for row in g.rows for cell in row for line in cell]


@pytest.mark.parametrize("status", get_args(Status))
def test_a_status_is_shown_without_the_hyphen_of_its_id(status: Status) -> None:
    shown = {"undetermined": "undecided"}.get(status, status.replace("-", " "))
    assert wording.status(replace(CALLED, status=status)) == shown


def test_an_answer_that_does_not_say_enough_is_told_apart_from_unknown() -> None:
    pack = small_pack(
        '  - {ask: hit, text: When?, label: Hit, kind: time, cites: ["1a"]}\n'
        '  - {obligation: duty, text: D, modality: shall, cites: ["1a"], when: {hit: {within: 4 h}}}\n'
    )
    layout = outline(pack, ("walk",))
    for value, said in (("2026-11-21", "Hit (not exact enough)"), ("unknown", "Hit (unknown)")):
        assessment = assess(layout, answers({"hit": value}), {}, NOW)
        (duty,) = assessment.undecided()
        assert wording.decided_by(duty, assessment) == said

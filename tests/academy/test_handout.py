"""The hand-out has nothing of the key, and the solution sheet has all of it."""

import io
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from dvcheck.academy.grade import rubric
from dvcheck.academy.handout import FILL_IN, handout, left_to_fill_in, solution
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Goal, Scenario, Teaching
from dvcheck.pack import library
from dvcheck.report.sheet import CutCards, Sheet, Table
from dvcheck.text import clean
from tests.terminal.walks import shipped

NOW = datetime(2026, 11, 28, 5, 10, tzinfo=UTC)
SCENARIOS, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
GOAL = Goal(text="Ask her apart from him.", cites=("1.5.1.1a",))
TAUGHT = replace(
    next(s for s in SCENARIOS if s.id == "strangled-children-asleep"),
    teaching=Teaching(
        goals=(GOAL,), minutes=12, notes="Let them argue for a while.", weights={"pain-scale": 7}
    ),
)


def pdf_of(sheet: Sheet) -> str:
    pytest.importorskip("typst")
    from dvcheck.report import pdf

    pages = PdfReader(io.BytesIO(pdf.render(sheet))).pages
    assert {(page.mediabox.width, page.mediabox.height) for page in pages} == {(612, 792)}
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_the_hand_out_is_the_same_whatever_the_key_is(scenario: Scenario) -> None:
    without_key = replace(
        scenario,
        answers={},
        answered_at={},
        harmful=(),
        done=(),
        not_feasible={},
        outstanding=(),
        not_outstanding=(),
        undetermined=(),
        in_force=(),
        due=(),
        teaching=Teaching(minutes=scenario.teaching.minutes),
    )
    assert handout(shipped(), scenario, NOW) == handout(shipped(), without_key, NOW)


def test_the_printed_hand_out_has_the_call_and_its_facts_and_nothing_of_the_key() -> None:
    said = pdf_of(handout(shipped(), TAUGHT, NOW))
    assert "An invented call, for training only." in said
    assert "12 minutes" in said
    assert "Level: officer" in said or "Level: recruit" in said or "Level: instructor" in said
    assert clean(TAUGHT.story) in said
    assert all(fact.text in said for fact in TAUGHT.reveal)
    assert said.count("PRACTICE · for training only") == said.count("page ")
    hidden = [row.why for row in TAUGHT.harmful] + [GOAL.text, TAUGHT.teaching.notes, "SOLUTION", "Points"]
    assert [text for text in hidden if text in said] == []


def test_a_question_has_a_blank_its_answers_and_its_section() -> None:
    said = pdf_of(handout(shipped(), TAUGHT, NOW))
    assert "Unknown is an answer." in said
    for point in rubric(shipped(), TAUGHT).questions:
        assert point.question.text in said
    assert "yes / no / unknown" in said
    assert said.count("____________") > 40


def test_the_cards_are_on_a_page_of_their_own_and_say_when_they_are_handed_out() -> None:
    first, *more = TAUGHT.reveal
    asked = replace(TAUGHT, reveal=(replace(first, when="ask"), *more))
    cards = handout(shipped(), asked, NOW).chapters[-1]
    assert cards.on_new_page
    (found,) = [part for part in cards.parts if isinstance(part, CutCards)]
    assert len(found.cards) == len(TAUGHT.reveal)
    assert found.cards[0][0].endswith("only if somebody asks for more")
    assert found.cards[1][0].endswith("with the question")


def test_goals_are_printed_only_if_asked_for() -> None:
    assert GOAL.text in pdf_of(handout(shipped(), TAUGHT, NOW, goals=True))


def test_the_solution_has_the_key_the_duties_the_harm_the_points_and_the_notes() -> None:
    said = pdf_of(solution(shipped(), TAUGHT, NOW))
    points = rubric(shipped(), TAUGHT)
    assert "SOLUTION – for the instructor" in said
    assert f"Full score: {points.of} points." in said
    for row in TAUGHT.harmful:
        assert row.why in said
    for one in points.questions:
        assert f"{one.question.name}: {one.question.text} {one.question.shown(one.expected)}" in said
    for duty in points.duties:
        assert duty.duty.obligation.text in said
    for text in (GOAL.text, TAUGHT.teaching.notes, TAUGHT.story, *(fact.text for fact in TAUGHT.reveal)):
        assert text in said
    assert "A duty that does not arise, but that the answers raise, costs 2 points." in said


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_every_scenario_has_both_sheets_in_every_format(scenario: Scenario) -> None:
    from dvcheck.report import html, markdown

    for sheet in (handout(shipped(), scenario, NOW), solution(shipped(), scenario, NOW)):
        assert markdown.render(sheet).startswith("# ")
        assert html.render(sheet).count("<section") == len(sheet.chapters)


def test_texts_that_are_still_to_write_are_counted() -> None:
    assert left_to_fill_in(TAUGHT) == 0
    assert left_to_fill_in(replace(TAUGHT, title=f"{FILL_IN}: x", story=f"{FILL_IN}: y")) == 2


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_a_card_and_a_fact_have_the_number_and_the_name_of_their_question(scenario: Scenario) -> None:
    given, solved = handout(shipped(), scenario, NOW), solution(shipped(), scenario, NOW)
    blanks = {cell[0].partition(": ")[0] for cell in first_cells(given, "Your answers")}
    assert len(blanks) == len({blank.partition(".")[0] for blank in blanks})
    cards = [
        card[0].partition(" · ")[0]
        for chapter in given.chapters
        for part in chapter.parts
        if isinstance(part, CutCards)
        for card in part.cards
    ]
    assert len(cards) == len(scenario.reveal)
    assert set(cards) <= blanks
    numbers = [int(card.partition(".")[0]) for card in cards]
    assert numbers == sorted(numbers)
    assert [cell[0] for cell in first_cells(solved, "Facts")] == cards


def first_cells(sheet: Sheet, title: str) -> list[tuple[str, ...]]:
    """Return the first cell of each row in the tables of a chapter."""
    return [
        tuple(row[0])
        for chapter in sheet.chapters
        if chapter.title == title
        for part in chapter.parts
        if isinstance(part, Table)
        for group in part.groups
        for row in group.rows
    ]

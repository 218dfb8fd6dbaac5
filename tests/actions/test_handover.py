"""The review at the end of a shift: its questions, the entries of a choice, and the list handed over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dvcheck.actions.handover import DutyPlace, Review, ToSettle
from dvcheck.actions.shift import start
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.record.case import fold
from dvcheck.record.clock import now
from dvcheck.record.shift import Shift
from dvcheck.record.shift import current as current_shift
from dvcheck.record.sqlite.journal import Journal
from tests.actions.calls import VERBAL_OPEN, unfinished, verbal


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


@pytest.fixture
def journal(workspace: Workspace) -> Iterator[Journal]:
    """A journal in which a shift runs."""
    at = now()
    with workspace.journal_to_write() as journal:
        start(workspace, journal, Shift(began=at, ends=at + timedelta(hours=10), officer=None), at)
        yield journal


def asked(review: Review) -> ToSettle:
    found = review.next_to_settle()
    assert found is not None
    return found


def ways(review: Review, question: ToSettle) -> list[str]:
    return list(review.ways(question))


def reason_of(journal: Journal, place: DutyPlace) -> str | None:
    mark = fold(journal.events(place.case)).marks.get(place.obligation)
    return mark.reason if mark is not None else None


def test_there_is_nothing_to_review_without_a_shift(workspace: Workspace) -> None:
    with workspace.journal_to_write() as journal, pytest.raises(DvcheckError, match="no shift is set"):
        Review(workspace, journal)


def test_a_shift_without_anything_open_ends(workspace: Workspace, journal: Journal) -> None:
    review = Review(workspace, journal)
    assert review.to_tick().rows == ()
    assert review.next_to_settle() is None
    assert review.end().ended
    assert current_shift(journal) is None


def test_the_list_has_what_is_required_first_and_names_cases_by_their_number(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    numbered = verbal(workspace, tmp_path, "26-1")
    nameless = verbal(workspace, tmp_path)
    review = Review(workspace, journal)
    listed = review.to_tick()
    assert (listed.owed, listed.cases) == (4, 2)
    required = listed.rows[:4]
    assert {(r.place.case, r.place.obligation) for r in required} == {
        (case, name) for case in (numbered, nameless) for name in VERBAL_OPEN
    }
    assert all(r.name == ("26-1" if r.place.case == numbered else nameless) for r in listed.rows)
    assert len(listed.rows) > 4
    review.done(r.place for r in listed.rows if r.place.case == numbered)
    assert {r.place.case for r in review.to_tick().rows} == {nameless}


def test_each_is_asked_about_once_and_nothing_is_ended_while_one_has_no_reason(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    case = verbal(workspace, tmp_path, "26-1")
    review = Review(workspace, journal)
    first = asked(review)
    assert first.left == 1
    second = asked(review)
    assert second.left == 0
    assert {first.place, second.place} == {DutyPlace(case, name) for name in VERBAL_OPEN}
    assert review.next_to_settle() is None
    found = review.end()
    assert not found.ended
    assert [(o.case.id, o.duty) for o in found.without] == [
        (o.case.id, o.duty) for o in found.open.listed.rows
    ]
    assert current_shift(journal) == found.shift


def test_a_reason_holds_for_the_next_one_too(workspace: Workspace, journal: Journal, tmp_path: Path) -> None:
    verbal(workspace, tmp_path)
    review = Review(workspace, journal)
    first = asked(review)
    assert "rest" not in ways(review, first)
    assert review.needs_reason("carry")
    assert "same" not in ways(review, first)
    review.carry_over(first.place, "No time")
    second = asked(review)
    assert review.needs_reason("carry")
    assert ways(review, second)[1] == "same"
    assert not review.needs_reason("same")
    assert review.reason == "No time"
    review.carry_over(second.place)
    assert [reason_of(journal, q.place) for q in (first, second)] == ["No time", "No time"]
    found = review.end()
    assert found.ended
    assert len(found.open.listed.rows) == 2
    assert current_shift(journal) is None


def test_one_choice_settles_all_that_is_left_of_a_case_and_of_no_other(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    first_case = verbal(workspace, tmp_path, "26-1")
    review = Review(workspace, journal)
    review.carry_over(asked(review).place, "No time")
    review.carry_over(asked(review).place)
    other = verbal(workspace, tmp_path, "26-2")
    question = asked(review)
    assert question.place.case == other
    assert "rest" in ways(review, question)
    review.carry_over_rest(other)
    assert review.next_to_settle() is None
    assert {o.case.id for o in review.end().open.listed.rows} == {first_case, other}


def test_the_answer_that_lifts_a_deadline_is_recorded_with_the_reason(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    case = verbal(workspace, tmp_path)
    review = Review(workspace, journal)
    question = next(q for q in iter(review.next_to_settle, None) if q.place.obligation == "go-report")
    assert question.lifts is not None
    assert "lift" in ways(review, question)
    review.lift(question.place, question.lifts)
    kept = fold(journal.events(case))
    assert kept.answers[question.lifts.id].value == "yes"
    assert kept.marks["go-report"].reason == question.lifts.name


def test_what_comes_up_meanwhile_is_asked_about_too(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    verbal(workspace, tmp_path)
    review = Review(workspace, journal)
    questions = {q.place.obligation: q for q in (asked(review), asked(review))}
    report, details = questions["go-report"], questions["contact-details"]
    review.done([report.place])
    assert "not-feasible" in ways(review, details)
    assert review.needs_reason("not-feasible")
    review.not_feasible(details.place, "Nobody there")
    assert reason_of(journal, details.place) == "Nobody there"
    instead = asked(review)
    assert instead.owed.duty.instead_of == "contact-details"
    review.done([instead.place])
    assert review.next_to_settle() is None
    assert review.end().open.listed.rows == ()


def test_an_unfinished_walk_keeps_the_shift_open_until_it_is_excused(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    case = unfinished(workspace, tmp_path)
    review = Review(workspace, journal)
    while (question := review.next_to_settle()) is not None:
        review.carry_over(question.place, "No time")
    (left,) = review.unfinished()
    found = review.end()
    assert not found.ended
    assert found.left == (left,)
    review.excuse(left, "Called away")
    assert review.end().ended
    assert "Called away" in fold(journal.events(case)).remarks[-1].text


def test_a_reason_of_an_earlier_shift_does_not_count(
    workspace: Workspace, journal: Journal, tmp_path: Path
) -> None:
    verbal(workspace, tmp_path)
    review = Review(workspace, journal)
    while (question := review.next_to_settle()) is not None:
        review.carry_over(question.place, "No time")
    assert review.end().ended
    at = now()
    start(workspace, journal, Shift(began=at, ends=at + timedelta(hours=10), officer=None), at)
    again = Review(workspace, journal)
    assert again.next_to_settle() is not None
    assert len(again.end().without) == 2

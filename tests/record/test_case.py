"""A case as its events tell it, and how an officer names one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case import fold
from dvcheck.record.cases import all_cases, find_case
from dvcheck.record.events import (
    Answered,
    AnswerTakenBack,
    CaseOpened,
    ChecklistStarted,
    Entry,
    Event,
    Marked,
    RawEvent,
    ShiftEnds,
    Status,
    body_of,
)
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.answer import Answer, Mark

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
OPENED = CaseOpened(number="25-123456", zone="America/Los_Angeles", pack="sha256:1", dvcheck="0.1.0")


def minute(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


def events(*entries: Entry) -> list[Event]:
    """Return the entries as a case's events, a minute apart."""
    return [
        Event(
            seq=number + 1,
            case="c-7K2M",
            at=minute(number),
            kind=entry.kind,
            body=dict(body_of(entry)),
            hash=bytes([number]) * 32,
        )
        for number, entry in enumerate(entries)
    ]


def number_opened(number: str | None) -> Entry:
    return CaseOpened(number=number, zone="America/Los_Angeles", pack="sha256:1", dvcheck="0.1.0")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path) as journal:
        yield journal


# The fold


def test_a_case_just_opened_holds_what_it_was_opened_with() -> None:
    case = fold(events(OPENED))
    assert case.id == "c-7K2M"
    assert case.number == "25-123456"
    assert case.opened == NOW
    assert case.zone == "America/Los_Angeles"
    assert case.pack_digest == "sha256:1"
    assert case.checklists == ()
    assert case.answers == {}
    assert case.marks == {}
    assert case.shift_ends is None
    assert case.head == bytes(32)


def test_a_later_answer_replaces_an_earlier_one_with_its_own_time() -> None:
    case = fold(
        events(OPENED, Answered("weapon", "yes"), Answered("hurt", "unknown"), Answered("weapon", "no"))
    )
    assert case.answers == {
        "weapon": Answer(value="no", at=minute(3)),
        "hurt": Answer(value="unknown", at=minute(2)),
    }
    assert case.head == bytes([3]) * 32


@pytest.mark.parametrize("value", ["yes", "", ("a", "b"), ()])
def test_an_answer_keeps_its_value_through_the_journal(
    journal: Journal, value: str | tuple[str, ...]
) -> None:
    journal.append_all("c-7K2M", [OPENED, Answered("q", value)], NOW)
    assert fold(journal.events("c-7K2M")).answers["q"].value == value


def test_checklists_are_in_the_order_first_started() -> None:
    case = fold(
        events(
            OPENED,
            ChecklistStarted("verify-order"),
            ChecklistStarted("incident"),
            ChecklistStarted("verify-order"),
        )
    )
    assert case.checklists == ("verify-order", "incident")


def test_an_open_mark_takes_the_mark_away() -> None:
    done, infeasible = Marked("notify-dhs", "done"), Marked("photos", "not-feasible", "no light")
    case = fold(events(OPENED, done, infeasible))
    assert case.marks == {
        "notify-dhs": Mark(status="done", at=minute(1)),
        "photos": Mark(status="not-feasible", at=minute(2), reason="no light"),
    }
    reopened = fold(events(OPENED, done, infeasible, Marked("notify-dhs", "open"), Marked("never", "open")))
    assert set(reopened.marks) == {"photos"}


def test_the_last_word_on_the_shift_counts_in_utc() -> None:
    eight_hours = datetime.fromisoformat("2026-11-22T07:00:00-08:00")
    case = fold(events(OPENED, ShiftEnds(minute(5)), ShiftEnds(eight_hours)))
    assert case.shift_ends == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert case.shift_ends.tzinfo == UTC
    with pytest.raises(ValueError, match="without its zone"):
        body_of(ShiftEnds(datetime(2026, 11, 22)))


def test_kinds_and_fields_of_a_newer_version_count_for_nothing() -> None:
    newer = {"question": "q", "value": "yes", "confidence": 0.5}
    case = fold(events(OPENED, RawEvent("witness-added", {"name": "x"}), RawEvent("answered", newer)))
    assert case.answers == {"q": Answer(value="yes", at=minute(2))}
    assert case.head == bytes([2]) * 32


@pytest.mark.parametrize(
    "entries",
    [[], [Answered("q", "yes")], [Answered("q", "yes"), OPENED], [RawEvent("newer-kind", {}), OPENED]],
)
def test_a_case_that_does_not_begin_with_its_opening_is_refused(entries: list[Entry]) -> None:
    with pytest.raises(DvcheckError, match="has no opening entry for this case") as caught:
        fold(events(*entries))
    assert caught.value.code == Exit.JOURNAL


@pytest.mark.parametrize(
    "entry",
    [
        RawEvent("answered", {"question": "q"}),
        RawEvent("answered", {"question": "q", "value": 1}),
        RawEvent("answered", {"question": "q", "value": ["a", 1]}),
        RawEvent("marked", {"obligation": "o", "status": "perhaps"}),
        RawEvent("shift-ends", {"at": "2026-11-22T01:02:03"}),
        RawEvent("checklist-started", {}),
        RawEvent("case-opened", {"number": 5}),
    ],
)
def test_a_body_of_the_wrong_shape_is_named_by_its_entry(entry: Entry) -> None:
    with pytest.raises(DvcheckError, match="case c-7K2M: entry 2 cannot be read") as caught:
        fold(events(OPENED, entry))
    assert caught.value.code == Exit.JOURNAL


questions = st.sampled_from(["a", "b", "c"])
statuses: st.SearchStrategy[Status] = st.sampled_from(["done", "not-feasible", "open"])
entries = st.lists(
    st.builds(Answered, questions, st.text(max_size=3))
    | st.builds(Marked, questions, statuses, st.text(max_size=3))
    | st.builds(ChecklistStarted, questions),
    max_size=12,
)


@given(before=entries, after=entries)
def test_only_the_last_word_on_each_question_and_obligation_counts(
    before: list[Entry], after: list[Entry]
) -> None:
    case = fold(events(OPENED, *before, *after))
    last = {
        (e.kind, b.get("question") or b.get("obligation")): b for e in (*before, *after) for b in [body_of(e)]
    }
    assert {q: a.value for q, a in case.answers.items()} == {
        name: body["value"] for (kind, name), body in last.items() if kind == "answered"
    }
    assert {o: m.status for o, m in case.marks.items()} == {
        name: body["status"]
        for (kind, name), body in last.items()
        if kind == "marked" and body["status"] != "open"
    }


# How an officer names a case


@pytest.fixture
def three_cases(journal: Journal) -> Journal:
    journal.append("c-7K2M", number_opened("25-123456"), at=NOW)
    journal.append("c-7K01", number_opened(None), at=minute(1))
    journal.append("c-9XQ2", number_opened("7K"), at=minute(2))
    journal.append("c-7K2M", Answered("q", "yes"), at=minute(3))
    return journal


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("c-7K2M", "c-7K2M"),
        ("C-7k2m", "c-7K2M"),
        ("7k2m", "c-7K2M"),
        (" 7k2 ", "c-7K2M"),
        ("c-9", "c-9XQ2"),
        ("7kol", "c-7K01"),
        ("c-7k0i", "c-7K01"),
        ("25-123456", "c-7K2M"),
        ("7K", "c-9XQ2"),
    ],
)
def test_a_case_is_found(three_cases: Journal, wanted: str, found: str) -> None:
    assert find_case(three_cases, wanted).id == found


@pytest.mark.parametrize("wanted", ["c-0000", "25-12345", "", " ", "c-", "7K2MX", "\x1b[2J"])
def test_a_case_that_is_not_there_is_a_usage_error(three_cases: Journal, wanted: str) -> None:
    with pytest.raises(DvcheckError, match="no case") as caught:
        find_case(three_cases, wanted)
    assert caught.value.code == Exit.USAGE
    assert "dvcheck cases" in caught.value.hint
    assert "\x1b" not in caught.value.message


def test_a_name_that_fits_more_than_one_case_lists_them(three_cases: Journal) -> None:
    with pytest.raises(DvcheckError, match=r'"c-7" fits more than one case: c-7K2M, c-7K01$') as caught:
        find_case(three_cases, "c-7")
    assert caught.value.code == Exit.USAGE


def test_a_number_given_to_two_cases_lists_both(three_cases: Journal) -> None:
    three_cases.append("c-AAAA", number_opened("25-123456"), at=NOW)
    with pytest.raises(DvcheckError, match=r"c-7K2M, c-AAAA$"):
        find_case(three_cases, "25-123456")


def test_cases_are_listed_newest_first_with_all_their_events(three_cases: Journal) -> None:
    cases, problems = all_cases(three_cases)
    assert problems == []
    assert [case.id for case in cases] == ["c-9XQ2", "c-7K01", "c-7K2M"]
    assert cases[-1] == find_case(three_cases, "c-7K2M")
    assert cases[-1].answers == {"q": Answer(value="yes", at=minute(3))}


def test_an_empty_journal_has_no_cases(journal: Journal) -> None:
    assert all_cases(journal)[0] == []


def test_an_answer_that_is_taken_back_is_none_and_can_be_given_again() -> None:
    answered = (OPENED, Answered("q", "yes"), AnswerTakenBack("q"))
    assert fold(events(*answered)).answers == {}
    assert fold(events(*answered, Answered("q", "no"))).answers["q"].value == "no"
    assert fold(events(OPENED, AnswerTakenBack("q"))).answers == {}

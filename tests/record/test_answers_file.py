"""Answers files: what they say for each entry of a list, and when their answers were given."""

from datetime import UTC, datetime

import pytest

from dvcheck.record.answers_file import parse
from tests.people import people_pack
from tests.small_packs import NOW, small_pack

PACK = people_pack()


def read(text: str) -> dict[str, object]:
    found, problems = parse(text, "a.yaml", PACK, NOW)
    assert problems == ()
    return {one.question.id: one.value for one in found.answers}


def wrong(text: str) -> list[str]:
    _, problems = parse(text, "a.yaml", PACK, NOW)
    return [f"{p.at.line}:{p.at.column} {p.code}: {p.message}" for p in problems]


def test_an_entry_is_named_by_its_name_or_its_id_wherever_the_list_stands() -> None:
    people = "several: yes\npeople: [the driver, her son]\n"
    text = f"pain: {{the driver: 7, 2: unknown}}\n{people}aided@1: no\nworse: 2\n"
    assert read(text) == {
        "pain@1": "7",
        "pain@2": "unknown",
        "several": "yes",
        "people": ("the driver", "her son"),
        "aided@1": "no",
        "worse": "2",
    }


def test_an_entry_that_is_an_answer_may_be_named() -> None:
    people = "several: yes\npeople: [the driver, her son]\n"
    assert read(people + "worse: her son\n")["worse"] == "2"
    assert read(people + "worse: alike\n")["worse"] == "alike"


def test_without_a_list_it_is_asked_once() -> None:
    assert read("several: no\npain: 7\naided: yes\n") == {"several": "no", "pain": "7", "aided": "yes"}
    assert read("several: yes\npeople: unknown\npain: 7\n")["pain"] == "7"


def test_what_does_not_fit_the_list_is_told_with_its_place() -> None:
    assert wrong("people: [Ann]\npain: {Anne: 7}\n") == [
        '2:8 unknown-entry: "people" has no entry "Anne" in this file; did you mean "Ann"? (Ann)'
    ]
    assert wrong("people: [Ann]\npain: 7\n") == [
        "2:1 for-each: this question is asked for each entry of people: write pain: {Ann: …}"
    ]
    assert wrong("pain: {Ann: 7}\n") == [
        '1:8 unknown-entry: "people" has no entry "Ann" in this file (the list is not answered)'
    ]
    assert wrong("people: [Ann]\nseveral@1: yes\n") == [
        '2:1 unknown-entry: "several" is asked once, not for each entry of a list'
    ]
    [refused] = wrong("people: [Ann]\nworse: 2\n")
    assert refused.startswith('2:8 unknown-value: "2" is not an answer to worse')


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-01-15 23:40", datetime(2026, 1, 16, 7, 40, tzinfo=UTC)),
        ("2026-01-15T23:40:00-05:00", datetime(2026, 1, 16, 4, 40, tzinfo=UTC)),
        ("2026-01-15T23:40Z", datetime(2026, 1, 15, 23, 40, tzinfo=UTC)),
        ("Jan 15, 2026, 23:40", datetime(2026, 1, 16, 7, 40, tzinfo=UTC)),
    ],
)
def test_a_file_says_when_its_answers_were_given(written: str, at: datetime) -> None:
    found, problems = parse(f"at: {written}\nseveral: no\n", "a.yaml", PACK, NOW)
    assert (problems, found.at) == ((), at)


@pytest.mark.parametrize(
    "written",
    ["yesterday", "23:40", "2026-01-15", "Jan 15, 2026", "0001-01-01 00:00", "9999-12-31 23:59", "[1]"],
)
def test_what_is_no_time_with_its_date_is_told(written: str) -> None:
    assert wrong(f"at: {written}\n") == ["1:5 bad-time: write a time as 2026-01-15 23:40"]


def test_a_pack_may_have_a_question_of_that_name() -> None:
    pack = small_pack('  - {ask: at, text: At home?, kind: yes-no, cites: ["1a"]}\n')
    found, problems = parse("at: yes\n", "a.yaml", pack, NOW)
    assert problems == ()
    assert [(one.question.id, one.value) for one in found.answers] == [("at", "yes")]
    assert found.at == NOW

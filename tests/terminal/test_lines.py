"""A typed line as an answer: lists that change, numbers of options, days in words."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from dvcheck.pack.model import Kind, Option
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.rules.answer import Answer
from dvcheck.terminal.lines import read_line
from dvcheck.terminal.text_line import keys_at_once
from dvcheck.walk.prompts import Move, Prompt, WalkPlace
from tests.small_packs import question

NOW = datetime(2026, 11, 27, 20, 30, tzinfo=UTC)
"""A Friday, 12:30 in Portland."""
ZONE = "America/Los_Angeles"


def prompt(kind: Kind, former: Value | None = None, *options: Option) -> Prompt:
    answer = Answer(value=former, at=NOW) if former is not None else None
    asked = replace(question("it", kind), options=options)
    return Prompt(question=asked, place=WalkPlace(), status="", former=answer, zone=ZONE, now=lambda: NOW)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("+ Cy", ("Ann", "Bo", "Cy")),
        ("+Cy, Dee", ("Ann", "Bo", "Cy", "Dee")),
        ("+ Ann", ("Ann", "Bo")),
        ("- Ann", ("Bo",)),
        ("Cy", ("Cy",)),
    ],
)
def test_a_list_with_entries_takes_more_and_fewer(line: str, meant: Value) -> None:
    assert read_line(prompt("list", ("Ann", "Bo")), line) == meant


def test_a_list_without_entries_takes_a_sign_as_it_is() -> None:
    assert read_line(prompt("list"), "+ Cy") == ("+ Cy",)
    assert read_line(prompt("list", "unknown"), "- Cy") == ("- Cy",)


def test_a_number_is_one_of_those_shown_and_no_id_of_somebody_offered() -> None:
    """The ids of entries are numbers too. A typed number must mean the entry shown next to it."""
    offered = (Option(id="1", text="Ann"), Option(id="7", text="Bo"), Option(id="alike", text="Alike"))
    asked = prompt("choice", None, *offered)
    assert read_line(asked, "2") == "7"
    assert isinstance(read_line(asked, "7"), NotAnAnswer)
    assert read_line(asked, "alike") == "alike"


@pytest.mark.parametrize(("digit", "meant"), [("1", "yes"), ("2", "no"), ("3", "unknown")])
def test_the_digits_of_yes_no_and_unknown_are_those_of_a_prompt_with_keys(digit: str, meant: Value) -> None:
    assert read_line(prompt("yes-no"), digit) == meant


def test_a_digit_gives_no_unknown_where_only_yes_or_no_is_accepted() -> None:
    definite = replace(prompt("yes-no"), definite=True)
    assert read_line(definite, "2") == "no"
    assert isinstance(read_line(definite, "3"), NotAnAnswer)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("yesterday 23:10", "2026-11-26 23:10"),
        ("Saturday 7:05", "2026-11-21 07:05"),
        ("sun", "2026-11-22"),
        ("2 h ago", "2026-11-27 10:30"),
        ("t", "2026-11-27 12:30"),
        ("23:10", "2026-11-26 23:10"),
        ("s", Move.LATER),
    ],
)
def test_a_time_in_words_is_kept_with_its_date(line: str, meant: Value | Move) -> None:
    assert read_line(prompt("time"), line) == meant


@pytest.mark.parametrize("kind", ["date", "time"])
def test_no_key_works_at_once_that_a_day_begins_with(kind: Kind) -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    words = (*days, "today", "tomorrow", "yesterday", "now", "last", "on", "2")
    assert not {word[0] for word in words} & set(keys_at_once(kind))

"""Facts about every kind of question."""

from typing import get_args

import pytest
from msgspec.structs import replace

from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Kind, Option, Question
from dvcheck.pack.place import Place
from dvcheck.pack.value import ANSWERED, UNKNOWN

KINDS: tuple[Kind, ...] = get_args(Kind)
CLOSED = {
    "yes-no": ("yes", "no"),
    "choice": ("knife", "gun"),
    "choices": ("knife", "gun"),
    "timer": ("running", "ended"),
}
FREE = {"text", "number", "duration", "date", "time", "list"}


def question(kind: Kind) -> Question:
    options = (Option(id="knife", text="Knife"), Option(id="gun", text="Gun"))
    return Question(
        id="q",
        text="Q",
        kind=kind,
        cites=(),
        at=Place("f", 1, 1),
        options=options if kind_of(kind).has_options else (),
    )


def test_only_choices_are_written_with_options() -> None:
    assert {kind for kind in KINDS if kind_of(kind).has_options} == {"choice", "choices"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_kind_names_its_answers_and_a_free_one_only_that_there_is_one(kind: Kind) -> None:
    it, asked = kind_of(kind), question(kind)
    if kind in FREE:
        assert it.allowed(asked) == ()
        assert it.nameable(asked) == (ANSWERED, UNKNOWN)
    else:
        assert it.allowed(asked) == it.nameable(asked) == (*CLOSED[kind], UNKNOWN)


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_compared_as_values_that_conditions_can_name(kind: Kind) -> None:
    it, asked = kind_of(kind), question(kind)
    placeholder = it.placeholder(asked)
    sample = placeholder if placeholder is not None else it.typed(asked, it.allowed(asked)[0])
    for value in (sample, UNKNOWN):
        assert isinstance(value, str | tuple)
        assert set(it.compared(value)) <= set(it.nameable(asked))
    assert it.compared(UNKNOWN) == (UNKNOWN,)


def test_the_placeholder_of_a_withheld_answer_is_an_answer_and_only_free_kinds_have_one() -> None:
    assert {kind for kind in KINDS if kind_of(kind).placeholder(question(kind)) is not None} == FREE
    for kind in KINDS:
        placeholder = kind_of(kind).placeholder(question(kind))
        if placeholder is not None:
            assert kind_of(kind).typed(question(kind), placeholder) == placeholder


def test_the_placeholder_of_a_number_is_one_that_its_question_takes() -> None:
    least = replace(question("number"), least=16, most=99)
    placeholder = kind_of("number").placeholder(least)
    assert placeholder is not None
    assert kind_of("number").typed(least, placeholder) == placeholder


def test_an_unknown_that_earlier_versions_recorded_as_a_list_is_unknown() -> None:
    assert kind_of("choices").recorded(()) == UNKNOWN
    assert kind_of("list").recorded((UNKNOWN,)) == UNKNOWN
    assert kind_of("choices").recorded(("knife",)) == ("knife",)
    assert kind_of("text").recorded(UNKNOWN) == UNKNOWN

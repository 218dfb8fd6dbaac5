import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck.pack.model import Kind, Option, Question
from dvcheck.pack.place import Place
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.rules.answer import read_answer
from dvcheck.text import has_control


def question(kind: Kind) -> Question:
    options = ("knife", "gun", "none") if kind in ("choice", "choices") else ()
    return Question(
        id="weapon",
        text="Weapon?",
        kind=kind,
        cites=("1a",),
        at=Place("f", 1, 1),
        options=tuple(Option(id=o, text=o, alone=o == "none") for o in options),
    )


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("yes-no", "yes", "yes"),
        ("yes-no", "unknown", "unknown"),
        ("choice", "gun", "gun"),
        ("choices", "gun", ("gun",)),
        ("choices", ("gun", "knife"), ("knife", "gun")),
        ("choices", ("none",), ("none",)),
        ("choices", "unknown", "unknown"),
        ("number", " 007 ", "7"),
        ("time", "7:05", "07:05"),
        ("time", "2026-11-22 23:05", "2026-11-22 23:05"),
        ("time", "3/31/2026", "2026-03-31"),
        ("time", "Mar 31, 2026, 7:05", "2026-03-31 07:05"),
        ("time", "mar 31 2026 7:05", "2026-03-31 07:05"),
        ("time", "MARCH 31,2026", "2026-03-31"),
        ("time", "Sept. 3, 2026", "2026-09-03"),
        ("date", "Mar 3, 2026", "2026-03-03"),
        ("date", "03 Mar 2026", "2026-03-03"),
        ("text", " a\tb ", "a b"),
        ("text", "red \x1b[31m", "red \\x1b[31m"),
    ],
)
def test_an_answer_is_typed(kind: Kind, raw: Value, value: Value) -> None:
    assert read_answer(question(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "why"),
    [
        ("yes-no", "maybe", "not an answer to weapon"),
        ("yes-no", ("yes", "no"), "one answer is expected"),
        ("choice", "gum", 'did you mean "gun"'),
        ("choices", (), "choose at least one"),
        ("choices", ("none", "gun"), "cannot be combined"),
        ("choices", ("gun", "unknown"), "cannot be combined"),
        ("number", "-1", "whole number"),
        ("number", "²", "whole number"),
        ("number", "٣", "whole number"),
        ("time", "25:00", "a time is written"),
        ("text", "   ", "nothing was entered"),
        ("text", "x" * 2001, "longer than 2,000"),
    ],
)
def test_what_is_no_answer_says_why(kind: Kind, raw: Value, why: str) -> None:
    answer = read_answer(question(kind), raw)
    assert isinstance(answer, NotAnAnswer)
    assert why in answer.why


@given(st.text(), st.sampled_from(["text", "number", "time", "yes-no", "choice", "choices"]))
def test_no_input_brings_a_control_character_into_an_answer(raw: str, kind: Kind) -> None:
    answer = read_answer(question(kind), raw)
    if not isinstance(answer, NotAnAnswer):
        assert not any(has_control(v) for v in ([answer] if isinstance(answer, str) else answer))

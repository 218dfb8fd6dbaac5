"""Every recorded answer counts: reading it again gives the same answer, whatever was typed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck import dates
from dvcheck.pack.model import Kind, Option, Question
from dvcheck.pack.place import Place
from dvcheck.pack.value import UNKNOWN, NotAnAnswer, Value
from dvcheck.rules.answer import Answer, allowed_answers, read_answer, read_recorded, refuse_future
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import outline
from tests.small_packs import NOW, small_pack
from tests.terminal.walks import shipped

ZONE = "America/Los_Angeles"


def question(kind: Kind) -> Question:
    options = ("knife", "gun", "none") if kind in ("choice", "choices") else ()
    return Question(
        id="weapon",
        text="Weapon?",
        kind=kind,
        cites=("1a",),
        at=Place("f", 1, 1),
        options=tuple(Option(id=o, text=o, alone=o == "none") for o in options),
        most=10 if kind == "number" else None,
    )


KINDS: tuple[Kind, ...] = ("yes-no", "choice", "choices", "text", "number", "time", "list", "timer")
QUESTIONS = (*map(question, KINDS), *shipped().questions())

DIGITS = st.sampled_from("0123456789٠٣٩０７²߀")
SPACES = st.sampled_from([" ", "  ", "\t", "\n", "\r\n", "\xa0", "\u2028", "\x1c", "\x85", "\u200b", ""])
TIMES = st.builds(
    "{}{}{}{}{}".format,
    SPACES,
    st.one_of(
        st.dates(date(1, 1, 1)).map(str),
        st.builds("{}/{}/{:04}".format, st.integers(0, 13), st.integers(0, 32), st.integers(0, 9999)),
        st.builds("{:04}-{}-{}".format, st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)),
        st.just(""),
    ),
    SPACES,
    st.one_of(st.just(""), st.builds("{}:{}".format, st.integers(0, 25), st.integers(0, 61))),
    SPACES,
)
WORDS = st.sampled_from(
    [
        "yes",
        "no",
        "unknown",
        "Unknown",
        " unknown ",
        "unknown,",
        "u",
        "answered",
        "running",
        "ended",
        "knife",
        "gun",
        "none",
        "",
    ]
)
TEXTS = st.one_of(
    WORDS,
    TIMES,
    st.text(),
    st.lists(DIGITS, max_size=9).map("".join),
    st.text(st.characters(), min_size=70, max_size=90),
    st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=4), st.integers(0, 2_100)),
    st.lists(st.one_of(WORDS, st.text(max_size=5), SPACES), max_size=50).map(",".join),
)
RAW: st.SearchStrategy[Value] = st.one_of(TEXTS, st.lists(TEXTS, max_size=45).map(tuple))


def entered(asked: Question) -> st.SearchStrategy[Value]:
    """Inputs to a question: of any shape, or close to its answers, one or several, in any order."""
    match asked.kind:
        case "time":
            near: st.SearchStrategy[str] = TIMES
        case "number":
            near = st.one_of(st.lists(DIGITS, max_size=7).map("".join), st.sampled_from(["0", "000", "007"]))
        case _:
            near = st.one_of(st.just(UNKNOWN), st.sampled_from([*allowed_answers(asked), "a"]))
    return st.one_of(near, st.lists(near, max_size=4).map(tuple), RAW)


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_an_answer_typed_again_is_the_same_answer(kind: Kind, data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from([q for q in QUESTIONS if q.kind == kind]))
    value = read_answer(asked, data.draw(entered(asked)))
    if not isinstance(value, NotAnAnswer):
        assert read_answer(asked, value) == value
        assert read_recorded(asked, value) == value


@given(st.data())
def test_every_answer_that_is_typed_is_a_fact_of_its_case(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(shipped().questions()))
    value = read_answer(asked, data.draw(entered(asked)))
    if not isinstance(value, NotAnAnswer):
        home = next(c.id for c in shipped().checklists for s in c.sections if asked in s.items)
        facts = Facts(outline(shipped(), (home,)), {asked.id: Answer(value=value, at=NOW)})
        assert facts.answers[asked.id].value == value
        assert not facts.uncounted


@given(TIMES, st.datetimes(datetime(1960, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)))
def test_a_time_that_is_taken_is_in_the_years_of_a_case_and_not_a_day_after_now(
    raw: str, now: datetime
) -> None:
    asked = question("time")
    value = read_answer(asked, raw)
    if isinstance(value, NotAnAnswer) or isinstance(refuse_future(asked, value, now, "UTC"), NotAnAnswer):
        return
    if "-" in value:
        at = datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
        assert 1900 <= at.year <= 2199
        assert at <= now + timedelta(days=1)
        assert len(str(value)) in (len("2026-03-31"), len("2026-03-31 23:05"))


@pytest.mark.parametrize("kind", ["choices", "list"])
@pytest.mark.parametrize("raw", [UNKNOWN, (UNKNOWN,), (UNKNOWN, UNKNOWN)])
def test_unknown_in_a_list_of_its_own_is_unknown(kind: Kind, raw: Value) -> None:
    assert read_answer(question(kind), raw) == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "raw", "why"),
    [
        ("yes-no", ("yes",), "one answer is expected here, not a list"),
        ("choice", (UNKNOWN,), "one answer is expected here, not a list"),
        ("list", (), "nothing was entered"),
        ("list", (" ", "\u2028"), "nothing was entered"),
        ("time", "3/31/0206", "reads as Mar 31, 0206; a year from 1900 to 2199 is expected"),
        ("time", "0001-01-01", "reads as Jan 1, 0001; a year from 1900 to 2199 is expected"),
        ("time", "12/31/1899 23:59", "reads as Dec 31, 1899; a year from 1900"),
        ("time", "2200-01-01", "reads as Jan 1, 2200; a year from 1900"),
        ("time", "9999-12-31", "reads as Dec 31, 9999; a year from 1900"),
        ("time", "2026-02-29", "reads as Feb 29, 2026, but there is no such day"),
        ("time", "2/30/2024 8:00", "reads as Feb 30, 2024, but there is no such day"),
        ("time", "Feb 29, 2026", "reads as Feb 29, 2026, but there is no such day"),
        ("time", "Mar 31, 0206, 23:59", "reads as Mar 31, 0206; a year from 1900 to 2199 is expected"),
        ("time", "Mar 31", "a time is written"),
        ("time", "Mar 31, 26", "a time is written"),
        ("time", "Ma 3, 2026", "a time is written"),
        ("time", "Mars 3, 2026", "a time is written"),
        ("time", "Mar 31 2026,", "a time is written"),
        ("time", "Mar 31, 2026, soon", "a time is written"),
        ("time", "Mar 31, 202623:05", "a time is written"),
        ("time", "Mar 31, 2026, 24:00", "a time is written"),
        ("time", "Mar 31, 2026, 2026-03-31", "a time is written"),
        ("date", "Mar 31, 2026, 23:05", "a date is written"),
        ("time", "24:00", "a time is written"),
        ("time", "٢٣:٠٥", "a time is written"),
        ("time", "3/31/26", "a time is written"),
        ("time", "2026-11-2223:05", "a time is written"),
        ("time", "", "a time is written"),
    ],
)
def test_what_would_not_count_is_refused(kind: Kind, raw: Value, why: str) -> None:
    answer = read_answer(question(kind), raw)
    assert isinstance(answer, NotAnAnswer)
    assert why in answer.why


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1900-01-01", "1900-01-01"),
        ("12/31/2199 23:59", "2199-12-31 23:59"),
        ("2/29/2024", "2024-02-29"),
        ("3/1/2026   7:05", "2026-03-01 07:05"),
        ("7:5", "07:05"),
    ],
)
def test_a_time_is_kept_with_every_digit(raw: str, value: str) -> None:
    assert read_answer(question("time"), raw) == value


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("2026-11-22 03:12", True),  # now, in Portland
        ("2026-11-23 03:12", True),
        ("2026-11-23 03:13", False),
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2027-01-01 00:00", False),
        ("23:59", True),
        (UNKNOWN, True),
    ],
)
def test_something_done_lies_at_most_a_day_after_now(value: str, taken: bool) -> None:
    found = refuse_future(question("time"), value, NOW, ZONE)
    assert (found == value) is taken
    if isinstance(found, NotAnAnswer):
        assert found.why == f"this reads as {dates.answered(value)}, in the future: enter a time in the past"


def test_an_answer_counts_whenever_it_is_read() -> None:
    """Earlier versions accepted a time after the moment of the answer. Such an answer is not lost."""
    pack = small_pack('  - {ask: done-at, text: When?, kind: time, cites: ["1a"]}\n')
    told = Answer(value="2026-12-24 18:00", at=NOW)
    assert Facts(outline(pack, ("walk",)), {"done-at": told}).answers == {"done-at": told}


OLD = small_pack("""\
  - {ask: done-at, text: When?, kind: time, cites: ["1a"]}
  - ask: crimes
    text: Which?
    kind: choices
    options: [{id: theft, text: Theft}]
    cites: ["1a"]
  - {ask: things, text: What?, kind: list, cites: ["1a"]}
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"]}
""")


def read_back(recorded: Mapping[str, Value]) -> Facts:
    return Facts(outline(OLD, ("walk",)), {n: Answer(value=v, at=NOW) for n, v in recorded.items()})


def test_the_unknown_of_an_earlier_version_counts_as_unknown() -> None:
    """It recorded `[unknown]` as no choice at all, which then counted as not asked."""
    facts = read_back({"crimes": (), "things": (UNKNOWN,)})
    assert {name: answer.value for name, answer in facts.answers.items()} == {
        "crimes": UNKNOWN,
        "things": UNKNOWN,
    }
    assert facts.uncounted == []


def test_what_cannot_count_is_named_with_its_raw_value() -> None:
    facts = read_back(
        {"done-at": "206-03-31", "things": (" coat\x1b[31m", ""), "hurt": "purple", "gone": "yes"}
    )
    assert facts.answers == {}
    assert {u.question: u.raw for u in facts.uncounted} == {
        "done-at": "206-03-31",
        "things": "[ coat\\x1b[31m, ]",
        "hurt": "purple",
        "gone": "yes",
    }
    assert all(u.why for u in facts.uncounted)


def test_of_a_huge_raw_value_only_the_beginning_is_shown() -> None:
    (uncounted,) = read_back({"hurt": "x" * 100_000}).uncounted
    assert len(uncounted.raw) == 301

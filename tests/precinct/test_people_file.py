"""The file of a precinct's people: each error has its line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck.record.people_file import ROLES, Person, parse

HEADER = "login,agency,officer,precinct,role\n"
ROE = "o1,1,4711,North,officer\n"

WRONG: dict[str, tuple[str, list[tuple[int, int]], str]] = {
    "no header": (ROE, [(1, 1)], "the first line must be"),
    "an empty file": ("", [(1, 1)], "the first line must be"),
    "nobody": (HEADER, [(1, 1)], "the file names nobody"),
    "half a line": (HEADER + ROE + "o2,1,47\n", [(3, 1)], "a line has 5 columns; this one has 3"),
    "a login twice": (HEADER + ROE + ROE, [(3, 1)], 'the login "o1" is in the file twice'),
    "a login of 64 bytes": (HEADER + "a" * 64 + ",1,4711,North,officer", [(2, 1)], "cannot be a login"),
    "a login of other letters": (HEADER + "müller,1,4711,North,officer", [(2, 1)], "cannot be a login"),
    "a login of the database": (
        HEADER + "Precinct_owner,1,4711,North,officer",
        [(2, 1)],
        "the database has a use of its own",
    ),
    "everybody": (HEADER + "public,1,4711,North,officer", [(2, 1)], "the database has a use of its own"),
    "nobody at all": (HEADER + "none,1,4711,North,officer", [(2, 1)], "the database has a use of its own"),
    "a precinct with a quote": (HEADER + "o1,1,4711,N'orth,officer", [(2, 11)], "cannot be a precinct"),
    "a precinct in quotes, with one": (
        HEADER + 'o1,1,4711,"No""rth",officer',
        [(2, 11)],
        "cannot be a precinct",
    ),
    "a precinct of 41 letters": (HEADER + f"o1,1,4711,{'n' * 41},officer", [(2, 11)], "cannot be a precinct"),
    "an agency of zero": (HEADER + "o1,0,4711,North,officer", [(2, 4)], "is not the number of an agency"),
    "an agency that is too large": (HEADER + "o1,2147483648,4,North,officer", [(2, 4)], "of an agency"),
    "a role with a slip": (HEADER + "o1,1,4711,North,oficer", [(2, 17)], 'did you mean "officer"?'),
    "two wrong cells": (HEADER + "o1,x,4711,North,boss", [(2, 4), (2, 17)], "is not the number"),
    "a comma in quotes": (HEADER + 'o1,1,"Roe, A",North,boss', [(2, 21)], "is not a role"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_error_has_its_line_and_column(what: str) -> None:
    text, places, said = WRONG[what]
    found = parse(text)
    assert [(one.line, one.column) for one in found.problems] == places
    assert said in found.problems[0].message


def test_blank_lines_quotes_and_a_byte_order_mark_are_taken() -> None:
    found = parse("\ufeff" + HEADER + '\r\n"o1", 1 ,"Roe, A",North,officer\r\n\n')
    assert found.problems == ()
    assert found.people == (Person(login="o1", agency=1, officer="Roe, A", precinct="North", role="officer"),)


@given(st.text(max_size=80))
def test_any_text_is_people_or_an_error(text: str) -> None:
    for whole in (text, HEADER + text):
        found = parse(whole)
        assert found.people or found.problems
        for one in found.people:
            assert one.role in ROLES
            assert len(one.login.encode()) <= 63
            assert all(len(name.encode()) <= 63 for name in one.places)

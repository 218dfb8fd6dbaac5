"""What a session can do that is open when `people apply` closes or changes its login: nothing more."""

from collections.abc import Callable

import psycopg
import pytest
from msgspec.structs import replace
from psycopg import errors, sql

from dvcheck.record.people_file import Person
from dvcheck.record.postgres.people import apply
from tests.precinct.force import PEOPLE, Force, entries, id_of, line, push

MADE = entries(6)
NEXT = entries(2, after=MADE)[6:]
REFUSED = (errors.InsufficientPrivilege, psycopg.OperationalError)
"""What a client reads: that it may not, or that its session was ended."""
Act = Callable[[psycopg.Connection], object]


def _asks(query: str, *values: object) -> Act:
    return lambda connection: connection.execute(query, values).fetchall()  # type: ignore[arg-type]


SEES = "SELECT journal_id FROM precinct.journal"
BOARD = "SELECT case_id FROM precinct.case_now"
ASK = _asks("SELECT precinct.ask_to_open(%s, 'c-1A2B', 'complaint 26-7')", id_of(MADE))
READ = _asks("SELECT body FROM precinct.open_case(%s, 'c-1A2B')", id_of(MADE))

DONE: dict[str, tuple[str, Act]] = {
    "an officer reads entries": ("o1North1", _asks("SELECT body FROM precinct.event")),
    "an officer reads journals": ("o1North1", _asks(SEES)),
    "an officer pushes": ("o1North1", lambda connection: push(connection, NEXT, journal=id_of(MADE))),
    "an officer pushes a new journal": ("o1North1", lambda connection: push(connection, entries(3))),
    "an officer pushes a pack": (
        "o1North1",
        _asks("SELECT precinct.push_pack(%s, 'x')", "sha256:" + "ab" * 32),
    ),
    "a supervisor reads the board": ("s1North1", _asks(BOARD)),
    "a supervisor asks for a case": ("s1North1", ASK),
    "a supervisor reads a case that was asked for": ("s1North1", READ),
    "an auditor reads seals": ("a1North1", _asks("SELECT hash FROM precinct.event")),
    "an auditor reads the log": ("a1North1", _asks("SELECT reason FROM precinct.access_log")),
    "an auditor asks for a case": ("a1North1", ASK),
    "an auditor reads a case that was asked for": ("a1North1", READ),
    "records exports": ("r1North1", _asks("SELECT precinct.ask_to_export('study', NULL)")),
    "records purges": (
        "r1North1",
        _asks("SELECT precinct.purge_case(%s, 'c-1A2B', 'retention')", id_of(MADE)),
    ),
}
"""What each login has a right to do as long as it is one of the precinct."""

KEPT = (
    "SELECT (SELECT count(*) FROM precinct.event WHERE body IS NOT NULL), count(*) FROM precinct.access_log"
)


def _filled(force: Force) -> None:
    with force.as_("o1North1") as officer:
        push(officer, MADE, [line(MADE, 6)])
    for login in ("s1North1", "a1North1"):
        with force.as_(login) as reader:
            ASK(reader)


def _close(force: Force, login: str) -> None:
    with force.as_() as owner:
        assert apply(owner, [one for one in PEOPLE if one.login != login]).closed == (login,)


@pytest.mark.parametrize("what", DONE)
def test_an_open_session_can_do_this(what: str, force: Force) -> None:
    """Else the test below would say nothing."""
    login, act = DONE[what]
    _filled(force)
    with force.as_(login) as session:
        assert act(session)


@pytest.mark.parametrize("inside", [False, True], ids=["between transactions", "in a transaction"])
@pytest.mark.parametrize("what", DONE)
def test_a_session_of_a_closed_login_can_do_nothing_more(what: str, *, inside: bool, force: Force) -> None:
    login, act = DONE[what]
    _filled(force)
    session = force.as_(login)
    if inside:
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    assert session.execute(BOARD).fetchall()
    before = force.ask(KEPT)
    _close(force, login)
    with pytest.raises(REFUSED):
        act(session)
    session.close()
    assert force.ask(KEPT) == before
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        force.as_(login)


def _moved(login: str) -> list[Person]:
    return [replace(one, precinct="East") if one.login == login else one for one in PEOPLE]


@pytest.mark.parametrize("login", ["o1North1", "s1North1", "a1North1", "r1North1"])
@pytest.mark.parametrize("change", ["closed", "changed"])
def test_a_query_that_was_begun_reads_no_further(login: str, change: str, force: Force) -> None:
    """PostgreSQL checks the rights when a cursor is opened, and not when it is read."""
    _filled(force)
    session = force.as_(login)
    session.execute("BEGIN")
    session.execute(sql.SQL("DECLARE rows CURSOR FOR {}").format(sql.SQL(BOARD)))
    people = _moved(login) if change == "changed" else [one for one in PEOPLE if one.login != login]
    with force.as_() as owner:
        assert getattr(apply(owner, people), change) == (login,)
    with pytest.raises(psycopg.OperationalError):
        session.execute("FETCH 1 FROM rows")
    session.close()


def test_a_session_of_another_login_goes_on(force: Force) -> None:
    _filled(force)
    with force.as_("s1North1") as other:
        _close(force, "o1North1")
        assert other.execute(BOARD).fetchall() == [("c-1A2B",)]


def test_a_look_ends_no_session(force: Force) -> None:
    _filled(force)
    with force.as_("o1North1") as officer, force.as_() as owner:
        apply(owner, [one for one in PEOPLE if one.login != "o1North1"], only_look=True)
        assert officer.execute(SEES).fetchall()

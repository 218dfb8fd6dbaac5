"""Row-level security shows each login exactly the rows that a plain rule over all of them gives."""

from itertools import product

from dvcheck.record.people_file import Person
from dvcheck.record.postgres.people import apply
from tests.precinct.force import Force, entries, line, push

AGENCIES = range(11, 17)
PRECINCTS = ("P0", "P1", "P2", "P3")
ROLES = ("officer", "supervisor", "auditor", "records")
SEES = {
    "journal": ("officer", "supervisor", "auditor", "records"),
    "case_now": ("officer", "supervisor", "auditor", "records"),
    "event": ("officer", "auditor"),
    "access_log": ("auditor",),
}
CREW = tuple(
    Person(
        login=f"{role[0]}{agency}{place}",
        agency=agency,
        officer=f"{agency}{place}",
        precinct=place,
        role=role,
    )
    for agency, place, role in product(AGENCIES, PRECINCTS, ROLES)
)
Row = tuple[int, str]


def test_each_login_sees_what_the_rule_says(force: Force) -> None:
    with force.as_() as owner:
        apply(owner, CREW)
    for person in CREW:
        if person.role != "officer":
            continue
        with force.as_(person.login) as connection:
            made = entries(12)
            for first in (0, 6):
                push(connection, made[: first + 6], [line(made, first + 3), line(made, first + 6)])
    for person in CREW:
        if person.role == "supervisor":
            journal = force.ask(
                "SELECT journal_id FROM precinct.journal WHERE agency_id = %s AND precinct = %s",
                person.agency,
                person.precinct,
            )
            ask = "SELECT precinct.ask_to_open(%s, 'c-1A2B', 'review')"
            force.ask(ask, journal[0][0], login=person.login)
            read = "SELECT precinct.open_case(%s, 'c-1A2B')"
            assert len(force.ask(read, journal[0][0], login=person.login)) == 12
    truth = {table: _all(force, table) for table in SEES}
    by_login = {person.login: person for person in CREW}
    asked, wrong = 0, []
    for person in CREW:
        with force.as_(person.login) as connection:
            for table, roles in SEES.items():
                if person.role not in roles:
                    continue
                for agency in (None, person.agency, 11 + (person.agency - 10) % 6):
                    for narrowed in ("", "AND login <> session_user"):
                        where = f"agency_id = {agency}" if agency else "true"
                        query = f"SELECT agency_id, login FROM precinct.{table} WHERE {where} {narrowed}"
                        found = connection.execute(f"{query} ORDER BY 1, 2").fetchall()  # type: ignore[arg-type]
                        expected = [
                            row
                            for row in truth[table]
                            if _may_see(person, by_login[row[1]])
                            and agency in (None, row[0])
                            and not (narrowed and row[1] == person.login)
                        ]
                        asked += 1
                        if found != expected:
                            wrong.append((person.login, table, where, narrowed, len(found), len(expected)))
    assert (wrong, asked >= 768) == ([], True), asked
    assert all(len(rows) >= 24 for rows in truth.values())


def _may_see(person: Person, whose: Person) -> bool:
    if person.role == "officer":
        return person.login == whose.login
    same_place = person.role != "supervisor" or person.precinct == whose.precinct
    return person.agency == whose.agency and same_place


def _all(force: Force, table: str) -> list[Row]:
    return force.ask(f"SELECT agency_id, login FROM precinct.{table} ORDER BY 1, 2")


def test_a_transfer_moves_what_a_supervisor_sees(force: Force) -> None:
    """The line stays with the precinct it was pushed from; the supervisor sees her new precinct."""
    made = entries(3)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 3)])
    seen = "SELECT count(*) FROM precinct.case_now"
    assert force.ask(seen, login="s1East1") == [(0,)]
    from dvcheck.record.postgres.people import people

    with force.as_() as owner:
        now = people(owner)
        moved = {
            **now,
            "s1East1": Person(
                login="s1East1", agency=1, officer="1East1", precinct="North", role="supervisor"
            ),
        }
        applied = apply(owner, moved.values())
        assert applied.changed == ("s1East1",)
        assert apply(owner, moved.values()).changed == ()
    assert force.ask(seen, login="s1East1") == [(1,)]
    with force.as_() as owner:
        left = {login: person for login, person in moved.items() if login != "s1East1"}
        assert apply(owner, left.values()).closed == ("s1East1",)
    member = """SELECT pg_has_role('s1East1', 'at:1:North', 'MEMBER'), rolcanlogin
        FROM pg_roles WHERE rolname = 's1East1'"""
    assert force.ask(member) == [(False, False)]


def test_people_and_memberships_never_differ(force: Force) -> None:
    differing = force.ask(
        """SELECT p.login FROM precinct.person p
           WHERE NOT pg_has_role(p.login, 'at:' || agency_id || ':' || precinct, 'MEMBER')
             OR NOT pg_has_role(p.login, 'precinct_' || role, 'MEMBER')
             OR (SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
                 WHERE r.rolname = p.login) <> 2"""
    )
    assert differing == []

"""The people of a precinct: who has which login, where, and in which role.

The table `person` and the membership of roles both say so. One function writes both, so they never differ.
"""

from collections.abc import Iterable

import msgspec
from psycopg import Connection, errors, sql

from dvcheck.record.people_file import Person


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """The logins that were added, changed and closed, in order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    closed: tuple[str, ...]


def people(connection: Connection) -> dict[str, Person]:
    """Return everybody who has a login, by login."""
    rows = connection.execute(
        "SELECT login, agency_id, officer, precinct, role FROM precinct.person ORDER BY login"
    )
    return {
        login: Person(login=login, agency=agency, officer=officer, precinct=precinct, role=role)
        for login, agency, officer, precinct, role in rows
    }


def apply(connection: Connection, wanted: Iterable[Person], *, only_look: bool = False) -> Applied:
    """Set the logins of the precinct to `wanted`, all or none. With `only_look`, undo it at the end.

    What somebody granted by hand is taken back, and such a login counts as changed. A login that is not in
    `wanted` keeps its entries, and nobody can log in with it. The sessions of closed and changed logins end.
    The connection needs a superuser.
    """
    new = {person.login: person for person in wanted}
    with connection.transaction(force_rollback=only_look):
        old = people(connection)
        done = Applied(
            added=tuple(sorted(new.keys() - old.keys())),
            changed=tuple(
                login
                for login in sorted(new.keys() & old.keys())
                if new[login] != old[login] or not _is_as_applied(connection, old[login])
            ),
            closed=tuple(sorted(old.keys() - new.keys())),
        )
        for login in new:
            _refuse_powerful(connection, login)
        for login in done.closed:
            _leave_all(connection, login)
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
            connection.execute("DELETE FROM precinct.person WHERE login = %s", (login,))
        for login in (*done.added, *done.changed):
            _leave_all(connection, login)
            _join(connection, new[login])
            _refuse_more(connection, new[login])
    if not only_look:
        _end_sessions(connection, (*done.changed, *done.closed))
    return done


def _join(connection: Connection, person: Person) -> None:
    agency, place = person.places
    for name in (agency, place):
        _make_role(connection, name, "NOLOGIN")
    _make_role(connection, person.login, "LOGIN")
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(person.login)))
    for what, whom in ((agency, place), (place, person.login), (f"precinct_{person.role}", person.login)):
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(what), sql.Identifier(whom)))
    connection.execute(
        "INSERT INTO precinct.person VALUES (%s, %s, %s, %s, %s) ON CONFLICT (login) DO UPDATE SET"
        " agency_id = excluded.agency_id, officer = excluded.officer, precinct = excluded.precinct,"
        " role = excluded.role",
        (person.login, person.agency, person.officer, person.precinct, person.role),
    )


def _end_sessions(connection: Connection, logins: Iterable[str]) -> None:
    """End the sessions of logins that lost rights. PostgreSQL would let a query go on that has begun."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = ANY(%s)",
        (list(logins),),
    )


def _leave_all(connection: Connection, login: str) -> None:
    """Leave every role of a place or a person, also one that somebody granted by hand."""
    rows = connection.execute(
        "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
        " JOIN pg_roles r ON r.oid = m.member"
        " WHERE r.rolname = %s AND (g.rolname LIKE 'at:%%' OR g.rolname LIKE 'precinct\\_%%')",
        (login,),
    ).fetchall()
    for (name,) in rows:
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(name), sql.Identifier(login)))


def _is_as_applied(connection: Connection, person: Person) -> bool:
    """Check whether a login can log in, and has the roles of its person and no others of the precinct."""
    query = "SELECT rolcanlogin FROM pg_roles WHERE rolname = %s"
    found = connection.execute(query, (person.login,)).fetchone()
    return found == (True,) and _roles(connection, person.login) == _roles_of(person)


def _roles_of(person: Person) -> set[str]:
    return {*person.places, f"precinct_{person.role}"}


def _roles(connection: Connection, login: str) -> set[str]:
    """Return the roles of a place or a person that a login has, by itself or through others."""
    rows = connection.execute(
        "SELECT g.rolname FROM pg_roles r"
        " JOIN pg_roles g ON g.oid <> r.oid AND pg_has_role(r.oid, g.oid, 'MEMBER')"
        " WHERE r.rolname = %s AND (g.rolname LIKE 'at:%%' OR g.rolname LIKE 'precinct\\_%%')",
        (login,),
    )
    return {name for (name,) in rows}


def _refuse_more(connection: Connection, person: Person) -> None:
    """Raise InsufficientPrivilege if a login still has others of these roles, through a role beside them."""
    more = _roles(connection, person.login) - _roles_of(person)
    if more:
        named = ", ".join(sorted(more))
        raise errors.InsufficientPrivilege(
            f"the login {person.login} has {named} through another role: revoke that role first"
        )


def _refuse_powerful(connection: Connection, login: str) -> None:
    """Raise InsufficientPrivilege for a login that can pass by the rules, itself or as another role."""
    found = connection.execute(
        "SELECT 1 FROM pg_roles r JOIN pg_roles g ON pg_has_role(r.oid, g.oid, 'MEMBER')"
        " WHERE r.rolname = %s AND (g.rolsuper OR g.rolbypassrls OR g.rolcreaterole OR g.rolreplication"
        " OR g.rolname LIKE 'pg\\_%%')",
        (login,),
    ).fetchone()
    if found is not None:
        raise errors.InsufficientPrivilege(f"the login {login} runs the database: use another one")


def _make_role(connection: Connection, name: str, kind: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} " + kind).format(sql.Identifier(name)))

"""What a stolen or curious login can do to the record: nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from dvcheck.record.chain import hash_of, seal_of
from dvcheck.record.events import utc_text
from tests.precinct.force import Force, Sealed, entries, id_of, line, push

Act = Callable[[psycopg.Connection], object]

MADE = entries(40)
"""What o1North1 has pushed."""
JOURNAL = id_of(MADE)
OTHER = entries(10, case="c-9Z9Z")
"""A journal that nobody has pushed."""


@pytest.fixture(scope="module")
def attacked(postgres: str) -> Iterator[Force]:
    from dvcheck.record.postgres.migrate import migrate
    from dvcheck.record.postgres.people import apply
    from tests.precinct import server
    from tests.precinct.force import PEOPLE

    with server.database(postgres) as dsn:
        with psycopg.connect(dsn, autocommit=True) as owner:
            migrate(owner)
            apply(owner, PEOPLE)
        force = Force(dsn)
        with force.as_("o1North1") as officer:
            push(officer, MADE, [line(MADE, 40)])
        yield force


def sql(query: str, *values: object) -> Act:
    def act(connection: psycopg.Connection) -> object:
        found = connection.execute(query, values)  # type: ignore[arg-type]
        return found.fetchall() if found.description is not None else found.rowcount

    return act


def pushes(made: Sequence[Any], **how: Any) -> Act:
    return lambda connection: push(connection, made, **how)


def resealed(entry: Sealed, before: bytes, **changed: Any) -> Sealed:
    """Return an entry with other content and a hash that fits it."""
    new = entry._replace(**changed)
    seal = seal_of(new.salt or b"", (new.body or "").encode())
    hash = hash_of(before, new.seq, new.case, utc_text(new.at), new.kind, seal)
    return new._replace(seal=seal, hash=hash)


ALTERED = [*OTHER[:5], OTHER[5]._replace(body='{"text":"another"}'), *OTHER[6:]]
COPIED = resealed(MADE[19], MADE[18].hash, body='{"text":"another"}')
INSERT = """INSERT INTO precinct.event (agency_id, journal_id, seq, login, case_id, at, kind, hash, seal)
    VALUES (1, gen_random_uuid(), 1, 'o1North1', 'c-1234', now(), 'noted', sha256('a'), sha256('a'))"""
LINE = """INSERT INTO precinct.case_now SELECT * FROM precinct.case_now"""

REFUSED: dict[str, tuple[str, Act, type[psycopg.Error]]] = {
    "an entry is changed": ("o1North1", sql("UPDATE precinct.event SET body = 'x'"), errors.InsufficientPrivilege),
    "an entry is deleted": ("o1North1", sql("DELETE FROM precinct.event"), errors.InsufficientPrivilege),
    "all are cut off": ("o1North1", sql("TRUNCATE precinct.event"), errors.InsufficientPrivilege),
    "an entry is inserted": ("o1North1", sql(INSERT), errors.InsufficientPrivilege),
    "a line is inserted": ("o1North1", sql(LINE), errors.InsufficientPrivilege),
    "a line is changed": ("o1North1", sql("UPDATE precinct.case_now SET open_required = 0"), errors.InsufficientPrivilege),
    "a journal is changed": ("o1North1", sql("UPDATE precinct.journal SET last_seq = 0"), errors.InsufficientPrivilege),
    "a transfer by oneself": ("o1North1", sql("UPDATE precinct.person SET precinct = 'East'"), errors.InsufficientPrivilege),
    "a promotion by oneself": ("o1North1", sql("UPDATE precinct.person SET role = 'auditor'"), errors.InsufficientPrivilege),
    "the log is emptied": ("a1North1", sql("DELETE FROM precinct.access_log"), errors.InsufficientPrivilege),
    "the log is read by an officer": ("o1North1", sql("SELECT * FROM precinct.access_log"), errors.InsufficientPrivilege),
    "the owner's role": ("o1North1", sql("SET ROLE precinct_owner"), errors.InsufficientPrivilege),
    "the auditor's role": ("o1North1", sql("SET ROLE precinct_auditor"), errors.InsufficientPrivilege),
    "another's session": ("o1North1", sql("SET SESSION AUTHORIZATION \"a1North1\""), errors.InsufficientPrivilege),
    "row security off": ("o1North1", sql("ALTER TABLE precinct.event DISABLE ROW LEVEL SECURITY"), errors.InsufficientPrivilege),
    "a membership by oneself": ("o1North1", sql('GRANT "at:1:East" TO "o1North1"'), errors.InsufficientPrivilege),
    "a function replaced": ("o1North1", sql("CREATE OR REPLACE FUNCTION precinct.i_am_at(agency int) RETURNS boolean LANGUAGE sql AS 'SELECT true'"), errors.InsufficientPrivilege),
    "a table in the schema": ("o1North1", sql("CREATE TABLE precinct.x (a int)"), errors.InsufficientPrivilege),
    "a supervisor reads entries": ("s1North1", sql("SELECT count(*) FROM precinct.event"), errors.InsufficientPrivilege),
    "a supervisor pushes": ("s1North1", pushes(OTHER), errors.InsufficientPrivilege),
    "an auditor pushes": ("a1North1", pushes(OTHER), errors.InsufficientPrivilege),
    "records pushes": ("r1North1", pushes(OTHER), errors.InsufficientPrivilege),
    "an auditor reads answers": ("a1North1", sql("SELECT body FROM precinct.event"), errors.InsufficientPrivilege),
    "an auditor reads salts": ("a1North1", sql("SELECT salt FROM precinct.event"), errors.InsufficientPrivilege),
    "an auditor reads rows": ("a1North1", sql("SELECT * FROM precinct.event"), errors.InsufficientPrivilege),
    "records reads entries": ("r1North1", sql("SELECT seq FROM precinct.event"), errors.InsufficientPrivilege),
    "an officer opens a case": ("o1North1", sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', 'my own')", JOURNAL), errors.InsufficientPrivilege),
    "an officer purges": ("o1North1", sql("SELECT precinct.purge_case(%s, 'c-1A2B', 'my own')", JOURNAL), errors.InsufficientPrivilege),
    "a supervisor purges": ("s1North1", sql("SELECT precinct.purge_case(%s, 'c-1A2B', 'my own')", JOURNAL), errors.InsufficientPrivilege),
    "no reason": ("s1North1", sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', '    ')", JOURNAL), errors.InsufficientPrivilege),
    "a NULL reason": ("s1North1", sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', NULL)", JOURNAL), errors.InsufficientPrivilege),
    "a purge without a reason": ("r1North1", sql("SELECT precinct.purge_case(%s, 'c-1A2B', NULL)", JOURNAL), errors.InsufficientPrivilege),
    "another precinct's case": ("s1East1", sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', 'review')", JOURNAL), errors.InsufficientPrivilege),
    "another agency's case": ("a2North1", sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', 'review')", JOURNAL), errors.InsufficientPrivilege),
    "a case that was not asked for": ("a1North1", sql("SELECT precinct.open_case(%s, 'c-1A2B')", JOURNAL), errors.InsufficientPrivilege),
    "asked and read at once": ("a1North1", sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', 'review'), (SELECT count(*) FROM precinct.open_case(%s, 'c-1A2B'))", JOURNAL, JOURNAL), errors.InsufficientPrivilege),
    "an officer opens a case at once": ("o1North1", sql("SELECT precinct.open_case(%s, 'c-1A2B')", JOURNAL), errors.InsufficientPrivilege),
    "a purge of a case that is not there": ("r1North1", sql("SELECT precinct.purge_case(%s, 'c-9999', 'retention')", JOURNAL), errors.InsufficientPrivilege),
    "an export that was not asked for": ("r1North1", sql("SELECT precinct.export_journal(%s)", JOURNAL), errors.InsufficientPrivilege),
    "an export without a reason": ("r1North1", sql("SELECT precinct.ask_to_export('  ', NULL)"), errors.InsufficientPrivilege),
    "an export with an empty order": ("r1North1", sql("SELECT precinct.ask_to_export('study', ' ')"), errors.InsufficientPrivilege),
    "an auditor exports": ("a1North1", sql("SELECT precinct.ask_to_export('study', NULL)"), errors.InsufficientPrivilege),
    "a supervisor exports": ("s1North1", sql("SELECT precinct.export_journal(%s)", JOURNAL), errors.InsufficientPrivilege),
    "another officer's journal": ("o1North2", pushes(MADE), errors.InsufficientPrivilege),
    "a body that is not sealed": ("o1North1", pushes(ALTERED), errors.DataException),
    "a body without its salt": ("o1North1", pushes([OTHER[0]._replace(salt=None)]), errors.DataException),
    "a salt without a body": ("o1North1", pushes([OTHER[0]._replace(body=None)]), errors.DataException),
    "a gap": ("o1North1", pushes(OTHER[1:], journal=id_of(OTHER)), errors.DataException),
    "a gap inside": ("o1North1", pushes([*OTHER[:3], *OTHER[4:]]), errors.DataException),
    "an entry twice": ("o1North1", pushes([*OTHER[:3], OTHER[2]]), errors.DataException),
    "a case with a quote": ("o1North1", pushes([resealed(OTHER[0], bytes(32), case='c-12"4')]), errors.DataException),
    "a kind with a quote": ("o1North1", pushes([resealed(OTHER[0], bytes(32), kind='no"ted')]), errors.DataException),
    "no hash": ("o1North1", pushes([OTHER[0], OTHER[1]._replace(hash=None)]), errors.DataException),
    "no seal": ("o1North1", pushes([OTHER[0]._replace(seal=None)]), errors.DataException),
    "no time": ("o1North1", pushes([OTHER[0]._replace(at=None)]), errors.DataException),
    "no number": ("o1North1", pushes([OTHER[0]._replace(seq=None)]), errors.DataException),
    "the number 0": ("o1North1", pushes([OTHER[0]._replace(seq=0)]), errors.DataException),
    "the highest number": ("o1North1", pushes([OTHER[0]._replace(seq=2**63 - 1)]), errors.DataException),
    "5,001 entries": ("o1North1", pushes(OTHER[:1] * 5001), errors.ProgramLimitExceeded),
    "another name of a journal": ("o1North1", pushes(OTHER, journal=uuid4()), errors.DataException),
    "an empty journal": ("o1North1", pushes([], journal=uuid4()), errors.DataException),
    "a parent that is not there": ("o1North1", pushes(OTHER, parent=(uuid4(), 3)), errors.DataException),
    "another officer's parent": ("o1North2", pushes([COPIED], journal=id_of([COPIED]), parent=(JOURNAL, 19)), errors.DataException),
    "a parent of the future": ("o1North1", pushes([COPIED], journal=id_of([COPIED]), parent=(JOURNAL, 40)), errors.DataException),
    "columns of other lengths": ("o1North1", sql("SELECT precinct.push(%s, NULL, NULL, '{1}', '{c-1A2B,c-1A2B}', ARRAY[now()], '{noted}', ARRAY[sha256('a')], ARRAY[sha256('a')], ARRAY[NULL::bytea], ARRAY[NULL::text])", JOURNAL), errors.DataException),
    "another 20th entry": ("o1North1", pushes([*MADE[:19], COPIED]), errors.DataException),
    "lines that are no list": ("o1North1", sql("SELECT precinct.push(%s, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'::jsonb)", JOURNAL), errors.ProgramLimitExceeded),
    "a line without its time": ("o1North1", lambda c: push(c, [], [line(MADE, 40, opened_at=None)], journal=JOURNAL), errors.NotNullViolation),
    "a line of no known state": ("o1North1", lambda c: push(c, [], [line(MADE, 40, state="gone")], journal=JOURNAL), errors.CheckViolation),
    "a pack by a supervisor": ("s1North1", sql("SELECT precinct.push_pack(%s, 'x')", "sha256:" + "ab" * 32), errors.InsufficientPrivilege),
    "a pack without a digest": ("o1North1", sql("SELECT precinct.push_pack('x', 'x')"), errors.CheckViolation),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_the_server_refuses(what: str, attacked: Force) -> None:
    login, act, error = REFUSED[what]
    before = attacked.ask("SELECT count(*), max(seq) FROM precinct.event")
    with attacked.as_(login) as connection, pytest.raises(psycopg.Error) as refused:
        act(connection)
    assert isinstance(refused.value, error), refused.value
    assert attacked.ask("SELECT count(*), max(seq) FROM precinct.event") == before
    assert attacked.ask("SELECT precinct.first_bad(1, %s)", JOURNAL) == [(None,)]


SHOWS_NOTHING: dict[str, tuple[str, str]] = {
    "another officer's entries": ("o1North2", "SELECT count(*) FROM precinct.event"),
    "another officer's line": ("o1North2", "SELECT count(*) FROM precinct.case_now"),
    "another officer's journal": ("o1North2", "SELECT count(*) FROM precinct.journal"),
    "another precinct's board": ("s1East1", "SELECT count(*) FROM precinct.case_now"),
    "another agency's chain": ("a2North1", "SELECT count(hash) FROM precinct.event"),
    "another agency's board": ("s2North1", "SELECT count(*) FROM precinct.case_now"),
    "other people": ("s1North1", "SELECT count(*) FROM precinct.person WHERE login <> session_user"),
    "another agency's log": ("a2North1", "SELECT count(*) FROM precinct.access_log"),
}


@pytest.mark.parametrize("what", SHOWS_NOTHING)
def test_the_server_shows_nothing(what: str, attacked: Force) -> None:
    login, query = SHOWS_NOTHING[what]
    assert attacked.ask(query, login=login) == [(0,)]


def test_a_temporary_table_does_not_stand_in_for_people(attacked: Force) -> None:
    with attacked.as_("s1North1") as connection:
        connection.execute(
            "CREATE TEMP TABLE person (login text, agency_id int, officer text, precinct text, role text)"
        )
        connection.execute("INSERT INTO pg_temp.person VALUES ('s1North1', 1, '1', 'North', 'officer')")
        connection.execute("SET search_path = pg_temp, precinct")
        with pytest.raises(errors.InsufficientPrivilege):
            push(connection, OTHER)


def test_only_a_line_of_an_entry_that_is_there_is_taken(attacked: Force) -> None:
    seen = "SELECT seq, open_required FROM precinct.case_now WHERE journal_id = %s"
    with attacked.as_("o1North1") as officer:
        for wrong in (
            line(MADE, 40) | {"seq": 41},
            line(MADE, 40, hash="00" * 32),
            line(MADE, 40, case_id="c-XXXX"),
            line(MADE, 30),
        ):
            push(officer, [], [wrong | {"open_required": 0}], journal=JOURNAL)
            assert attacked.ask(seen, JOURNAL) == [(40, 2)]


@pytest.mark.parametrize("at", ["infinity", "-infinity", "10000-01-01T00:00Z", "1969-12-31T23:59Z"])
@pytest.mark.parametrize("column", ["opened_at", "last_at", "due_at"])
def test_a_line_with_a_time_that_hides_the_board_is_refused(column: str, at: str, force: Force) -> None:
    made = entries(3)
    with force.as_("o1North1") as officer, pytest.raises(errors.CheckViolation):
        push(officer, made, [line(made, 3, **{column: at})])


def test_an_entry_or_a_shift_with_a_time_that_cannot_be_read_is_refused(force: Force) -> None:
    made = entries(3)
    with force.as_("o1North1") as officer:
        push(officer, made)
        for at in ("10000-01-01Z", "infinity", "0001-01-01Z BC"):
            with pytest.raises(errors.DataException):
                officer.execute(
                    "SELECT precinct.push(%s, NULL, NULL, '{4}', '{c-1A2B}', ARRAY[%s::timestamptz], '{noted}',"
                    " ARRAY[precinct.hash_of(%s, 4, 'c-1A2B', %s, 'noted', sha256('x'))],"
                    " ARRAY[sha256('x')], ARRAY[NULL::bytea], ARRAY[NULL::text])",
                    (id_of(made), at, made[-1].hash, at),
                )
        with pytest.raises(errors.CheckViolation):
            officer.execute(
                "SELECT precinct.push(%s, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '[]',"
                " 'infinity')",
                (id_of(made),),
            )


def test_two_lines_of_one_case_leave_the_newer(force: Force) -> None:
    made = entries(20)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 20, open_required=5), line(made, 10)])
    assert force.ask("SELECT seq, open_required FROM precinct.case_now") == [(20, 5)]


def test_an_officers_later_entries_are_never_refused(force: Force) -> None:
    """A restored journal goes on under its own name; what was there stays as it was."""
    made = entries(20)
    restored = entries(7, after=made[:12], says="other")
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 20)])
        name = id_of(restored, 13)
        assert push(officer, restored[12:], [line(restored, 19)], journal=name, parent=(id_of(made), 12))[
            :1
        ] == (19,)
    for journal in (id_of(made), name):
        assert force.ask("SELECT precinct.first_bad(1, %s)", journal, login="a1North1") == [(None,)]
    assert force.ask("SELECT count(*) FROM precinct.event") == [(27,)]


def test_an_auditor_reads_a_case_only_in_writing(force: Force) -> None:
    made = entries(5)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 5)])
    ask, read = (
        "SELECT precinct.ask_to_open(%s, 'c-1A2B', 'complaint 26-7')",
        "SELECT seq, body FROM precinct.open_case(%s, 'c-1A2B')",
    )
    force.ask(ask, id_of(made), login="s1North1")
    assert len(force.ask(read, id_of(made), login="s1North1")) == 5
    log = force.ask("SELECT login, did, case_id, reason FROM precinct.access_log", login="a1North1")
    assert log == [("s1North1", "opened", "c-1A2B", "complaint 26-7")]


@pytest.mark.parametrize(("login", "ask", "read"), [
    ("a1North1", "SELECT precinct.ask_to_open(%s, 'c-1A2B', 'complaint 26-7')", "SELECT precinct.open_case(%s, 'c-1A2B')"),
    ("r1North1", "SELECT precinct.ask_to_export('study', NULL) WHERE %s IS NOT NULL", "SELECT precinct.export_journal(%s)"),
])  # fmt: skip
def test_nobody_reads_and_takes_the_line_in_the_log_back(
    login: str, ask: str, read: str, force: Force
) -> None:
    """In one transaction, a rollback would take back the reason and leave the reader with the answers."""
    made = entries(5)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 5)])
    with force.as_(login) as reader, reader.transaction(force_rollback=True):
        reader.execute(ask, (id_of(made),))
        with pytest.raises(errors.InsufficientPrivilege), reader.transaction():
            reader.execute(read, (id_of(made),))
    with pytest.raises(errors.InsufficientPrivilege):
        force.ask(read, id_of(made), login=login)
    force.ask(ask, id_of(made), login=login)
    assert len(force.ask(read, id_of(made), login=login)) == 5


def test_what_was_asked_for_is_read_soon_or_asked_for_again(force: Force) -> None:
    made = entries(5)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 5)])
    force.ask("SELECT precinct.ask_to_open(%s, 'c-1A2B', 'complaint 26-7')", id_of(made), login="a1North1")
    force.ask("UPDATE precinct.access_log SET at = at - interval '11 minutes'")
    with pytest.raises(errors.InsufficientPrivilege):
        force.ask("SELECT precinct.open_case(%s, 'c-1A2B')", id_of(made), login="a1North1")


def test_a_purge_leaves_the_chain(force: Force) -> None:
    made = entries(5)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 5)])
    purge = "SELECT precinct.purge_case(%s, 'c-1A2B', 'retention')"
    assert force.ask(purge, id_of(made), login="r1North1") == [(5,)]
    assert force.ask("SELECT count(body), count(seal) FROM precinct.event") == [(0, 5)]
    assert force.ask("SELECT precinct.first_bad(1, %s)", id_of(made), login="a1North1") == [(None,)]
    with force.as_("o1North1") as officer:  # the laptop cannot bring it back
        push(officer, made, [line(made, 5)])
    assert force.ask("SELECT count(body) FROM precinct.event") == [(0,)]
    assert force.ask("SELECT state FROM precinct.case_now") == [("purged",)]


@pytest.mark.parametrize("change", ["kind = 'marked'", "case_id = 'c-2222'", "at = at + interval '1 s'", "seal = sha256('x')", "hash = sha256('x')", "seq = 99"])  # fmt: skip
def test_a_change_by_the_superuser_is_found(change: str, force: Force) -> None:
    made = entries(20)
    with force.as_("o1North1") as officer:
        push(officer, made)
    force.ask(f"UPDATE precinct.event SET {change} WHERE seq = 7")
    assert force.ask("SELECT precinct.first_bad(1, %s)", id_of(made), login="a1North1") == [(7,)]


def test_entries_cut_off_by_the_superuser_are_found(force: Force) -> None:
    made = entries(20)
    with force.as_("o1North1") as officer:
        push(officer, made)
    force.ask("DELETE FROM precinct.event WHERE seq > 15")
    assert force.ask("SELECT precinct.first_bad(1, %s)", id_of(made), login="a1North1") == [(20,)]


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_times_of_any_year_are_hashed_alike(year: int, force: Force) -> None:
    made = entries(3, begun=datetime(year, 3, 1, 2, 3, 4, 5, tzinfo=UTC))
    with force.as_("o1North1") as officer:
        assert push(officer, made)[0] == 3


def test_no_role_but_the_owner_passes_row_security_by(force: Force) -> None:
    passing = force.ask("SELECT rolname FROM pg_roles WHERE rolbypassrls AND NOT rolsuper")
    assert passing == [("precinct_owner",)]
    forced = force.ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'precinct'::regnamespace AND relkind = 'r'"
        " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1"
    )
    assert forced == [("pack",), ("person",), ("schema_version",)]
    writers = force.ask(
        "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = 'precinct' AND grantee <> 'precinct_owner' AND privilege_type <> 'SELECT'"
    )
    assert writers == []


def test_a_journal_has_a_name_of_its_own() -> None:
    assert UUID(bytes=MADE[0].hash[:16]) == JOURNAL

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


def asks(reason: str | None) -> Act:
    return sql("SELECT precinct.ask_to_open(%s, 'c-1A2B', %s)", JOURNAL, reason)


def purges(reason: str | None, case: str = "c-1A2B") -> Act:
    return sql("SELECT precinct.purge_case(%s, %s, %s)", JOURNAL, case, reason)


def pushes_line(**changed: Any) -> Act:
    return lambda connection: push(connection, [], [line(MADE, 40, **changed)], journal=JOURNAL)


def resealed(entry: Sealed, before: bytes, **changed: Any) -> Sealed:
    """Return an entry with other content and a hash that fits it."""
    new = entry._replace(**changed)
    seal = seal_of(new.salt or b"", (new.body or "").encode())
    hash = hash_of(before, new.seq, new.case, utc_text(new.at), new.kind, seal)
    return new._replace(seal=seal, hash=hash)


ALTERED = [*OTHER[:5], OTHER[5]._replace(body='{"text":"another"}'), *OTHER[6:]]
NEXT = entries(6, after=MADE)[40:]
"""What follows what was pushed."""


def swapped(made: Sequence[Sealed], first: int) -> list[Sealed]:
    """Return entries of which two neighbors have each other's number."""
    one, two = made[first], made[first + 1]
    return [*made[:first], two._replace(seq=one.seq), one._replace(seq=two.seq), *made[first + 2 :]]


def resealed_swap(made: Sequence[Sealed], first: int, before: bytes) -> list[Sealed]:
    """Return the same, with hashes that fit for these two: the entry after them does not follow."""
    one, two = swapped(made, first)[first : first + 2]
    one = resealed(one, before)
    return [*made[:first], one, resealed(two, one.hash), *made[first + 2 :]]


COPIED = resealed(MADE[19], MADE[18].hash, body='{"text":"another"}')
INSERT = """INSERT INTO precinct.event (agency_id, journal_id, seq, login, case_id, at, kind, hash, seal)
    VALUES (1, gen_random_uuid(), 1, 'o1North1', 'c-1234', now(), 'noted', sha256('a'), sha256('a'))"""
LINE = """INSERT INTO precinct.case_now SELECT * FROM precinct.case_now"""
UNEVEN = """SELECT precinct.push(%s, NULL, NULL, '{1}', '{c-1A2B,c-1A2B}', ARRAY[now()], '{noted}',
    ARRAY[sha256('a')], ARRAY[sha256('a')], ARRAY[NULL::bytea], ARRAY[NULL::text])"""
NO_LIST = """SELECT precinct.push(%s, NULL, NULL,
    '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'::jsonb)"""
EVERYWHERE = """CREATE OR REPLACE FUNCTION precinct.i_am_at(agency int) RETURNS boolean
    LANGUAGE sql AS 'SELECT true'"""
AT_ONCE = """SELECT precinct.ask_to_open(%s, 'c-1A2B', 'review'),
    (SELECT count(*) FROM precinct.open_case(%s, 'c-1A2B'))"""

DENIED: dict[str, dict[str, Act]] = {
    "o1North1": {
        "an entry is changed": sql("UPDATE precinct.event SET body = 'x'"),
        "an entry is deleted": sql("DELETE FROM precinct.event"),
        "all are cut off": sql("TRUNCATE precinct.event"),
        "an entry is inserted": sql(INSERT),
        "a line is inserted": sql(LINE),
        "a line is changed": sql("UPDATE precinct.case_now SET open_required = 0"),
        "a journal is changed": sql("UPDATE precinct.journal SET last_seq = 0"),
        "a transfer by oneself": sql("UPDATE precinct.person SET precinct = 'East'"),
        "a promotion by oneself": sql("UPDATE precinct.person SET role = 'auditor'"),
        "the log is read by an officer": sql("SELECT * FROM precinct.access_log"),
        "the owner's role": sql("SET ROLE precinct_owner"),
        "the auditor's role": sql("SET ROLE precinct_auditor"),
        "another's session": sql('SET SESSION AUTHORIZATION "a1North1"'),
        "row security off": sql("ALTER TABLE precinct.event DISABLE ROW LEVEL SECURITY"),
        "a membership by oneself": sql('GRANT "at:1:East" TO "o1North1"'),
        "a function replaced": sql(EVERYWHERE),
        "a table in the schema": sql("CREATE TABLE precinct.x (a int)"),
        "an officer opens a case": asks("my own"),
        "an officer purges": purges("my own"),
        "an officer opens a case at once": sql("SELECT precinct.open_case(%s, 'c-1A2B')", JOURNAL),
    },
    "a1North1": {
        "the log is emptied": sql("DELETE FROM precinct.access_log"),
        "an auditor pushes": pushes(OTHER),
        "an auditor reads answers": sql("SELECT body FROM precinct.event"),
        "an auditor reads salts": sql("SELECT salt FROM precinct.event"),
        "an auditor reads rows": sql("SELECT * FROM precinct.event"),
        "a case that was not asked for": sql("SELECT precinct.open_case(%s, 'c-1A2B')", JOURNAL),
        "asked and read at once": sql(AT_ONCE, JOURNAL, JOURNAL),
        "an auditor exports": sql("SELECT precinct.ask_to_export('study', NULL)"),
    },
    "s1North1": {
        "a supervisor reads entries": sql("SELECT count(*) FROM precinct.event"),
        "a supervisor pushes": pushes(OTHER),
        "a supervisor purges": purges("my own"),
        "no reason": asks("    "),
        "a NULL reason": asks(None),
        "a supervisor exports": sql("SELECT precinct.export_journal(%s)", JOURNAL),
        "a pack by a supervisor": sql("SELECT precinct.push_pack(%s, 'x')", "sha256:" + "ab" * 32),
    },
    "r1North1": {
        "records pushes": pushes(OTHER),
        "records reads entries": sql("SELECT seq FROM precinct.event"),
        "a purge without a reason": purges(None),
        "a purge of a case that is not there": purges("retention", case="c-9999"),
        "an export that was not asked for": sql("SELECT precinct.export_journal(%s)", JOURNAL),
        "an export without a reason": sql("SELECT precinct.ask_to_export('  ', NULL)"),
        "an export with an empty order": sql("SELECT precinct.ask_to_export('study', ' ')"),
    },
    "s1East1": {
        "another precinct's case": asks("review"),
    },
    "a2North1": {
        "another agency's case": asks("review"),
    },
    "o1North2": {
        "another officer's journal": pushes(MADE),
    },
}
"""What a login has no right to: the acts of each."""

UNFIT: dict[str, dict[str, Act]] = {
    "o1North1": {
        "a body that is not sealed": pushes(ALTERED),
        "a body without its salt": pushes([OTHER[0]._replace(salt=None)]),
        "a salt without a body": pushes([OTHER[0]._replace(body=None)]),
        "a gap": pushes(OTHER[1:], journal=id_of(OTHER)),
        "a gap inside": pushes([*OTHER[:3], *OTHER[4:]]),
        "two swapped in a new journal": pushes(swapped(OTHER, 4)),
        "the first two swapped in a new journal": pushes(swapped(OTHER, 0), journal=id_of(OTHER)),
        "the last two swapped in a new journal": pushes(swapped(OTHER, 8)),
        "two swapped and sealed in a new journal": pushes(resealed_swap(OTHER, 4, OTHER[3].hash)),
        "two swapped in a journal that is there": pushes(swapped(NEXT, 2), journal=JOURNAL),
        "the first two swapped in a journal that is there": pushes(swapped(NEXT, 0), journal=JOURNAL),
        "the last two swapped in a journal that is there": pushes(swapped(NEXT, 4), journal=JOURNAL),
        "two swapped and sealed in a journal that is there": pushes(
            resealed_swap(NEXT, 2, NEXT[1].hash), journal=JOURNAL
        ),
        "two swapped that are there": pushes(swapped(MADE, 20), journal=JOURNAL),
        "an old one swapped with a new one": pushes(swapped([MADE[39], *NEXT], 0), journal=JOURNAL),
        "a new journal that is sent from its second on": pushes(
            [OTHER[1], OTHER[0], *OTHER[2:]], journal=id_of(OTHER)
        ),
        "an entry twice": pushes([*OTHER[:3], OTHER[2]]),
        "a case with a quote": pushes([resealed(OTHER[0], bytes(32), case='c-12"4')]),
        "a kind with a quote": pushes([resealed(OTHER[0], bytes(32), kind='no"ted')]),
        "no hash": pushes([OTHER[0], OTHER[1]._replace(hash=None)]),
        "no seal": pushes([OTHER[0]._replace(seal=None)]),
        "no time": pushes([OTHER[0]._replace(at=None)]),
        "no number": pushes([OTHER[0]._replace(seq=None)]),
        "the number 0": pushes([OTHER[0]._replace(seq=0)]),
        "the highest number": pushes([OTHER[0]._replace(seq=2**63 - 1)]),
        "another name of a journal": pushes(OTHER, journal=uuid4()),
        "an empty journal": pushes([], journal=uuid4()),
        "a parent that is not there": pushes(OTHER, parent=(uuid4(), 3)),
        "a parent of the future": pushes([COPIED], journal=id_of([COPIED]), parent=(JOURNAL, 40)),
        "columns of other lengths": sql(UNEVEN, JOURNAL),
        "another 20th entry": pushes([*MADE[:19], COPIED]),
    },
    "o1North2": {
        "another officer's parent": pushes([COPIED], journal=id_of([COPIED]), parent=(JOURNAL, 19)),
    },
}
"""What fits no chain."""

OTHERS: dict[str, tuple[str, Act, type[psycopg.Error]]] = {
    "5,001 entries": ("o1North1", pushes(OTHER[:1] * 5001), errors.ProgramLimitExceeded),
    "lines that are no list": ("o1North1", sql(NO_LIST, JOURNAL), errors.ProgramLimitExceeded),
    "a line without its time": ("o1North1", pushes_line(opened_at=None), errors.NotNullViolation),
    "a line of no known state": ("o1North1", pushes_line(state="gone"), errors.CheckViolation),
    "a pack without a digest": (
        "o1North1",
        sql("SELECT precinct.push_pack('x', 'x')"),
        errors.CheckViolation,
    ),
}
"""What is refused for another reason."""


def _with(
    error: type[psycopg.Error], acts: dict[str, dict[str, Act]]
) -> dict[str, tuple[str, Act, type[psycopg.Error]]]:
    """Return acts with who tries them and the error that they get."""
    return {what: (login, act, error) for login, tried in acts.items() for what, act in tried.items()}


REFUSED = {
    **_with(errors.InsufficientPrivilege, DENIED),
    **_with(errors.DataException, UNFIT),
    **OTHERS,
}


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


def test_entries_that_arrive_in_another_order_are_kept_in_theirs(force: Force) -> None:
    """The numbers and the hashes say what follows what, and not the order of the rows in a push."""
    made = entries(20)
    with force.as_("o1North1") as officer:
        assert push(officer, [made[0], *reversed(made[1:10])])[::2] == (10, 10)
        assert push(officer, list(reversed(made[10:])), journal=id_of(made))[::2] == (20, 10)
    kept = force.ask("SELECT seq, hash FROM precinct.event ORDER BY seq")
    assert kept == [(one.seq, one.hash) for one in made]
    assert force.ask("SELECT precinct.first_bad(1, %s)", id_of(made)) == [(None,)]


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


@pytest.mark.parametrize(
    ("login", "ask", "read"),
    [
        (
            "a1North1",
            "SELECT precinct.ask_to_open(%s, 'c-1A2B', 'complaint 26-7')",
            "SELECT precinct.open_case(%s, 'c-1A2B')",
        ),
        (
            "r1North1",
            "SELECT precinct.ask_to_export('study', NULL) WHERE %s IS NOT NULL",
            "SELECT precinct.export_journal(%s)",
        ),
    ],
)
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


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'marked'",
        "case_id = 'c-2222'",
        "at = at + interval '1 s'",
        "seal = sha256('x')",
        "hash = sha256('x')",
        "seq = 99",
    ],
)
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

"""The database of a precinct, on a real PostgreSQL."""

import psycopg
import pytest

from dvcheck.record.postgres import migrate as schema
from dvcheck.record.postgres.people import apply
from tests.precinct import server
from tests.precinct.force import PEOPLE, Force, entries, id_of, line, push


def test_entries_are_taken_once_and_verify(force: Force) -> None:
    made = entries(30)
    with force.as_("o1North1") as officer:
        assert push(officer, made[:20]) == (20, made[19].hash, 20)
        assert push(officer, made, journal=id_of(made)) == (30, made[29].hash, 10)
        assert push(officer, made, [line(made, 30)]) == (30, made[29].hash, 0)
    assert force.ask("SELECT precinct.first_bad(1, %s)", id_of(made)) == [(None,)]
    assert force.ask("SELECT count(*) FROM precinct.case_now", login="s1North1") == [(1,)]
    assert force.ask("SELECT count(*) FROM precinct.case_now", login="s1East1") == [(0,)]


def test_a_precinct_of_an_earlier_version_goes_on(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its handed-over cases are known to have arrived, and its logins can push as before, and no more."""
    with server.database(postgres) as dsn, psycopg.connect(dsn, autocommit=True) as owner:
        with monkeypatch.context() as earlier:
            earlier.setattr(schema, "VERSION", 2)
            earlier.setattr(schema, "_files", lambda files=schema._files: files()[:2])
            assert schema.migrate(owner) == schema.Migrated(before=0, after=2)
        apply(owner, PEOPLE)
        force = Force(dsn)
        gone, kept = entries(3), entries(3, case="c-9999")
        here = entries(2, case="c-7777")
        with force.as_("o1North1") as officer:
            push(officer, gone, [line(gone, 3, state="handed-over")])
            push(officer, kept, [line(kept, 3, state="handed-over")])
        with force.as_("o1North2") as officer:
            push(officer, here, [line(here, 2, opening=gone[0].hash.hex())])
        assert schema.migrate(owner) == schema.Migrated(before=2, after=3)
        assert schema.migrate(owner) == schema.Migrated(before=3, after=3)
        moved = "SELECT case_id, moved_on FROM precinct.case_now ORDER BY case_id"
        assert force.ask(moved) == [("c-1A2B", True), ("c-7777", False), ("c-9999", False)]
        more = entries(1, case="c-7777", after=here)
        with force.as_("o1North2") as officer:
            assert (
                push(officer, more[2:], [line(more, 3, opening=kept[0].hash.hex())], journal=id_of(here))[0]
                == 3
            )
        assert force.ask(moved)[2] == ("c-9999", True)
        with force.as_("o1North1") as officer, pytest.raises(psycopg.errors.InsufficientPrivilege):
            officer.execute("SELECT precinct.take(NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL)")

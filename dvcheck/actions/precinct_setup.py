"""Set a precinct up: the schema of its database, and its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dvcheck.actions.pushing import settings_of
from dvcheck.actions.workspace import Workspace, file_name, read_text
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record import people_file
from dvcheck.record.precinct import PrecinctSettings

if TYPE_CHECKING:
    from psycopg import Connection

    from dvcheck.record.postgres.migrate import Migrated
    from dvcheck.record.postgres.people import Applied


def migrate(workspace: Workspace, dsn: str | None) -> "Migrated":
    """Bring the schema to that of this version. DvcheckError with Exit.PRECINCT if it is newer."""
    from dvcheck.record.postgres.connect import require_schema
    from dvcheck.record.postgres.migrate import migrate as run

    hint = phrase("Use a superuser of the database, such as postgres: --dsn can name it.")
    with _as_owner(workspace, dsn, hint, any_schema=True) as connection:
        done = run(connection)
        require_schema(done.after)
        return done


def apply_people(workspace: Workspace, path: Path, dsn: str | None, *, only_look: bool) -> "Applied":
    """Make the logins of the precinct those of a CSV file, all or none. With `only_look`, change nothing.

    DvcheckError with Exit.BAD_INPUT lists every error of the file.
    """
    from dvcheck.record.postgres.people import apply

    found = people_file.parse(read_text(path))
    if found.problems:
        name = file_name(path)
        lines = (f"{name}:{one.line}:{one.column}: {one.message}" for one in found.problems)
        raise DvcheckError("\n".join(lines), hint=phrase("Nothing was changed."), code=Exit.BAD_INPUT)
    hint = phrase("Use the superuser that migrated the precinct: --dsn can name it. Nothing was changed.")
    with _as_owner(workspace, dsn, hint) as connection:
        return apply(connection, found.people, only_look=only_look)


@contextmanager
def _as_owner(
    workspace: Workspace, dsn: str | None, hint: str, *, any_schema: bool = False
) -> "Iterator[Connection]":
    """Connect as whoever runs the database. What the server refuses gets this hint."""
    from dvcheck.record.postgres.connect import IN_CONFIG, Refused, RefusedByServer, connected

    named = "--dsn" if dsn is not None else IN_CONFIG
    settings = PrecinctSettings(dsn=dsn) if dsn is not None else settings_of(workspace)
    try:
        with connected(settings, any_schema=any_schema, named=named) as connection:
            yield connection
    except RefusedByServer as error:
        raise Refused(error.message, hint=hint) from None

"""`dvcheck precinct migrate` and `people apply`: set up a precinct, and say what changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dvcheck.actions import precinct_setup as action
from dvcheck.actions import pushing
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.extra import require
from dvcheck.language import phrase, plural

if TYPE_CHECKING:
    from dvcheck.record.postgres.people import Applied


def ready(workspace: Workspace, dsn: str | None = None) -> None:
    """Raise DvcheckError if no precinct is named, or the package for it is not installed."""
    if dsn is None:
        pushing.settings_of(workspace)
    require("precinct", "psycopg")


def migrate(workspace: Workspace, dsn: str | None) -> None:
    """Bring the schema up to date, and say what was done."""
    ready(workspace, dsn)
    done = action.migrate(workspace, dsn)
    if done.before == done.after:
        said = phrase("The precinct has schema {after} already.", after=done.after)
    elif done.before == 0:
        said = phrase("The precinct had no schema, and now has schema {after}.", after=done.after)
    else:
        said = phrase(
            "The precinct had schema {before}, and now has schema {after}.",
            before=done.before,
            after=done.after,
        )
    printer.read_out([said])


def apply_people(workspace: Workspace, path: Path, dsn: str | None, *, only_look: bool) -> None:
    """Set the logins from a file, and name those that changed."""
    ready(workspace, dsn)
    done = action.apply_people(workspace, path, dsn, only_look=only_look)
    printer.read_out(_changes(done, only_look=only_look))


def _changes(done: "Applied", *, only_look: bool) -> Iterator[str]:
    if not (done.added or done.changed or done.closed):
        yield phrase("The logins agree with the file already.")
        return
    if only_look:
        yield phrase("Nothing is changed by a dry run. Without --dry-run the file makes these changes:")
    if done.added:
        yield plural(
            "Added {n:,}: {logins}.",
            "Added {n:,}: {logins}.",
            n=len(done.added),
            logins=", ".join(done.added),
        )
    if done.changed:
        yield plural(
            "Changed {n:,}: {logins}.",
            "Changed {n:,}: {logins}.",
            n=len(done.changed),
            logins=", ".join(done.changed),
        )
    if done.closed:
        yield plural(
            "Closed {n:,}, and its entries are kept: {logins}.",
            "Closed {n:,}, and their entries are kept: {logins}.",
            n=len(done.closed),
            logins=", ".join(done.closed),
        )

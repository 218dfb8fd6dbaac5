"""The workspace of a command, made of the options that commands share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dvcheck import hint
from dvcheck.actions.practice_home import refuse_practice
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import Session, printer


@contextmanager
def workspace_of(
    session: Session,
    *,
    home: Path | None = None,
    pack: Path | None = None,
    no_color: bool = False,
    plain: bool = False,
    quiet: bool = False,
    no_sensitive: bool = False,
) -> Iterator[Workspace]:
    """Make the workspace of a command. Hints name its home folder and pack if an option named them."""
    with hint.naming(_from_option(home, "DVCHECK_HOME"), _from_option(pack, "DVCHECK_PACK")):
        session.workspace = Workspace(
            home=home,
            pack=pack,
            no_color=no_color,
            plain=plain,
            quiet=quiet,
            no_sensitive=no_sensitive,
            tell=printer.tell,
            opener=printer.opener(session.note_recorded),
        )
        refuse_practice(session.workspace.home)
        yield session.workspace


def _from_option(folder: Path | None, variable: str) -> Path | None:
    """Return the folder an option named. None if a variable named it: the next command finds that too."""
    return folder if os.environ.get(variable) != str(folder) else None

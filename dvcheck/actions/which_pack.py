"""Finds the pack named by an option, a variable or config.toml: a path, or an installed pack."""

import os
from contextlib import suppress
from pathlib import Path

from dvcheck.errors import DvcheckError
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack import installed, library


def find_pack(home: Path, named: Path) -> Path:
    """Return a path that exists, or the pack with that name, or the only one with that policy id."""
    if os.path.lexists(named):
        return named
    # config.toml names a pack, or a folder relative to the home folder.
    name = named.name if named.parent == home else str(named)
    if name == library.shipped_name():
        return library.shipped_folder()
    path = installed.path_of(home, name)
    known = [installed.path_of(home, one) for one in installed.names(home)]
    if path in known:
        return path
    of_policy = [one for one in known if one.name.startswith(f"{name}-") and _is_of(one, name)]
    return of_policy[0] if len(of_policy) == 1 else named


def with_others(error: DvcheckError, home: Path, folder: Path, *, chosen: bool) -> DvcheckError:
    """Add to an error of the pack in use how to list the installed packs.

    `chosen` is whether it was chosen with `dvcheck pack use`: then there is no folder to correct.
    """
    listed = own_line(phrase("The packs that are installed:"), on_journal("pack", "list"))
    if chosen:
        return DvcheckError(error.message, hint=listed, code=error.code)
    if installed.names(home) and not os.path.lexists(folder):
        return DvcheckError(error.message, hint=error.hint + "\n" + listed, code=error.code)
    return error


def _is_of(path: Path, policy: str) -> bool:
    """Check whether a pack in one file is of this policy."""
    with suppress(DvcheckError):
        return library.from_file(path).manifest.id == policy
    return False

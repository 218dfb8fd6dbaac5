"""Which pack an option, a variable or config.toml means: the one at a path, or one that is installed."""

import os
from contextlib import suppress
from pathlib import Path

from dvcheck.errors import DvcheckError
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack import installed, library


def find_pack(home: Path, named: Path) -> Path:
    """What is at a path; where nothing is, the pack of that name, or the only one of that policy's id."""
    if os.path.lexists(named):
        return named
    # config.toml names a folder seen from the home folder, or a pack.
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
    """What is wrong with the pack in use, and which there are beside it.

    `chosen` is whether it was chosen with `dvcheck pack use`: then no folder is to be put right.
    """
    listed = own_line(phrase("The packs that are installed:"), on_journal("pack", "list"))
    if chosen:
        return DvcheckError(error.message, hint=listed, code=error.code)
    if installed.names(home) and not os.path.lexists(folder):
        return DvcheckError(error.message, hint=error.hint + "\n" + listed, code=error.code)
    return error


def _is_of(path: Path, policy: str) -> bool:
    """Whether a pack in one file is one of this policy."""
    with suppress(DvcheckError):
        return library.from_file(path).manifest.id == policy
    return False

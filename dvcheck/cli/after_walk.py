"""Push after a walk, in a separate process. It never prints, and the walk does not wait for it."""

import os
import sys
from contextlib import suppress

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError

LOG = "push.log"
"""The file in the home folder with the warnings and errors of the last push."""


def push_in_background(workspace: Workspace) -> None:
    """Start `dvcheck push --quiet`, if the settings say so. Failure is ignored: another push follows."""
    with suppress(DvcheckError, OSError):
        precinct = workspace.config.precinct
        if precinct is not None and precinct.after_walk:
            _start(workspace)


def _start(workspace: Workspace) -> None:
    import subprocess

    home = workspace.home.absolute()
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    output = os.open(home / LOG, flags, 0o600)
    try:
        subprocess.Popen(
            # -P: a file in the home folder is never imported in place of a library.
            [sys.executable, "-P", "-m", "dvcheck", "push", "--quiet"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=home,
            env={**os.environ, "DVCHECK_HOME": str(home)},
            start_new_session=True,  # it outlives the terminal; without a meaning on Windows
            creationflags=_without_a_window(),
        )
    finally:
        os.close(output)


def _without_a_window() -> int:
    if sys.platform != "win32":
        return 0
    import subprocess

    return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP

"""Reads the command line of a walk at a terminal without Typer: `dvcheck WALK [CASE] [--new]`.

WALK is one of the short forms, or `walk NAME` for any checklist.

Loading Typer takes a fifth of the time to the first question: docs/decisions/0017-paint-first.md. Any other
line is left to Typer: `read_walk` returns None for it.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dvcheck.cli import Session
from dvcheck.errors import Exit
from dvcheck.hint import SHORT_FORMS


class WalkLine(NamedTuple):
    """A command line that starts or resumes a walk."""

    checklist: str
    case: str | None
    new: bool
    home: Path | None


def read_walk(arguments: Sequence[str], environment: Mapping[str, str]) -> WalkLine | None:
    """Read the arguments of a walk. None if Typer must read them."""
    name, *words = arguments or ("",)
    given = [word for word in words if word != "--new"]
    new = len(words) - len(given)
    if new > 1 or any(not word or word.startswith("-") for word in given) or environment.get("DVCHECK_PACK"):
        return None
    if name == "walk" and given:
        name, *given = given
    elif name not in SHORT_FORMS:
        return None
    case, *more = given or (None,)
    if more:
        return None
    # An empty variable counts as not set, as in Typer.
    home = environment.get("DVCHECK_HOME")
    return WalkLine(name, case, bool(new), Path(home) if home else None)


def show_home(session: Session) -> int | None:
    """Show the first screen if no command is named, as prose with `--plain`. None if one is named."""
    plain, quiet = sys.argv[1:] == ["--plain"], sys.argv[1:] == ["--quiet"]
    if not plain and ((sys.argv[1:] and not quiet) or not (sys.stdin.isatty() and sys.stdout.isatty())):
        return None
    from dvcheck.cli.home import show
    from dvcheck.cli.session_workspace import workspace_of

    # An empty variable counts as not set, as in Typer.
    home, pack = (os.environ.get(name) for name in ("DVCHECK_HOME", "DVCHECK_PACK"))
    home_folder, pack_folder = Path(home) if home else None, Path(pack) if pack else None
    with workspace_of(session, home=home_folder, pack=pack_folder, plain=plain, quiet=quiet) as workspace:
        show(workspace)
    return Exit.DONE


def run_walk(session: Session) -> int | None:
    """Run the walk that the command line names, and return the exit code. None if Typer must read it."""
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    line = read_walk(sys.argv[1:], os.environ)
    if line is None:
        return None
    from dvcheck.actions.walks import WalkOptions
    from dvcheck.cli.session_workspace import workspace_of
    from dvcheck.cli.walking import run

    wanted = WalkOptions(
        checklist=line.checklist, case=line.case, number=None, new=line.new, answers=None, shift_ends=None
    )
    try:
        with workspace_of(session, home=line.home) as workspace:
            run(workspace, wanted, as_json=False, sensitive=False)
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")
        return Exit.INTERRUPTED
    return Exit.DONE

"""Commands in hints, quoted so that an officer can paste them into the same shell.

Each command is on a separate line that never wraps. Text that only mentions a command need not be made here.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from dvcheck.text import has_control

# A context variable, not an argument: about fifty functions in all layers make hints and have no other use
# for a home folder. It is set only within `naming`, so that no command sees another's.
_home: ContextVar[Path | None] = ContextVar("home", default=None)
"""The home folder from --home; None if the next command finds it without the option."""
_pack: ContextVar[Path | None] = ContextVar("pack", default=None)
"""The pack from --pack; None if the next command finds it without the option."""

SHORT_FORMS = ("incident", "verify-order", "serve-order", "standby")
"""The checklists with a command of the same name. Every other checklist needs `dvcheck walk NAME`."""


@contextmanager
def naming(home: Path | None, pack: Path | None = None) -> Iterator[None]:
    """Name this home folder and pack in the commands made inside the context.

    None leaves the option out, because the next command finds the same one.
    """
    before = _home.set(home), _pack.set(pack)
    try:
        yield
    finally:
        _home.reset(before[0])
        _pack.reset(before[1])


def command(*words: str) -> str:
    """Return a command that needs no journal."""
    return " ".join([*_program(), *(_quoted(word) for word in words)])


def typed(*words: str) -> str:
    """Return the words of a typed command line in another order."""
    return command(*words)


def on_journal(*words: str) -> str:
    """Return a command on the journal of this command."""
    home = _home.get()
    return command(*words, *(("--home", os.path.abspath(home)) if home is not None else ()))  # noqa: PTH100


def on_journal_and_pack(*words: str) -> str:
    """Return a command on the journal and the pack of this command."""
    return _starting(*words)


def walk(checklist: str, *words: str) -> str:
    """Return the command that walks a checklist in a case that exists, which has its own pack."""
    return on_journal(*_walk(checklist), *words)


def walk_new(checklist: str, *words: str) -> str:
    """Return the command that walks a checklist in a new case, with the pack of this command."""
    return _starting(*_walk(checklist), *words)


def walk_any() -> str:
    """Return the command that lists the checklists."""
    return _starting("walk")


def train(*words: str) -> str:
    """Return the command that practices a scenario, with the home folder and the pack of this command."""
    return _starting("train", *words)


def is_command(line: str) -> bool:
    """Check whether a line is a command made by this module."""
    return line.strip().startswith(" ".join([*_program(), ""]))


def own_line(said: str, command: str) -> str:
    """Return the purpose of a command, with the command on the line below."""
    return f"{said}\n  {command}"


def _walk(checklist: str) -> tuple[str, ...]:
    return (checklist,) if checklist in SHORT_FORMS else ("walk", checklist)


def _starting(*words: str) -> str:
    pack = _pack.get()
    return on_journal(*words, *(("--pack", str(pack)) if pack is not None else ()))


def _program() -> list[str]:
    """Return how this program was called: by its bare name if the shell finds the same file by it."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py" and called.parent.name == "dvcheck":
        return [_quoted(_found(sys.executable, sys.orig_argv[0])), "-m", "dvcheck"]
    if called.stem != "dvcheck":  # within another program
        return ["dvcheck"]
    return [_quoted(_found(sys.argv[0], sys.argv[0]))]


def _found(file: str, typed: str) -> str:
    """Return the bare name of a program if the shell finds this file by it, otherwise the typed name."""
    from shutil import which

    name = os.path.basename(typed)  # noqa: PTH119
    found = which(name)
    return name if found is not None and _plain(found) == _plain(file) else typed


def _plain(file: str) -> str:
    name = os.path.normcase(os.path.abspath(file))  # noqa: PTH100
    return name.removesuffix(".exe") if sys.platform == "win32" else name


def _quoted(word: str) -> str:
    return _quoted_for_windows(word) if sys.platform == "win32" else _quoted_for_posix(word)


def _quoted_for_posix(word: str) -> str:
    if not has_control(word):
        from shlex import quote

        return quote(word)
    # Printed raw, such a name would control the terminal. Cleaned, it would be another name.
    shown = (c if re.fullmatch(r"[\w./ -]", c, re.ASCII) else _bytes_of(c) for c in word)
    return f"$'{''.join(shown)}'"


def _bytes_of(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))


def _quoted_for_windows(word: str) -> str:
    from subprocess import list2cmdline

    quoted = list2cmdline([word])
    if quoted.startswith('"') or re.fullmatch(r"[\w@%+=:,./\\-]+", word):
        return quoted
    # list2cmdline quotes only blanks, but & and the like are special to the shell.
    backslashes = len(word) - len(word.rstrip("\\"))
    return f'"{quoted}{quoted[len(quoted) - backslashes :]}"'

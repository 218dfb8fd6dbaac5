"""The commands that hints name: as they can be pasted into the shell that this one was typed into.

Each stands on a line of its own that nothing wraps. What is no command to paste (a form of one, in prose)
need not be made here.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from dvcheck.text import has_control

# Not passed along: some fifty hints are made, in every layer down to the record, by functions that have no
# other use for a home folder. It holds within `naming` alone, so that no command sees another's.
_home: ContextVar[Path | None] = ContextVar("home", default=None)
"""The home folder this command was told of with --home; None where the next one finds it by itself."""


@contextmanager
def naming(home: Path | None) -> Iterator[None]:
    """Name this home folder in the commands made meanwhile; none where the next one finds it by itself."""
    before = _home.set(home)
    try:
        yield
    finally:
        _home.reset(before)


def command(*words: str) -> str:
    """A command that needs no journal."""
    return " ".join([*_program(), *(_quoted(word) for word in words)])


def on_journal(*words: str) -> str:
    """A command on the journal that this one works with."""
    home = _home.get()
    return command(*words, *(("--home", os.path.abspath(home)) if home is not None else ()))  # noqa: PTH100


def own_line(said: str, command: str) -> str:
    """What a command is for, and the command on the line below."""
    return f"{said}\n  {command}"


def _program() -> list[str]:
    """How this program was called, by its bare name where that finds the same one."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py" and called.parent.name == "dvcheck":
        return [_quoted(_found(sys.executable, sys.orig_argv[0])), "-m", "dvcheck"]
    if called.stem != "dvcheck":  # within another program
        return ["dvcheck"]
    return [_quoted(_found(sys.argv[0], sys.argv[0]))]


def _found(file: str, typed: str) -> str:
    """The bare name of a program where the shell finds this file by it, otherwise as it was typed."""
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
    # Shown as it is, such a name would control the terminal; cleaned, it would be another name.
    shown = (c if re.fullmatch(r"[\w./ -]", c, re.ASCII) else _bytes_of(c) for c in word)
    return f"$'{''.join(shown)}'"


def _bytes_of(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))


def _quoted_for_windows(word: str) -> str:
    from subprocess import list2cmdline

    quoted = list2cmdline([word])
    if quoted.startswith('"') or re.fullmatch(r"[\w@%+=:,./\\-]+", word):
        return quoted
    # list2cmdline knows of blanks only; & and the like mean something to the shell.
    backslashes = len(word) - len(word.rstrip("\\"))
    return f'"{quoted}{quoted[len(quoted) - backslashes :]}"'

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
_pack: ContextVar[Path | None] = ContextVar("pack", default=None)
"""The pack this command was told of with --pack; None where the next one finds it by itself."""

SHORT_FORMS = ("incident", "verify-order", "serve-order", "standby")
"""The checklists that have a command of their own name. Every other one is walked by `dvcheck walk NAME`."""


@contextmanager
def naming(home: Path | None, pack: Path | None = None) -> Iterator[None]:
    """Name this home folder and pack in the commands made meanwhile.

    None means what the next command finds by itself.
    """
    before = _home.set(home), _pack.set(pack)
    try:
        yield
    finally:
        _home.reset(before[0])
        _pack.reset(before[1])


def command(*words: str) -> str:
    """A command that needs no journal."""
    return " ".join([*_program(), *(_quoted(word) for word in words)])


def typed(*words: str) -> str:
    """The words of a command line as they were typed, in another order."""
    return command(*words)


def on_journal(*words: str) -> str:
    """A command on the journal that this one works with."""
    home = _home.get()
    return command(*words, *(("--home", os.path.abspath(home)) if home is not None else ()))  # noqa: PTH100


def walk(checklist: str, *words: str) -> str:
    """The command that walks a checklist: in the case that is named, which has its own pack."""
    return on_journal(*_walk(checklist), *words)


def walk_new(checklist: str, *words: str) -> str:
    """The command that walks a checklist in a new case, with the pack that this command works with."""
    return _starting(*_walk(checklist), *words)


def walk_any() -> str:
    """The command that lists the checklists there are."""
    return _starting("walk")


def is_command(line: str) -> bool:
    """Whether a line is a command that was made here."""
    return line.strip().startswith(" ".join([*_program(), ""]))


def own_line(said: str, command: str) -> str:
    """What a command is for, and the command on the line below."""
    return f"{said}\n  {command}"


def _walk(checklist: str) -> tuple[str, ...]:
    return (checklist,) if checklist in SHORT_FORMS else ("walk", checklist)


def _starting(*words: str) -> str:
    pack = _pack.get()
    return on_journal(*words, *(("--pack", str(pack)) if pack is not None else ()))


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

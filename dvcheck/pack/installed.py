"""The packs installed in the home folder, each as one file: a pack is there complete, or not at all."""

import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

from dvcheck.pack.model import short

FOLDER = "installed-packs"
ENDING = ".dvpack"
_IN_USE = "in-use"
"""The file that names the pack chosen with `dvcheck pack use`."""
_CHECKLISTS = "checklists"
"""The file with the names of all their checklists, one on each line. Only TAB completion reads it."""
_LONGEST_NAME = 120
_OLD = 3_600
"""The age in seconds at which a leftover file of an interrupted install is deleted."""


def name_of(policy: str, version: str, digest: str) -> str:
    """Return the name of a pack: the id of its policy, and its version or else its short digest."""
    parts = (policy[:60], version[:40] or short(digest))
    name = "-".join(re.sub(r"[^A-Za-z0-9._+-]+", "-", part).strip(".-") for part in parts)
    return name.lstrip("-._+") or "pack"


def names(home: Path) -> tuple[str, ...]:
    """List the names of the installed packs."""
    try:
        with os.scandir(home / FOLDER) as entries:
            found = [e.name.removesuffix(ENDING) for e in entries if e.name.endswith(ENDING)]
    except OSError:
        return ()
    return tuple(sorted(name for name in found if _is_name(name)))


def path_of(home: Path, name: str) -> Path:
    """Return the path of the pack with this name, whether it exists or not."""
    return home / FOLDER / f"{name}{ENDING}"


def chosen_pack(home: Path) -> Path | None:
    """Return the path of the chosen pack; None if none was chosen.

    If the choice cannot be read, return the path of the choice file itself. It is not a pack, so reading it
    as one fails with a message.
    """
    marker = home / FOLDER / _IN_USE
    try:
        name = marker.read_bytes()[:200].decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError:
        return marker
    return path_of(home, name) if _is_name(name) else marker


def choose(home: Path, name: str | None) -> None:
    """Choose the pack in use; None for the one that comes with dvcheck. OSError if that fails."""
    marker = home / FOLDER / _IN_USE
    if name is None:
        marker.unlink(missing_ok=True)
    else:
        _replace(marker, f"{name}\n".encode())


def store(home: Path, name: str, content: bytes, *, replacing: bool) -> bool:
    """Install the file of a pack. False if one with this name exists and `replacing` is False.

    The file is written under another name first. OSError if that fails; then nothing has changed.
    """
    _make(home)
    _sweep(home / FOLDER)
    path = path_of(home, name)
    if replacing:
        _replace(path, content)
        return True
    aside = _aside(path, content)
    try:
        return _named_as_new(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink()


def remove(home: Path, name: str) -> None:
    """Remove the file of a pack. OSError if that fails."""
    path_of(home, name).unlink()


def note_checklists(home: Path, checklists: set[str]) -> None:
    """Save the names of all checklists for TAB completion. If that fails, TAB offers fewer names."""
    with suppress(OSError):
        _replace(home / FOLDER / _CHECKLISTS, "".join(f"{name}\n" for name in sorted(checklists)).encode())


def _is_name(name: str) -> bool:
    """Check whether a pack can have this name. Such a name never leads out of the folder."""
    return (
        name.isascii()
        and name[:1].isalnum()
        and len(name) <= _LONGEST_NAME
        and all(c.isalnum() or c in "._+-" for c in name)
    )


def _make(home: Path) -> None:
    # The journal is in the home folder: only its owner may enter it.
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / FOLDER).mkdir(mode=0o700, exist_ok=True)


def _named_as_new(aside: Path, path: Path) -> bool:
    """Give a file its name; False if another file has it. Of two callers at once, only one gets True."""
    try:
        if sys.platform == "win32":
            aside.rename(path)  # never replaces
        else:
            path.hardlink_to(aside)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        if os.path.lexists(path):
            return False
        aside.replace(path)
    return True


def _replace(path: Path, content: bytes) -> None:
    aside = _aside(path, content)
    try:
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise


def _aside(path: Path, content: bytes) -> Path:
    """Write a temporary file next to `path`, flushed to the disk."""
    aside = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(aside, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    return aside


def _sweep(folder: Path) -> None:
    """Remove the files left by an interrupted install."""
    with suppress(OSError):
        for left in folder.glob(".*.tmp"):
            with suppress(OSError):
                if left.lstat().st_mtime < time.time() - _OLD:
                    left.unlink()

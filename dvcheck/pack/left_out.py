"""Files in a pack's folder that look like part of it and are not read. Importing this never imports YAML."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from dvcheck.language import phrase

MOST = 50
"""The most files reported: a folder named by mistake may have thousands."""

_KNOWN = ("policy.yaml", "contacts.yaml", "forms.yaml")


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is not read, by its name in the pack's folder, and what to do so that it is."""

    file: str
    message: str


def left_out(folder: Path, read: Collection[str]) -> tuple[LeftOut, ...]:
    """The files of the pack in `folder` that are not read. Hidden files and those of editors are none.

    `read` are the folders in it whose files are read.
    """
    found: list[LeftOut] = []
    with suppress(OSError):
        for one in _left_out(folder, read):
            found.append(one)
            if len(found) == MOST:
                break
    return tuple(found)


def _left_out(folder: Path, read: Collection[str]) -> Iterator[LeftOut]:
    for entry in _entries(folder):
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(folder / name, name, read)
        elif (called := _should_be(name)) is not None:
            yield LeftOut(file=name, message=phrase("not read: rename it to {name}", name=called))


def _in_folder(folder: Path, name: str, read: Collection[str]) -> Iterator[LeftOut]:
    """What a folder in the pack's has: of all there are, only those in `read` are read."""
    meant = next((known for known in read if name.lower().rstrip("s") == known.rstrip("s")), None)
    for entry in _entries(folder):
        file = f"{name}/{entry.name}"
        inner = entry.is_dir(follow_symlinks=False)
        called = _should_be(entry.name)
        if name in read and inner and any(_is_yaml(e.name) for e in _entries(folder / entry.name)):
            message = phrase("not read: move its files into {folder} itself", folder=name)
            yield LeftOut(file=f"{file}/", message=message)
        elif name in read and not inner and called is not None:
            yield LeftOut(file=file, message=phrase("not read: rename it to {name}", name=called))
        elif name not in read and meant is not None and _is_yaml(entry.name):
            message = phrase("not read: rename its folder to {folder}", folder=meant)
            yield LeftOut(file=file, message=message)
        elif name not in read and not inner and _is_yaml(entry.name):
            yield LeftOut(file=file, message=phrase("not read: move it next to policy.yaml"))


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        return sorted((e for e in entries if not e.name.startswith((".", "~", "#"))), key=lambda e: e.name)


def _is_yaml(name: str) -> bool:
    return name.endswith(".yaml") or _should_be(name) is not None


def _should_be(name: str) -> str | None:
    """The name under which a file would be read; None where it is read, or is no YAML."""
    lower = name.lower()
    for ending in (".yaml", ".yml", ".yaml.txt", ".yml.txt"):
        if lower.endswith(ending) and not name.endswith(".yaml"):
            stem = name[: -len(ending)]
            return f"{stem.lower()}.yaml" if f"{stem.lower()}.yaml" in _KNOWN else f"{stem}.yaml"
    return None

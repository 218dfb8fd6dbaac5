"""Installs packs side by side: builds, lists, chooses and removes them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.lookup import lookup
from dvcheck.pack import archive, installed, library
from dvcheck.pack.model import Pack
from dvcheck.text import clean


class BuiltPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack built into one file, not written yet."""

    name: str
    content: bytes
    pack: Pack


class InstalledPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that was just installed."""

    name: str
    pack: Pack
    is_new: bool
    """False if the same pack was installed before."""
    in_use: bool


class PackRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that is available."""

    name: str
    kind: Literal["shipped", "installed", "folder", "file"]
    path: Path
    in_use: bool = False
    pack: Pack | None = None
    """None if it cannot be used."""
    problem: str = ""
    """Why it cannot be used."""

    @property
    def version(self) -> str:
        """The author's version; empty if it has none, or cannot be used."""
        return self.pack.policy.version if self.pack is not None else ""


class PackList(msgspec.Struct, frozen=True, kw_only=True):
    """The packs that are available, and what chose the one in use."""

    rows: tuple[PackRow, ...]
    why: str
    """The origin of the choice, as returned by `Workspace.origin`."""


class PackChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The pack that was chosen, and what overrides the choice: nothing, the environment or config.toml."""

    row: PackRow
    overruled_by: str = ""


def build(workspace: Workspace) -> BuiltPack:
    """Build the pack in use, which must be sound, into one file with its scenarios and translations."""
    return _built(workspace, workspace.source, library.scenario_files(workspace.folder))


def install(workspace: Workspace, path: Path) -> InstalledPack:
    """Install a pack, which is a folder or one file.

    DvcheckError with Exit.BAD_INPUT if it is not sound or not complete, with Exit.USAGE if another pack has
    its name, and with Exit.OUTPUT if it cannot be written. Then nothing has changed.
    """
    new = _built(workspace, library.read(path), library.scenario_files(path))
    if library.is_archive(path):
        _refuse_other_name(path, new)
    before = _installed_as(workspace, new)
    is_new = before != new.content
    if is_new:
        try:
            put = installed.store(workspace.home, new.name, new.content, replacing=before is not None)
        except OSError as error:
            raise _not_written(phrase("the pack could not be installed"), error) from None
        if not put:  # another window has just installed one with that name
            return install(workspace, path)
    _note_checklists(workspace)
    mine = installed.path_of(workspace.home, new.name)
    return InstalledPack(
        name=new.name, pack=new.pack, is_new=is_new, in_use=_is_same(_with_variable(workspace).folder, mine)
    )


def list_packs(workspace: Workspace) -> PackList:
    """Find the available packs, which one is in use, and why."""
    shipped = PackRow(name=library.shipped_name(), kind="shipped", path=library.shipped_folder())
    rows = [shipped, *_installed(workspace)]
    folder = workspace.folder
    if not any(_is_same(row.path, folder) for row in rows):
        kind: Literal["file", "folder"] = "file" if library.is_archive(folder) else "folder"
        rows.append(PackRow(name=str(folder), kind=kind, path=folder))
    read = (_read(workspace, row) for row in rows)
    marked = (msgspec.structs.replace(row, in_use=_is_same(row.path, folder)) for row in read)
    return PackList(rows=tuple(marked), why=workspace.origin("pack"))


def use(workspace: Workspace, name: str) -> PackChoice:
    """Choose the pack that is used if no other is named. It must be usable."""
    row = _row(workspace, name)
    workspace.on(row.path).pack()
    try:
        installed.choose(workspace.home, None if row.kind == "shipped" else row.name)
    except OSError as error:
        raise _not_written(phrase("the choice could not be recorded"), error) from None
    working = _with_variable(workspace)
    why = working.origin("pack")
    overruled = why in ("environment", "config.toml") and not _is_same(working.folder, row.path)
    return PackChoice(row=row, overruled_by=why if overruled else "")


def remove(workspace: Workspace, name: str) -> str:
    """Remove an installed pack that is not in use, and return its name. Its cases keep their own copy."""
    row = _row(workspace, name)
    if row.kind == "shipped":
        raise DvcheckError(
            phrase("{name} comes with dvcheck and stays", name=row.name),
            hint=own_line(phrase("To use another pack:"), on_journal("pack", "list")),
            code=Exit.USAGE,
        )
    working = _with_variable(workspace)
    if _is_same(working.folder, row.path):
        raise _in_use(row, working.origin("pack"))
    try:
        installed.remove(workspace.home, row.name)
    except FileNotFoundError:
        pass  # another window has just removed it
    except OSError as error:
        raise _not_written(phrase("{name} could not be removed", name=row.name), error) from None
    _note_checklists(workspace)
    return row.name


# --- parts of it --------------------------------------------------------------------------------------------


def _built(workspace: Workspace, source: library.PackFiles, beside: Mapping[str, str]) -> BuiltPack:
    pack = library.load(source, workspace.home)
    policy, version = pack.policy.id, pack.policy.version
    content = archive.encode(source.files, beside, id=policy, version=version)
    name = installed.name_of(policy, version, source.digest)
    return BuiltPack(name=name, content=content, pack=pack)


def _refuse_other_name(path: Path, new: BuiltPack) -> None:
    """Raise DvcheckError if an archive states another id or version than its policy."""
    said = library.from_file(path).manifest
    if (said.id, said.version) != (new.pack.policy.id, new.pack.policy.version):
        raise archive.archive_error(
            clean(str(path)),
            phrase(
                "it calls itself {said}, and its policy.yaml {policy}",
                said=clean(f"{said.id} {said.version}".strip()),
                policy=f"{new.pack.policy.id} {new.pack.policy.version}".strip(),
            ),
        )


def _installed_as(workspace: Workspace, new: BuiltPack) -> bytes | None:
    """Return the installed file that this pack may replace because it has its name; None if there is none.

    DvcheckError with Exit.USAGE if that is another pack.
    """
    path = installed.path_of(workspace.home, new.name)
    try:
        content = library.read_kept(path, archive.MOST_SIZE + 1)
        digest = archive.decode(content, "").manifest.digest
    except FileNotFoundError:
        return None
    except (OSError, DvcheckError):
        return b""  # installing it again repairs a damaged one
    if digest != new.pack.digest:
        raise DvcheckError(
            phrase("{name} is installed already, with other checklists", name=new.name),
            hint=own_line(
                phrase("Give this one another version in policy.yaml, or remove that one first:"),
                on_journal("pack", "remove", new.name),
            ),
            code=Exit.USAGE,
        )
    return content


def _installed(workspace: Workspace) -> list[PackRow]:
    names = installed.names(workspace.home)
    return [PackRow(name=n, kind="installed", path=installed.path_of(workspace.home, n)) for n in names]


def _row(workspace: Workspace, name: str) -> PackRow:
    """Find an available pack by its name, or the only one of a policy by its id."""
    rows = [
        PackRow(name=library.shipped_name(), kind="shipped", path=library.shipped_folder()),
        *_installed(workspace),
    ]
    return lookup(
        name,
        rows,
        name=lambda row: row.name,
        labels=lambda row: ("shipped",) if row.kind == "shipped" else (),
        guesses=False,  # it may be removed
        unknown=phrase('no pack "{name}" is installed', name=clean(name)),
        listed=own_line(phrase("Those there are:"), on_journal("pack", "list")),
    )


def _read(workspace: Workspace, row: PackRow) -> PackRow:
    """Read a pack, or say what is wrong with it."""
    try:
        return msgspec.structs.replace(row, pack=workspace.on(row.path).pack())
    except DvcheckError as error:
        return msgspec.structs.replace(row, problem=error.message.splitlines()[0])


def _with_variable(workspace: Workspace) -> Workspace:
    """Return the workspace of a command with --pack: DVCHECK_PACK overrides the chosen pack."""
    variable = os.environ.get("DVCHECK_PACK")
    return workspace.on(Path(variable)) if variable else workspace


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _note_checklists(workspace: Workspace) -> None:
    """Store the checklists of the packs for TAB completion."""
    packs = [_read(workspace, row).pack for row in _installed(workspace)]
    installed.note_checklists(
        workspace.home, {c.id for pack in packs if pack is not None for c in pack.checklists}
    )


def _in_use(row: PackRow, why: str) -> DvcheckError:
    match why:
        case "environment":
            what = phrase("DVCHECK_PACK names it. Take it out there first.")
        case "config.toml":
            what = own_line(phrase("config.toml names it. Take it out there first:"), on_journal("config"))
        case _:
            what = own_line(
                phrase("Use another one first:"), on_journal("pack", "use", library.shipped_name())
            )
    return DvcheckError(phrase("{name} is in use", name=row.name), hint=what, code=Exit.USAGE)


def _not_written(what: str, error: OSError) -> DvcheckError:
    return DvcheckError(
        phrase("{what}: {why}", what=what, why=clean(error.strerror or str(error))),
        hint=phrase("Nothing was changed. Check the room on that disk, and who may write there."),
        code=Exit.OUTPUT,
    )

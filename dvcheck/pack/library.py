"""Find packs, identify them by the digest of their content, and keep them compiled.

Importing this module never imports YAML: a pack that was read before is decoded from its compiled form.
"""

import errno
import os
import stat
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dvcheck import __version__
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase, plural
from dvcheck.pack import bundled
from dvcheck.pack.digest import digest_of
from dvcheck.pack.installed import ENDING
from dvcheck.pack.model import FORMAT, Pack
from dvcheck.pack.translation import FOLDER as TRANSLATIONS
from dvcheck.pack.translation import nearest_first, translation_for
from dvcheck.text import clean

if TYPE_CHECKING:
    from dvcheck.pack.archive import Contents
    from dvcheck.pack.nodes import Problem

SCENARIOS = "scenarios"
FOLDERS = (SCENARIOS, TRANSLATIONS)
"""The folders of a pack whose files are read."""
MAX_FILES = 200
_MAX_ARCHIVE = 32 << 20
_MAX_FILE = 1 << 20
_COMPILED = Path(__file__).resolve().parent.parent / "compiled"
"""The compiled shipped pack in a wheel (`hatch_build.py`). A checkout has no such folder."""


class PackFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a pack as text, and their digest. A case keeps them, to be read with that pack later."""

    files: Mapping[str, str]
    digest: str
    folder: str

    def archive(self) -> bytes:
        """Compress the files into one piece, to store with a case. A higher level takes twice as long."""
        return zlib.compress(msgspec.json.encode(dict(self.files), order="deterministic"), 6)


def shipped_folder() -> Path:
    """Return the folder of the pack that comes with the program. DvcheckError if it is missing."""
    with suppress(OSError):
        for policy in sorted(bundled.checklists().glob("*/policy.yaml")):
            return policy.parent
    raise bundled.missing()


def shipped_name() -> str:
    """Return the name of the pack that comes with the program; empty if it is missing."""
    with suppress(DvcheckError):
        return shipped_folder().name
    return ""


def read(folder: Path) -> PackFiles:
    """Read the files of the pack in a folder or a pack file. DvcheckError if there is no pack."""
    shown = _folder_name(folder)
    if is_archive(folder):
        return _source(from_file(folder).files, shown)
    files = _yaml_files(folder, phrase("name the folder of one pack with --pack DIR"))
    if not files:
        raise DvcheckError(
            phrase("{shown}: no pack here (no .yaml file)", shown=shown),
            hint=_instead(folder),
            code=Exit.BAD_INPUT,
        )
    files |= _files_below(folder, TRANSLATIONS)
    if len(files) > MAX_FILES:
        raise _too_many(shown, phrase("name the folder of one pack with --pack DIR"))
    return _source(files, shown)


def _folder_name(folder: Path) -> str:
    """Return a folder's name for messages; the absolute name for "." and ".."."""
    return clean(str(folder if folder.name.strip(".") else folder.absolute()))


def _instead(folder: Path) -> str:
    """Say what to do about a folder without a .yaml file: a file in it may only need another name."""
    from dvcheck.pack.left_out import left_out

    found = left_out(folder, FOLDERS)
    if found:
        return f"{clean(found[0].file)}: {found[0].message}"
    return phrase("name the folder that holds policy.yaml with --pack DIR")


def is_archive(path: Path) -> bool:
    """Check whether a pack is one file, not a folder."""
    return path.suffix == ENDING and not path.is_dir()


def from_file(path: Path) -> "Contents":
    """Read a pack file. DvcheckError if it cannot be read or is not a pack file."""
    from dvcheck.pack import archive  # a pack in a folder does not need it

    try:
        content = read_kept(path, archive.MOST_SIZE + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    return archive.decode(content, clean(str(path)))


def scenario_files(folder: Path) -> Mapping[str, str]:
    """Read the scenarios of the pack in `folder`, `scenarios/NAME.yaml` to text; empty if it has none.

    Scenarios are not part of the pack: they do not change its digest, and no case keeps them.
    """
    if is_archive(folder):
        return from_file(folder).beside
    return _files_below(folder, SCENARIOS)


def _files_below(folder: Path, name: str) -> dict[str, str]:
    """Read the .yaml files in a folder of a pack, `name/FILE.yaml` to text; none if there is no folder."""
    below = folder / name
    if below.is_symlink():
        _refuse_link(below, folder)
    if not below.is_dir():
        return {}
    files = _yaml_files(below, phrase("keep the {name} of one pack in its folder", name=name), within=folder)
    return {f"{name}/{file}": text for file, text in files.items()}


def _yaml_files(folder: Path, too_many: str, within: Path | None = None) -> dict[str, str]:
    """Read the .yaml files directly in a folder, name to text. `too_many` is the hint for over `MAX_FILES`.

    Every entry called .yaml is read or refused. Skipping one would silently drop its forms or its checklist.
    A link may lead to a file in `within`; without `within`, to a file in the folder itself.
    """
    shown = clean(str(folder))
    try:
        with os.scandir(folder) as entries:
            named = (e for e in entries if e.name.endswith(".yaml") and not _is_of_an_editor(e))
            found = sorted(named, key=lambda e: e.name)
        if len(found) > MAX_FILES:
            raise _too_many(shown, too_many)
        for entry in found:
            _refuse_unread(entry, within or folder)
        return {entry.name: _text(folder / entry.name) for entry in found}
    except OSError as error:
        raise _unreadable(folder, error) from None


def _unreadable(path: Path, error: OSError) -> DvcheckError:
    where = clean(str(error.filename or path))
    return DvcheckError(
        phrase("{where}: the pack cannot be read: {error}", where=where, error=error.strerror or error),
        hint=phrase("name the folder that holds policy.yaml with --pack DIR"),
        code=Exit.BAD_INPUT,
    )


def _too_many(shown: str, hint: str) -> DvcheckError:
    return DvcheckError(
        phrase("{shown}: over {most} .yaml files", shown=shown, most=MAX_FILES),
        hint=hint,
        code=Exit.BAD_INPUT,
    )


def _is_of_an_editor(entry: "os.DirEntry[str]") -> bool:
    """Check whether an entry is an editor's lock: a hidden name that is not a file."""
    return entry.name.startswith(".") and not entry.is_file()


def _refuse_unread(entry: "os.DirEntry[str]", within: Path) -> None:
    """Raise DvcheckError if an entry called .yaml is not a file, or is a link that leads nowhere or away."""
    if entry.is_symlink():
        _refuse_link(Path(entry.path), within)
    if not entry.is_file():
        raise DvcheckError(
            phrase("{entry}: not a file", entry=clean(entry.path)),
            hint=phrase("Put the file back, or remove this: every name that ends in .yaml is read."),
            code=Exit.BAD_INPUT,
        )


def _refuse_link(link: Path, within: Path) -> None:
    """Raise DvcheckError if a link leads nowhere or out of the pack: no file outside a pack is opened."""
    target = Path(os.path.realpath(link))
    if not os.path.exists(target):  # noqa: PTH110 - Path.exists may raise
        why = phrase("a link that leads nowhere")
    elif not target.is_relative_to(os.path.realpath(within)):
        why = phrase("a link out of the pack's folder")
    else:
        return
    raise DvcheckError(
        phrase("{file}: {why}", file=clean(str(link)), why=why),
        hint=phrase("Replace the link with the file itself."),
        code=Exit.BAD_INPUT,
    )


def from_archive(content: bytes) -> PackFiles:
    """Read the pack stored with a case. DvcheckError if it is damaged."""
    try:
        decompressor = zlib.decompressobj()
        raw = decompressor.decompress(content, _MAX_ARCHIVE)
        return _source(msgspec.json.decode(raw, type=dict[str, str]), phrase("(stored with the case)"))
    except (zlib.error, msgspec.DecodeError):
        raise DvcheckError(
            phrase("the pack stored with this case is damaged"),
            hint=phrase("the answers are intact; keep the journal file and ask for help"),
            code=Exit.JOURNAL,
        ) from None


MOST_SHOWN = 50
"""The most problems of a pack shown at once."""


def load(source: PackFiles, home: Path | None, *, language: str = "", stored: bool = False) -> Pack:
    """Load the pack in `source`, compiled once and kept under `home`. DvcheckError lists its problems.

    Its texts are in `language` if it has that translation, otherwise in its own language. A pack `stored`
    with a case was valid then, so newer checks do not apply to it.
    """
    compiled = read_compiled(source.digest, home, language) if home is not None else None
    if compiled is not None:
        return compiled
    pack = (read_compiled(source.digest, home) if home is not None else None) or _parsed(
        source, home, stored=stored
    )
    wanted = translation_for(pack.translations, language)
    if wanted is None:
        return pack
    from dvcheck.pack.translated import in_language

    shown = in_language(pack, source.files, wanted.language)
    if home is not None:
        _write_compiled(_compiled_at(source.digest, home, wanted.language), encode(shown))
    return shown


def _parsed(source: PackFiles, home: Path | None, *, stored: bool) -> Pack:
    """Parse the pack in its own language from its YAML."""
    from dvcheck.pack.parse import parse
    from dvcheck.pack.validate import CHECKS

    pack, problems = parse(source.files, source.digest, () if stored else CHECKS)
    if pack is None:
        raise pack_error(source, problems)
    if home is not None:
        _write_compiled(_compiled_at(source.digest, home), encode(pack))
    return pack


def read_compiled(digest: str, home: Path, language: str = "") -> Pack | None:
    """Read the compiled pack of this digest; None if it is not compiled yet: then its files are needed.

    It is compiled once for each language, so a translated pack loads as fast as any other.
    """
    if not digest[7:39].isalnum():  # it becomes a file name, and a changed journal may give any text
        return None
    for tag in (*nearest_first(language), ""):
        for path in (_COMPILED / compiled_name(digest, tag), _compiled_at(digest, home, tag)):
            with suppress(OSError, msgspec.MsgspecError):
                pack = msgspec.msgpack.decode(read_kept(path, -1), type=Pack)
                wanted = translation_for(pack.translations, language)
                return pack if pack.translation == wanted else None
    return None


def encode(pack: Pack) -> bytes:
    """Encode a pack in the compiled form that `read_compiled` decodes."""
    return msgspec.msgpack.encode(pack)


def compiled_name(digest: str, language: str = "") -> str:
    """Return the file name of a compiled pack. Another version or format of dvcheck never reads it."""
    return f"{digest[7:39]}-{__version__}-{FORMAT}{f'.{language}' if language else ''}.msgpack"


def _compiled_at(digest: str, home: Path, language: str = "") -> Path:
    return home / "packs" / compiled_name(digest, language)


def pack_error(source: PackFiles, problems: "Sequence[Problem]") -> DvcheckError:
    """Return the error that lists the problems of a pack."""
    return problems_error(problems, source.files, phrase("the pack {source}", source=source.folder))


def problems_error(problems: "Sequence[Problem]", files: Mapping[str, str], where: str) -> DvcheckError:
    """Return the error that lists the first `MOST_SHOWN` problems, each with its place and excerpt."""
    shown = [p.show(files.get(p.at.file, "")) for p in problems[:MOST_SHOWN]]
    counted = (
        phrase(
            "{n} problems in {where}, the first {most} shown", n=len(problems), where=where, most=MOST_SHOWN
        )
        if len(problems) > MOST_SHOWN
        else plural("{n} problem in {where}", "{n} problems in {where}", n=len(problems), where=where)
    )
    return DvcheckError("\n".join(shown), hint=counted, code=Exit.BAD_INPUT)


def _write_compiled(path: Path, content: bytes) -> None:
    """Write a file and move it into place, so a reader never sees half of it. Failures are ignored."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        # The journal will be in the home folder: only its owner may enter it.
        path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        aside.touch(mode=0o600)
        aside.write_bytes(content)
        aside.replace(path)
        return
    with suppress(OSError):
        aside.unlink()


def _text(path: Path) -> str:
    return read_text(path, hint=phrase("no checklist is that long"))


def is_stream(path: Path) -> bool:
    """Check whether a file name means standard input or output."""
    return str(path) == "-"


def shown_name(path: Path) -> str:
    """Return the name of a file for messages."""
    return "standard input" if is_stream(path) else clean(str(path))


def read_stream(path: Path, most: int) -> bytes:
    """Read at most `most` bytes of a file that the user named. OSError as for `open`.

    It may be a pipe: `-` is standard input, and a shell's `<(...)` is a named pipe.
    """
    if is_stream(path):
        return sys.stdin.buffer.read(most)
    with path.open("rb") as file:
        return file.read(most)


def open_lines(path: Path) -> BinaryIO:
    """Open a file that the user named, to read it line by line. OSError as for `open`.

    Standard input gets a separate stream: a thread that waits for it does not keep the program from ending.
    """
    return open(os.dup(sys.stdin.fileno()), "rb") if is_stream(path) else path.open("rb")  # noqa: PTH123


def read_kept(path: Path, most: int) -> bytes:
    """Read at most `most` bytes of a file that dvcheck finds by its name. OSError as for `open`.

    A pipe or a device is refused with OSError: it is there by mistake, and reading it could wait forever.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, phrase("it is a folder, a pipe or a device, not a file"), str(path))
    with path.open("rb") as file:
        return file.read(most)


def read_text(path: Path, *, hint: str, read: Callable[[Path, int], bytes] = read_kept) -> str:
    """Read a text file of at most 1 MiB. DvcheckError if it is longer or not UTF-8; OSError as for `read`."""
    # Read no more than the limit: the size of a pipe or a device says nothing about its content.
    content = read(path, _MAX_FILE + 1)
    shown = shown_name(path)
    if len(content) > _MAX_FILE:
        raise DvcheckError(phrase("{shown}: over 1 MiB", shown=shown), hint=hint, code=Exit.BAD_INPUT)
    try:
        # utf-8-sig: Notepad on Windows begins a file with a byte-order mark.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DvcheckError(
            phrase("{shown}: byte {n} is not UTF-8", shown=shown, n=error.start + 1),
            hint=phrase("Save the file as UTF-8."),
            code=Exit.BAD_INPUT,
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _source(files: Mapping[str, str], folder: str) -> PackFiles:
    return PackFiles(files=files, digest=digest_of(files), folder=folder)

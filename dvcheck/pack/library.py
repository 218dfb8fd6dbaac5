"""Finds packs, tells them apart by the digest of their content, and keeps them compiled.

Importing this module never imports YAML: a pack that has been read before is decoded from its compiled form.
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
from dvcheck.pack.translation import answering, nearest_first
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
"""Where a wheel brings the shipped pack compiled (`hatch_build.py`); a checkout has no such folder."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a pack as text, and their digest: what an old case is read under."""

    files: Mapping[str, str]
    digest: str
    folder: str

    def archive(self) -> bytes:
        """Compress the files into one piece, to be stored with a case. More would take twice as long."""
        return zlib.compress(msgspec.json.encode(dict(self.files), order="deterministic"), 6)


def shipped() -> Path:
    """The pack that comes with the program. DvcheckError where it is missing."""
    with suppress(OSError):
        for policy in sorted(bundled.checklists().glob("*/policy.yaml")):
            return policy.parent
    raise bundled.missing()


def shipped_name() -> str:
    """The name of the pack that comes with the program; empty where it is missing."""
    with suppress(DvcheckError):
        return shipped().name
    return ""


def read(folder: Path) -> Source:
    """The files of the pack in `folder`, or in one file. DvcheckError where there is no pack there."""
    shown = _named(folder)
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


def _named(folder: Path) -> str:
    """A folder as messages have it; one that is only dots by its whole name."""
    return clean(str(folder if folder.name.strip(".") else folder.absolute()))


def _instead(folder: Path) -> str:
    """What to do about a folder without a .yaml file: one of its files may only be called otherwise."""
    from dvcheck.pack.left_out import left_out

    found = left_out(folder, FOLDERS)
    if found:
        return f"{clean(found[0].file)}: {found[0].message}"
    return phrase("name the folder that holds policy.yaml with --pack DIR")


def is_archive(path: Path) -> bool:
    """Whether a pack is one file, and not a folder."""
    return path.suffix == ENDING and not path.is_dir()


def from_file(path: Path) -> "Contents":
    """What a pack in one file holds. DvcheckError where it cannot be read, or is no such file."""
    from dvcheck.pack import archive  # no other pack needs it

    try:
        content = read_kept(path, archive.MOST_SIZE + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    return archive.decoded(content, clean(str(path)))


def scenario_files(folder: Path) -> Mapping[str, str]:
    """The scenarios of the pack in `folder`, `scenarios/NAME.yaml` to text; empty where it has none.

    They are no part of the pack: its digest does not change with them, and no case keeps them.
    """
    if is_archive(folder):
        return from_file(folder).beside
    return _files_below(folder, SCENARIOS)


def _files_below(folder: Path, name: str) -> dict[str, str]:
    """The .yaml files in a folder of a pack, `name/FILE.yaml` to text; none where there is no such folder."""
    below = folder / name
    if below.is_symlink():
        _refuse_link(below, folder)
    if not below.is_dir():
        return {}
    files = _yaml_files(below, phrase("keep the {name} of one pack in its folder", name=name), within=folder)
    return {f"{name}/{file}": text for file, text in files.items()}


def _yaml_files(folder: Path, too_many: str, within: Path | None = None) -> dict[str, str]:
    """The .yaml files right in a folder, name to text. `too_many` says what to do about over `MAX_FILES`.

    Every entry called .yaml is read or refused: one that is skipped would take its forms or its walk away
    without a word. A link may lead to a file inside `within`, the folder itself where that is not given.
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
    """Whether it is a hidden name that is no file: the mark of an editor that has the file beside it open."""
    return entry.name.startswith(".") and not entry.is_file()


def _refuse_unread(entry: "os.DirEntry[str]", within: Path) -> None:
    """DvcheckError where an entry called .yaml is no file, or a link that leads nowhere or away."""
    if entry.is_symlink():
        _refuse_link(Path(entry.path), within)
    if not entry.is_file():
        raise DvcheckError(
            phrase("{entry}: not a file", entry=clean(entry.path)),
            hint=phrase("Put the file back, or remove this: every name that ends in .yaml is read."),
            code=Exit.BAD_INPUT,
        )


def _refuse_link(link: Path, within: Path) -> None:
    """DvcheckError where a link leads nowhere, or out of the pack: no other file is opened for a pack."""
    target = Path(os.path.realpath(link))
    if not os.path.exists(target):  # noqa: PTH110 - also where it may not be looked at
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


def from_archive(content: bytes) -> Source:
    """The pack stored with a case."""
    try:
        opener = zlib.decompressobj()
        raw = opener.decompress(content, _MAX_ARCHIVE)
        return _source(msgspec.json.decode(raw, type=dict[str, str]), phrase("(stored with the case)"))
    except (zlib.error, msgspec.DecodeError):
        raise DvcheckError(
            phrase("the pack stored with this case is damaged"),
            hint=phrase("the answers are intact; keep the journal file and ask for help"),
            code=Exit.JOURNAL,
        ) from None


MOST_SHOWN = 50
"""How many problems of a pack are told at once."""


def load(source: Source, home: Path | None, *, language: str = "", stored: bool = False) -> Pack:
    """The pack in `source`, compiled once and kept under `home`. DvcheckError lists what is wrong with it.

    Its texts are in `language` where it has that, else in its own. One that was `stored` with a case was
    sound then, and is not held against checks that came later.
    """
    before = kept(source.digest, home, language) if home is not None else None
    if before is not None:
        return before
    pack = (kept(source.digest, home) if home is not None else None) or _parsed(source, home, stored=stored)
    wanted = answering(pack.translations, language)
    if wanted is None:
        return pack
    from dvcheck.pack.translated import in_language

    shown = in_language(pack, source.files, wanted.language)
    if home is not None:
        _keep(_kept_at(source.digest, home, wanted.language), compiled(shown))
    return shown


def _parsed(source: Source, home: Path | None, *, stored: bool) -> Pack:
    """The pack in its own language, read from its YAML."""
    from dvcheck.pack.parse import parse
    from dvcheck.pack.validate import CHECKS

    pack, problems = parse(source.files, source.digest, () if stored else CHECKS)
    if pack is None:
        raise unsound(source, problems)
    if home is not None:
        _keep(_kept_at(source.digest, home), compiled(pack))
    return pack


def kept(digest: str, home: Path, language: str = "") -> Pack | None:
    """The pack of this digest as it was compiled before, or None: then its files are needed.

    It is compiled once for each language, so that one in another costs no more than one in its own.
    """
    if not digest[7:39].isalnum():  # it may stand in a journal that somebody changed, and names a file here
        return None
    for tag in (*nearest_first(language), ""):
        for path in (_COMPILED / compiled_name(digest, tag), _kept_at(digest, home, tag)):
            with suppress(OSError, msgspec.MsgspecError):
                pack = msgspec.msgpack.decode(read_kept(path, -1), type=Pack)
                wanted = answering(pack.translations, language)
                return pack if pack.translation == wanted else None
    return None


def compiled(pack: Pack) -> bytes:
    """Encode a pack as it is kept: what `kept` decodes."""
    return msgspec.msgpack.encode(pack)


def compiled_name(digest: str, language: str = "") -> str:
    """Name the file of a compiled pack. Another version or format of dvcheck never reads it."""
    return f"{digest[7:39]}-{__version__}-{FORMAT}{f'.{language}' if language else ''}.msgpack"


def _kept_at(digest: str, home: Path, language: str = "") -> Path:
    return home / "packs" / compiled_name(digest, language)


def unsound(source: Source, problems: "Sequence[Problem]") -> DvcheckError:
    """What is wrong with a pack."""
    return told(problems, source.files, phrase("the pack {source}", source=source.folder))


def told(problems: "Sequence[Problem]", files: Mapping[str, str], where: str) -> DvcheckError:
    """What is wrong in some files, each with its place and excerpt; the first `MOST_SHOWN` of them."""
    shown = [p.show(files.get(p.at.file, "")) for p in problems[:MOST_SHOWN]]
    counted = (
        phrase(
            "{n} problems in {where}, the first {most} shown", n=len(problems), where=where, most=MOST_SHOWN
        )
        if len(problems) > MOST_SHOWN
        else plural("{n} problem in {where}", "{n} problems in {where}", n=len(problems), where=where)
    )
    return DvcheckError("\n".join(shown), hint=counted, code=Exit.BAD_INPUT)


def _keep(path: Path, content: bytes) -> None:
    """Write aside and move into place: a reader never sees half of it. A full disk costs nothing."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        # The home folder will hold the journal: only its owner may enter it.
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
    """Whether a name given for a file means standard input or output."""
    return str(path) == "-"


def shown_name(path: Path) -> str:
    """The name of a file as messages have it."""
    return "standard input" if is_stream(path) else clean(str(path))


def read_stream(path: Path, most: int) -> bytes:
    """Read at most `most` bytes of a file that the user named. OSError as `open`.

    A pipe will do: `-` is standard input, and a shell's `<(...)` is a pipe with a name.
    """
    if is_stream(path):
        return sys.stdin.buffer.read(most)
    with path.open("rb") as file:
        return file.read(most)


def opened(path: Path) -> BinaryIO:
    """A file that the user named, opened to be read line by line. OSError as `open`.

    Standard input gets a stream of its own: a thread that waits in it keeps nobody from ending.
    """
    return open(os.dup(sys.stdin.fileno()), "rb") if is_stream(path) else path.open("rb")  # noqa: PTH123


def read_kept(path: Path, most: int) -> bytes:
    """Read at most `most` bytes of a file that dvcheck finds by its name. OSError as `open`, or for no file.

    A pipe or a device there is not opened: nobody meant it, and reading it could wait forever.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, phrase("it is a folder, a pipe or a device, not a file"), str(path))
    with path.open("rb") as file:
        return file.read(most)


def read_text(path: Path, *, hint: str, read: Callable[[Path, int], bytes] = read_kept) -> str:
    """A text file of at most 1 MiB. DvcheckError where it is longer or not UTF-8; OSError as `read`."""
    # Never more than the limit: a file's size may say little of what it gives (a pipe, a device).
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


def _source(files: Mapping[str, str], folder: str) -> Source:
    return Source(files=files, digest=digest_of(files), folder=folder)

"""A pack in one file: a zip archive with the same bytes for the same pack on every system and Python version.

Nothing in it is compressed, because zlib's bytes differ between versions. Names are sorted and times are
fixed. It is not written and read by zipfile: importing that takes longer than reading the pack, and would
delay the first question of every walk. Reading is strict: an archive must have exactly the bytes that
`encode` writes, so links and false sizes are always refused.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping

import msgspec

from dvcheck import hint
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.digest import digest_of
from dvcheck.text import clean

LAYOUT = 1
"""The version of the archive layout. Raise it when the layout changes: a newer layout is refused."""
MOST_SIZE = 32 << 20
MOST_FILES = 1_000
MOST_OF_A_FILE = 1 << 20
MANIFEST = "dvpack.json"
"""The first file of an archive."""

_BESIDE = "scenarios/"
_NAME = re.compile(r"((scenarios|translations)/)?[\w-][\w. -]*\.yaml", re.ASCII)
_FILE = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_MIDNIGHT, _FIRST_OF_1980 = 0, 33
_UNIX, _REGULAR = 3, 0o100644 << 16


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first file of an archive, which describes it."""

    dvpack: int
    """The version of its layout."""
    id: str = ""
    """The id of the policy."""
    version: str = ""
    """The author's version; empty if the policy has none."""
    digest: str = ""
    """The digest of the pack, which cases record."""
    contents: str = ""
    """The digest of all its files, including the scenarios."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The content of an archive: the text of each file by name."""

    manifest: Manifest
    files: Mapping[str, str]
    """The pack itself."""
    beside: Mapping[str, str]
    """Its scenarios, `scenarios/NAME.yaml`."""


def encode(files: Mapping[str, str], beside: Mapping[str, str], *, id: str, version: str) -> bytes:
    """Build the archive of a pack. DvcheckError with Exit.BAD_INPUT if it is too large or a name is wrong."""
    texts = {**files, **beside}
    for name in texts:
        if _NAME.fullmatch(name) is None:
            raise DvcheckError(
                phrase("{name}: a pack file cannot hold a file of this name", name=clean(name)),
                hint=phrase("Rename the file: letters, digits, hyphens, and .yaml at the end."),
                code=Exit.BAD_INPUT,
            )
    manifest = Manifest(
        dvpack=LAYOUT, id=id, version=version, digest=digest_of(files), contents=digest_of(texts)
    )
    content = _zip(msgspec.json.encode(manifest), {name: text.encode() for name, text in texts.items()})
    if len(texts) > MOST_FILES or len(content) > MOST_SIZE:
        raise archive_error(phrase("the pack"), _too_large())
    return content


def decode(content: bytes, where: str) -> Contents:
    """Read an archive. DvcheckError with Exit.BAD_INPUT says what is wrong with it.

    `where` is its name in messages.
    """
    if len(content) > MOST_SIZE:
        raise archive_error(where, _too_large())
    found: dict[str, bytes] = {}
    manifest: Manifest | None = None
    head = b""
    for name, held in _each_file(content, where):
        if manifest is None:
            manifest, head = _manifest(name, held, where), held
        elif _NAME.fullmatch(name) is None:
            raise archive_error(
                where, phrase('it holds "{name}", which is not part of a pack', name=clean(name))
            )
        elif name in found:
            raise archive_error(where, phrase("{name} is in it twice", name=name))
        elif len(held) > MOST_OF_A_FILE:
            raise archive_error(where, phrase("{name} is over 1 MiB", name=name))
        elif len(found) == MOST_FILES:
            raise archive_error(where, _too_large())
        else:
            found[name] = held
    if manifest is None:
        raise archive_error(where, phrase("it is not a pack file"))
    texts = {name: _text(name, held, where) for name, held in found.items()}
    own = {name: text for name, text in texts.items() if not name.startswith(_BESIDE)}
    if digest_of(texts) != manifest.contents or digest_of(own) != manifest.digest:
        raise archive_error(
            where, phrase("its contents do not match its digest: it is damaged, or was changed")
        )
    if _zip(head, found) != content:
        raise archive_error(where, phrase("it was changed after it was built"))
    return Contents(manifest=manifest, files=own, beside={n: t for n, t in texts.items() if n not in own})


def _each_file(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of a zip archive, as its own header has them."""
    at = 0
    while content[at : at + 4] == b"PK\x03\x04":
        if at + _FILE.size > len(content):
            raise archive_error(where, phrase("it ends too early"))
        _, _, flags, method, _, _, _, size, _, of_name, more = _FILE.unpack_from(content, at)
        if method or flags or more:
            raise archive_error(
                where, phrase("a file in it is compressed, encrypted or written in another way")
            )
        begin = at + _FILE.size + of_name
        at = begin + size
        if at > len(content):
            raise archive_error(where, phrase("it ends too early"))
        yield content[begin - of_name : begin].decode("ascii", "replace"), content[begin:at]


def _manifest(name: str, held: bytes, where: str) -> Manifest:
    try:
        manifest = msgspec.json.decode(held, type=Manifest) if name == MANIFEST else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        manifest = None
    if manifest is None or manifest.dvpack < 1:
        raise archive_error(
            where, phrase("it is an archive but not a pack: {name} is missing or wrong", name=MANIFEST)
        )
    if manifest.dvpack > LAYOUT:
        raise DvcheckError(
            phrase(
                "{where}: it was built by a newer dvcheck (its layout is {newer}; this one reads {known})",
                where=where,
                newer=manifest.dvpack,
                known=LAYOUT,
            ),
            hint=phrase("Update dvcheck on this computer."),
            code=Exit.BAD_INPUT,
        )
    return manifest


def _text(name: str, held: bytes, where: str) -> str:
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        raise archive_error(where, phrase("{name} is not UTF-8", name=name)) from None


def _too_large() -> str:
    return phrase("it is over 32 MiB, or has over {most:,} files", most=MOST_FILES)


def archive_error(where: str, why: str) -> DvcheckError:
    """Return the error for a wrong archive."""
    return DvcheckError(
        phrase("{where}: {why}", where=where, why=why),
        hint=hint.own_line(
            phrase("Ask for the file again, or make it with:"), hint.command("pack", "build", "DIR")
        ),
        code=Exit.BAD_INPUT,
    )


# --- the bytes ----------------------------------------------------------------------------------------------


def _zip(manifest: bytes, files: Mapping[str, bytes]) -> bytes:
    named = [(MANIFEST, manifest), *sorted(files.items())]
    body, entries = bytearray(), bytearray()
    for name, held in named:
        said = name.encode("ascii")
        # version needed, flags, stored; then the time, the sum, the sizes, and the lengths of name and extra
        head = (10, 0, 0, _MIDNIGHT, _FIRST_OF_1980, zlib.crc32(held), len(held), len(held), len(said), 0)
        entries += _ENTRY.pack(b"PK\x01\x02", 20, _UNIX, *head, 0, 0, 0, _REGULAR, len(body)) + said
        body += _FILE.pack(b"PK\x03\x04", *head) + said + held
    end = _END.pack(b"PK\x05\x06", 0, 0, len(named), len(named), len(entries), len(body), 0)
    return bytes(body + entries + end)

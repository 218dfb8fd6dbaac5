"""A pack in another language: its texts as a translation has them, and which of them it lacks."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from dvcheck.pack import nodes
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.place import At
from dvcheck.pack.read_translation import Overlay, is_translation, overlays
from dvcheck.pack.texts import Path, retold, texts_of

_FIRST = 3
"""How many of the texts that a translation lacks are named in one line."""


def translated(pack: Pack, overlay: Overlay) -> Pack:
    """The pack with its texts as a translation has them; what that lacks stays in the pack's own language.

    Ids, conditions, citations and numbers are the same.
    """
    told = retold(pack, lambda path, text: overlay.texts.get(path, text))
    return replace(told, translation=overlay.translation)


def in_language(pack: Pack, files: Mapping[str, str], language: str) -> Pack:
    """The pack with its texts in a language that is among its translations; `files` are those of the pack."""
    found = (one for one in written(pack, files) if one.translation.language == language)
    return translated(pack, next(found))


def written(pack: Pack, files: Mapping[str, str]) -> tuple[Overlay, ...]:
    """The translations in the files of a sound pack, in the order of their names."""
    read = ((name, nodes.read(files[name], name)[0]) for name in sorted(files) if is_translation(name))
    return overlays(pack, [(name, node) for name, node in read if node is not None]).found


class Untranslated(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of one kind that a translation lacks: they are shown in the pack's own language."""

    at: At
    kind: str
    """What they are texts of, as a translation names it: items, contacts."""
    paths: tuple[Path, ...]
    of: int
    """How many texts of this kind the pack has."""

    @property
    def summed_up(self) -> Problem:
        """How many there are, in one line."""
        named = ", ".join("/".join(path[1:]) for path in self.paths[:_FIRST])
        more = ", …" if len(self.paths) > _FIRST else ""
        message = f"{self.kind}: {len(self.paths)} of {self.of} texts are not translated ({named}{more})"
        return Problem(at=self.at, code=MISSING, message=message)

    @property
    def each(self) -> Iterator[Problem]:
        """Each of them."""
        for path in self.paths:
            yield Problem(at=self.at, code=MISSING, message=f'"{"/".join(path)}" is not translated')


MISSING = "missing-translation"


def untranslated(pack: Pack, files: Mapping[str, str]) -> tuple[Untranslated, ...]:
    """What the translations of a sound pack lack, by file and kind, in the order of the pack."""
    own = texts_of(pack)
    kinds = dict.fromkeys(path[0] for path in own)
    found: list[Untranslated] = []
    for overlay in written(pack, files):
        for kind in kinds:
            known = [path for path in own if path[0] == kind]
            lacking = tuple(path for path in known if path not in overlay.texts)
            if lacking:
                found.append(Untranslated(at=overlay.at, kind=kind, paths=lacking, of=len(known)))
    return tuple(found)

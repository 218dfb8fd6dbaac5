"""A pack in another language, and the texts that its translation lacks."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from dvcheck.pack import nodes
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.on_card import texts_on_card
from dvcheck.pack.place import Place
from dvcheck.pack.read_translation import Overlay, is_translation, overlays
from dvcheck.pack.texts import Path, texts_of, with_texts

_FIRST = 3
"""The number of missing texts named in one line."""


def translate(pack: Pack, overlay: Overlay) -> Pack:
    """Return the pack with the texts of a translation. Missing texts stay in the pack's own language.

    Ids, conditions, citations and numbers do not change.
    """
    changed = with_texts(pack, lambda path, text: overlay.texts.get(path, text))
    return replace(changed, translation=overlay.translation)


def in_language(pack: Pack, files: Mapping[str, str], language: str) -> Pack:
    """Return the pack in a language that it has a translation for. `files` are the files of the pack."""
    found = (one for one in read_translations(pack, files) if one.translation.language == language)
    return translate(pack, next(found))


def read_translations(pack: Pack, files: Mapping[str, str]) -> tuple[Overlay, ...]:
    """Return the translations in the files of a valid pack, sorted by name."""
    read = ((name, nodes.read(files[name], name)[0]) for name in sorted(files) if is_translation(name))
    return overlays(pack, [(name, node) for name, node in read if node is not None]).found


class Untranslated(msgspec.Struct, frozen=True, kw_only=True):
    """The missing texts of one kind in a translation. They are shown in the pack's own language."""

    at: Place
    kind: str
    """The group they are in, as a translation names it, such as items or contacts."""
    paths: tuple[Path, ...]
    of: int
    """The number of texts of this kind in the pack."""

    @property
    def summed_up(self) -> Problem:
        """One problem that counts them."""
        named = ", ".join("/".join(path[1:]) for path in self.paths[:_FIRST])
        more = ", …" if len(self.paths) > _FIRST else ""
        message = f"{self.kind}: {len(self.paths)} of {self.of} texts are not translated ({named}{more})"
        return Problem(at=self.at, code=MISSING, message=message)

    @property
    def each(self) -> Iterator[Problem]:
        """One problem for each of them."""
        for path in self.paths:
            yield Problem(at=self.at, code=MISSING, message=f'"{"/".join(path)}" is not translated')


MISSING = "missing-translation"


def missing_texts(pack: Pack, files: Mapping[str, str]) -> tuple[Untranslated, ...]:
    """Return what the translations of a valid pack lack, by file and kind, in the order of the pack."""
    found: list[Untranslated] = []
    for overlay in read_translations(pack, files):
        own = texts_on_card(pack) if overlay.translation.only_card else texts_of(pack)
        kinds = dict.fromkeys(path[0] for path in own)
        for kind in kinds:
            known = [path for path in own if path[0] == kind]
            lacking = tuple(path for path in known if path not in overlay.texts)
            if lacking:
                found.append(Untranslated(at=overlay.at, kind=kind, paths=lacking, of=len(known)))
    return tuple(found)

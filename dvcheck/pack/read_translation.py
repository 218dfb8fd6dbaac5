"""Read translations/LANGUAGE.yaml: the texts of a pack in another language."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeGuard

import msgspec

from dvcheck.pack import nodes
from dvcheck.pack.model import MOST_BRIEF, Pack
from dvcheck.pack.nodes import Node, Problem, Scalar
from dvcheck.pack.on_card import texts_on_card
from dvcheck.pack.place import Place
from dvcheck.pack.read_contacts import wrong_places
from dvcheck.pack.read_policy import LONGEST_TERM, is_too_long
from dvcheck.pack.reader import Fields, Missing, Reader
from dvcheck.pack.texts import Path, texts_of
from dvcheck.pack.translation import FOLDER, Reviewed, Translation, tag_in
from dvcheck.text import nearest

_GROUPS = ("policy", "items", "checklists", "contacts", "card", "forms", "narrative")

_FIXED = """
    id ref number address fax card cites kind modality phase min most when unless is once done_when asked_when
    options_from for_each not_feasible reading sensitive unprompted alone limit warn_at ticks hold include
    within of by as from blank actor actors binds not_modelled document effective next_review zone
    language version proper_name
"""
"""The keys of a pack whose values are not texts to translate."""

_NAMES = """
    items checklists contacts forms options outcomes sections fields statements readings documents
    narrative blanks
"""
"""The keys under which a translation names ids and titles of the pack, not keys of the language."""

_EMERGENCY = ("policy", "terms", "emergency")
"""The emergency contact. A translation may change its words, never its number."""

Tree = dict[str, "Tree"]
"""The texts that can be translated, nested as in a translation. The end of a path is an empty tree."""


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a translation file: its language and its texts."""

    translation: Translation
    texts: Mapping[Path, str]
    at: Place


class Overlays(msgspec.Struct, frozen=True, kw_only=True):
    """The translations of a pack, and the problems in their files."""

    found: tuple[Overlay, ...]
    problems: tuple[Problem, ...]


def is_translation(file: str) -> bool:
    """Check whether a file of a pack is a translation."""
    return file.startswith(f"{FOLDER}/")


def overlays(pack: Pack, read: Iterable[tuple[str, Node]]) -> Overlays:
    """Return the translations of a valid pack, from the nodes of their files.

    A wrong text is left out: the pack's own text is shown.
    """
    reader = TranslationReader(pack)
    found = tuple(filter(None, [reader.overlay(node, file) for file, node in read]))
    return Overlays(found=found, problems=tuple(reader.problems))


class TranslationReader(Reader):
    """A reader of one pack's translations."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._known: Mapping[Path, str] = {}
        names = [c for c in pack.contacts if c.proper_name]
        self._kept = {(c.id, field) for c in names for field in ("name", "discreet")}
        self._choices: list[list[Path]] = [
            [("items", q.id, "options", o.id) for o in q.options] for q in pack.questions() if not q.limit
        ]

    @cached_property
    def _own(self) -> Mapping[Path, str]:
        return texts_of(self._pack)

    def overlay(self, node: Node, file: str) -> Overlay | None:
        try:
            optional = f"known_as only reviewed {' '.join(_GROUPS)}"
            f = self.fields(node, "a translation", "translation name", optional)
            translation = self._head(f, file)
        except Missing:
            return None
        self._known = texts_on_card(self._pack) if translation.only_card else self._own
        tree = _tree(self._known)
        found: dict[Path, Scalar] = {}
        for group in filter(f.has, _GROUPS):
            self._into(f.node(group), (group,), tree.get(group, {}), found)
        places = {path: scalar.at for path, scalar in found.items()}
        texts = {path: scalar.text.strip() for path, scalar in found.items()}
        self._tell_apart(texts, places)
        return Overlay(translation=translation, texts=texts, at=f.at("translation"))

    def _head(self, f: Fields, file: str) -> Translation:
        language = f.get("translation", self._tag)
        if f"{FOLDER}/{language}.yaml" != file:
            message = f'the translation "{language}" belongs in {FOLDER}/{language}.yaml: rename the file'
            self.problem(f.at("translation"), "file-name", message)
        return Translation(
            language=language,
            name=f.get("name", self.text),
            known_as=f.text("known_as"),
            only_card=f.has("only") and f.get("only", self._only) == "card",
            reviewed=f.maybe("reviewed", self._reviewed),
        )

    def _only(self, node: Node) -> str:
        return self.word(node, ("card",), "part")

    def _tag(self, node: Node) -> str:
        text = self.text(node)
        usual = tag_in(text)
        if usual != text:
            instead = usual if usual is not None else "one such as es or zh-Hans (BCP 47)"
            raise self.wrong(node, "bad-language-tag", f'"{text}" is not a language tag: write {instead}')
        return text

    def _reviewed(self, node: Node) -> Reviewed:
        f = self.fields(node, '"reviewed"', "by on")
        return Reviewed(by=f.get("by", self.text), on=f.get("on", self.date))

    def _into(self, node: Node, path: Path, known: Tree, found: dict[Path, Scalar]) -> None:
        """Add each text below a node to `found`. `known` has the texts of the pack there."""
        if not isinstance(node, nodes.Mapping):
            what = "/".join(path)
            self.problem(node.at, "not-a-mapping", f'"{what}" is written as keys with values')
            return
        for key, value in node.entries:
            here = (*path, key.text.strip())
            below = known.get(here[-1])
            if below is None:
                self._unknown(key, path, known)
            elif below:
                self._into(value, here, below, found)
            elif self._is_sound(value, here):
                found[here] = value

    def _unknown(self, key: Scalar, path: Path, known: Tree) -> None:
        where = "/".join(path)
        here = (*path, key.text)
        if here in self._own or any(known[: len(here)] == here for known in self._own):
            message = f'"{"/".join(here)}" is not on the card: remove it, or remove "only: card"'
            self.problem(key.at, "not-on-card", message)
            return
        if path[0] == "contacts" and here[1:] in self._kept:
            message = f'"{key.text}" is a proper name, the same in all languages: remove it'
            self.problem(key.at, "not-translated", message)
            return
        if path[-1] not in _NAMES.split() and key.text in _FIXED.split():
            message = f'"{key.text}" is the same in all languages: remove it from the translation'
            self.problem(key.at, "not-translated", message)
            return
        self.problem(
            key.at, "unknown-text", f'the pack has no text "{where}/{key.text}"{nearest(key.text, known)}'
        )

    def _is_sound(self, node: Node, path: Path) -> TypeGuard[Scalar]:
        try:
            text = self.text(node)
        except Missing:
            return False
        if path[:2] == ("policy", "terms") and is_too_long(text):
            self.problem(
                node.at, "too-long", f"one line of at most {LONGEST_TERM} characters is expected here"
            )
            return False
        if (
            path[0] == "items"
            and path[-1] == "brief"
            and (length := len(" ".join(text.split()))) > MOST_BRIEF
        ):
            message = f"a brief has at most {MOST_BRIEF} characters; this one has {length}"
            self.problem(node.at, "brief-too-long", message)
            return False
        if path == _EMERGENCY and _digits(text) != _digits(self._known[path]):
            message = f'the number to call in danger must be the same in all languages: "{self._known[path]}"'
            self.problem(node.at, "other-number", message)
            return False
        if path[0] in ("contacts", "card") and _numbers(text) != _numbers(self._known[path]):
            own = self._known[path]
            message = f'the numbers must be those of the pack\'s own text, in the same digits: "{own}"'
            self.problem(node.at, "other-number", message)
            return False
        if path[0] == "card" and (message := wrong_places(text, self._known[path])):
            self.problem(node.at, "other-place", message)
            return False
        return True

    def _tell_apart(self, texts: dict[Path, str], places: Mapping[Path, Place]) -> None:
        """same-text: the options of a question differ. Texts that are the same are left out."""
        for options in self._choices:
            if texts.keys().isdisjoint(options):
                continue
            first: dict[str, Path] = {}
            alike: set[Path] = set()
            for path in options:
                before = first.setdefault(texts.get(path, self._known[path]).casefold(), path)
                pair = [p for p in (path, before) if before != path and p in texts]
                if pair:
                    self.problem(places[pair[0]], "same-text", _alike(path, before))
                    alike.update(pair)
            for path in alike:
                del texts[path]


def _numbers(text: str) -> Counter[str]:
    """Return the numbers in a text. Their order may differ between languages."""
    return Counter(re.findall(r"\d+", text))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _alike(path: Path, before: Path) -> str:
    return f'the options "{before[-1]}" and "{path[-1]}" of "{path[1]}" have the same text'


def _tree(paths: Iterable[Path]) -> Tree:
    root: Tree = {}
    for *above, last in paths:
        below = root
        for name in above:
            below = below.setdefault(name, {})
        below[last] = {}
    return root

"""Key maps for one hand: extra keys for the usual actions. The usual keys still work."""

from collections.abc import Mapping

from dvcheck.looks import KeyMap
from dvcheck.terminal.faces import ENTER, Face, Reply
from dvcheck.terminal.frame import Fragments, Size

LEFT_HAND: Mapping[str, str] = {"t": "up", "g": "down", "f": ENTER, "d": "u", "w": "?", "c": "+"}
"""The added keys, each with the usual key it replaces. The other usual keys are on the left already."""

_SHOWN: Mapping[str, str] = {
    "y/1": "1",
    "n/2": "2",
    "u/3": "d",
    "u": "d",
    "?": "w",
    "+": "c",
    "Enter": "f",
    "arrows": "t g",
}
"""The names of keys at the foot of a question or a list, for the left hand."""

AT_HOME: Mapping[str, str] = {"+": "c", "?": "w", "Enter": "f"}
"""The names of keys on the first screen."""

IN_PAGES: Mapping[str, str] = {"arrows": "t g"}
"""The names of keys in a long text, where `n` finds the next match."""


def mapped_key(key: str, keys: KeyMap) -> str:
    """Return the usual key that a key replaces."""
    return LEFT_HAND.get(key.lower(), key) if keys == "left-hand" else key


def keys_like(key: str, keys: KeyMap) -> set[str]:
    """Return all keys that do the same as a key, in both cases."""
    more = [other for other, stands_for in LEFT_HAND.items() if stands_for == key and keys == "left-hand"]
    return {cased for one in (key, *more) for cased in (one, one.upper() if len(one) == 1 else one)}


def key_names(fragments: Fragments, keys: KeyMap, names: Mapping[str, str] = _SHOWN) -> Fragments:
    """Replace the keys in a text with those the hand reaches, by their `names`."""
    if keys == "usual":
        return fragments
    return [
        (style, text.replace(key, names.get(key, key)) if style == "class:key" else text)
        for style, text in fragments
        for key in [text.strip()]
    ]


class OneHand:
    """A face whose keys can be reached with one hand. See `Face`."""

    def __init__(self, face: Face, keys: KeyMap) -> None:
        self._face = face
        self._keys = keys

    def shown(self, size: Size, note: str) -> Fragments:
        return key_names(self._face.shown(size, note), self._keys)

    def press(self, key: str) -> Reply:
        return self._face.press(mapped_key(key, self._keys))


def for_hand(face: Face, keys: KeyMap) -> Face:
    """Return a face with the keys of a map."""
    return face if keys == "usual" else OneHand(face, keys)

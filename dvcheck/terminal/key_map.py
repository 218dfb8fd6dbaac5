"""Keys for one hand: other keys do the same as the usual ones, which go on working."""

from collections.abc import Mapping

from dvcheck.looks import KeyMap
from dvcheck.terminal.faces import ENTER, Face, Reply
from dvcheck.terminal.frame import Fragments, Size

LEFT_HAND: Mapping[str, str] = {"t": "up", "g": "down", "f": ENTER, "d": "u", "w": "?", "c": "+"}
"""The keys that are added, and the usual key that each stands for. The other keys lie to the left already."""

_SHOWN: Mapping[str, str] = {"y": "1", "n": "2", "u": "d", "?": "w", "+": "c", "Enter": "f", "arrows": "t g"}
"""The keys as the foot of a question or a list names them for the left hand."""

AT_HOME: Mapping[str, str] = {"n": "c", "?": "w", "Enter": "f"}
"""The same for the first screen, where `n` writes a note."""

IN_PAGES: Mapping[str, str] = {"arrows": "t g"}
"""The same for a long text, where `n` finds the next place."""


def meant(key: str, keys: KeyMap) -> str:
    """The key that one stands for."""
    return LEFT_HAND.get(key.lower(), key) if keys == "left-hand" else key


def typed_as(key: str, keys: KeyMap) -> set[str]:
    """Every key that does what one does, in both cases."""
    more = [other for other, stands_for in LEFT_HAND.items() if stands_for == key and keys == "left-hand"]
    return {cased for one in (key, *more) for cased in (one, one.upper() if len(one) == 1 else one)}


def named(fragments: Fragments, keys: KeyMap, names: Mapping[str, str] = _SHOWN) -> Fragments:
    """What is shown, with the keys that the hand reaches, by their `names`."""
    if keys == "usual":
        return fragments
    return [
        (style, text.replace(key, names.get(key, key)) if style == "class:key" else text)
        for style, text in fragments
        for key in [text.strip()]
    ]


class OneHand:
    """A face whose keys one hand reaches. See `Face`."""

    def __init__(self, face: Face, keys: KeyMap) -> None:
        self._face = face
        self._keys = keys

    def shown(self, size: Size, note: str) -> Fragments:
        return named(self._face.shown(size, note), self._keys)

    def press(self, key: str) -> Reply:
        return self._face.press(meant(key, self._keys))


def for_hand(face: Face, keys: KeyMap) -> Face:
    """A face with the keys of a map."""
    return face if keys == "usual" else OneHand(face, keys)

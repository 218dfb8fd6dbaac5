"""The base of all readers: it turns nodes into values and records each problem with its place.

Each stage of reading returns what it could read and the problems. An author's mistake raises no error.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from dvcheck.pack import nodes, slips
from dvcheck.pack.nodes import Node, Problem, Scalar
from dvcheck.pack.place import Place
from dvcheck.pack.slips import nearest

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_ID = "abcdefghijklmnopqrstuvwxyz0123456789-"


def by_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and column."""
    return tuple(sorted(problems, key=lambda p: (p.at.file, p.at.line, p.at.column, p.code)))


MOST_HINTS = 500
"""The entries of a mapping whose wrong keys are compared with the known ones. No person writes more."""


class Missing(Exception):
    """A value that cannot be built. Its problem is recorded; the reader of the outer value catches it."""


class Reader:
    """A reader of nodes that records every problem instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, at: Place, code: str, message: str) -> None:
        self.problems.append(Problem(at=at, code=code, message=message))

    def wrong(self, node: Node, code: str, message: str) -> Missing:
        """Record a problem, and return the exception to raise for it."""
        self.problem(node.at, code, message)
        return Missing()

    def fields(self, node: Node, what: str, required: str, optional: str = "") -> "Fields":
        """Read the values of a mapping by key. `what` names it in messages; keys are separated by blanks."""
        if not isinstance(node, nodes.Mapping):
            raise self.wrong(node, "not-a-mapping", _no_keys(node, what, required or optional))
        known = required.split() + optional.split()
        found: dict[str, Node] = {}
        previous = ""
        for number, (key, value) in enumerate(node.entries):
            hint = node.split_by_comma(value) if key.text not in known or _is_absent(value) else ""
            if key.text in known and not hint:
                found[key.text] = value
            elif key.text in known:
                self.problem(key.at, "no-text", f'"{key.text}" has no value{hint}')
            elif not hint or hint != previous:
                hint = hint or _misplaced(node, number, found)
                if not hint and number < MOST_HINTS:
                    hint = slips.other_key(what, key.text, known)
                self.problem(key.at, "unknown-key", f'{what} has no key "{key.text}"{hint}')
            previous = hint
        missing = [k for k in required.split() if k not in found]
        meant = {slips.key_meant(key.text) for key, _ in node.entries if key.text not in known}
        for key_name in (k for k in missing if k not in meant):
            swallowed = _swallowed(found, key_name) or slips.needed(what, key_name)
            message = f'{what} needs the key "{key_name}"{swallowed}'
            self.problem(node.at, "missing-key", message)
        if missing:
            raise Missing
        return Fields(self, found)

    def text(self, node: Node) -> str:
        if not isinstance(node, Scalar):
            raise self.wrong(node, "not-text", _not_one_text(node))
        if not node.text.strip():
            raise self.wrong(node, "no-text", "the text is empty")
        return node.text.strip()

    def texts(self, node: Node) -> tuple[str, ...]:
        return tuple(text for text, _ in self.located_texts(node))

    def located_texts(self, node: Node) -> tuple[tuple[str, Place], ...]:
        if isinstance(node, Scalar):
            return ((self.text(node), node.at),)
        if isinstance(node, nodes.Mapping):
            raise self.wrong(node, "not-a-list", "a text or a list of texts is expected here")
        return tuple(filter(None, self.each(node.items, lambda n: (self.text(n), n.at))))

    def word(self, node: Node, known: Sequence[Word], what: str) -> Word:
        text = self.text(node)
        for word in known:
            if text == word:
                return word
        message = f'"{text}" is not a known {what}{nearest(text, known)} ({", ".join(known)})'
        raise self.wrong(node, f"unknown-{what.replace(' ', '-')}", message)

    def id(self, node: Node) -> str:
        text = self.text(node)
        if set(text) - set(_ID) or text[0] not in _ID[:26]:
            could = slips.as_id(text)
            message = f'"{slips.excerpt(text)}" is not an id: use lowercase letters, digits and hyphens'
            raise self.wrong(node, "bad-id", message + (f"; write {could}" if could else ""))
        if text in ("all", "any", "not"):
            raise self.wrong(node, "bad-id", f'"{text}" {RESERVED_WORD}')
        return text

    def date(self, node: Node) -> date:
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            raise self.wrong(node, "bad-date", "a date is written 2024-07-05 (year, month, day)") from None

    def flag(self, node: Node) -> bool:
        text = self.text(node)
        if text not in ("true", "false"):
            message = f'"{text}" is not a flag{slips.flag(text) or "; write true or false"}'
            raise self.wrong(node, "unknown-flag", message)
        return text == "true"

    def members(self, node: Node, what: str) -> tuple[Node, ...]:
        """Return the entries of a list that must have at least one."""
        if not isinstance(node, nodes.Sequence):
            raise self.wrong(node, "not-a-list", f"{what} must be a list: {_AS_LIST}")
        if not node.items:
            raise self.wrong(node, "empty-list", f"{what} is empty: write at least one entry")
        return node.items

    def each(self, items: Iterable[Node], read: Callable[[Node], T]) -> list[T]:
        """Read each item. A wrong item does not hide the problems of the next."""
        result: list[T] = []
        for item in items:
            try:
                result.append(read(item))
            except Missing:
                continue
        return result


_AS_LIST = 'begin a line with "- " for each entry, or put [ ] around them'

RESERVED_WORD = "has a special meaning in a condition: choose another id"


def _is_absent(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.absent


def _no_keys(node: Node, what: str, keys: str) -> str:
    """Say that keys with values are expected."""
    said = f"{what} is written as keys with values ({keys} …)"
    if isinstance(node, nodes.Sequence):
        return f"{said}, not as a list"
    return slips.no_key(said, node.text, keys.split()) if isinstance(node, Scalar) else said


def _not_one_text(node: Node) -> str:
    """Say that one text is expected, and what was found instead."""
    if isinstance(node, nodes.Mapping):
        return (
            "one text is expected here, not keys with values: put a text with a colon or with { } in quotes"
        )
    only = node.items[0] if isinstance(node, nodes.Sequence) and len(node.items) == 1 else None
    if isinstance(only, Scalar):
        return f"one text is expected here, not a list: write {slips.excerpt(only.text)}"
    return "one text is expected here, not a list"


def _misplaced(node: nodes.Mapping, number: int, found: "dict[str, Node]") -> str:
    """Say that a key may belong to the key before it, which has no value."""
    key, value = node.entries[number - 1] if number else (None, None)
    if key is None or node.flow or key.text not in found or not _is_absent(value):
        return ""
    return f'; "{key.text}" on line {key.at.line} is empty: if this belongs to it, indent it deeper'


def _swallowed(found: "dict[str, Node]", key: str) -> str:
    """Say that a missing key was read as part of a text before it."""
    for name, value in found.items():
        if isinstance(value, Scalar) and re.search(rf"(?:^|\s){re.escape(key)}: ", value.text):
            return f'; it was read as part of "{name}" on line {value.at.line}: check quotes and indentation'
    return ""


class Fields:
    """The values of one mapping, read by key. A missing optional value is empty."""

    def __init__(self, reader: Reader, found: dict[str, Node]) -> None:
        self._reader = reader
        self._found = found

    def has(self, name: str) -> bool:
        return name in self._found

    def at(self, name: str) -> Place:
        return self._found[name].at

    def node(self, name: str) -> Node:
        return self._found[name]

    def get(self, name: str, read: Callable[[Node], T]) -> T:
        return read(self._found[name])

    def maybe(self, name: str, read: Callable[[Node], T]) -> T | None:
        return read(self._found[name]) if name in self._found else None

    def flag(self, name: str) -> bool:
        return name in self._found and self._reader.flag(self._found[name])

    def text(self, name: str) -> str:
        return self._reader.text(self._found[name]) if name in self._found else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return self._reader.texts(self._found[name]) if name in self._found else ()

    def each(self, name: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        if name not in self._found:
            return ()
        return tuple(self._reader.each(self._reader.members(self._found[name], f'"{name}"'), read))

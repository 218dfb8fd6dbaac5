"""Reads nodes into values, whatever the file is about, and notes each problem with its place.

A stage returns what it could read and what is wrong with it; nothing here raises on what an author wrote.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from dvcheck.pack import nodes
from dvcheck.pack.nodes import Node, Problem, Scalar
from dvcheck.pack.place import At
from dvcheck.text import nearest

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_ID = "abcdefghijklmnopqrstuvwxyz0123456789-"


def by_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order their places stand in the files."""
    return tuple(sorted(problems, key=lambda p: (p.at.file, p.at.line, p.at.column, p.code)))


class Missing(Exception):
    """A value that cannot be built; its problem is noted already. Whoever reads the whole catches it."""


class Reader:
    """Reads nodes, and notes each problem rather than stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, at: At, code: str, message: str) -> None:
        self.problems.append(Problem(at=at, code=code, message=message))

    def wrong(self, node: Node, code: str, message: str) -> Missing:
        self.problem(node.at, code, message)
        return Missing()

    def fields(self, node: Node, what: str, required: str, optional: str = "") -> "Fields":
        if not isinstance(node, nodes.Mapping):
            keys = required or optional
            raise self.wrong(node, "not-a-mapping", f"{what} is written as keys with values ({keys} …)")
        known = required.split() + optional.split()
        found: dict[str, Node] = {}
        for key, value in node.entries:
            if key.text in known:
                found[key.text] = value
            else:
                hint = nearest(key.text, known) or node.split_by_comma(value)
                self.problem(key.at, "unknown-key", f'{what} has no key "{key.text}"{hint}')
        missing = [k for k in required.split() if k not in found]
        for key_name in missing:
            self.problem(node.at, "missing-key", f'{what} needs the key "{key_name}"')
        if missing:
            raise Missing
        return Fields(self, found)

    def text(self, node: Node) -> str:
        if not isinstance(node, Scalar):
            raise self.wrong(node, "not-text", "a text is expected here, not a list or keys")
        if not node.text.strip():
            raise self.wrong(node, "no-text", "the text is empty")
        return node.text.strip()

    def texts(self, node: Node) -> tuple[str, ...]:
        return tuple(text for text, _ in self.located_texts(node))

    def located_texts(self, node: Node) -> tuple[tuple[str, At], ...]:
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
        message = f'"{text}" is no {what}{nearest(text, known)} ({", ".join(known)})'
        raise self.wrong(node, f"unknown-{what.replace(' ', '-')}", message)

    def id(self, node: Node) -> str:
        text = self.text(node)
        if set(text) - set(_ID) or text[0] not in _ID[:26]:
            raise self.wrong(node, "bad-id", f'"{text}" is no id: lower-case letters, digits and hyphens')
        if text in ("all", "any", "not"):
            raise self.wrong(node, "bad-id", f'"{text}" means something else in a condition')
        return text

    def date(self, node: Node) -> date:
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            raise self.wrong(node, "bad-date", "a date is written 2024-07-05") from None

    def flag(self, node: Node) -> bool:
        return self.word(node, ("true", "false"), "flag") == "true"

    def members(self, node: Node, what: str) -> tuple[Node, ...]:
        if not isinstance(node, nodes.Sequence):
            raise self.wrong(node, "not-a-list", f"{what} is a list")
        if not node.items:
            raise self.wrong(node, "empty-list", f"{what} is empty")
        return node.items

    def each(self, items: Iterable[Node], read: Callable[[Node], T]) -> list[T]:
        """What could be read of the items: a wrong one does not hide the next."""
        result: list[T] = []
        for item in items:
            try:
                result.append(read(item))
            except Missing:
                continue
        return result


class Fields:
    """The values of one mapping, read by name; an absent optional one is empty."""

    def __init__(self, reader: Reader, found: dict[str, Node]) -> None:
        self._reader = reader
        self._found = found

    def has(self, name: str) -> bool:
        return name in self._found

    def at(self, name: str) -> At:
        return self._found[name].at

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

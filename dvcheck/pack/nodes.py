"""Parse YAML text into nodes with their places: a strict subset of YAML 1.2.

These are refused: duplicate keys, anchors, aliases, tags, merge keys, directives, several documents, keys
that are not plain text, control and bidirectional characters, and anything over the limits below. Scalars
stay text: `no` is "no" and `12:30` is "12:30".
"""

from bisect import bisect_left
from typing import cast

import msgspec
import yaml

from dvcheck.pack import slips, unreadable
from dvcheck.pack.place import Place
from dvcheck.text import clean, has_control

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 50_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake in a pack or an answers file: its place, a stable code, and a message."""

    at: Place
    code: str
    message: str

    def show(self, source: str) -> str:
        """Format as `file:line:column: code: message`, then the line with carets under the place."""
        head = f"{clean(self.at.file)}:{self.at.line}:{self.at.column}: {self.code}: {clean(self.message)}"
        lines = source.split("\n")
        if self.at.line > len(lines) or not lines[self.at.line - 1].strip():
            return head
        line = lines[self.at.line - 1]
        # Cut a long line to a window around the place: an excerpt must not flood a terminal.
        start = max(0, self.at.column - 60)
        before = ("…" if start else "") + clean(line[start : self.at.column - 1])
        marked = clean(line[self.at.column - 1 : self.at.column - 1 + self.at.length][:60])
        after = clean(line[self.at.column - 1 : start + 120])
        return f"{head}\n    {before}{after}\n    {' ' * len(before)}{'^' * max(1, len(marked))}"


class Scalar(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    at: Place

    @property
    def absent(self) -> bool:
        """Whether nothing is written here, not even empty quotes."""
        return not self.text and self.at.length < 2


class Sequence(msgspec.Struct, frozen=True, kw_only=True):
    items: "tuple[Node, ...]"
    at: Place


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    entries: "tuple[tuple[Scalar, Node], ...]"
    at: Place
    flow: bool = False
    """Whether it is written in braces."""

    def split_by_comma(self, value: "Node") -> str:
        """Say that a comma ended a text, if `value` and its key are the rest of that text; else empty."""
        if not self.flow or not isinstance(value, Scalar):
            return ""
        number = bisect_left(self.entries, _order(value), key=lambda entry: _order(entry[1]))
        if not 0 < number < len(self.entries) or not self._goes_on(number):
            return ""
        first = number - 1
        while first > 0 and self._goes_on(first) and number - first < _MOST_PARTS:
            first -= 1
        key, text = self.entries[first]
        if not isinstance(text, Scalar) or text.absent:
            return _COMMA
        parts = [text.text]
        for n in range(first + 1, min(first + _MOST_PARTS, len(self.entries))):
            if not self._goes_on(n):
                break
            following, rest = self.entries[n]
            said = rest.text if isinstance(rest, Scalar) else ""
            parts.append(f"{following.text}: {said}" if said else following.text)
        return slips.comma(key.text, parts)

    def _goes_on(self, number: int) -> bool:
        """Check whether an entry looks like the rest of a text: its key has no value, or several words."""
        key, value = self.entries[number]
        return isinstance(value, Scalar) and (value.absent or " " in key.text)


Node = Scalar | Sequence | Mapping

_MOST_PARTS = 20
"""The most pieces of a text split by commas that are joined again: a message shows only one line."""


def _order(node: Node) -> tuple[int, int]:
    return node.at.line, node.at.column


class _Refused(Exception):
    def __init__(self, at: Place, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(at=at, code=code, message=message)


_NO_PART = "are not part of the checklist language"
_COMMA = "; a comma ends a text inside { }: put a text with a comma in quotes"


class _Open:
    """A collection whose end has not been read yet."""

    def __init__(self, at: Place, event: yaml.CollectionStartEvent) -> None:
        self.at = at
        self.mapping = isinstance(event, yaml.MappingStartEvent)
        self.flow = bool(event.flow_style)
        self.items: list[Node] = []
        self.keys: dict[str, Place] = {}
        self.second: Scalar | None = None
        """A repeated key. Its value shows what the mistake was, so it is refused once that is read."""

    def add(self, node: Node) -> None:
        if self.second is not None:
            self._refuse_second(self.second, node)
        items = self.items
        if self.mapping and not len(items) & 1:
            if not isinstance(node, Scalar):
                message = f"a key must be plain text{_COMMA if self.flow and items else ''}"
                raise _Refused(node.at, "key-not-text", message)
            if node.text == "<<":
                raise _Refused(node.at, "merge-key", "merge keys (<<) are not part of the checklist language")
            if node.text in self.keys:
                self.second = node
                return
            self.keys[node.text] = node.at
        items.append(node)

    def _refuse_second(self, key: Scalar, value: Node) -> None:
        first = self.keys[key.text]
        comma = _COMMA if self.flow and isinstance(value, Scalar) and value.absent else ""
        message = f'"{key.text}" is here twice (first on line {first.line}){comma}'
        raise _Refused(key.at, "duplicate-key", message)

    def closed(self) -> Node:
        if not self.mapping:
            return Sequence(items=tuple(self.items), at=self.at)
        pairs = tuple(zip(self.items[::2], self.items[1::2], strict=True))
        # `add` takes nothing but scalars as keys.
        return Mapping(entries=cast(tuple[tuple[Scalar, Node], ...], pairs), at=self.at, flow=self.flow)


def read(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Parse the document in `text`, or return the problem that stopped it. `file` is the name in places."""
    try:
        _refuse_size_and_controls(text, file)
        return _document(text, file), ()
    except _Refused as refused:
        return None, (refused.problem,)


def _refuse_size_and_controls(text: str, file: str) -> None:
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _Refused(Place(file, 1, 1), "too-large", "the file is over 1 MiB")
    if not has_control(text.replace("\n", "")):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if character != "\t" and has_control(character):
                at = Place(file, number, column)
                raise _Refused(at, "control-character", f"delete the control character {clean(character)}")


def _at(file: str, event: yaml.Event, length: int = 0) -> Place:
    """Return the place of an event. Without `length` it covers the event up to the end of its line."""
    start = event.start_mark
    assert start is not None
    line, column = start.line, start.column
    if not length:
        end = event.end_mark
        assert end is not None
        length = end.column - column or 1 if end.line == line else 1
    return Place(file, line + 1, column + 1, length)


def _document(text: str, file: str) -> Node:
    open_nodes: list[_Open] = []
    root: Node | None = None
    count = 0
    try:
        # Not yaml.parse, which asks twice for each event: this is a third of the time to read a pack.
        for event in iter(_Loader(text).get_event, None):
            node: Node
            match event:
                case yaml.ScalarEvent():
                    here = _at(file, event)
                    if event.anchor is not None or event.tag is not None or not event.value.isprintable():
                        _refuse_decoration(event, here)
                    node = Scalar(text=event.value, at=here)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    here = _at(file, event, 1)
                    _refuse_decoration(event, here)
                    if len(open_nodes) >= MAX_DEPTH:
                        raise _Refused(here, "too-deep", f"nested more than {MAX_DEPTH} deep")
                    open_nodes.append(_Open(here, event))
                    continue
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    node = open_nodes.pop().closed()
                case yaml.AliasEvent():
                    raise _Refused(
                        _at(file, event),
                        "alias",
                        f"aliases (*name) {_NO_PART}; put a text that begins with * in quotes",
                    )
                case yaml.DocumentStartEvent():
                    if root is not None:
                        message = 'a file holds only one document: remove this "---"'
                        raise _Refused(_at(file, event), "second-document", message)
                    if event.version or event.tags:
                        raise _Refused(_at(file, event), "directive", "% directives are not allowed")
                    continue
                case _:
                    continue
            count += 1
            if count > MAX_NODES:
                raise _Refused(node.at, "too-many-nodes", f"more than {MAX_NODES:,} values in one file")
            if open_nodes:
                open_nodes[-1].add(node)
            else:
                root = node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _within(text, Place(file, mark.line + 1, mark.column + 1)) if mark else Place(file, 1, 1)
        if "maximum nesting depth" in str(error):
            # PyYAML 6.0.4 reads ahead of its events, and stops by itself 1,000 brackets deep.
            raise _Refused(place, "too-deep", f"nested more than {MAX_DEPTH} deep") from None
        slip = unreadable.slip(text, error, _Loader)
        at = _within(text, Place(file, slip.line + 1, slip.column + 1, slip.length))
        raise _Refused(at, "not-yaml", slip.message) from None
    except yaml.YAMLError:
        slip = unreadable.character(text)
        raise _Refused(Place(file, slip.line + 1, slip.column + 1), "not-yaml", slip.message) from None
    if root is None or (isinstance(root, Scalar) and not root.text):
        raise _Refused(Place(file, 1, 1), "empty", "the file is empty")
    return root


def _refuse_decoration(event: yaml.ScalarEvent | yaml.CollectionStartEvent, at: Place) -> None:
    if event.anchor is not None:
        raise _Refused(at, "anchor", f"anchors (&name) {_NO_PART}; put a text that begins with & in quotes")
    if event.tag is not None:
        raise _Refused(at, "tag", f"tags (!name) {_NO_PART}; put a text that begins with ! in quotes")
    if isinstance(event, yaml.ScalarEvent) and has_control(event.value.replace("\n", "")):
        # The check of the raw text does not see an escape in a double-quoted scalar ("\x1b").
        message = "an escape in this text is a control character: remove it"
        raise _Refused(at, "control-character", message)


def _within(text: str, at: Place) -> Place:
    """Return `at`, moved to the end of `text` if it is past it: PyYAML counts a line after the last."""
    lines = text.split("\n")
    if at.line <= len(lines) and at.column <= len(lines[at.line - 1]) + 1:
        return at
    if at.line <= len(lines):
        return Place(at.file, at.line, len(lines[at.line - 1]) + 1)
    return Place(at.file, len(lines), len(lines[-1]) + 1)

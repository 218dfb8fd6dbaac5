"""Mistakes in the lines of an invalid YAML file: a missing colon, a colon in a text, wrong indentation."""

import re

from dvcheck.pack.slips import excerpt, in_quotes
from dvcheck.pack.stopped import KEY, Slip, YamlStop, indent_of, not_of_a_keyboard, says

_NO_SPACE = re.compile(r"\s*(?:- +)*(?P<key>[\w-]+):(?P<value>[^\s:/].*)")
_TYPED_QUOTES = "“”„‟‘’‚«»"


# --- keys and colons ----------------------------------------------------------------------------------------


def colon(where: YamlStop) -> Slip | None:
    """Find a colon in a text, or a key where none is allowed."""
    if "mapping values are not allowed" not in where.words:
        return None
    begins = KEY.match(where.here)
    if begins is not None and begins.end() <= where.column:
        text = where.here[begins.end() :].strip().strip(_TYPED_QUOTES)
        message = f"put a text with a colon in quotes: {begins['key']}: {in_quotes(excerpt(text))}"
        return Slip(line=where.line, column=where.column, message=message)
    above = where.above
    return _without_colon(where, above) or _deeper(where, above)


def _without_colon(where: YamlStop, number: int | None) -> Slip | None:
    """Find a missing key in the line `number`."""
    line = where.lines[number] if number is not None else ""
    found = _NO_SPACE.fullmatch(line)
    if number is None or found is None:
        return not_of_a_keyboard(where, number)
    message = f"a space is missing after the colon: {found['key']}: {excerpt(found['value'])}"
    return Slip(line=number, column=found.end("key"), message=message)


def _deeper(where: YamlStop, above: int | None) -> Slip | None:
    """Find a line indented deeper than the keys it belongs with."""
    if above is None:
        return None
    line, own = where.lines[above], indent_of(where.here)
    begins = KEY.match(line)
    if begins is None:
        message = f'"{excerpt(line.strip())}" has no colon: write a key and its value, such as title: Standby'
        return Slip(line=above, column=indent_of(line), message=message)
    message = (
        f'this key begins in column {own + 1}, but "{begins["key"]}" on line {above + 1}, which already has '
        f"its value, begins in column {len(begins['before']) + 1}: indent them the same"
    )
    return Slip(line=where.line, column=own, message=message, length=max(1, where.column - own))


def no_key(where: YamlStop) -> Slip | None:
    """Find a line without a colon among lines that have one."""
    if "could not find expected ':'" not in where.words or where.began is None:
        return None
    number = where.began[0]
    found = _without_colon(where, number)
    if found is not None:
        return found
    line = where.lines[number]
    above = next((n for n in range(number - 1, -1, -1) if says(where.lines[n])), None)
    if above is not None and re.search(r": *[>|][+-]?\s*$", where.lines[above]):
        message = f"this text belongs to line {above + 1}: indent it deeper than that line"
    else:
        message = "this line has no key with a colon; if it continues the text above, indent it deeper"
    return Slip(line=number, column=indent_of(line), message=message)


# --- indentation --------------------------------------------------------------------------------------------


def indentation(where: YamlStop) -> Slip | None:
    """Find a line that aligns with nothing above it, a list item among keys, or a key among list items."""
    if where.here[: where.column].strip(" -"):
        return None
    own = indent_of(where.here)
    is_item = where.here.lstrip().startswith("- ")
    peers: dict[int, int] = {}
    for column, number, begins_item in _open_columns(where):
        if begins_item == is_item:
            peers.setdefault(column, number)
    if own in peers:
        return None
    ended = _ended_early(where, own) if is_item else None
    if ended is not None:
        return ended
    what = "list item" if is_item else "key"
    near = sorted((peers[c], c) for c in (_next(peers, own, 1), _next(peers, own, -1)) if c is not None)
    if near:
        columns = " or ".join(f"column {column + 1} (line {n + 1})" for n, column in near)
        begins = f"this {what} begins in column {own + 1}"
        message = f"{begins}; the {what}s it may belong with begin in {columns}: indent them the same"
        return Slip(line=where.line, column=own, message=message, length=max(1, len(where.here.strip())))
    return Slip(
        line=where.line,
        column=own,
        message=f"a {what} cannot be among {'keys' if is_item else 'list items'}: check its indentation",
    )


def _ended_early(where: YamlStop, own: int) -> Slip | None:
    """Find a key that ends the list too early, when the stopped line continues that list."""
    ended: int | None = None
    for number in range(where.line - 1, -1, -1):
        line = where.lines[number]
        if not says(line) or indent_of(line) > own:
            continue
        if indent_of(line) < own:
            return None
        if line.lstrip().startswith("- "):
            if ended is None:
                return None
            message = (
                f"this key ends the list that line {number + 1} is in, but line {where.line + 1} continues "
                "that list: if the key belongs to the item above it, indent it deeper"
            )
            return Slip(line=ended, column=own, message=message, length=len(where.lines[ended].strip()))
        ended = number
    return None


def _next(columns: dict[int, int], own: int, way: int) -> int | None:
    """Return the nearest column on one side."""
    side = [c for c in columns if (c - own) * way > 0]
    return min(side, key=lambda c: abs(c - own), default=None)


def _open_columns(where: YamlStop) -> list[tuple[int, int, bool]]:
    """Return the columns a line can align with, each with its line and whether a list item begins there."""
    found: list[tuple[int, int, bool]] = []
    least: int | None = None
    for number in range(where.line - 1, -1, -1):
        line = where.lines[number]
        if not says(line) or (least is not None and indent_of(line) >= least):
            continue
        column = least = indent_of(line)
        rest = line[column:]
        while rest.startswith("- "):
            found.append((column, number, True))
            step = len(rest) - len(rest[1:].lstrip())
            column, rest = column + step, rest[step:]
        if KEY.match(rest):
            found.append((column, number, False))
    return found

"""Messages for a file that is not valid YAML: what the author did, on the right line, and how to write it.

PyYAML reports where it stopped, often a line after the mistake. Its own words are compared here, never shown.
Both of its loaders stop at the same place.
"""

import re
from collections.abc import Iterator

import yaml

from dvcheck.pack import lines
from dvcheck.pack.slips import excerpt, in_quotes
from dvcheck.pack.stopped import KEY, Slip, YamlStop, indent_of, not_of_a_keyboard, says

_PAIRS = {"[": "]", "{": "}"}
_QUOTED = ('"', "'")


def slip(text: str, error: yaml.MarkedYAMLError, loader: type) -> Slip:
    """Find the author's mistake in `text` that caused `error`."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Slip(line=0, column=0, message=_UNCLEAR)
    began = error.context_mark
    where = YamlStop(
        lines=text.split("\n"),
        line=mark.line,
        column=mark.column,
        began=(began.line, began.column) if began is not None else None,
        words=f"{error.context} {error.problem}",
        tokens=tuple(_tokens(text, loader, mark.line, mark.column)),
    )
    for look in _LOOKS:
        found = look(where)
        if found is not None:
            return found
    return Slip(line=where.line, column=where.column, message=_UNCLEAR)


def character(text: str) -> Slip:
    """Find the character that no YAML file can have."""
    from yaml.reader import Reader

    for number, line in enumerate(text.split("\n")):
        found = Reader.NON_PRINTABLE.search(line)
        if found is not None:
            message = "a YAML file cannot have this character: delete it"
            return Slip(line=number, column=found.start(), message=message)
    return Slip(line=0, column=0, message=_UNCLEAR)


_UNCLEAR = (
    "this cannot be read: check the indentation, quotes and brackets of this line and of the line before it"
)


def _tokens(text: str, loader: type, line: int, column: int) -> Iterator[yaml.Token]:
    """Yield the tokens before a place."""
    try:
        for token in yaml.scan(text, Loader=loader):
            if (token.start_mark.line, token.start_mark.column) >= (line, column):
                return
            yield token
    except yaml.YAMLError:
        return


# --- characters and quotes ----------------------------------------------------------------------------------


def _tab(where: YamlStop) -> Slip | None:
    indent = where.here[: len(where.here) - len(where.here.lstrip())]
    column = indent.find("\t") if "\t" in indent else where.column
    if where.here[column : column + 1] != "\t":
        return None
    return Slip(line=where.line, column=column, message="this is a tab: write spaces instead")


def _typed_character(where: YamlStop) -> Slip | None:
    return not_of_a_keyboard(where, where.line)


def _unclosed_quote(where: YamlStop) -> Slip | None:
    """Find a quote without its end: the quoted text runs on to the next quote or the end of the file."""
    last = where.tokens[-1] if where.tokens else None
    for token in where.tokens:
        if _is_quoted(token) and token.start_mark.line < token.end_mark.line:
            swallowed = where.lines[token.start_mark.line + 1 : token.end_mark.line + 1]
            if token is last or any(KEY.match(line) or line.lstrip().startswith("- ") for line in swallowed):
                return _opened(where, token.start_mark.line, token.start_mark.column)
    if where.began is not None and "quoted scalar" in where.words and "end of stream" in where.words:
        return _opened(where, *where.began)
    return None


def _opened(where: YamlStop, line: int, column: int) -> Slip:
    quote = where.lines[line][column]
    message = f"the quote that opens here is not closed: put {quote} at the end of the text"
    return Slip(line=line, column=column, message=message)


def _is_quoted(token: yaml.Token) -> bool:
    return isinstance(token, yaml.ScalarToken) and token.style in _QUOTED


def _backslash(where: YamlStop) -> Slip | None:
    if "quoted" not in where.words or "scalar" not in where.words or where.began is None:
        return None
    message = "in double quotes, a backslash (\\) has a special meaning: use single quotes (')"
    column = where.here.rfind("\\", 0, where.column + 1)
    return Slip(line=where.line, column=max(column, 0), message=message)


def _first_character(where: YamlStop) -> Slip | None:
    """Find a text that begins with a character reserved by YAML."""
    line, column = where.line, where.column
    if where.began is not None and re.search(
        r"scanning an? (alias|anchor|directive|block scalar)", where.words
    ):
        line, column = where.began
    elif not ("cannot start any token" in where.words or "not allowed" in where.words):
        return None
    first = where.lines[line][column : column + 1] if line < len(where.lines) else ""
    if not first or first == ":" or (first == "-" and not where.here[:column].strip(" -")):
        return None
    message = f"put a text that begins with {first} in quotes"
    if first in ">|":
        message = f"after {first}, the text begins on the next line, indented; {message}"
    return Slip(line=line, column=column, message=message)


# --- brackets -----------------------------------------------------------------------------------------------


def _bracket(where: YamlStop) -> Slip | None:
    """Find a bracket that is not closed, or one that closes nothing."""
    opened = _open_brackets(where)
    closing = where.character if where.character in ("]", "}") else ""
    if not opened:
        return _closes_nothing(where) if closing else None
    line, column = opened[-1].start_mark.line, opened[-1].start_mark.column
    sign = where.lines[line][column]
    if closing and closing != _PAIRS[sign]:
        if all(where.lines[o.start_mark.line][o.start_mark.column] == sign for o in opened):
            return _closes_nothing(where)
        place = f"before the {closing} on line {where.line + 1}"
    elif _is_left(where, line):
        comment = where.lines[line].find(" #", column)
        if comment >= 0 and _PAIRS[sign] in where.lines[line][comment:]:
            message = f"# begins a comment, so the {sign} before it is not closed: put the text in quotes"
            return Slip(line=line, column=comment + 1, message=message)
        place = "at its end"
    else:
        return None
    message = f"the {sign} that opens here is not closed: put {_PAIRS[sign]} {place}"
    return Slip(line=line, column=column, message=message)


def _is_left(where: YamlStop, opened: int) -> bool:
    """Check whether the file continues or ends as if the bracket on the line `opened` were closed."""
    rest = [where.here[where.column :], *where.lines[where.line + 1 :]]
    between = where.lines[opened + 1 : where.line + 1]
    own = indent_of(where.lines[opened])
    return not any(map(says, rest)) or any(says(line) and indent_of(line) <= own for line in between)


def _closes_nothing(where: YamlStop) -> Slip:
    message = f"this {where.character} closes no bracket: remove it, or put the text in quotes"
    return Slip(line=where.line, column=where.column, message=message)


def _open_brackets(where: YamlStop) -> list[yaml.Token]:
    opened: list[yaml.Token] = []
    for token in where.tokens:
        if isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
            opened.append(token)
        elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken) and opened:
            opened.pop()
    return opened


def _after_a_text(where: YamlStop) -> Slip | None:
    """Find text after a quoted text or a closed bracket."""
    last = where.tokens[-1] if where.tokens else None
    if last is None or last.end_mark.line != where.line or not where.character:
        return None
    column = last.start_mark.column
    if isinstance(last, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
        if where.character == ":" or _open_brackets(where):
            return None
        closed = where.here[last.start_mark.column]
        message = f"the text continues after {closed}: put all of it in quotes"
        return Slip(line=where.line, column=where.column, message=message)
    if not _is_quoted(last) or where.character == ":":
        return None
    if where.character in _QUOTED and _open_brackets(where):
        return Slip(line=where.line, column=where.column, message="a comma is missing before this")
    if where.here[column] == "'" and where.column == last.end_mark.column:
        message = (
            "an apostrophe ends a text in single quotes: put the text in double quotes, or write '' for it"
        )
        return Slip(line=where.line, column=where.column - 1, message=message)
    message = "the text continues after its closing quote: put all of it in quotes of the other kind"
    return Slip(line=where.line, column=where.column, message=message)


def _in_brackets(where: YamlStop) -> Slip | None:
    """Find a colon, comma or sign in an unquoted text inside { } or [ ]."""
    if not _open_brackets(where):
        return None
    if where.character == ":":
        quoted = _quoted_text(where)
        message = f"put a text with a colon in quotes{quoted}; if a new key begins here, a comma is missing"
        return Slip(line=where.line, column=where.column, message=message)
    if where.tokens and isinstance(where.tokens[-1], yaml.FlowEntryToken):
        place = where.tokens[-1].start_mark
        message = "a comma ends a text inside { } and [ ]: put a text with a comma in quotes"
        return Slip(line=place.line, column=place.column, message=message)
    message = "this cannot be here: a comma is missing before it, or quotes around its text"
    return Slip(line=where.line, column=where.column, message=message)


def _quoted_text(where: YamlStop) -> str:
    """Write the text around a colon in quotes, up to the next comma or bracket."""
    scalars = [token for token in where.tokens if isinstance(token, yaml.ScalarToken)]
    if len(scalars) < 2 or not isinstance(where.tokens[-2], yaml.ValueToken):
        return ""
    rest = re.match(r"[^,\]}]*", where.here[where.column :])
    text = scalars[-1].value + (rest[0].rstrip() if rest is not None else "")
    return f": {scalars[-2].value}: {in_quotes(excerpt(text))}"


_LOOKS = (
    _tab,
    _unclosed_quote,
    _backslash,
    _typed_character,
    _first_character,
    _bracket,
    _after_a_text,
    _in_brackets,
    lines.colon,
    lines.no_key,
    lines.indentation,
)

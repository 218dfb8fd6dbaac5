"""JSON as text: indented, and without characters that control a screen."""

import msgspec

from dvcheck.text import clean


def inert(text: str) -> str:
    """Return JSON with control characters escaped, except newlines, so that it cannot control a screen.

    JSON leaves DEL, C1 and bidirectional characters unescaped. Escaped, they mean the same to a program.
    """
    if text.isprintable():
        return text
    return "".join(
        c if c == "\n" or clean(c) == c else "".join(f"\\u{u:04x}" for u in _utf16(c)) for c in text
    )


def indented(document: object) -> str:
    """Return a JSON document as text."""
    try:
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    except UnicodeEncodeError:  # a file name that is not UTF-8: msgspec cannot encode lone surrogates
        import json

        return json.dumps(msgspec.to_builtins(document), indent=2)


def _utf16(character: str) -> tuple[int, ...]:
    units = character.encode("utf-16-be", "surrogatepass")
    return tuple(int.from_bytes(units[n : n + 2], "big") for n in range(0, len(units), 2))

"""The cleaning of text from a file, an officer or a database; and the search for the nearest known word."""

import re
from collections.abc import Iterable
from functools import lru_cache

from dvcheck.language import phrase


def clean(text: str, *, newlines: bool = False) -> str:
    """`text` with each control, escape or bidirectional character shown as ``\\xNN`` or ``\\uNNNN``.

    Nothing is dropped silently: what was there stays visible, and inert. So are C0, DEL, C1, bidirectional
    overrides, zero-width characters, line separators, surrogates, private and unassigned characters. Tabs
    become one space; newlines stay only with `newlines`.
    """
    if text.isprintable():
        return text
    return "".join(c if _is_inert(c) else _shown(c, newlines) for c in text)


def one_line(text: str) -> str:
    """Clean text that an officer entered on one line. A line break with its blanks becomes one space.

    Every note, answer, reason, number and name passes through here before it is recorded.
    """
    return clean(text if text.isprintable() else _BREAKS.sub(" ", text))


_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def has_control(text: str) -> bool:
    """Check whether `clean` would change `text` (a tab or newline counts)."""
    return not text.isprintable() and any(not _is_inert(c) for c in text)


def _is_inert(character: str) -> bool:
    # Python counts every space except U+0020 as not printable. A no-break space in a text is harmless.
    is_space = character.isspace() and character >= "\xa0" and character not in "\u2028\u2029"
    return character.isprintable() or is_space


def _shown(character: str, newlines: bool) -> str:
    if character == "\t":
        return " "
    if character == "\n" and newlines:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_IN_ASCII = {
    "·": "-",
    "•": "*",
    "●": "*",
    "○": "o",
    "»": ">",
    "›": ">",
    "«": "<",
    "‹": "<",
    "→": ">",
    "…": "~",
    "–": "-",
    "—": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "\xa0": " ",
}
"""ASCII replacements for the marks and signs of our texts, each equally wide, so that columns align."""


def in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that a stream cannot encode by the nearest sign or an escape.

    This is an error handler for `codecs.register_error`.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    escaped = (
        _IN_ASCII.get(one) or one.encode("ascii", "backslashreplace").decode()
        for one in error.object[error.start : error.end]
    )
    return "".join(escaped), error.end


def why_not_imported(error: ImportError | OSError, package: str) -> str:
    """Return why a library cannot be used, in its own words; empty if the package is not installed."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == package:
        return ""
    return clean(str(error)) or type(error).__name__


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?` if a known word is close to `word`, otherwise an empty text."""
    words = tuple(known)
    # A word longer than 7/3 of this one is never close enough, so it need not be compared or kept.
    if len(word) * 3 > max(map(len, words), default=0) * 7:
        return ""
    return _nearest(word, words)


@lru_cache(maxsize=1_000)  # without its policy, a pack names the same few hundred statements again and again
def _nearest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return phrase('; did you mean "{word}"?', word=close[0]) if close else ""

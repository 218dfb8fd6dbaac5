"""A text as each format has it: read as nothing but text, wherever it came from."""

import re
from html import escape

from dvcheck.text import clean

# What Markdown takes for more than text, with the marks that make a bare address a link.
_MARKDOWN = re.compile(r"[\\`*_\[\]{}<>&~|#$@!]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def as_markdown(text: str) -> str:
    """A text that Markdown reads as nothing but text, also where a block begins with it.

    But for a `-`, `+` or `=`, which `guarded` sees to.
    """
    return _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", clean(text).strip()))


def as_html(text: str) -> str:
    """A text that HTML reads as nothing but text, in an element or an attribute."""
    return escape(clean(text))


def guarded(text: str) -> str:
    """A text that a spreadsheet does not take for a formula where it is pasted: an apostrophe goes first."""
    return f"'{text.lstrip()}" if text.lstrip().startswith(_FORMULA) else text

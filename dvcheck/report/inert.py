"""Escapes texts for each format, so that a text from any source is read only as text."""

import re
from html import escape

from dvcheck.text import clean

# The characters with a meaning in Markdown, and those that turn a bare address into a link.
_MARKDOWN = re.compile(r"[\\`*_\[\]{}<>&~|#$@!]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def as_markdown(text: str) -> str:
    """Escape a text for Markdown, also at the start of a block.

    `guarded` handles a `-`, `+` or `=` at the start.
    """
    return _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", clean(text).strip()))


def as_html(text: str) -> str:
    """Escape a text for HTML, in an element or an attribute."""
    return escape(clean(text))


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would read as a formula when pasted."""
    return f"'{text.lstrip()}" if text.lstrip().startswith(_FORMULA) else text

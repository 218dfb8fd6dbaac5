"""The format of a document, from the name of its file."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.library import is_stream
from dvcheck.text import clean

F = TypeVar("F", bound=StrEnum)

_FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".json": "json",
    ".txt": "text",
}
"""The name of a format for each suffix."""


def format_of(path: Path | None, given: F | None, *, known: Sequence[F], default: F) -> F:
    """Return the format of a document: `given` with --format, or else that of the suffix of its file.

    `known` are the formats of the document. It has the `default` on standard output, and in a file without a
    suffix. DvcheckError with Exit.USAGE if the suffix names another format than --format, or no known one.
    """
    suffix = "" if path is None or is_stream(path) else path.suffix.lower()
    if suffix in ("", "."):
        return given or default
    named = _FORMATS.get(suffix)
    if named == "text" and "text" not in known:
        named = None  # plain text is any format that somebody names
    if given is not None:
        if named not in (None, given):
            raise _conflict(suffix, given)
        return given
    for format in known:
        if format == named:
            return format
    raise _unknown(suffix, known)


def _conflict(suffix: str, given: str) -> DvcheckError:
    return DvcheckError(
        phrase("--format {format} does not fit a file ending in {suffix}", format=given, suffix=suffix),
        hint=phrase("Leave out --format, or name another file with -o FILE."),
        code=Exit.USAGE,
    )


def _unknown(suffix: str, known: Sequence[str]) -> DvcheckError:
    suffixes = [suffix for suffix, format in _FORMATS.items() if format in known]
    return DvcheckError(
        phrase("a file ending in {suffix} does not say which format you want", suffix=clean(suffix)),
        hint=phrase("Name a file ending in {suffixes}; or add --format.", suffixes=", ".join(suffixes)),
        code=Exit.USAGE,
    )

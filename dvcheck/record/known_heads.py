"""Read the heads that a witness outside a precinct knows: a laptop, or a printed report. Pure."""

from uuid import UUID

import msgspec

from dvcheck.language import phrase

COLUMNS = ("journal", "seq", "hash")
_LENGTHS = (8, 64)
"""The digits of a short code and of a complete hash."""


class KnownHead(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that a laptop or a report says the precinct must have."""

    journal: UUID
    seq: int | None
    """Its number; None if the report does not say it."""
    digits: str
    """Its hash, or the first eight digits of it."""


class HeadsFile(msgspec.Struct, frozen=True, kw_only=True):
    """The heads in a file. Each problem is the number of a line and a message."""

    heads: tuple[KnownHead, ...]
    problems: tuple[tuple[int, str], ...]


def parse(text: str) -> HeadsFile:
    """Read a CSV file: journal, seq, hash. A code such as 9F2C-41B7 may take the place of the hash."""
    heads: list[KnownHead] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        cells = tuple(cell.strip().strip('"') for cell in line.split(","))
        if not any(cells) or (number == 1 and cells == COLUMNS):
            continue
        found = _head(cells)
        if isinstance(found, str):
            problems.append((number, found))
        else:
            heads.append(found)
    if not heads and not problems:
        problems.append((1, phrase("the file has no head")))
    return HeadsFile(heads=tuple(heads), problems=tuple(problems))


def _head(cells: tuple[str, ...]) -> KnownHead | str:
    """Return the head of a line, or what is wrong with it."""
    if len(cells) != len(COLUMNS):
        return phrase('a line must be "{columns}"', columns=",".join(COLUMNS))
    journal, seq, hash = cells
    try:
        name = UUID(journal)
    except ValueError:
        return phrase('"{journal}" is not the id of a journal', journal=journal)
    if seq and not (seq.isascii() and seq.isdigit() and 0 < len(seq) < 19 and int(seq)):
        return phrase('"{seq}" is not the number of an entry', seq=seq)
    digits = hash.replace("-", "").lower()
    if len(digits) not in _LENGTHS or any(digit not in "0123456789abcdef" for digit in digits):
        return phrase('"{hash}" is neither a hash nor a code such as 9F2C-41B7', hash=hash)
    return KnownHead(journal=name, seq=int(seq) if seq else None, digits=digits)

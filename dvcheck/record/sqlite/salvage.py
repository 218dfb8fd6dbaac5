"""Reading what is readable of a journal file with damaged pages. Changes nothing."""

from collections.abc import Iterable, Iterator

from dvcheck.record.chain import Stored, Unread
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.sqlite.connection import File

PAGE = 500
"""The number of entries read at a time."""
_PACKS = "SELECT ifnull(CAST(digest AS BLOB), x''), ifnull(CAST(content AS BLOB), x'') FROM packs NOT INDEXED"
_MOST_PACKS = 256
"""The most packs that are tried one by one in a damaged file."""
_SEQS = (-(2**63), 2**63 - 1)
_SMALLEST_ROW = 64
"""The fewest bytes that an entry takes in the file: its hash and its time alone are 59."""
_WIDEST_GAP = 100_000
"""The most numbers among which entries are searched one by one around damaged pages."""


def stored_entries(file: File) -> Iterator[Stored | Unread]:
    """Yield the stored bytes of every entry, in order, and an `Unread` for those that cannot be read.

    Reads a page at a time and holds no lock between two entries.
    """
    first, last = _SEQS
    rows, complete = _until_damage(file, first, last, "ASC", PAGE)
    yield from rows
    while complete and len(rows) == PAGE and rows[-1].seq < last:
        first = rows[-1].seq + 1
        rows, complete = _until_damage(file, first, last, "ASC", PAGE)
        yield from rows
    if complete:
        return
    first = rows[-1].seq + 1 if rows else max(first, 1)
    rows, _ = _until_damage(file, first, last, "DESC")
    most = first + file.path.stat().st_size // _SMALLEST_ROW
    last = rows[-1].seq - 1 if rows else most
    for found in _merged(_between(file, first, last)):
        endless = isinstance(found, Unread) and found.last == most and not rows
        yield Unread(found[0], None) if endless else found
    yield from reversed(rows)


def _until_damage(file: File, first: int, last: int, order: str, most: int = -1) -> tuple[list[Stored], bool]:
    """Return the entries of a range up to the first damage, and whether there was none.

    At most `most` entries are read; -1 is no limit.
    """
    rows: list[Stored] = []
    try:
        with file.reopen_after_damage(), file.in_place():
            sql = f"{file.select} WHERE seq BETWEEN ? AND ? ORDER BY seq {order} LIMIT ?"
            rows.extend(map(Stored._make, file.connection.execute(sql, (first, last, most))))
    except JournalDamaged:
        return rows, False
    return rows, True


def _between(file: File, first: int, last: int) -> Iterator[Stored | Unread]:
    """Yield what is readable in a range: from both ends up to the damage, then each half in the same way."""
    if first > last:
        return
    rows, complete = _until_damage(file, first, last, "ASC")
    yield from rows
    if complete:
        return
    first = rows[-1].seq + 1 if rows else first
    rows, _ = _until_damage(file, first, last, "DESC")
    last = rows[-1].seq - 1 if rows else last
    if first == last or last - first > _WIDEST_GAP:
        yield Unread(first, last)
    elif first < last:
        middle = (first + last) // 2
        yield from _between(file, first, middle)
        yield from _between(file, middle + 1, last)
    yield from reversed(rows)


def _merged(parts: Iterable[Stored | Unread]) -> Iterator[Stored | Unread]:
    """Yield the same parts, with adjoining gaps merged."""
    gap: Unread | None = None
    for part in parts:
        if isinstance(part, Unread):
            gap = Unread(gap.first if gap else part.first, part.last)
            continue
        if gap:
            yield gap
            gap = None
        yield part
    if gap:
        yield gap


def stored_packs(file: File) -> dict[str, bytes]:
    """Return every readable pack, by digest, even from a damaged file."""
    packs: dict[str, bytes] = {}
    for order in ("ORDER BY rowid", *(f"WHERE rowid = {n}" for n in range(1, _MOST_PACKS))):
        try:
            with file.reopen_after_damage(), file.in_place():
                for digest, content in file.connection.execute(f"{_PACKS} {order}"):
                    packs[digest.decode(errors="replace")] = content
        except JournalDamaged:
            continue
        else:
            if order == "ORDER BY rowid":
                break
    return packs


def find_damage(file: File) -> list[str]:
    """Return the first ten faults that SQLite's own check finds, in its words."""
    try:
        with file.reopen_after_damage():
            return [str(said) for (said,) in file.read("PRAGMA integrity_check(10)") if said != "ok"]
    except JournalDamaged as error:
        return [error.found]

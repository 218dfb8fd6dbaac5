"""What can be read of a journal file, also where pages of it are damaged. Nothing is changed."""

from collections.abc import Iterable, Iterator

from dvcheck.record.chain import Stored, Unread
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.sqlite.connection import File

PAGE = 500
"""Entries read at a time."""
_PACKS = "SELECT ifnull(CAST(digest AS BLOB), x''), ifnull(CAST(content AS BLOB), x'') FROM packs NOT INDEXED"
_MOST_PACKS = 256
"""Among how many packs those that can be read are looked for one by one, in a damaged file."""
_SEQS = (-(2**63), 2**63 - 1)
_SMALLEST_ROW = 64
"""No entry takes fewer bytes of the file: its hash and its time are 59."""
_WIDEST_GAP = 100_000
"""Among how many numbers entries are looked for one by one, where pages of the file cannot be read."""


def stored(file: File) -> Iterator[Stored | Unread]:
    """Every entry as its bytes stand, in order, and in place of those that cannot be read an `Unread`.

    A page at a time. Holds no lock while the caller works on one.
    """
    first, last = _SEQS
    rows, whole = _until_damage(file, first, last, "ASC", PAGE)
    yield from rows
    while whole and len(rows) == PAGE and rows[-1].seq < last:
        first = rows[-1].seq + 1
        rows, whole = _until_damage(file, first, last, "ASC", PAGE)
        yield from rows
    if whole:
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
    """The entries of these numbers up to what cannot be read, and whether they end there otherwise.

    They end after `most` of them too; -1 is no end.
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
    """What can be read of these numbers: from both ends up to the damage, then so in each half."""
    if first > last:
        return
    rows, whole = _until_damage(file, first, last, "ASC")
    yield from rows
    if whole:
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
    """The same, with gaps that adjoin made one."""
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
    """Every pack that can be read, by digest, also in a damaged file."""
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


def damage(file: File) -> list[str]:
    """What SQLite's own check finds wrong with the file, in its words; the first ten."""
    try:
        with file.reopen_after_damage():
            return [str(said) for (said,) in file.read("PRAGMA integrity_check(10)") if said != "ok"]
    except JournalDamaged as error:
        return [error.found]

"""The row of a case in the table of cases, derived from the entries of the case. Pure.

| state  | means                                            |
| ------ | ------------------------------------------------ |
| open   | neither closed nor purged                        |
| closed | closed, and not reopened since                   |
| purged | purged: its row keeps its id and loses its number |
"""

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from dvcheck.record.events import CaseClosed, CaseNumbered, CaseOpened, CasePurged, CaseReopened

KINDS = tuple(shape.kind for shape in (CaseOpened, CaseNumbered, CaseClosed, CaseReopened, CasePurged))
"""The kinds of entries that change the row of a case; its first entry also counts."""

_LOOKALIKES = str.maketrans("OIL", "011")  # Crockford's base32 has no O, I or L

State = Literal["open", "closed", "purged"]


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """The row of one case; `opened` is the number of its first entry."""

    opened: int
    id: str
    state: State = "open"
    number: str | None = None
    unread: bool = False
    """Whether its case number is unreadable."""
    key: str = ""


class RowEntry(msgspec.Struct, frozen=True):
    """The part of an entry that a row needs; `body` is stored bytes or decoded."""

    kind: str
    body: bytes | dict[str, object]


def key_of(case: str) -> str:
    """Return the lookup form of a case id: upper case, no `C-`, digits for O, I and L."""
    return case.strip().upper().removeprefix("C-").translate(_LOOKALIKES)


def first(case: str, seq: int) -> TableRow:
    """Make the row of a case from the number of its first entry."""
    return TableRow(opened=seq, id=case, key=key_of(case))


def after(row: TableRow, said: RowEntry) -> TableRow:
    """Return the row after one more entry."""
    if row.state == "purged" or said.kind not in KINDS:
        return row
    match said.kind:
        case CasePurged.kind:
            return replace(row, state="purged", number=None, unread=False)
        case CaseClosed.kind:
            return replace(row, state="closed")
        case CaseReopened.kind:
            return replace(row, state="open")
    body = _decoded(said.body)
    state: State = "open" if said.kind == CaseOpened.kind else row.state
    if body is None:
        return replace(row, state=state, number=None, unread=True)
    number = body.get("number")
    if isinstance(number, str):
        return replace(row, state=state, number=number, unread=False)
    return replace(row, state=state, number=None if said.kind == CaseOpened.kind else row.number)


def _decoded(body: bytes | dict[str, object]) -> dict[str, object] | None:
    if isinstance(body, dict):
        return body
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (ValueError, RecursionError):
        return None


def row_of(case: str, entries: Iterable[tuple[int, RowEntry]]) -> TableRow | None:
    """Return the row that the entries of one case give; None if there are none."""
    row: TableRow | None = None
    for seq, entry in entries:
        row = after(row or first(case, seq), entry)
    return row

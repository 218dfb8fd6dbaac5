"""The row of a case: what finds and lists it, as it follows from the entries of the case. Pure.

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
"""The kinds of entries that the row of a case follows from, besides its first one."""

_LOOKALIKES = str.maketrans("OIL", "011")  # Crockford's base32 has no O, I or L

State = Literal["open", "closed", "purged"]


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case as the table has it; `opened` is the number of its first entry."""

    opened: int
    id: str
    state: State = "open"
    number: str | None = None
    unread: bool = False
    """Whether its number cannot be read."""
    key: str = ""


class Told(msgspec.Struct, frozen=True):
    """One entry, as far as a row follows from it: `body` as it is stored, or decoded."""

    kind: str
    body: bytes | dict[str, object]


def key_of(case: str) -> str:
    """The id of a case as it is looked up: upper case, without `C-`, with digits for O, I and L."""
    return case.strip().upper().removeprefix("C-").translate(_LOOKALIKES)


def first(case: str, seq: int) -> TableRow:
    """The row of a case before anything is known of it but its first entry."""
    return TableRow(opened=seq, id=case, key=key_of(case))


def after(row: TableRow, said: Told) -> TableRow:
    """The row once an entry follows."""
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


def row_of(case: str, entries: Iterable[tuple[int, Told]]) -> TableRow | None:
    """The row of one case as its entries have it; None where there is none."""
    row: TableRow | None = None
    for seq, entry in entries:
        row = after(row or first(case, seq), entry)
    return row

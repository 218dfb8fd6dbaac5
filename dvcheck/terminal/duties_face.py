"""The list of open duties at the end of a walk: the outcome, and one line a duty."""

from dvcheck.cells import cells, wrapped
from dvcheck.terminal import feet
from dvcheck.terminal.faces import LEAVING, Keys, PromptDone, PromptStays, Reply
from dvcheck.terminal.frame import (
    KEPT,
    NARROW,
    SMALL,
    Fragments,
    Size,
    digit,
    footer,
    in_parts,
    in_rows,
    note_line,
)
from dvcheck.terminal.helping import HelpPages
from dvcheck.terminal.list_faces import TicksFace
from dvcheck.text import clean
from dvcheck.walk.prompts import SEPARATOR, Ticked, TickList, TickNote, TickRow


class DutiesFace(TicksFace):
    """The list of open duties: the officer ticks those that are done, and marks those not feasible."""

    def __init__(self, listed: TickList, moves: Keys) -> None:
        """`moves` are the keys of the walk that navigate or leave, as the foot shows them."""
        super().__init__(lambda size: [], listed.rows, listed.ticked, lambda size: ())
        self._listed = listed
        self._moves = moves
        self._columns = _Columns(listed.rows)
        self._at = next((n for n, row in enumerate(listed.rows) if row.id == listed.pointed), 0)
        self._help = self._help_of_selected()

    def _help_of_selected(self) -> HelpPages:
        return HelpPages(self._listed.rows[self._at].help, feet.ticking())

    def shown(self, size: Size, note: str) -> Fragments:
        rows = self._shown_rows(size)
        said = [*self._said(size), *note_line(size.columns, note)]
        foot = [*said, *self._keys(size, cut=False)]
        left = size.rows - sum(len(in_rows(part, size.columns)) for part in (*rows, foot))
        head = self._head(size, left)
        if left < len(in_rows(head[:-1], size.columns)):
            foot = [*said, *self._keys(size, cut=True)]
        return self._set(size, head, rows, foot)

    def _head(self, size: Size, left: int) -> Fragments:
        """Return the outcomes, the status and the title; less of it on a small screen."""
        listed, width = self._listed, size.columns - 2
        reached: Fragments = []
        for outcome in listed.outcomes:
            reached += [("class:strong", f" {line}\n") for line in wrapped(outcome, width)]
        status: Fragments = []
        if size.rows >= SMALL and listed.status:
            counts = in_parts(listed.status.split(SEPARATOR), width)
            status = [("class:dim", f" {line}\n") for line in counts]
        title: Fragments = [("class:strong", f" {line}\n") for line in wrapped(listed.title, width)]
        spare = left - len(reached) - len(status) - len(title)
        empty: Fragments = [("", "\n")] if size.rows >= SMALL and spare > 0 else []
        return [*empty, *reached, *(status if spare >= 0 else []), *title]

    def _shown_rows(self, size: Size) -> list[Fragments]:
        shown: list[Fragments] = []
        for number, row in enumerate(self._listed.rows):
            tick = ("class:selected", "● ") if row.id in self._chosen else ("", "? " if row.asks else "○ ")
            first, *rest = self._columns.of(row, size.columns)
            start = [self._start_of(number), tick, ("", f"{digit(number + 1)} ")]
            below = [part for line in rest for part in (("", "\n       "), *line)]
            shown.append([*start, *first, *below])
        return shown

    def _said(self, size: Size) -> Fragments:
        """Return the full text of the selected duty, then what is forbidden and undecided, or the error."""
        width = size.columns - 2
        said: Fragments = note_line(size.columns, self._message)
        if not said and self._help.is_open:
            return [*self._help.shown(size.columns, self._room_of_help(size)), *self._staying(size)]
        full = self._listed.rows[self._at].full
        if not said and full and full != self._pointed.text:
            said += [("class:dim", f"   {line}\n") for line in wrapped(full, width - 2)]
        for note in self._listed.notes if size.rows >= SMALL else ():
            said += _note(note, width)
        return said

    def _room_of_help(self, size: Size) -> int:
        """Return the rows that a page of help may take. Part of the list stays visible."""
        rows = sum(len(in_rows(row, size.columns)) for row in self._shown_rows(size))
        beside = (self._head(size, -1)[:-1], self._keys(size, cut=True))
        taken = sum(len(in_rows(part, size.columns)) for part in beside)
        staying = in_rows(self._staying(size), size.columns)[:-1]
        return size.rows - taken - len(staying) - min(KEPT, rows)

    def _staying(self, size: Size) -> Fragments:
        """Return the notes that stay next to an open page of help."""
        notes = self._listed.notes if size.rows >= SMALL else ()
        return [part for note in notes if note.stays for part in _note(note, size.columns - 2)]

    def _keys(self, size: Size, *, cut: bool) -> Fragments:
        keys = feet.under_duties(
            len(self._rows),
            self._help.moves([(key, what) for key, what in self._moves if self._does(key)]),
            cut=cut,
            asks=self._listed.rows[self._at].asks,
            excusable=any(row.not_feasible for row in self._rows),
            decides=self._listed.decides,
        )
        return footer(size.columns, *keys)

    def _does(self, key: str) -> bool:
        """Check whether a key of a walk does something here."""
        if key == "?":
            return self._help.is_there
        return {"s": False, "z": self._listed.undoes, "+": self._listed.takes_note}.get(key, True)

    def press(self, key: str) -> Reply:
        before = self._at
        reply = self._moved(key)
        if self._at != before:
            self._help = self._help_of_selected()
        return reply

    def _moved(self, key: str) -> Reply:
        done = tuple(self._chosen)
        pointed = self._pointed.id
        if key == "?" and self._help.is_there:
            self._message = ""
            self._help.turn()
            return PromptStays.USED
        if key == "+" and self._listed.takes_note:
            return PromptDone(Ticked(done=done, note=True, pointed=pointed))
        if key in ("z", "Z") and self._listed.undoes:
            return PromptDone(Ticked(done=done, undo=True))
        if key in ("b", "B", "left"):
            return PromptDone(Ticked(done=done, back=True))
        if key in ("u", "U") and self._listed.decides:
            return PromptDone(Ticked(done=done, decide=True))
        if key in (*LEAVING, "c-q"):
            return PromptDone(Ticked(done=done, leave=True))
        if key not in ("x", "X"):
            self._message = ""
            return super().press(key)
        if self._pointed.not_feasible:
            return PromptDone(Ticked(done=done, not_feasible=pointed, pointed=pointed))
        self._message = self._pointed.refused
        return PromptStays.FREE

    def _toggle(self) -> Reply:
        """Tick the selected duty or take its tick back. A question is asked instead."""
        row = self._listed.rows[self._at]
        if not row.asks:
            return super()._toggle()
        return PromptDone(Ticked(done=tuple(self._chosen), asked=(row.id,), pointed=row.id))


_START = 7
"""The columns before a duty: the pointer, the tick and the digit."""

_LEAST = 24
"""The columns the short text needs next to the others. With fewer, each follows on its own line."""


def _note(note: TickNote, width: int) -> Fragments:
    """Return a note below the list: its title and text, in as many lines as it takes."""
    first, *rest = wrapped(f"{note.title} {note.text}", width)
    below: Fragments = [("", f"   {line}\n") for line in wrapped(" ".join(rest), width - 2)] if rest else []
    title = clean(note.title)
    if not first.startswith(title):
        return [("", f" {first}\n"), *below]
    return [("class:strong", f" {title}"), ("", clean(first.removeprefix(title)) + "\n"), *below]


class _Columns:
    """The columns of a list: deadline, duty, section, and the case if there are several."""

    def __init__(self, rows: tuple[TickRow, ...]) -> None:
        self._due = max((cells(row.due) + 1 for row in rows if row.due), default=0)
        self._end = max((cells(_end(row)) for row in rows), default=0)
        self._text = max((cells(row.text) for row in rows), default=0)

    def of(self, row: TickRow, columns: int) -> list[Fragments]:
        """Lay out a row in lines for a width."""
        room = columns - 1 - _START
        left = room - self._due - self._end - 2
        if columns < NARROW or left < _LEAST:
            return self._one_after_another(row, room)
        width = min(left, self._text)
        first, *rest = wrapped(row.text, width)
        end = f"{_blanks(width - cells(first) + 2)}{clean(_end(row))}"
        due = (_style_of(row), clean(row.due)), ("", _blanks(self._due - cells(row.due)))
        line: Fragments = [*(due if self._due else ()), ("", first), ("class:dim", end.rstrip())]
        return [line, *([("", f"{_blanks(self._due)}{text}")] for text in rest)]

    def _one_after_another(self, row: TickRow, room: int) -> list[Fragments]:
        end = _end(row)
        said = f"{row.text} ({end})" if end else row.text
        first, *rest = wrapped(f"{row.due} {said}".strip(), room)
        below: list[Fragments] = [[("", line)] for line in rest]
        due = clean(row.due)
        if not due or not first.startswith(due):
            return [[("", first)], *below]
        return [[(_style_of(row), due), ("", clean(first.removeprefix(due)))], *below]


def _style_of(row: TickRow) -> str:
    return "class:warn" if row.overdue else "class:strong"


def _blanks(count: int) -> str:
    return " " * count


def _end(row: TickRow) -> str:
    return " · ".join(filter(None, (row.section, row.case)))

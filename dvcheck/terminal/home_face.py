"""The first screen: open duties, unfinished walks, and the keys that act on them."""

from collections.abc import Callable, Sequence
from typing import assert_never

import msgspec

from dvcheck.actions.home import DutyKey, Home, HomeDuty, UnfinishedWalk
from dvcheck.cells import cells, wrapped
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.looks import KeyMap
from dvcheck.terminal import feet
from dvcheck.terminal.faces import ENTER, LEAVING, PromptDone, PromptStays, Reply
from dvcheck.terminal.frame import (
    CURSOR,
    SMALL,
    Fragments,
    Size,
    footer,
    in_rows,
    join_rows,
    note_line,
    share_room,
)
from dvcheck.terminal.home_rows import Columns, HomeRow, MoreWalks, full_text, head_lines, rows_of
from dvcheck.terminal.key_map import AT_HOME, key_names, mapped_key
from dvcheck.terminal.scrolling import ESC, PAGES, STEPS, Scroll
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave


class BeginWalk(msgspec.Struct, frozen=True):
    """The officer wants to walk a checklist."""

    checklist: str


class OpenWalk(msgspec.Struct, frozen=True):
    """The officer wants to continue the walk of a case, or to start another one on it."""

    case: str
    checklist: str


class ExplainRequest(msgspec.Struct, frozen=True):
    """The officer wants an explanation of a duty."""

    duty: HomeDuty


class ExcuseRequest(msgspec.Struct, frozen=True):
    """The officer wants to mark a duty not feasible. The reason is asked next."""

    duty: HomeDuty


class NoteRequest(msgspec.Struct, frozen=True):
    """The officer wants to write a note on a case."""

    case: str


HomeWish = BeginWalk | OpenWalk | ExplainRequest | ExcuseRequest | NoteRequest
"""An officer's wish that needs another screen."""

_ENTER = (ENTER, "c-j")
"""Enter, also if it was pressed before the terminal was in raw mode."""

_PAGE = 10
"""The rows of a page."""


class HomeFace:
    """The overview. Space marks a duty at once. Other keys end it with what the officer wants."""

    def __init__(
        self,
        home: Home,
        toggle: Callable[[HomeDuty], None],
        last_marked: Callable[[], DutyKey | None],
        key_map: KeyMap = "usual",
    ) -> None:
        """`toggle` marks a duty done, or takes its mark back, and updates the screen.

        `last_marked` returns the duty that was marked here last.
        """
        self._key_map = key_map
        self._toggle = toggle
        self._last_marked = last_marked
        self._every_walk = False
        self._typing = False
        """Whether search words are being typed."""
        self._sought = ""
        self._keys_shown = False
        self._message = ""
        self._trouble = ""
        self._scroll = Scroll()
        self._tallest = 0
        """The most lines the text below the rows has taken, in a window of this size."""
        self._size = (0, 0)
        self._at = 0
        self._home = home
        self._rows: tuple[HomeRow, ...] = ()
        self._list()

    # --- content --------------------------------------------------------------------------------------------

    @property
    def home(self) -> Home:
        return self._home

    def show(self, home: Home) -> None:
        """Show newer figures. The selected row stays selected if it still exists."""
        self._home, self._trouble = home, ""
        self._list()

    def point_at_first(self) -> None:
        """Select the first row: the most recent unfinished walk, if there is one."""
        self._at = 0

    def say(self, message: str) -> None:
        """Show a message above the keys, until the next key."""
        self._message = message

    def say_trouble(self, message: str) -> None:
        """Show why the figures cannot be updated, until they are."""
        self._trouble = message

    @property
    def _pointed(self) -> HomeRow | None:
        return self._rows[self._at] if self._rows else None

    def _list(self) -> None:
        before = self._rows[self._at].key if self._rows else None
        self._rows = rows_of(self._home, self._sought, every_walk=self._every_walk)
        known = [row.key for row in self._rows]
        last = max(0, len(known) - 1)
        self._at = known.index(before) if before in known else min(self._at, last)

    # --- display --------------------------------------------------------------------------------------------

    def shown(self, size: Size, note: str) -> Fragments:
        width = size.columns
        top = in_rows(self._top(size), width)
        below = self._steady(in_rows(self._below(size, note), width), size)
        rows = self._key_lines(width) if self._keys_shown else self._row_lines(width)
        lines = [line for row in rows for line in row]
        tops, room, foot = share_room(size.rows, [len(top), max(1, len(lines)), len(below)])
        keep = range(0) if self._keys_shown else self._to_keep(rows, room)
        middle = self._scroll.shown(lines, room, width, keep=keep)
        gap: list[Fragments] = [[] for _ in range(size.rows - tops - len(middle) - foot)]
        return join_rows([*top[:tops], *middle, *gap, *below[len(below) - foot :]])

    def _steady(self, below: list[Fragments], size: Size) -> list[Fragments]:
        """Pad the text below the rows to its greatest height, so that the rows do not move."""
        now = (size.columns, size.rows)
        before = self._tallest if self._size == now and size.rows >= SMALL else 0
        self._size, self._tallest = now, max(before, len(below))
        gap: list[Fragments] = [[] for _ in range(self._tallest - len(below))]
        return [*gap, *below]

    def _row_lines(self, width: int) -> list[list[Fragments]]:
        """Return the lines of each row."""
        columns = Columns(self._home, width)
        return [in_rows(columns.lines(row, pointed=n == self._at), width) for n, row in enumerate(self._rows)]

    def _to_keep(self, rows: Sequence[list[Fragments]], room: int) -> range:
        """Return the lines to keep on the screen: the selected row, and its title if there is room."""
        if not rows:
            return range(0)
        start = sum(map(len, rows[: self._at]))
        found = rows[self._at]
        title = next(n for n, line in enumerate(found) if CURSOR in line)
        keep = range(start, start + len(found))
        return keep if len(keep) < room else keep[title:]

    def _key_lines(self, width: int) -> list[list[Fragments]]:
        said = _keys_in_words(self._key_map)
        column = max(cells(key) for key, _ in said) + 2
        return [in_rows(_in_columns(key, does, column, width), width) for key, does in said]

    def _top(self, size: Size) -> Fragments:
        said = head_lines(self._home)
        if size.rows < SMALL:
            said = said[1:]
        problems = [("note", line) for p in self._home.problems for line in wrapped(p, size.columns - 2)]
        lines = [(style, line) for style, text in said for line in wrapped(text, size.columns - 2)]
        return _ended([(f"class:{style}", f" {clean(line)}\n") for style, line in (*lines, *problems)])

    def _below(self, size: Size, note: str) -> Fragments:
        width = size.columns
        pointed = self._pointed
        said = note_line(width, note or self._message or self._trouble)
        text = full_text(pointed.item, self._home) if pointed is not None else ""
        if text and not said and not self._keys_shown and size.rows >= SMALL:
            said = [("class:dim", f"   {line}\n") for line in wrapped(text, width - 4)]
        if self._sought and not self._rows:
            said += note_line(width, phrase("Nothing here matches these words."))
        if self._typing or self._sought:
            said += [("class:key", f" /{clean(self._sought)}"), ("", "\n")]
        return [*said, *self._foot(size)]

    def _foot(self, size: Size) -> Fragments:
        width = size.columns
        if self._typing:
            return footer(width, *feet.under_filter())
        if self._keys_shown:
            return footer(width, *feet.under_keys_in_words())
        numbered = [(str(n), c.id) for n, c in enumerate(self._home.checklists[:9], 1)]
        pointed = self._pointed
        keys = feet.under_home(
            walk=pointed is not None and isinstance(pointed.item, UnfinishedWalk),
            more=pointed is not None and isinstance(pointed.item, MoreWalks),
            duty=pointed is not None and isinstance(pointed.item, HomeDuty),
            marked=pointed is not None and isinstance(pointed.item, HomeDuty) and bool(pointed.item.marked),
            excusable=pointed is not None and _is_excusable(pointed),
        )
        if size.rows < SMALL:
            return key_names(footer(width, *keys[:1], *keys[-2:]), self._key_map, AT_HOME)
        return [
            *footer(width, *numbered),
            ("", "\n"),
            *key_names(footer(width, *keys), self._key_map, AT_HOME),
        ]

    # --- keys -----------------------------------------------------------------------------------------------

    def press(self, key: str) -> Reply:
        if key in ("c-c", "c-d", "<sigint>"):
            return PromptDone(Leave)
        if self._typing:
            return self._type(key)
        self._message = ""
        if self._keys_shown:
            self._keys_shown = False
            return PromptStays.FREE
        if key in LEAVING:
            return PromptDone(Leave)
        key = mapped_key(key, self._key_map)
        if key == "?":
            self._keys_shown = True
        elif key == "/":
            self._typing = True
        elif key in ESC:
            self._sought = ""
            self._list()
        elif key in STEPS or key in PAGES:
            self._move(STEPS.get(key, 0) + PAGES.get(key, 0) * _PAGE)
        elif key in ("home", "end"):
            self._move(len(self._rows) * (1 if key == "end" else -1))
        elif key in tuple("123456789"):
            return self._begin(int(key))
        elif key in ("z", "Z"):
            return self._undo()
        else:
            return self._act(key)
        return PromptStays.FREE

    def _move(self, by: int) -> None:
        """Select another row. One step from the last row goes to the first."""
        count = len(self._rows)
        if count and abs(by) == 1:
            self._at = (self._at + by) % count
        elif count:
            self._at = min(max(0, self._at + by), count - 1)

    def _type(self, key: str) -> Reply:
        match key:
            case "c-m" | "c-j":
                self._typing = False
            case "escape" | "<ignore>":
                self._typing, self._sought = False, ""
            case "c-h":
                self._sought = self._sought[:-1]
            case str() if len(key) == 1:
                self._sought += key
        self._at = 0
        self._list()
        return PromptStays.FREE

    def _begin(self, number: int) -> Reply:
        if number <= len(self._home.checklists):
            return PromptDone(BeginWalk(self._home.checklists[number - 1].id))
        return self._refuse()

    def _refuse(self) -> Reply:
        self._message = feet.idle_key()
        return PromptStays.FREE

    def _act(self, key: str) -> Reply:
        row = self._pointed
        if row is None:
            return self._refuse()
        match row.item:
            case UnfinishedWalk() as walk:
                return self._act_on_walk(walk, key)
            case HomeDuty() as duty:
                return self._act_on_duty(duty, key)
            case MoreWalks():
                if key not in _ENTER:
                    return self._refuse()
                self._every_walk = True
                self._list()
                return PromptStays.FREE
            case never:
                assert_never(never)

    def _act_on_walk(self, walk: UnfinishedWalk, key: str) -> Reply:
        if key in (*_ENTER, "o", "O"):
            return PromptDone(OpenWalk(walk.case.id, walk.stopped.next_walk or walk.case.checklist))
        if key in ("n", "N", "+"):
            return PromptDone(NoteRequest(walk.case.id))
        return self._refuse()

    def _act_on_duty(self, duty: HomeDuty, key: str) -> Reply:
        if key in _ENTER:
            return PromptDone(ExplainRequest(duty))
        if key in ("o", "O"):
            return PromptDone(OpenWalk(duty.case.id, duty.case.checklist))
        if key in ("n", "N", "+"):
            return PromptDone(NoteRequest(duty.case.id))
        if key in ("x", "X"):
            return self._excuse(duty)
        return self._mark(duty) if key == " " else self._refuse()

    def _mark(self, duty: HomeDuty) -> Reply:
        """Mark a duty done, or take its mark back. If that fails, say why."""
        try:
            self._toggle(duty)
        except DvcheckError as error:
            self._message = as_sentence(error)
        return PromptStays.USED

    def _undo(self) -> Reply:
        """Take back the last mark made here, and select its duty."""
        last = self._last_marked()
        row = next((duty for duty in self._home.duties if duty.key == last), None)
        if row is None:
            self._message = phrase("There is no mark to take back.")
            return PromptStays.FREE
        reply = self._mark(row)
        known = [one.key for one in self._rows]
        self._at = known.index(last) if last in known else self._at
        return reply

    def _excuse(self, duty: HomeDuty) -> Reply:
        if duty.marked is not None:
            self._message = phrase("Already marked. Space takes it back.")
            return PromptStays.FREE
        if duty.obligation.not_feasible is None:
            from dvcheck.wording.duty import not_feasible_refused

            self._message = not_feasible_refused(duty.pack.policy.terms)
            return PromptStays.FREE
        return PromptDone(ExcuseRequest(duty))


class PauseFace:
    """A pause below the end of a walk, until the officer has read it."""

    def shown(self, size: Size, note: str) -> Fragments:
        return [*note_line(size.columns, note), *footer(size.columns, *feet.under_walk())]

    def press(self, key: str) -> Reply:
        if key in LEAVING:
            return PromptDone(Leave)
        return PromptDone(None) if key in _ENTER else PromptStays.FREE


def as_sentence(error: DvcheckError) -> str:
    """Return an error as a sentence, without a hint that names a command: it cannot be typed here."""
    hint = error.hint if error.hint and "\n" not in error.hint else ""
    return phrase(
        "{error}. {hint}", error=f"{error.message[0].upper()}{error.message[1:]}", hint=hint
    ).strip()


def _is_excusable(row: HomeRow) -> bool:
    item = row.item
    return isinstance(item, HomeDuty) and item.marked is None and item.obligation.not_feasible is not None


def _ended(fragments: Fragments) -> Fragments:
    """Return the text without the end of its last line."""
    if not fragments:
        return []
    style, text = fragments[-1]
    return [*fragments[:-1], (style, text.removesuffix("\n"))]


def _in_columns(key: str, does: str, column: int, width: int) -> Fragments:
    """Return a key, and next to it what it does. More lines begin below the first word."""
    first, *rest = wrapped(does, width - column - _INDENT - 1)
    start = f"{' ' * _INDENT}{key}{' ' * (column - cells(key))}{first}"
    return [
        (
            "",
            clean("\n".join([start, *(f"{' ' * (_INDENT + column)}{line}" for line in rest)]), newlines=True),
        )
    ]


_INDENT = 3
"""The columns before a key in the list of keys."""


def _keys_in_words(key_map: KeyMap) -> tuple[tuple[str, str], ...]:
    """Return the keys, each with what it does."""
    for_hand = ((phrase("t g"), phrase("up and down; f is Enter, w is ?, c is +")),)
    return (
        ("1-9", phrase("start or continue a walk")),
        (phrase("Enter"), phrase("continue a walk; explain a duty")),
        (phrase("Space"), phrase("mark a duty done; again takes it back")),
        ("x", phrase("mark a duty not feasible, with the reason")),
        ("z", phrase("take the last mark back")),
        ("o", phrase("open the walk of the duty's case")),
        ("+", phrase("add a note to the case")),
        ("/", phrase("show only what matches your words; Esc shows all")),
        (phrase("arrows"), phrase("move to another row; PgUp, PgDn, Home, End")),
        *(for_hand if key_map == "left-hand" else ()),
        ("q", phrase("leave; everything is saved")),
    )

"""The foot of a prompt: its keys, and what each key does."""

from collections.abc import Callable, Sequence
from typing import assert_never, overload

from dvcheck.language import phrase
from dvcheck.pack.model import Kind
from dvcheck.walk.prompts import Prompt

Foot = tuple[tuple[str, str], ...]


def idle_at(prompt: Prompt) -> str:
    """Return the navigation keys that do nothing at a prompt."""
    if prompt.aside:
        return "sz+?"
    return "" if prompt.note is not None else "+"


class CurrentKeys(Sequence[tuple[str, str]]):
    """Keys that are looked up each time they are shown, because their actions can change."""

    def __init__(self, now: Callable[[], Foot]) -> None:
        self._now = now

    def __len__(self) -> int:
        return len(self._now())

    @overload
    def __getitem__(self, number: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, number: slice) -> Foot: ...
    def __getitem__(self, number: int | slice) -> tuple[str, str] | Foot:
        return self._now()[number]


def moves_at(prompt: Prompt, moves: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Return the navigation keys that do something at a prompt."""
    return CurrentKeys(lambda: tuple((key, what) for key, what in moves if key not in idle_at(prompt)))


def under_line(kind: Kind, moves: Sequence[tuple[str, str]], at_once: str, *, listed: bool = False) -> Foot:
    """Return the keys under a line that answers a question of a kind.

    The keys `at_once` need no Enter in an empty line. With `listed`, the list has entries already.
    """
    more: Foot = ()
    if listed:
        more = ((phrase("+ item"), phrase("adds")), (phrase("- item"), phrase("removes")))
    elif kind == "time":
        more = ((phrase("yesterday 23:05, 2 h ago"), phrase("too")),)
    elif kind == "date":
        more = ((phrase("Tuesday, 3 days ago"), phrase("too")),)
    keys = [("u", phrase("unknown")), *moves]
    moved = (
        (key if key in at_once or len(key) > 1 else phrase("{key} Enter", key=key), what)
        for key, what in keys
    )
    return ((_what_to_type(kind), phrase("then Enter")), *more, *moved)


def under_time() -> Foot:
    """Return the keys under a line that takes a time of day."""
    return ((phrase("time"), phrase("then Enter")), *under_reason()[1:])


def under_reason() -> Foot:
    """Return the keys under a line that takes a reason."""
    return (
        (phrase("text"), phrase("then Enter")),
        ("b", phrase("back")),
        (phrase("Ctrl-C"), phrase("save, leave")),
    )


def under_line_of_clock() -> Foot:
    """Return the keys under a line typed while a timer runs."""
    return (
        (phrase("text"), phrase("then Enter")),
        (phrase("Enter"), phrase("alone goes back")),
        (phrase("Ctrl-C"), phrase("save, leave")),
    )


def digits(rows: int) -> Foot:
    """Return the digits that choose one of at most nine options."""
    return ((_span(rows), phrase("choose")),) if rows else ()


def _span(rows: int) -> str:
    """Return the digits of the rows, such as `1-4`; `1` for a single row."""
    return f"1-{min(9, rows)}" if rows > 1 else "1"


def under_choices(rows: int, moves: Sequence[tuple[str, str]], *, cut: bool) -> Foot:
    """Return the keys under a question with several answers. With `cut`, options are below the screen."""
    return (
        (_span(rows), phrase("tick")),
        *_more(cut),
        (phrase("Enter"), phrase("confirm")),
        ("u", phrase("unknown")),
        *moves,
    )


def under_duties(
    rows: int, moves: Sequence[tuple[str, str]], *, cut: bool, asks: bool, excusable: bool, decides: bool
) -> Foot:
    """Return the keys under a list of duties to tick off. With `cut`, rows are below the screen.

    With `asks`, the selected row is a question.
    """
    return (
        (phrase("{digits} Space", digits=_span(rows)), phrase("ask") if asks else phrase("tick")),
        (phrase("Enter"), phrase("finish")),
        *_more(cut),
        *((("x", phrase("not feasible")),) if excusable else ()),
        *((("u", phrase("answer")),) if decides else ()),
        *moves,
    )


def under_choice(rows: int, moves: Sequence[tuple[str, str]] = (), *, cut: bool) -> Foot:
    """Return the keys under a list to choose one row from. With `cut`, rows are below the screen."""
    return (
        (_span(rows), phrase("choose")),
        *_more(cut or rows > 9),
        (phrase("Enter"), phrase("the marked one")),
        *moves,
        ("q", phrase("leave")),
    )


def under_long_choice(moves: Sequence[tuple[str, str]], enter: str) -> Foot:
    """Return the keys under a question with more than nine options. `enter` says what Enter does now."""
    return (
        ("1-9", phrase("choose")),
        (phrase("arrows"), phrase("mark one")),
        *(((phrase("Enter"), enter),) if enter else ()),
        ("u", phrase("unknown")),
        *moves,
    )


def answering(kind: Kind) -> str:
    """Describe the keys that answer a question of a kind."""
    match kind:
        case "yes-no":
            return phrase("Press y, n, u or 1, 2, 3 to answer at once. Or use the arrows and Enter.")
        case "choice":
            return phrase("Press a digit or u to answer at once. Or use the arrows and Enter.")
        case "choices":
            return phrase(
                "Tick with a digit, or with the arrows and Space. Enter confirms. u answers at once."
            )
        case "number":
            return phrase("Type digits, then Enter. While the line is empty, the keys below work at once.")
        case "text" | "list" | "date" | "time" | "duration" | "timer":
            return phrase("Type the answer, then Enter. A letter alone is one of the keys below.")
    assert_never(kind)


def choosing() -> str:
    """Describe the keys that choose a row."""
    return phrase("Press a digit to choose at once. Or use the arrows and Enter.")


def ticking() -> str:
    """Describe the keys that tick off a duty."""
    return phrase("Tick with a digit or Space. Enter records them and finishes. x marks it not feasible.")


def idle_key() -> str:
    """Say that a key does nothing at this prompt. The foot names those that do."""
    return phrase("That key does nothing here. The keys below work.")


def nothing_marked() -> str:
    """Say why Enter does nothing at a question with rows."""
    return phrase("Enter does nothing yet: choose with the arrows first.")


def _more(cut: bool) -> Foot:
    return ((phrase("arrows"), phrase("more below")),) if cut else ()


def _what_to_type(kind: Kind) -> str:
    """Return what to type to answer a question of a kind."""
    match kind:
        case "number":
            return phrase("a number")
        case "time":
            return phrase("23:05 or 3/31/2026, t now")
        case "date":
            return phrase("3/31/2026, t today")
        case "duration":
            return phrase("45 min, 2 h or 3 days")
        case "list":
            return phrase("item, item, item")
        case "yes-no" | "choice" | "choices" | "text" | "timer":
            return phrase("text")
    assert_never(kind)


def under_home(*, walk: bool, more: bool, duty: bool, marked: bool, excusable: bool) -> Foot:
    """Return the keys under the first screen, for the selected row."""
    on_walk: Foot = ((phrase("Enter"), phrase("go on")), ("+", phrase("note"))) if walk else ()
    on_more: Foot = ((phrase("Enter"), phrase("list them")),) if more else ()
    on_duty: Foot = ()
    if duty:
        on_duty = (
            (phrase("Enter"), phrase("why")),
            (phrase("Space"), phrase("take back") if marked else phrase("done")),
            *((("x", phrase("not feasible")),) if excusable else ()),
            ("o", phrase("walk")),
            ("+", phrase("note")),
        )
    return (
        *on_walk,
        *on_more,
        *on_duty,
        ("/", phrase("find")),
        ("?", phrase("keys")),
        ("q", phrase("leave")),
    )


def under_filter() -> Foot:
    """Return the keys under the first screen while search words are typed."""
    return (
        (phrase("text"), phrase("to look for")),
        (phrase("Enter"), phrase("keep")),
        (phrase("Esc"), phrase("show all")),
    )


def under_keys_in_words() -> Foot:
    """Return the keys under the list of all keys."""
    return ((phrase("any key"), phrase("back")), (phrase("Ctrl-C"), phrase("leave")))


def under_walk() -> Foot:
    """Return the keys under the end of a walk, when the first screen comes next."""
    return ((phrase("Enter"), phrase("overview")), ("q", phrase("leave")))

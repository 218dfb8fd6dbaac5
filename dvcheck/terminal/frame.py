"""What every keyed prompt is set in: place, status, question and the keys at the foot; and the keys that move
about or leave, which are the same everywhere."""

from collections.abc import Callable

from prompt_toolkit.filters import FilterOrBool
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Window
from prompt_toolkit.output import Output

from dvcheck.cells import cells, cut, wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Question, sections_of
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave, Move

STYLES = {
    "dim": "fg:ansibrightblack",
    "strong": "bold",
    "new": "fg:ansicyan bold",
    "warn": "fg:ansired bold",
    "done": "fg:ansigreen",
    "note": "fg:ansiyellow",
    "key": "bold",
    # questionary's own names
    "question": "bold",
    "pointer": "bold",
    "highlighted": "bold",
    "selected": "bold",
    "qmark": "",
    "answer": "",
    "instruction": "",
}

SMALL = 14
"""On a screen of fewer rows the place and the status give way to the question and its keys."""

NARROW = 56

Fragments = list[tuple[str, str]]


def usual_moves() -> tuple[tuple[str, str], ...]:
    """The keys that move about or leave, and what they do."""
    return (
        ("b", phrase("back")),
        ("s", phrase("later")),
        ("?", phrase("help")),
        ("q", phrase("save and leave")),
    )


def exit_with(result: object) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        end(event, result)

    return leave


def end(event: KeyPressEvent, result: object) -> None:
    """End a prompt with `result`."""
    if event.app.future is None:
        # An interrupt that falls between two prompts reaches the one before, when that is over.
        raise KeyboardInterrupt
    event.app.exit(result=result)


def nothing(event: KeyPressEvent) -> None:
    pass


def add_moves(keys: KeyBindings, when: FilterOrBool = True) -> None:
    """The keys that move about, while `when` holds; those that end the program leave whatever holds."""
    # Not Backspace: who takes back a digit too many would be at another question with the next one.
    for key in ("b", "B", Keys.Left):
        keys.add(key, eager=True, filter=when)(exit_with(Move.BACK))
    for key in ("s", "S"):
        keys.add(key, eager=True, filter=when)(exit_with(Move.LATER))
    keys.add("?", eager=True, filter=when)(exit_with(Move.HELP))
    add_leaving(keys, when)


LEAVING = ("q", "Q", Keys.ControlC, Keys.ControlD, Keys.SIGINT)


def add_leaving(keys: KeyBindings, when: FilterOrBool = True) -> None:
    for key in LEAVING:
        keys.add(key, eager=True, filter=when)(exit_with(Leave))
    if when is True:
        keys.add(Keys.BracketedPaste, eager=True)(nothing)


def heading(output: Output, place: str, status: str, text: str, question: Question | None) -> Fragments:
    size = output.get_size()
    fragments: Fragments = []
    if size.rows >= SMALL:
        fragments.append(("", "\n"))
        for said in filter(None, (place, status)):
            fragments.append(("class:dim", f" {cut(said, size.columns - 2)}\n"))
    lines = wrapped(text, size.columns - 2)
    fragments += [("class:strong", f" {line}\n") for line in lines]
    if question is not None:
        cited = sections_of(question.cites)
        if question.readings:
            sections = clean(phrase("({sections} · reading)", sections=cited))
        else:
            sections = clean(phrase("({sections})", sections=cited))
        if cells(lines[-1]) + cells(sections) + 4 <= size.columns:
            fragments[-1] = ("class:strong", f" {lines[-1]}  ")
            fragments.append(("class:dim", f"{sections}\n"))
        else:
            fragments += [("class:dim", f" {line}\n") for line in wrapped(sections, size.columns - 2)]
    return fragments


def footer(width: int, *keys: tuple[str, str]) -> Fragments:
    fragments: Fragments = []
    used = 0
    for key, what in keys:
        length = cells(key) + 1 + cells(what)
        # The last column stays free: a terminal would go on in the next line of itself.
        if not fragments or used + 2 + length >= width:
            fragments.append(("", "\n " if fragments else " "))
            used = 1
        else:
            fragments.append(("", "  "))
            used += 2
        fragments += [("class:key", clean(key)), ("class:dim", f" {clean(what)}")]
        used += length
    return fragments


def noted(width: int, note: str) -> Fragments:
    """A line above the footer, where there is one to say."""
    return [("class:warn", f"   {line}\n") for line in wrapped(note, width - 4)] if note else []


def text_window(text: Callable[[], StyleAndTextTuples]) -> Window:
    def trimmed() -> StyleAndTextTuples:
        fragments = [(f[0], f[1]) for f in text()]
        style, last = fragments[-1]
        return [*fragments[:-1], (style, last.removesuffix("\n"))]

    control = FormattedTextControl(trimmed, focusable=True)
    return Window(control, wrap_lines=True, dont_extend_height=True)


def digit(number: int) -> str:
    return str(number) if number < 10 else " "

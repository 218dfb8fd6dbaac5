"""The prompt_toolkit key bindings that navigate or leave, the same at every prompt."""

from collections.abc import Callable

from prompt_toolkit.filters import FilterOrBool
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Window

from dvcheck.looks import KeyMap
from dvcheck.pack.value import UNKNOWN
from dvcheck.terminal.faces import MOVES
from dvcheck.terminal.key_map import keys_like
from dvcheck.walk.prompts import Leave, Move


def exit_with(result: object) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        end(event, result)

    return leave


def end(event: KeyPressEvent, result: object) -> None:
    """End a prompt with `result`."""
    if event.app.future is None:
        # An interrupt between two prompts reaches the earlier one after it has ended.
        raise KeyboardInterrupt
    event.app.exit(result=result)


def nothing(event: KeyPressEvent) -> None:
    pass


def add_moves(keys: KeyBindings, at_once: str, when: FilterOrBool = True, key_map: KeyMap = "usual") -> None:
    """Bind the navigation keys while `when` holds: the keys `at_once`, their key map, and the left arrow.

    The keys that end the program always work.
    """
    keys.add(Keys.Left, eager=True, filter=when)(exit_with(Move.BACK))
    for name in at_once:
        result = UNKNOWN if name == "u" else MOVES[name].result
        for key in keys_like(name, key_map):
            keys.add(key, eager=True, filter=when)(exit_with(result))
    for key in (Keys.ControlC, Keys.ControlD, Keys.SIGINT):
        keys.add(key, eager=True)(exit_with(Leave))
    if when is True:
        keys.add(Keys.BracketedPaste, eager=True)(nothing)


def text_window(text: Callable[[], StyleAndTextTuples]) -> Window:
    def trimmed() -> StyleAndTextTuples:
        fragments = [(f[0], f[1]) for f in text()]
        style, last = fragments[-1]
        return [*fragments[:-1], (style, last.removesuffix("\n"))]

    control = FormattedTextControl(trimmed, focusable=True)
    return Window(control, wrap_lines=True, dont_extend_height=True)

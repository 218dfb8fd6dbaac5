"""Prompts with single keys. The only importer of prompt_toolkit and questionary.

Single-key questions share one prompt_toolkit application for the whole walk, since making a new one for each
is what costs time between two prompts. Lists and text are questionary's, set in the same frame of place,
status and keys; questionary is imported only when the first of them comes.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText, StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style

from dvcheck.pack.model import Question, sections_of
from dvcheck.rules.answer import UNKNOWN, NotAnAnswer, Value, typed
from dvcheck.terminal.interview import Leave, Line, Move, Prompt, Row, Ticked
from dvcheck.terminal.lines import understood
from dvcheck.text import clean

if TYPE_CHECKING:
    import questionary

STYLES = {
    "": "",
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

_MOVES = (("b", "back"), ("s", "later"), ("?", "help"), ("q", "save and leave"))


class KeyTerminal:
    """A terminal that answers to single keys. See `dvcheck.terminal.interview.Terminal`."""

    def __init__(self, *, color: bool, stream: TextIO) -> None:
        self._output: Output = create_output(stdout=stream)
        if hasattr(self._output, "enable_cpr"):
            # Asking the terminal where its cursor is gains nothing here, and old ones answer with junk.
            self._output.enable_cpr = False
        self._depth = None if color else ColorDepth.DEPTH_1_BIT
        self._style = Style([(name, style) for name, style in STYLES.items() if name])
        self._runner = asyncio.Runner()
        self._panel = _Panel(self._output, self._style, self._depth)

    @property
    def width(self) -> int:
        return self._output.get_size().columns

    def close(self) -> None:
        self._runner.close()

    def say(self, *lines: Line) -> None:
        fragments: list[tuple[str, str]] = []
        for line in lines:
            fragments += [(f"class:{style}" if style else "", clean(part)) for style, part in line]
            fragments.append(("", "\n"))
        print_formatted_text(self._output, FormattedText(fragments), self._style, color_depth=self._depth)

    def ask(self, prompt: Prompt) -> Value | Move:
        match prompt.question.kind:
            case "yes-no" | "choice":
                answer: Value | Move = self._run(self._panel.application_for(prompt))
                return answer
            case "choices":
                return self._ask_choices(prompt)
            case _:
                return self._ask_line(prompt)

    def _run(self, application: Application[Any]) -> Any:
        try:
            result = self._runner.run(application.run_async())
        except (KeyboardInterrupt, EOFError):
            raise Leave from None
        if result is Leave:
            raise Leave
        return result

    # --- lists ----------------------------------------------------------------------------------------------

    def _ask_choices(self, prompt: Prompt) -> Value | Move:
        question = prompt.question
        rows = [Row(id=o.id, text=o.text) for o in question.options]
        former = prompt.former.value if prompt.former and isinstance(prompt.former.value, tuple) else ()

        def problem(chosen: list[str]) -> bool | str:
            value = typed(question, tuple(chosen))
            return f"{value.why}." if isinstance(value, NotAnAnswer) else True

        def by_key(event: KeyPressEvent, control: Any, row: Row) -> None:
            if next(o for o in question.options if o.id == row.id).alone:
                event.app.exit(result=[row.id])

        checkbox, control = self._checkbox(rows, former, problem)
        keys = self._list_keys(control, rows, by_key)

        @keys.add("u", eager=True)
        def unknown(event: KeyPressEvent) -> None:
            event.app.exit(result=UNKNOWN)

        top = _top(prompt.place, prompt.status, question.text, _sections(question))
        foot = _foot((f"1-{len(rows)}", "toggle"), ("Enter", "confirm"), ("u", "unknown"), *_MOVES)
        result = self._run(self._framed(checkbox, top, foot, keys))
        return result if isinstance(result, Move | str) else tuple(result)

    def tick(self, title: str, status: str, rows: Sequence[Row]) -> Ticked | Move:
        checkbox, control = self._checkbox(rows, (), lambda _: True)
        keys = self._list_keys(control, rows, None)
        feasible = {row.id: row.not_feasible for row in rows}

        @keys.add("x", eager=True)
        def not_feasible(event: KeyPressEvent) -> None:
            pointed = control.get_pointed_at().value
            if feasible[pointed]:
                done = tuple(v for v in control.selected_options if v != pointed)
                event.app.exit(result=Ticked(done=done, not_feasible=pointed))
            else:
                event.app.output.bell()

        top = _top("Before you go", status, title, "")
        moves = (("x", "not feasible"), ("b", "back"), ("q", "save and leave"))
        foot = _foot(("Space", "tick"), ("Enter", "confirm"), *moves)
        result = self._run(self._framed(checkbox, top, foot, keys))
        return result if isinstance(result, Move | Ticked) else Ticked(done=tuple(result))

    def choose(self, title: str, rows: Sequence[Row]) -> str:
        """One of the rows, by its digit or by arrows and Enter. May raise `Leave`."""
        import questionary

        choices = [
            questionary.Choice([("", f"{n} {clean(row.text)}"[: self.width - 4])], value=row.id)
            for n, row in enumerate(rows, 1)
        ]
        keys = KeyBindings()
        for number, row in enumerate(rows[:9], 1):
            keys.add(str(number), eager=True)(_exit_with(row.id))
        keys.add("q", eager=True)(_exit_with(Leave))
        keys.add(Keys.ControlD, eager=True)(_exit_with(Leave))
        select = questionary.select("", choices=choices, qmark="", instruction=" ", style=self._style)
        foot = _foot((f"1-{min(9, len(rows))}", "choose"), ("Enter", "the one marked"), ("q", "leave"))
        chosen: str = self._run(self._framed(select, _top("", "", title, ""), foot, keys))
        return chosen

    def _checkbox(
        self, rows: Sequence[Row], chosen: Sequence[str], problem: Callable[[list[str]], bool | str]
    ) -> tuple["questionary.Question", Any]:
        import questionary
        from questionary.prompts.common import InquirerControl

        room = self.width - 8
        choices = [
            questionary.Choice(
                [("", f"{_digit(n)} {_cut(row.text, room)}")], value=row.id, checked=row.id in chosen
            )
            for n, row in enumerate(rows, 1)
        ]
        checkbox = questionary.checkbox(
            "", choices=choices, validate=problem, qmark="", instruction=" ", style=self._style
        )
        windows = checkbox.application.layout.find_all_windows()
        control = next(w.content for w in windows if isinstance(w.content, InquirerControl))
        return checkbox, control

    def _list_keys(
        self,
        control: Any,
        rows: Sequence[Row],
        by_key: Callable[[KeyPressEvent, Any, Row], None] | None,
    ) -> KeyBindings:
        keys = KeyBindings()

        def toggles(row: Row) -> Callable[[KeyPressEvent], None]:
            def toggle(event: KeyPressEvent) -> None:
                if row.id in control.selected_options:
                    control.selected_options.remove(row.id)
                else:
                    control.selected_options.append(row.id)
                if by_key is not None:
                    by_key(event, control, row)

            return toggle

        for number, row in enumerate(rows[:9], 1):
            keys.add(str(number), eager=True)(toggles(row))
        _add_moves(keys)
        return keys

    # --- text -----------------------------------------------------------------------------------------------

    def _ask_line(self, prompt: Prompt) -> Value | Move:
        question = prompt.question

        def check(line: str) -> bool | str:
            try:
                meant = understood(question, line)
            except Leave:
                return True
            return f"{meant.why}." if isinstance(meant, NotAnAnswer) else True

        hint = {"number": "a number", "time": "23:05, or t for now"}.get(question.kind, "text")
        top = _top(prompt.place, prompt.status, question.text, _sections(question))
        foot = _foot((hint, "then Enter"), ("u", "unknown"), *_MOVES)
        former = prompt.former.value if prompt.former and isinstance(prompt.former.value, str) else ""
        meant = understood(question, self._line(top, foot, check, former))
        assert not isinstance(meant, NotAnAnswer)
        return meant

    def ask_reason(self, text: str) -> str | Move:
        top = _top("", "", text, "")
        line = self._line(top, _foot(("text", "then Enter"), ("b", "back")), _not_blank, "")
        return Move.BACK if line.strip().lower() == "b" else clean(line.strip())

    def _line(
        self,
        top: list[tuple[str, str]],
        foot: list[tuple[str, str]],
        check: Callable[[str], bool | str],
        former: str,
    ) -> str:
        import questionary

        text = questionary.text("", qmark=" >", default=former, validate=check, style=self._style)
        keys = KeyBindings()
        keys.add(Keys.ControlD, eager=True)(_exit_with(Leave))
        line: str = self._run(self._framed(text, top, foot, keys))
        return line

    def _framed(
        self,
        question: "questionary.Question",
        top: list[tuple[str, str]],
        foot: list[tuple[str, str]],
        keys: KeyBindings,
    ) -> Application[Any]:
        """A questionary question with our place, status and keys around it, leaving nothing behind."""
        application = question.application
        inner = application.layout
        application.layout = Layout(
            HSplit([_text_window(top), inner.container, _text_window(foot)]), inner.current_window
        )
        if application.key_bindings is None:
            application.key_bindings = keys
        else:
            application.key_bindings = merge_key_bindings([application.key_bindings, keys])
        application.erase_when_done = True
        application.output = self._output
        application.renderer.output = self._output
        return application


class _Panel:
    """The one application of all single-key questions."""

    def __init__(self, output: Output, style: Style, depth: ColorDepth | None) -> None:
        self._prompt: Prompt | None = None
        self._message = ""
        keys = KeyBindings()
        keys.add(Keys.Any)(self._pressed)
        keys.add(Keys.Enter)(self._enter)
        _add_moves(keys)
        self._application: Application[Any] = Application(
            layout=Layout(Window(FormattedTextControl(self._text, focusable=True), wrap_lines=True)),
            key_bindings=keys,
            style=style,
            color_depth=depth,
            output=output,
            erase_when_done=True,
            include_default_pygments_style=False,
        )

    def application_for(self, prompt: Prompt) -> Application[Any]:
        self._prompt = prompt
        self._message = ""
        return self._application

    def _answers(self) -> list[tuple[str, str, str]]:
        """Key, value and text of each answer."""
        assert self._prompt is not None
        question = self._prompt.question
        if question.kind == "yes-no":
            return [("y", "yes", "yes"), ("n", "no", "no"), ("u", UNKNOWN, "unknown")]
        numbered = [(str(n), o.id, o.text) for n, o in enumerate(question.options, 1)]
        return [*numbered, ("u", UNKNOWN, "Unknown")]

    def _text(self) -> StyleAndTextTuples:
        assert self._prompt is not None
        prompt, question = self._prompt, self._prompt.question
        text: StyleAndTextTuples = [*_top(prompt.place, prompt.status, question.text, _sections(question))]
        if question.kind == "yes-no":
            foot = _foot(*((key, label) for key, _, label in self._answers()), *_MOVES)
        else:
            for key, _, label in self._answers():
                text += [("class:key", f"   {key} "), ("", f"{clean(label)}\n")]
            foot = _foot((f"1-{len(question.options)}", "choose"), ("u", "unknown"), *_MOVES)
        if prompt.former is not None:
            text += [
                ("class:dim", f"   now: {clean(question.shown(prompt.former.value))} (Enter keeps it)\n")
            ]
        if self._message:
            text += [("class:warn", f"   {self._message}\n")]
        return [*text, *foot]

    def _pressed(self, event: KeyPressEvent) -> None:
        pressed = event.key_sequence[0]
        for key, value, _ in self._answers():
            if pressed.key in (key, key.upper()):
                event.app.exit(result=value)
                return
        self._message = f"Keys here: {' '.join(key for key, _, _ in self._answers())} b s ? q"

    def _enter(self, event: KeyPressEvent) -> None:
        assert self._prompt is not None
        if self._prompt.former is not None:
            event.app.exit(result=self._prompt.former.value)
        else:
            self._message = (
                f"Enter answers nothing. Keys here: {' '.join(key for key, _, _ in self._answers())}"
            )


def _exit_with(result: object) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=result)

    return leave


def _add_moves(keys: KeyBindings) -> None:
    for key in ("b", Keys.Left, Keys.Backspace):
        keys.add(key, eager=True)(_exit_with(Move.BACK))
    keys.add("s", eager=True)(_exit_with(Move.LATER))
    keys.add("?", eager=True)(_exit_with(Move.HELP))
    for key in ("q", Keys.ControlC, Keys.ControlD):
        keys.add(key, eager=True)(_exit_with(Leave))


def _top(place: str, status: str, text: str, sections: str) -> list[tuple[str, str]]:
    fragments = [("", "\n")]
    if place:
        fragments += [("class:dim", f" {clean(place)}\n")]
    if status:
        fragments += [("class:dim", f" {clean(status)}\n")]
    fragments += [("class:strong", f" {clean(text)}"), ("class:dim", f"  {sections}\n")]
    return fragments


def _foot(*keys: tuple[str, str]) -> list[tuple[str, str]]:
    fragments: list[tuple[str, str]] = [("", " ")]
    for key, what in keys:
        fragments += [("class:key", key), ("class:dim", f" {what}  ")]
    return fragments


def _sections(question: Question) -> str:
    unclear = " · reading" if question.readings else ""
    return f"({sections_of(question.cites)}{unclear})"


def _text_window(fragments: list[tuple[str, str]]) -> Window:
    if fragments[-1][1].endswith("\n"):
        fragments = [*fragments[:-1], (fragments[-1][0], fragments[-1][1][:-1])]
    return Window(FormattedTextControl(FormattedText(fragments)), wrap_lines=True, dont_extend_height=True)


def _digit(number: int) -> str:
    return str(number) if number < 10 else " "


def _cut(text: str, room: int) -> str:
    text = clean(text)
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _not_blank(line: str) -> bool | str:
    return True if line.strip() else "A reason is needed, in a few words."

"""Prompts with keys, drawn by prompt_toolkit.

All prompts except the clock share one application for the walk. Creating one for each prompt would take most
of the time between two prompts.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TextIO, assert_never, cast

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.looks import KeyMap, Looks
from dvcheck.pack.model import Kind, Question
from dvcheck.pack.value import UNKNOWN, NotAnAnswer, Value
from dvcheck.terminal import feet
from dvcheck.terminal.bindings import add_moves, exit_with
from dvcheck.terminal.clock_panel import BEAT, ClockPanel, LineWanted, Pulse, end_with, guarded
from dvcheck.terminal.duties_face import DutiesFace
from dvcheck.terminal.faces import Face, question_head
from dvcheck.terminal.frame import Fragments, footer, heading, in_rows, note_line, styles, usual_moves
from dvcheck.terminal.helping import HelpPages
from dvcheck.terminal.key_map import for_hand, key_names
from dvcheck.terminal.keys.hand import REST, Hand
from dvcheck.terminal.keys.layer import OnlyKeys
from dvcheck.terminal.lines import kept_by_enter, note_problem, read_line, reason_problem, refusal_sentence
from dvcheck.terminal.list_faces import ChoicesFace, ChooseFace, question_face
from dvcheck.terminal.loop import PromptLoop
from dvcheck.terminal.output import output_to
from dvcheck.terminal.paint import Painter
from dvcheck.terminal.panel import Panel
from dvcheck.terminal.raw import raw_mode
from dvcheck.terminal.taking_over import TakingOver
from dvcheck.terminal.text_line import TextLine, keys_at_once, refused_key
from dvcheck.text import clean, one_line
from dvcheck.walk.prompts import Help, Leave, Line, Move, Prompt, Row, Ticked, TickList, WalkPlace
from dvcheck.walk.timer import AddEntry, Countdown, TakeNote, TimerInput

_LINE_ROWS = 2
"""The rows of a typed line: the line itself and its error."""


class KeyTerminal:
    """A terminal that answers to single keys. See `dvcheck.walk.prompts.Terminal`."""

    def __init__(
        self,
        looks: Looks,
        *,
        stream: TextIO,
        bell: bool = True,
        input: Input | None = None,
        beside: Pulse | None = None,
        moves: Sequence[tuple[str, str]] | None = None,
        rest: float = REST,
        painter: Painter | None = None,
        output: Output | None = None,
        runner: asyncio.Runner | None = None,
    ) -> None:
        """Make a terminal.

        `input` is the source of keys, by default the terminal. `beside` runs during every prompt. `moves` are
        the navigation keys at the foot. A key that answered counts again when it
        was not pressed for `rest` seconds.
        `painter` has drawn the first prompt; this terminal takes over from it.
        `output` and `runner` are those of a virtual terminal.
        """
        if output is None:
            output = output_to(stream) if painter is None else TakingOver.on(stream, painter)
        self._output = output
        self._bell = bell
        if hasattr(self._output, "enable_cpr"):
            # Asking the terminal for its cursor position is useless here, and old terminals answer with junk.
            self._output.enable_cpr = False
        self.hand = Hand(rest)
        self._input: Input = OnlyKeys(input or create_input(), self.hand)
        self._beside = beside
        self._moves = moves or usual_moves()
        self._key_map = looks.keys
        self._depth = None if looks.color else ColorDepth.DEPTH_1_BIT
        self._style = Style(list(styles(looks.theme).items()))
        self._loop = PromptLoop(runner)
        self._shown: Application[Any] | None = None
        self._clock: ClockPanel | None = None
        self._other_countdown: Countdown | None = None
        self._panel = Panel(self._input, self._output, self._style, self._depth, self.hand)
        # Raw for the entire walk: otherwise the terminal echoes keys typed between two questions.
        self._raw = ExitStack()
        self._raw.enter_context(raw_mode(self._input.raw_mode, self._redraw_after_shell))

    @property
    def width(self) -> int:
        return self._output.get_size().columns

    is_kept = False

    def close(self) -> None:
        # In this order: an interrupted prompt restores the terminal to the state the walk had set.
        with self._raw, ExitStack() as last:
            last.callback(self._tidy)
            self._loop.close()

    def _redraw_after_shell(self) -> None:
        """Redraw below what a shell has written."""

        def draw() -> None:
            if self._shown is not None and self._shown.is_running:
                if self.fills_screen:  # the shell has written on this screen, or left it
                    self._output.enter_alternate_screen()
                    self._output.erase_screen()
                    self._output.cursor_goto(0, 0)
                self._shown.renderer.reset()
                self._shown.invalidate()

        self._loop.soon(draw)

    def _tidy(self) -> None:
        """Clean up what an interrupted prompt may have left."""
        with suppress(OSError):  # the terminal is gone
            self._output.disable_bracketed_paste()
            self._output.show_cursor()
            self._output.reset_attributes()
            self._output.flush()

    def say(self, *lines: Line) -> None:
        if not lines:
            return
        fragments: Fragments = []
        for line in lines:
            fragments += [(f"class:{style}" if style else "", clean(part)) for style, part in line]
            fragments.append(("", "\n"))
        print_formatted_text(self._output, FormattedText(fragments), self._style, color_depth=self._depth)

    def ask(self, prompt: Prompt) -> Value | Move:
        asked = self._asker(prompt)
        while True:
            answer = asked()
            if answer is not Move.NOTE or prompt.note is None:
                return answer
            text = self._note_beside(prompt)
            if text:
                prompt.note(text)

    def _asker(self, prompt: Prompt) -> Callable[[], Value | Move]:
        """Return a function that asks a question. Later calls keep the ticks, the row and the help page."""
        match prompt.question.kind:
            case "yes-no" | "choice":
                return self._face_asker(question_face(prompt, self._moves))
            case "choices":
                face = ChoicesFace(prompt, self._moves)
                return self._face_asker(face, prompt.former.value if prompt.former else ())
            case "text" | "number" | "duration" | "date" | "time" | "list" | "timer":
                return lambda: self._ask_line(prompt)
        assert_never(prompt.question.kind)

    def _face_asker(self, face: Face, former: Value = ()) -> Callable[[], Value | Move]:
        def asked() -> Value | Move:
            given: Value | Move = self._run_face(face)
            return given if isinstance(given, Move) else given or former

        return asked

    def _note_beside(self, prompt: Prompt) -> str:
        """Ask for a note; empty if none was typed."""

        def top() -> Fragments:
            return self._top(prompt.place, prompt.status, phrase("Note"), None)

        given = self._line(top, feet.under_line_of_clock, note_problem, KeyBindings())
        return one_line(given.strip()) if isinstance(given, str) else ""

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        if self._clock is None or self._clock.countdown is not countdown:
            self._clock = ClockPanel(
                countdown,
                input=self._input,
                output=self._output,
                style=self._style,
                color_depth=self._depth,
                bell=self._bell,
                moves=self._moves,
                hand=self.hand,
                key_map=self._key_map,
            )
        clock = self._clock
        while True:
            clock.begin(place, status)
            said = self._run(clock.application, clock.pulse)
            if said is not LineWanted.NOTE and said is not LineWanted.ENTRIES:
                return cast(TimerInput | Move, said)
            line = self._clock_line(clock, said)
            if line is not None:
                return line

    def _clock_line(self, clock: ClockPanel, wanted: LineWanted) -> TimerInput | None:
        """Ask for a line while the clock runs: a note, or items for its list; None if it is empty."""

        def check(line: str) -> str:
            if not line.strip():
                return ""
            if wanted is LineWanted.NOTE:
                return note_problem(line)
            value = clock.countdown.more(line)
            return refusal_sentence(value) if isinstance(value, NotAnAnswer) else ""

        title = phrase("Note") if wanted is LineWanted.NOTE else phrase("Add to the list, commas between")
        foot = feet.under_line_of_clock
        given = self._line(lambda: clock.beside(title), foot, check, KeyBindings(), clock.pulse)
        text = one_line(given.strip()) if isinstance(given, str) else ""
        if not text:
            return None
        if wanted is LineWanted.NOTE:
            return TakeNote(text)
        more = clock.countdown.more(text)
        return None if isinstance(more, NotAnAnswer) else AddEntry(more)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._other_countdown = countdown

    async def _warn_of_other(self, application: Application[Any]) -> None:
        """Ring and show the warnings of a timer that runs during other questions."""
        countdown = self._other_countdown
        while countdown is not None and countdown.runs:
            await asyncio.sleep(BEAT)
            countdown.beat()
            if countdown.runs and countdown.rings():
                if self._bell:
                    self._output.bell()
                application.renderer.erase()
                self.say((("warn", f"  {countdown.time}. {countdown.warning}"),))
                application.invalidate()

    def _run(self, application: Application[Any], pulse: Pulse | None = None) -> Any:
        """Run an application, with `pulse` next to it, and return its result. May raise `Leave`."""

        failures: list[BaseException] = []

        def failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            # prompt_toolkit would print a traceback and wait for a key. A program being ended prints nothing.
            error = context.get("exception")
            if isinstance(error, Exception):
                failures.append(error)
                end_with(application, error)

        async def run() -> Any:
            pulses = [p for p in (pulse or self._warn_of_other, self._beside) if p is not None]
            beside = [asyncio.ensure_future(guarded(p, application)) for p in pulses]
            asyncio.get_running_loop().set_exception_handler(failed)
            await asyncio.sleep(0)  # they listen before the first frame is drawn: a key pressed then counts
            try:
                return await application.run_async(set_exception_handler=False)
            finally:
                for task in beside:
                    task.cancel()

        self._shown = application
        self.hand.meet()
        try:
            result = self._loop.run(run())
        except (KeyboardInterrupt, EOFError):
            raise Leave from None
        if failures:
            raise failures[0]
        if result is Leave:
            raise Leave
        return result

    def _run_face(self, face: Face) -> Any:
        return self._run(self._panel.application_for(for_hand(face, self._key_map)))

    # --- lists ----------------------------------------------------------------------------------------------

    def tick(self, listed: TickList) -> Ticked:
        result = self._run_face(DutiesFace(listed, self._moves))
        return result if isinstance(result, Ticked) else Ticked(done=result)

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        """Choose a row, by its digit or with arrows and Enter. May raise `Leave`."""
        chosen: str = self._run_face(ChooseFace(title, rows, help))
        return chosen

    # --- the full screen ------------------------------------------------------------------------------------

    @contextmanager
    def whole_screen(self) -> Iterator[None]:
        """Use the full terminal. On exit, the terminal is as it was before."""
        self._output.enter_alternate_screen()
        self._output.flush()
        self.fills_screen = True
        try:
            yield
        finally:
            self.fills_screen = False
            with suppress(OSError):  # the terminal is gone
                self._output.quit_alternate_screen()
                self._output.flush()

    @property
    def fills_screen(self) -> bool:
        """Whether the content is drawn from the first row of the terminal."""
        return self._panel.fills_screen

    @fills_screen.setter
    def fills_screen(self, fills: bool) -> None:
        self._panel.fills_screen = fills

    def show(self, face: Face, beside: Pulse | None = None) -> object:
        """Show a face, with `beside` running, and return its result. May raise `Leave`."""
        return self._run(self._panel.application_for(face), beside)

    def ask_note(self, title: str) -> str:
        """Ask for a note; empty if nothing was typed. May raise `Leave`."""
        given = self._line(
            lambda: self._top(None, "", title, None), feet.under_line_of_clock, note_problem, KeyBindings()
        )
        return one_line(given.strip()) if isinstance(given, str) else ""

    # --- text -----------------------------------------------------------------------------------------------

    def _ask_line(self, prompt: Prompt) -> Value | Move:
        question, former = prompt.question, prompt.former

        def check(line: str) -> str:
            if not line.strip() and former is not None:
                return ""
            try:
                meant = read_line(prompt, line)
            except Leave:
                return ""
            return refusal_sentence(meant) if isinstance(meant, NotAnAnswer) else ""

        listed = former is not None and isinstance(former.value, tuple)
        help = HelpPages(prompt.help, feet.answering(question.kind))
        moves = feet.moves_at(prompt, self._moves)
        at_once = "".join(key for key in keys_at_once(question.kind) if key not in feet.idle_at(prompt))
        keys = self._keys_of_line(at_once, help, self._key_map_of(question.kind))

        def foot() -> Sequence[tuple[str, str]]:
            return feet.under_line(question.kind, help.moves(moves), at_once, listed=listed)

        def top() -> Fragments:
            now = kept_by_enter(question.shown(former.value)) if former is not None else ""
            kept = [("class:dim", f"   {line}\n") for line in (wrapped(now, self.width - 4) if now else [])]
            below = len(kept) + len(in_rows(footer(self.width, *foot()), self.width)) + _LINE_ROWS
            return [*question_head(self._output.get_size(), prompt, help, 0, below), *kept]

        while True:
            given = self._line(top, foot, check, keys, kind=question.kind)
            if not isinstance(given, str) or given == UNKNOWN:
                return given
            if not given.strip() and former is not None:
                return former.value
            meant = read_line(prompt, given)
            # A line that passed `check` can be refused a moment later, if the computer's clock was changed.
            if not isinstance(meant, NotAnAnswer):
                return meant

    def _key_map_of(self, kind: Kind) -> KeyMap:
        """Return the key map for a line: none if the typed text may begin with one of its letters."""
        return self._key_map if kind in ("number", "duration") else "usual"

    def _keys_of_line(self, at_once: str, help: HelpPages, key_map: KeyMap) -> KeyBindings:
        """Return the keys that work in an empty line."""
        keys, empty = KeyBindings(), Condition(lambda: not get_app().current_buffer.text)

        def turn(event: KeyPressEvent) -> None:
            help.turn()
            self.hand.use(event)

        for asks in ("?", "w", "W") if key_map == "left-hand" else ("?",):
            if help.is_there:
                keys.add(asks, eager=True, filter=empty)(turn)
        add_moves(keys, at_once.replace("?", "") if help.is_there else at_once, empty, key_map)
        return keys

    def ask_reason(self, text: str) -> str | Move:
        return self._ask_text(text, feet.under_reason, reason_problem)

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._ask_text(text, feet.under_time, refused)

    def _ask_text(
        self, text: str, foot: Callable[[], feet.Foot], refused: Callable[[str], str]
    ) -> str | Move:
        def check(line: str) -> str:
            return "" if line.strip().lower() == "b" else refused(line)

        given = self._line(lambda: self._top(None, "", text, None), foot, check, KeyBindings())
        if not isinstance(given, str) or given.strip().lower() == "b":
            return Move.BACK
        return one_line(given.strip())

    def _line(
        self,
        top: Callable[[], Fragments],
        foot: Callable[[], Sequence[tuple[str, str]]],
        check: Callable[[str], str],
        keys: KeyBindings,
        pulse: Pulse | None = None,
        kind: Kind = "text",
    ) -> str | Move:
        """Return a typed line, or the move of a key in `keys`. May raise `Leave`."""
        for key in (Keys.ControlC, Keys.ControlD, Keys.SIGINT):
            keys.add(key, eager=True)(exit_with(Leave))
        # In our own bindings, so that a key held down since it answered is not typed too.
        keys.add(Keys.Any, save_before=lambda event: not event.is_repeat)(self._typing(kind))

        def below() -> Fragments:
            keyed = key_names(footer(self.width, *foot()), self._key_map_of(kind))
            return [*note_line(self.width, self.hand.note), *keyed]

        line = TextLine(top, below, check, keys, self._forget_note)
        given: str | Move = self._run(self._panel.application_of(line), pulse)
        return given

    def _forget_note(self) -> None:
        self.hand.note = ""

    def _typing(self, kind: Kind) -> Callable[[KeyPressEvent], None]:
        """Type a key into a line, or say why a line of this kind does not take it."""

        def typed(event: KeyPressEvent) -> None:
            self.hand.note = refused_key(kind, event.data, empty=not event.current_buffer.text)
            if not self.hand.note:
                self.hand.type(event)
            elif self._bell:
                self._output.bell()

        return typed

    def _top(self, place: WalkPlace | None, status: str, text: str, question: Question | None) -> Fragments:
        """Return the place, the status and the question."""
        return heading(self._output.get_size(), place, status, text, question)

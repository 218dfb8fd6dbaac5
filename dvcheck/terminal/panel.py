"""The single application of all prompts of a walk. A new one for each prompt would be too slow."""

from typing import Any, assert_never

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from dvcheck.terminal.bindings import end
from dvcheck.terminal.faces import Face, PromptDone, PromptStays
from dvcheck.terminal.keys.hand import Hand
from dvcheck.terminal.text_line import TextLine


class _Application(Application[Any]):
    fills_screen = False
    """Whether it is drawn from the first row of the terminal."""

    def invalidate(self) -> None:
        """Redraw, unless a key has just ended the prompt and it is about to be removed."""
        if not self.is_done:
            super().invalidate()

    def _on_resize(self) -> None:
        """Redraw after the window was resized. A full screen is cleared first."""
        if self.fills_screen:
            self.output.erase_screen()
            self.output.cursor_goto(0, 0)
            self.renderer.reset()
        super()._on_resize()


class Panel:
    """Shows the face of a prompt, or a line of text in its frame, and passes it the keys."""

    def __init__(
        self, input: Input, output: Output, style: Style, depth: ColorDepth | None, hand: Hand
    ) -> None:
        self._output = output
        self._hand = hand
        self._face: Face | None = None
        keys = KeyBindings()
        keys.add(Keys.Any, eager=True)(self._pressed)
        self._keys = hand.guarded(keys)
        self._layout = Layout(Window(FormattedTextControl(self._text, focusable=True), wrap_lines=True))
        self._application = _Application(
            layout=self._layout,
            key_bindings=self._keys,
            style=style,
            color_depth=depth,
            input=input,
            output=output,
            erase_when_done=True,
            include_default_pygments_style=False,
        )

    @property
    def fills_screen(self) -> bool:
        """Whether the content fills the terminal from its first row."""
        return self._application.fills_screen

    @fills_screen.setter
    def fills_screen(self, fills: bool) -> None:
        self._application.fills_screen = fills

    def application_for(self, face: Face) -> Application[Any]:
        """Return the application for a face. It ends with the face's result."""
        self._face = face
        return self._with(self._layout, self._keys)

    def application_of(self, line: TextLine) -> Application[Any]:
        """Return the application for a line of text. It ends with the typed line."""
        return self._with(line.layout, self._hand.guarded(line.keys))

    def _with(self, layout: Layout, keys: KeyBindings) -> Application[Any]:
        self._application.layout = layout
        self._application.key_bindings = keys
        return self._application

    def _text(self) -> StyleAndTextTuples:
        assert self._face is not None
        return [*self._face.shown(self._output.get_size(), self._hand.note)]

    def _pressed(self, event: KeyPressEvent) -> None:
        assert self._face is not None
        key = event.key_sequence[-1].key
        reply = self._face.press(key.value if isinstance(key, Keys) else key)
        match reply:
            case PromptDone():
                end(event, reply.result)
            case PromptStays.USED:
                self._hand.use(event)
            case PromptStays.FREE:
                pass
            case never:
                assert_never(never)

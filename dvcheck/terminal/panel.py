"""The one application of all single-key questions: a new one for each would take longer than the rest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from dvcheck.cells import wrapped
from dvcheck.pack.kinds import UNKNOWN
from dvcheck.terminal.frame import (
    add_moves,
    footer,
    heading,
    noted,
)
from dvcheck.terminal.keys.decoder import UNKNOWN_KEY
from dvcheck.terminal.keys.hand import Hand
from dvcheck.walk.prompts import Prompt

if TYPE_CHECKING:
    pass


class Panel:
    """The one application of all single-key questions."""

    def __init__(
        self,
        input: Input,
        output: Output,
        style: Style,
        depth: ColorDepth | None,
        moves: Sequence[tuple[str, str]],
        hand: Hand,
    ) -> None:
        self._output = output
        self._moves = moves
        self._hand = hand
        self._prompt: Prompt | None = None
        self._message = ""
        keys = KeyBindings()
        for key in (Keys.Any, UNKNOWN_KEY):
            keys.add(key)(self._pressed)
        keys.add(Keys.Enter)(self._enter)
        add_moves(keys)
        self._application: Application[Any] = Application(
            layout=Layout(Window(FormattedTextControl(self._text, focusable=True), wrap_lines=True)),
            key_bindings=hand.guarded(keys),
            style=style,
            color_depth=depth,
            input=input,
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
        width = self._output.get_size().columns
        text = heading(self._output, prompt.place, prompt.status, question.text, question)
        if question.kind == "yes-no":
            keys = [(key, label) for key, _, label in self._answers()]
        else:
            keys = [(f"1-{len(question.options)}", "choose"), ("u", "unknown")]
            for key, _, label in self._answers():
                first, *rest = wrapped(label, width - 6)
                text += [("class:key", f"   {key} "), ("", f"{first}\n")]
                text += [("", f"     {line}\n") for line in rest]
        if prompt.former is not None:
            now = f"now: {question.shown(prompt.former.value)} (Enter keeps it)"
            text += [("class:dim", f"   {line}\n") for line in wrapped(now, width - 4)]
        text += noted(width, self._hand.note or self._message)
        return [*text, *footer(width, *keys, *self._moves)]

    def _pressed(self, event: KeyPressEvent) -> None:
        pressed = event.key_sequence[0].key
        for key, value, _ in self._answers():
            if pressed in (key, key.upper()):
                event.app.exit(result=value)
                return
        self._message = f"Keys here: {self._keys()} b s ? q"

    def _enter(self, event: KeyPressEvent) -> None:
        assert self._prompt is not None
        if self._prompt.former is not None:
            event.app.exit(result=self._prompt.former.value)
        else:
            self._message = f"Enter answers nothing. Keys here: {self._keys()}"

    def _keys(self) -> str:
        return " ".join(key for key, _, _ in self._answers())

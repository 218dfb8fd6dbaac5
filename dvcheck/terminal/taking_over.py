"""The output of prompt_toolkit on a screen that already shows its first frame."""

from typing import Self, TextIO

from dvcheck.terminal.output import Encoded
from dvcheck.terminal.paint import Painter


class TakingOver(Encoded):
    """The output of a terminal. Its first drawing replaces a painter's frame without a visible change."""

    painter: Painter

    @classmethod
    def on(cls, stream: TextIO, painter: Painter) -> Self:
        output = cls.to(stream)
        output.painter = painter
        return output

    def erase_down(self) -> None:
        """Erase below the cursor, except before the first drawing: erasing the frame would flicker."""
        painter = self.painter
        if not painter.is_shown:
            super().erase_down()
            return
        self.cursor_up(painter.above)
        self.write_raw("\r")
        if not painter.is_whole:
            super().erase_down()
        painter.give_over()

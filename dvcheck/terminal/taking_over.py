"""Where prompt_toolkit draws, on a screen that has its first frame already."""

from typing import Self, TextIO

from dvcheck.terminal.output import Encoded
from dvcheck.terminal.paint import Painter


class TakingOver(Encoded):
    """The output of a terminal whose first drawing goes over the frame of a painter, and changes nothing."""

    painter: Painter

    @classmethod
    def on(cls, stream: TextIO, painter: Painter) -> Self:
        output = cls.to(stream)
        output.painter = painter
        return output

    def erase_down(self) -> None:
        """Before a first drawing prompt_toolkit erases what is below it: the frame, which would flicker."""
        painter = self.painter
        if not painter.stands:
            super().erase_down()
            return
        self.cursor_up(painter.above)
        self.write_raw("\r")
        if not painter.is_whole:
            super().erase_down()
        painter.give_over()

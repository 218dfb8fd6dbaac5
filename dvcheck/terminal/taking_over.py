"""Where prompt_toolkit draws, on a screen that has its first frame already."""

import os
from typing import Self, TextIO

from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_bell_environment_variable

from dvcheck.terminal.paint import Painter


class TakingOver(Vt100_Output):
    """The output of a terminal whose first drawing goes over the frame of a painter, and changes nothing."""

    painter: Painter

    @classmethod
    def on(cls, stream: TextIO, painter: Painter) -> Self:
        output: Self = cls.from_pty(  # type: ignore[assignment]  # it is of this class
            stream,
            term=os.environ.get("TERM"),
            default_color_depth=ColorDepth.from_env(),
            enable_bell=get_bell_environment_variable(),
        )
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

"""Where prompt_toolkit draws: a terminal of another encoding shows the nearest sign, not a question mark."""

import os
import sys
from typing import Self, TextIO

from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_bell_environment_variable


class Encoded(Vt100_Output):
    """The output of a terminal, in what its encoding has."""

    def write(self, data: str) -> None:
        if not data.isascii():  # most comes a character at a time
            encoding = self.encoding() or "utf-8"
            data = data.encode(encoding, "in-ascii").decode(encoding)
        super().write(data)

    @classmethod
    def to(cls, stream: TextIO) -> Self:
        """The output to a stream."""
        output: Self = cls.from_pty(  # type: ignore[assignment]  # it is of this class
            stream,
            term=os.environ.get("TERM"),
            default_color_depth=ColorDepth.from_env(),
            enable_bell=get_bell_environment_variable(),
        )
        return output


def output_to(stream: TextIO) -> Output:
    """Where prompt_toolkit draws on a stream."""
    return create_output(stdout=stream) if sys.platform == "win32" else Encoded.to(stream)

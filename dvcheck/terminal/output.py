"""The output of prompt_toolkit. If the encoding lacks a character, the nearest one is shown, not `?`."""

import os
import sys
from typing import Self, TextIO

from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_bell_environment_variable


class Encoded(Vt100_Output):
    """The output of a terminal, in characters its encoding has."""

    def write(self, data: str) -> None:
        if not data.isascii():  # most text comes one character at a time
            encoding = self.encoding() or "utf-8"
            data = data.encode(encoding, "in-ascii").decode(encoding)
        super().write(data)

    @classmethod
    def to(cls, stream: TextIO) -> Self:
        """Return an output to a stream."""
        output: Self = cls.from_pty(  # type: ignore[assignment]  # it is of this class
            stream,
            term=os.environ.get("TERM"),
            default_color_depth=ColorDepth.from_env(),
            enable_bell=get_bell_environment_variable(),
        )
        return output


def output_to(stream: TextIO) -> Output:
    """Return the output that prompt_toolkit draws on, for a stream."""
    return create_output(stdout=stream) if sys.platform == "win32" else Encoded.to(stream)

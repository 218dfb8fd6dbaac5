"""Opens a file with the system's own program for it."""

import os
import sys
from pathlib import Path

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean


def open_file(path: Path) -> None:
    """Open a file. DvcheckError with Exit.OUTPUT if no program can show it here; the file stays."""
    if why := why_not_opened(path.absolute()):
        raise DvcheckError(
            phrase("the report was written but not opened: {why}", why=why),
            hint=phrase("Open it yourself: {path}", path=clean(str(path))),
            code=Exit.OUTPUT,
        )


def why_not_opened(path: Path) -> str:
    """Start the program. Return why it could not be started; empty if it was."""
    if sys.platform == "win32":
        # typer.launch starts "start", which is no program but a word of the shell (pallets/click#2868).
        try:
            os.startfile(path)
        except OSError as error:
            return clean(error.strerror or str(error))
        return ""
    if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return phrase("this terminal has no display")
    import typer

    if typer.launch(str(path)) != 0:
        return phrase("the system has no program for it")
    return ""

"""The report of an unexpected error, on the screen and in a log file. Imported only when there is one.

The screen shows what happened, what is safe, and the name of the log file. The log has the place in the
program and no values: no message, no variable and no argument, because each could be an answer.
"""

import os
import platform
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from dvcheck import __version__
from dvcheck.language import phrase
from dvcheck.text import clean

KEPT = 5
"""The number of log files kept in a folder, the newest ones."""
_NAME = "dvcheck-unexpected-"
_MOST_FRAMES = 60
"""The number of frames logged for one error, half of them from each end: endless recursion has thousands."""
_MOST_ERRORS = 8


def tell(error: BaseException, home: Path | None) -> None:
    """Say on standard error that the program failed, what is safe, and where the log is."""
    kept = log(error, home)
    _make_terminal_usable()
    where = (
        phrase("For your IT unit: {kept}", kept=clean(str(kept)))
        if kept is not None
        else phrase("No log could be written.")
    )
    with suppress(OSError, ValueError):
        from dvcheck.cli import beside  # imported late: this module must load whatever has failed

        beside.say(f"dvcheck: {_plainly(error)}.", phrase("Your answers are saved."), where)
        sys.stderr.flush()


def log(error: BaseException, home: Path | None) -> Path | None:
    """Write the place of an error to a log file, and return its path. None if no folder can be written."""
    text = "".join(f"{line}\n" for line in _lines(error))
    for folder in _folders(home):
        with suppress(OSError):
            path = _written(folder, text)
            _drop_old(folder)
            return path
    return None


def _plainly(error: BaseException) -> str:
    """Return what happened in one line, without anything an officer entered."""
    where = _innermost(error)
    if isinstance(error, MemoryError):
        return phrase("it ended because the computer is out of memory")
    if isinstance(error, RecursionError):
        return phrase("it ended because something is nested too deeply{where}", where=where)
    if isinstance(error, OSError) and error.errno is not None:
        return phrase(
            "it ended because of a system error: {strerror}{where}",
            strerror=os.strerror(error.errno),
            where=where,
        )
    return phrase(
        "it ended because of an unexpected error: {name}{where}", name=type(error).__name__, where=where
    )


def _innermost(error: BaseException) -> str:
    """Return the last place in dvcheck itself that an error passed through."""
    places = [f"{file}, line {line}" for file, line, _ in _frames(error.__traceback__) if _is_ours(file)]
    return f" ({places[-1]})" if places else ""


def _is_ours(file: str) -> bool:
    return file.startswith("dvcheck/")


# --- the log ------------------------------------------------------------------------------------------------


def _lines(error: BaseException) -> Iterator[str]:
    yield f"dvcheck {__version__}"
    yield f"Python {platform.python_version()}"
    yield f"platform {platform.platform()}"
    yield f"command {_command()}"
    for one in _chain(error):
        yield ""
        frames = [
            f"  {file}, line {line}, in {function}" for file, line, function in _frames(one.__traceback__)
        ]
        if len(frames) > _MOST_FRAMES:
            left_out = len(frames) - _MOST_FRAMES
            half = _MOST_FRAMES // 2
            frames = [*frames[:half], f"  ... {left_out} more ...", *frames[-half:]]
        yield from frames
        yield _kind(one)


def _kind(error: BaseException) -> str:
    """Return the type of an error, and its number from the system or SQLite."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    number = getattr(error, "errno", None)
    code = getattr(error, "sqlite_errorcode", None)
    numbers = [f"errno {number}"] if isinstance(number, int) else []
    numbers += [f"SQLite {code}"] if isinstance(code, int) else []
    return f"{name} ({', '.join(numbers)})" if numbers else name


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error with the errors that led to it before it, and the errors of a group after it."""
    found: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left and len(found) < _MOST_ERRORS:
        one = left.pop(0)
        if one is None or one in found:
            continue
        found.append(one)
        left.append(one.__cause__ or one.__context__)
        if isinstance(one, BaseExceptionGroup):
            left += one.exceptions
    return found[::-1]


def _frames(trace: TracebackType | None) -> list[tuple[str, int, str]]:
    """Return the file, line and function of each frame, the outermost first."""
    return [
        (_short(frame.f_code.co_filename), line, clean(frame.f_code.co_qualname))
        for frame, line in walk_tb(trace)
    ]


def _short(file: str) -> str:
    """Return the name of a source file without the user's folders."""
    path = Path(file)
    for folder in (Path(__file__).parents[2], *(Path(p) for p in sysconfig.get_paths().values())):
        with suppress(ValueError):
            return clean(path.relative_to(folder).as_posix())
    return clean(path.name)


def _command() -> str:
    """Return the names of the command, without its arguments."""
    words: list[str] = []
    with suppress(Exception):
        from dvcheck.cli import tree

        words += tree.command_names(sys.argv[1:])
    return " ".join(words) or "(none)"


# --- the file -----------------------------------------------------------------------------------------------


def _folders(home: Path | None) -> Iterator[Path]:
    """Yield the home folder, if there is one, then the system's folder for temporary files."""
    with suppress(Exception):
        from dvcheck.actions.workspace import Workspace

        yield home if home is not None else Workspace().home
    yield Path(tempfile.gettempdir())


def _written(folder: Path, text: str) -> Path:
    path = folder / f"{_NAME}{datetime.now():%Y%m%d-%H%M%S-%f}-{os.getpid()}.log"
    # Only the owner may read it. Never write through a link that somebody else put there.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def _drop_old(folder: Path) -> None:
    for old in sorted(folder.glob(f"{_NAME}*.log"))[:-KEPT]:
        with suppress(OSError):  # another user's
            old.unlink()


# --- the terminal -------------------------------------------------------------------------------------------


def _make_terminal_usable() -> None:
    """Show the cursor and read lines again, whatever the failed screen did to the terminal."""
    with suppress(Exception):
        if not sys.stderr.isatty():
            return
        sys.stderr.write("\x1b[?2004l\x1b[?25h\x1b[0m")
        if sys.platform != "win32":
            import termios

            number = sys.stderr.fileno()
            state = termios.tcgetattr(number)
            state[0] |= termios.ICRNL | termios.IXON
            state[1] |= termios.OPOST
            state[3] |= termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
            termios.tcsetattr(number, termios.TCSADRAIN, state)

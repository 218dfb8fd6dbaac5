"""Printing of results: on the console, as JSON, or as a line on standard error."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside
from dvcheck.cli.asking import looks_of
from dvcheck.language import phrase
from dvcheck.record.store import OpeningCallbacks
from dvcheck.report.json.text import indented, inert
from dvcheck.screens.progress import progress
from dvcheck.terminal.signals import dumb_terminal
from dvcheck.text import clean

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from dvcheck.pack.model import Pack


def opener(recorded: Callable[[], None]) -> OpeningCallbacks:
    """Return how a command opens its journal: it asks for a passphrase and shows the progress of long work.

    `recorded` is called once something is recorded.
    """
    return OpeningCallbacks(
        ask=_passphrase,
        warn=lambda line: tell(line, ""),
        migrating=lambda: progress(phrase("Updating the journal for this version of dvcheck")),
        recorded=recorded,
    )


def _passphrase(prompt: str) -> str:
    from dvcheck.terminal import passphrase

    return passphrase.ask_passphrase(prompt)


def console(workspace: Workspace) -> "Console":
    from dvcheck.screens import style

    return style.console(color=workspace.color, theme=workspace.config.theme)


def say_command(workspace: Workspace, said: str, command: str) -> None:
    """Print the purpose of a command, and the command on a line that never wraps."""
    from dvcheck.screens import style

    show(workspace, style.hint(said, command))


def show(workspace: Workspace, *parts: "RenderableType") -> None:
    """Print to standard output in the width of the terminal."""
    _print_parts(workspace, parts)


def reads_aloud(workspace: Workspace) -> bool:
    """Check whether results are prose: in plain mode, and at a terminal where a walk asks line by line."""
    return workspace.plain or (dumb_terminal() and sys.stdout.isatty())


def result(
    workspace: Workspace,
    made: "Callable[[int], Iterable[RenderableType]]",
    prose: Iterable[str],
    *,
    mark: str = "",
    leaves: str = "",
) -> bool:
    """Print the result of a command: as pages for a width, each with `mark`, or as prose.

    `leaves` says what leaving the pages does, if it does not leave dvcheck.

    Return whether the text stays on the screen.
    """
    if reads_aloud(workspace):
        read_out(prose)
        return True
    return page(workspace, made, mark=mark, leaves=leaves)


def _print_parts(workspace: Workspace, parts: Iterable["RenderableType"]) -> None:
    """Print parts as they are made."""
    target = console(workspace)
    for part in parts:
        target.print(part)


def page(
    workspace: Workspace,
    made: "Callable[[int], Iterable[RenderableType]]",
    *,
    first_may_go: bool = False,
    mark: str = "",
    leaves: str = "",
) -> bool:
    """Print a text that may be long, laid out for a width.

    At an attended terminal a text longer than the screen is shown page by page, and its hints stay on the
    screen afterwards. A pipe, a file and a plain terminal get all of it at once.
    Each page shows `mark`, and at its foot `leaves` if leaving does not end the command.
    With `first_may_go` the first line may scroll away when the shell asks for the next command.
    Return whether the text stays on the screen. Text read page by page does not.
    """
    target = console(workspace)
    if not _pages(workspace):
        for part in made(target.width):
            target.print(part)
        return True
    from dvcheck.screens import style

    parts = tuple(made(target.width))
    text = style.draw(target, parts)
    # The shell's prompt takes one line.
    if text.count("\n") < target.height + first_may_go:
        target.file.write(text)
        return True
    from dvcheck.terminal import pager

    pager.show(lambda: style.draw(target, made(target.width)), looks_of(workspace), mark, leaves)
    show(workspace, *style.hints(parts))
    return False


def _pages(workspace: Workspace) -> bool:
    """Check whether somebody sits at a terminal that can draw pages."""
    attended = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    return attended and not reads_aloud(workspace)


def say(lines: Iterable[str]) -> None:
    """Print lines without wrapping them."""
    for line in lines:
        sys.stdout.write(f"{clean(line)}\n")


def read_out(lines: Iterable[str]) -> None:
    """Print prose. At a terminal each line wraps between words, elsewhere it does not wrap.

    A line that begins with a blank is a command and never wraps.
    """
    from dvcheck.terminal.width import break_line, columns

    width = columns(sys.stdout)
    for line in lines:
        say(break_line(line, width))


def usable_pack(workspace: Workspace) -> "Pack":
    """Return the pack in use, or the last sound one: an officer needs a number even if the pack is broken."""
    usable = workspace.usable()
    if usable.notice:
        beside.say(usable.notice)
    return usable.pack


def tell(said: str, command: str) -> None:
    """Write a line on standard error, and a command below it."""
    beside.say(f"dvcheck: {said}", *((command,) if command else ()))


def print_json(document: object) -> None:
    """Print a JSON object on standard output, indented, in UTF-8."""
    text = indented(document)
    sys.stdout.flush()
    sys.stdout.buffer.write(inert(text).encode() + b"\n")
    sys.stdout.buffer.flush()


def stream_json(document: Mapping[str, object]) -> None:
    """Print the same object as `print_json`, but write the rows of an iterator one at a time."""
    lead = "{\n"
    for name, value in document.items():
        _write_json(f'{lead}  "{name}": ')
        if isinstance(value, Iterator):
            _stream_rows(value)
        else:
            _write_json(indented(value).replace("\n", "\n  "))
        lead = ",\n"
    _write_json("\n}\n")
    sys.stdout.buffer.flush()


def _stream_rows(rows: Iterator[object]) -> None:
    lead = "[\n    "
    for row in rows:
        _write_json(lead + indented(row).replace("\n", "\n    "))
        lead = ",\n    "
    _write_json("[]" if lead.startswith("[") else "\n  ]")


def _write_json(text: str) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(inert(text).encode())

"""What an entry of the table of commands has. Help loads nothing else."""

from collections.abc import Iterator
from typing import NamedTuple


class Command(NamedTuple):
    """A command: its name, its module in `dvcheck.cli.commands`, and its help."""

    name: str
    module: str
    help: str
    """What it does, in one line of a list of commands."""
    examples: tuple[str, ...]
    """Command lines to copy, each without the word `dvcheck`."""
    more: str = ""
    """The second sentence of its own help."""


class CommandGroup(NamedTuple):
    """A group of commands. The name of the group comes first on the command line."""

    name: str
    help: str
    entries: "tuple[Command | CommandGroup, ...]"


def commands_of(entry: Command | CommandGroup) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Yield each command of an entry, with the words of the command line that name it."""
    if isinstance(entry, Command):
        yield (entry.name,), entry
        return
    for each in entry.entries:
        for names, command in commands_of(each):
            yield (entry.name, *names), command


class Heading(NamedTuple):
    """A heading of the program's help, with the commands below it."""

    title: str
    entries: tuple[Command | CommandGroup, ...]

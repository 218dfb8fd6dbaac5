"""The command tree. It builds the command that is run, and the help.

It builds only that command: to build all of them takes longer than many commands run.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typer.models import TyperPath

from dvcheck import __version__
from dvcheck.cli.arguments import normalize, refuse_twice, refuse_two_homes
from dvcheck.cli.entries import Command, CommandGroup
from dvcheck.cli.table import HEADINGS, TREE, WALKS

_STYLE: dict[str, Any] = {
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["--help", "-h"]},
}
"""Plain help and plain errors. Otherwise Typer loads Rich for every mistyped option."""


def command_line() -> "_Lazy":
    """Return the program as it is run. Each command is built when it is called."""
    root = _root()
    root.commands = {made.name: made for made in map(_unbuilt, TREE) if made.name is not None}
    return root


def full_tree() -> "_Lazy":
    """Return the program with all its commands built, for completions, documents and tests."""
    root = command_line()
    root.build_all()
    return root


def command_names(words: list[str]) -> Iterator[str]:
    """Yield the names of the command at the head of a command line, without its arguments."""
    commands: dict[str, Any] = dict(command_line().commands)
    for word in words:
        if word not in commands:
            return
        yield word
        commands = dict(getattr(commands[word], "commands", {}))


class _Unbuilt(TyperCommand):
    """A command by its name and help, until it is called."""

    def __init__(self, entry: Command) -> None:
        super().__init__(name=entry.name, help=entry.help, **_STYLE)
        self.entry = entry

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line of help uncut."""
        return self.help or ""

    def built(self) -> Any:
        """Build the command with its options."""
        app = typer.Typer(add_completion=False, **_STYLE)
        entry = self.entry
        app.command(
            entry.name, cls=_Built, help=_long(entry), short_help=entry.help, epilog=_examples(entry)
        )(_function(entry))
        made = get_command(app)
        for one in made.params:
            if isinstance(one.type, TyperPath):
                # Otherwise Typer prints the usage of the command for a file that may not be read.
                one.type.readable = False
        return made


class _Built(TyperCommand):
    """A command with its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _, _, given = self.make_parser(ctx).parse_args(args=[*args])
        refuse_twice(given, ctx)
        return super().parse_args(ctx, args)


class _Lazy(TyperGroup):
    """A group whose commands are built when they are called."""

    def build(self, name: str) -> None:
        """Build the command of this name, if there is one that is not built."""
        command = self.commands.get(name)
        if isinstance(command, _Unbuilt):
            self.commands[name] = command.built()

    def build_all(self) -> None:
        """Build every command of this group and of those below it."""
        for name in self.commands:
            self.build(name)
            below = self.commands[name]
            if isinstance(below, _Lazy):
                below.build_all()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        self.build(args[0])
        return super().resolve_command(ctx, args)


class _Root(_Lazy):
    """The program. It reads `help` and `version` as options, and says where other options belong."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands below their headings, in one column."""
        width = max(len(name) for name in self.commands)
        for heading in HEADINGS:
            with formatter.section(heading.title):
                formatter.write_dl([(entry.name.ljust(width), entry.help) for entry in heading.entries])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        refuse_two_homes(args, ctx)
        return super().parse_args(ctx, normalize(args, ctx))


def _long(entry: Command) -> str:
    """Return the help of a command in full."""
    return f"{entry.help}\n\n{entry.more}" if entry.more else entry.help


def _examples(entry: Command) -> str:
    """Return the examples of a command, each on a separate line."""
    return "\n".join(("\b", "Examples:", *(f"  dvcheck {line}" for line in entry.examples)))


def _function(entry: Command) -> Callable[..., None]:
    """Return the function of a command. The short forms share one, made for each checklist."""
    module = import_module(f"dvcheck.cli.commands.{entry.module}")
    made: Callable[..., None] = module.of(entry.name) if entry in WALKS else module.run
    return made


def _unbuilt(one: Command | CommandGroup) -> Any:
    if isinstance(one, Command):
        return _Unbuilt(one)
    commands: Any = {entry.name: _unbuilt(entry) for entry in one.entries}
    return _Lazy(name=one.name, help=one.help, commands=commands, no_args_is_help=True, **_STYLE)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dvcheck {__version__}")
        raise typer.Exit


def _root() -> _Lazy:
    app = typer.Typer(
        cls=_Root, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, **_STYLE
    )

    @app.callback()
    def dvcheck(
        version: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
        ] = False,
        plain: Annotated[
            bool, typer.Option("--plain", help="Without a command: print the first screen as sentences.")
        ] = False,
        quiet: Annotated[
            bool, typer.Option("--quiet", help="Without a command: no bell, no notification.")
        ] = False,
    ) -> None:
        """A field checklist for domestic-violence calls and protection orders.

        Without a command, it shows what you owe in your open cases.
        """

    root = get_command(app)
    assert isinstance(root, _Lazy)
    return root
